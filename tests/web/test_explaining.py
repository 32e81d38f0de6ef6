from datetime import UTC, datetime

import pytest

from servicecenter.routing.coverage_findings import Case
from servicecenter.routing.model import Load
from servicecenter.web.explaining import explained, local_minute, of_facts, of_finding
from tests.routing.books import MONDAY, book, decided, facts


def test_a_decision_is_told_from_the_question_to_what_was_not_asked():
    told = explained(decided("geldern", "fuehrerschein-umtausch"), book("geldern"), ["Angenommen, es gilt Stufe 1."])
    assert told.question.startswith("Jemand ruft am Mo 23.11.2026")
    assert told.answer[0].startswith("Das geht an „Kreis Kleve, Führerscheinstelle“, weil")
    assert (told.plan[0].line[:14], told.plan[0].say[:6]) == ("Nummer nennen:", "Dafür ")
    assert told.asked[-1].question == "Welche Behörde ist zuständig?"
    assert (told.asked[-1].chose, bool(told.asked[-1].clauses[0].text)) == (True, True)
    assert told.unasked[0] == "Darf das ServiceCenter selbst antworten?"
    assert told.assumed == ["Angenommen, es gilt Stufe 1."]


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "stage=3"),
        ({"leistung": "hundesteuer", "district": "Pont"}, "leistung=hundesteuer&district=Pont&stage=3"),
        ({"stage": None, "business": True}, "stage=0&business=yes"),
        ({"taken": False, "load": Load(12, 180)}, "stage=3&waiting=12&longest=180"),
        ({"person_asked": "Frau Hundert"}, "stage=3"),  # whom somebody asked for stands in no address
    ],
)
def test_a_case_like_this_one_has_an_address(given, address):
    assert of_facts(facts("geldern", **given)) == f"/explain?municipality=geldern&at=2026-11-23T10%3A00&{address}"


def test_a_finding_s_case_has_an_address():
    case = Case("geldern", MONDAY, "hundesteuer", "Lüllingen", business=True, stage=None, away="steueramt")
    assert of_finding(case) == (
        "/explain?municipality=geldern&at=2026-11-23T10%3A00&leistung=hundesteuer&district=L%C3%BCllingen&stage=0"
        "&away=steueramt&business=yes"
    )


def test_a_minute_is_that_of_a_clock_in_germany():
    assert local_minute(datetime(2026, 6, 3, 14, 40, 59, tzinfo=UTC)) == "2026-06-03T16:40"
