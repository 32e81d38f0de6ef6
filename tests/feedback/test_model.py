from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from servicecenter.agreements.model import Agreement, Clause, Handbook, PromiseRule
from servicecenter.directory.calendars import local_day
from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.model import Directory
from servicecenter.errors import Invalid
from servicecenter.feedback.model import LONGEST_SAID, Assessment, Report, checked_answer, checked_said, due, owner_of
from servicecenter.routing.rulebook import Rulebook

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DIRECTORY = Directory.model_validate(
    {
        "municipality": {"id": "geldern", "name": "Stadt Geldern", "short": "Geldern", "ags": "05154012",
                         "status": "mittlere"},
        "calendar": [{"id": "rathaus", "mon": [("08:00", "16:00")], "tue": [("08:00", "16:00")]}],
        "body": [{"id": "kleve", "name": "Kreis Kleve"}],
        "office": [
            {"id": "buergerbuero", "body": "geldern", "name": "Bürgerbüro", "calendar": "rathaus"},
            {"id": "rathausinfo", "body": "geldern", "name": "Zentrale", "does": ["zentrale"], "calendar": "rathaus"},
            {"id": "tiefbau", "body": "geldern", "name": "Tiefbau", "does": ["bauhof"], "calendar": "rathaus"},
            {"id": "fuehrerschein", "body": "kleve", "name": "Führerscheinstelle"},
        ],
    }
)  # fmt: skip


def rulebook(*promises: PromiseRule) -> Rulebook:
    agreement = Agreement.model_validate(
        {"municipality": "geldern", "operator": "kreis-wesel", "title": "V", "legal_basis": "GkG", "numbers": [],
         "in_force_on": date(2022, 1, 1), "stage": []}
    )  # fmt: skip
    clauses = tuple(Clause(number=str(n), promise=rule) for n, rule in enumerate(promises, start=1))
    book = Handbook(municipality="geldern", title="H", valid_from=date(2026, 1, 1), clause=clauses)
    return Rulebook(Catalogue(), DIRECTORY, agreement, book)


@pytest.mark.parametrize(
    ("owner", "office"),
    [
        pytest.param("buergerbuero", "buergerbuero", id="the Fachamt that is named"),
        pytest.param("bauhof", "tiefbau", id="the Fachamt that does it here"),
        pytest.param("fuehrerschein", "rathausinfo", id="a body outside has no inbox"),
        pytest.param("gibt-es-nicht", "rathausinfo", id="nobody of that name"),
        pytest.param(None, "rathausinfo", id="nobody named"),
    ],
)
def test_the_owner_is_a_fachamt_of_the_municipality_else_the_switchboard(owner: str | None, office: str) -> None:
    assert owner_of(rulebook(), owner).id == office


@pytest.mark.parametrize(
    ("at", "day"),
    [
        pytest.param(MONDAY, date(2026, 11, 30), id="five working days"),
        pytest.param(datetime(2026, 12, 21, 9, 0, tzinfo=UTC), date(2026, 12, 29), id="Christmas does not count"),
        pytest.param(datetime(2026, 11, 21, 9, 0, tzinfo=UTC), date(2026, 11, 27), id="reported on a Saturday"),
    ],
)
def test_without_a_promise_of_the_handbook_there_are_five_working_days(at: datetime, day: date) -> None:
    due_at, due_on = due(rulebook(), DIRECTORY.offices["buergerbuero"], at)
    assert due_on == day
    assert local_day(due_at) == day + timedelta(days=1)  # at 24:00


def test_the_handbook_s_promise_wins() -> None:
    agreed = rulebook(PromiseRule(name="article", working_days=2))
    assert due(agreed, DIRECTORY.offices["buergerbuero"], MONDAY)[1] == date(2026, 11, 25)


def test_a_report_is_overdue_from_its_due_instant_until_it_is_answered() -> None:
    report = Report(1, "geldern", "hundesteuer", "Hundesteuer", "steueramt", "", MONDAY, "a", MONDAY, MONDAY.date())
    assert not report.is_overdue(MONDAY - timedelta(seconds=1))
    assert report.is_overdue(MONDAY)
    answered = replace(report, assessment=Assessment.RIGHT)
    assert not answered.is_overdue(MONDAY)


def test_of_social_concerns_nothing_that_was_said_is_kept() -> None:
    assert checked_said("Die Mutter trinkt", social=True) == ""


@pytest.mark.parametrize("said", ["", "  \n", "x" * (LONGEST_SAID + 1)], ids=["empty", "blank", "too long"])
def test_what_was_said_must_be_there_and_fit(said: str) -> None:
    with pytest.raises(Invalid) as raised:
        checked_said(said, social=False)
    assert raised.value.details["field"] == "said"


def test_an_answer_is_a_sentence() -> None:
    assert checked_answer(" Die Gebühr gilt. ") == "Die Gebühr gilt."
    with pytest.raises(Invalid) as raised:
        checked_answer(" ")
    assert raised.value.details["field"] == "answer"
