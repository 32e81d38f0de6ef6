"""What the check finds: nothing in the project's own handbooks, and of each planted mistake exactly that."""

import pytest

from servicecenter.directory.calendars import BERLIN
from servicecenter.routing.coverage_findings import Finding, FindingKind, FirstTarget
from servicecenter.routing.rulebook import Rulebook
from tests.routing.books import book, content
from tests.routing.planting import found, some, unwalked, walked, with_clause, with_directory, with_entry

GELDERN = ("personalausweis", "baugenehmigung", "hundesteuer", "kfz-zulassung", "briefwahl", "wohngeld", "kindeswohl")
WESEL = ("personalausweis", "kfz-zulassung", "aufenthaltstitel", "kita-platz")


def only(rulebook: Rulebook) -> Finding:
    (finding,) = found(rulebook)
    return finding


@pytest.mark.parametrize("municipality", sorted(content().agreements))
def test_the_project_s_own_handbooks_leave_nothing_open(municipality):
    assert found(book(municipality)) == ()


def test_every_case_is_counted():
    walk = walked(some("geldern", *GELDERN))
    leistungen, districts, callers, stages, targets = len(GELDERN) + 1, 8 + 1, 2, 3 + 1, 3
    assert walk.cases == walk.size == leistungen * districts * callers * stages * targets * len(walk.week)


def test_the_whole_of_the_project_s_content_is_over_two_million_cases():
    assert sum(unwalked(book(municipality)).size for municipality in ("geldern", "kreis-wesel")) > 2_000_000


# Cases that end nowhere


def test_a_call_nobody_owes_anything_for():
    """Connected or lost: no ticket, no callback, and the office does not answer."""
    given = with_clause(some("geldern", *GELDERN), "5.1", forwarding={"transfer": True, "ticket": False})
    finding = only(with_clause(given, "6.1", promise=None))
    assert (finding.kind, finding.clause) == (FindingKind.NOT_COVERED, "§ 5.1")
    assert finding.example is not None
    assert finding.example.target is FirstTarget.SILENT
    assert "kein Ticket" in finding.sentence


@pytest.mark.parametrize(
    ("missing", "word"), [({"phone": ""}, "Nummer"), ({"calendar": None}, "Zeiten")], ids=["number", "hours"]
)
def test_a_body_outside_without_number_or_hours(missing, word):
    finding = only(with_entry(some("geldern", *GELDERN), "office", "kreis-kleve-zulassung", **missing))
    assert (finding.kind, finding.clause, finding.leistungen) == (FindingKind.NOT_COVERED, "§ 4.7", ("kfz-zulassung",))
    assert f"fehlen {word}:" in finding.sentence


def test_outside_the_agreement_the_switchboard_needs_a_number():
    finding = only(with_entry(some("geldern", "hundesteuer"), "office", "zentrale", phone=""))
    assert finding.example is not None
    assert (finding.kind, finding.example.stage) == (FindingKind.NOT_COVERED, None)


# Clauses that contradict each other


def test_two_clauses_that_let_the_desk_do_different_things():
    scope = {"stages": [3], "groups": ["steuern"], "mode": "forward"}
    finding = only(with_clause(some("geldern", *GELDERN), "4.12", scope=scope))
    assert (finding.kind, finding.clause) == (FindingKind.CONTRADICTION, "§ 4.3, § 4.12")
    assert finding.leistungen == ("hundesteuer",)
    assert finding.example is not None
    assert finding.example.stage == 3


def test_three_clauses_contradict_each_other_in_pairs():
    given = with_clause(some("geldern", *GELDERN), "4.12", scope={"groups": ["steuern"], "mode": "forward"})
    findings = found(with_clause(given, "4.13", scope={"groups": ["steuern"], "mode": "out"}))
    assert {finding.kind for finding in findings} == {FindingKind.CONTRADICTION}
    assert {finding.clause for finding in findings} >= {"§ 4.3, § 4.12", "§ 4.3, § 4.13", "§ 4.12, § 4.13"}
    assert {finding.leistungen for finding in findings} == {("hundesteuer",)}


def test_one_promise_with_two_periods():
    promise = {"name": "callback", "working_days": 5}
    finding = only(with_clause(some("geldern", *GELDERN), "6.9", promise=promise))
    assert (finding.kind, finding.clause) == (FindingKind.CONTRADICTION, "§ 6.1, § 6.9")


# A Leistung without a responsible body


def test_a_leistung_nobody_is_named_for():
    finding = only(with_entry(some("geldern", *GELDERN), "office", "wahlamt"))
    assert (finding.kind, finding.leistungen) == (FindingKind.NOBODY_RESPONSIBLE, ("briefwahl",))
    assert "niemand genannt" in finding.sentence


def test_a_leistung_nobody_is_named_for_in_one_town():
    given = some("kreis-wesel", *WESEL)
    offices = [each.model_dump() for each in given.directory.office if each.id != "rathaus-xanten"]
    entries = [each.model_dump() for each in given.directory.responsibility]
    kept = [each for each in entries if "rathaus-xanten" not in each.values()]
    findings = found(with_directory(given, office=offices, responsibility=kept))
    assert {finding.kind for finding in findings} == {FindingKind.NOBODY_RESPONSIBLE}
    assert all("in Xanten" in finding.sentence for finding in findings)


# A promise that cannot be kept


def test_a_promise_to_an_office_that_is_open_on_mondays_alone():
    closed = dict.fromkeys(("tue", "wed", "thu", "fri"), ())
    finding = only(with_entry(some("geldern", *GELDERN), "calendar", "bauberatung", **closed))
    assert (finding.kind, finding.clause) == (FindingKind.PROMISE_UNKEEPABLE, "§ 6.1")
    assert finding.offices == ("bauordnung",)
    assert finding.example is not None
    assert finding.example.at.astimezone(BERLIN).isoformat() == "2026-11-23T16:29:00+01:00"


# An absence without a deputy


@pytest.mark.parametrize("deputy", [None, "hanna-hundert"], ids=["nobody", "away-too"])
def test_an_absence_nobody_stands_in_for(deputy):
    given = with_entry(some("geldern", *GELDERN), "person", "martina-meyer-muster", deputy=deputy)
    finding = only(given)
    assert (finding.kind, finding.clause, finding.example) == (FindingKind.NO_DEPUTY, "", None)
    assert "Meyer-Muster" in finding.sentence
