"""Calls that still wait: on to the centre that stands in, or a callback instead of waiting."""

from datetime import UTC, datetime

import pytest

from servicecenter.routing.engine import decide
from servicecenter.routing.model import Load
from tests.routing.books import MONDAY, WEDNESDAY_EVENING, book, facts, line, reasons, with_directory, with_more

LIMITS = {"callers": 10, "wait_seconds": 180}
ROSENMONTAG = datetime(2026, 2, 16, 9, tzinfo=UTC)


def rulebook(**limits):
    """Geldern with limits, and a neighbour's centre that is open day and night."""
    body = {"id": "nachbar", "name": "Nachbarstadt"}
    office = {"id": "nachbar-center", "body": "nachbar", "name": "ServiceCenter Nachbarstadt", "calendar": "immer"}
    given = with_more(book("geldern"), {"number": "3.2", "overload": limits})
    bodies = [*(each.model_dump() for each in given.directory.body), body]
    offices = [*(each.model_dump() for each in given.directory.office), office]
    return with_directory(given, body=bodies, office=offices)


def waiting(callers: int, seconds: int, at: datetime = MONDAY, **limits):
    asked = facts("geldern", at=at, taken=False, load=Load(callers, seconds))
    return decide(asked, rulebook(**(LIMITS | limits)))


@pytest.mark.parametrize(
    ("callers", "seconds", "reason"),
    [(9, 179, "queue-moves"), (10, 0, "queue-full"), (1, 180, "queue-full"), (0, 0, "queue-moves")],
)
def test_the_limit_itself_is_too_much(callers, seconds, reason):
    assert reasons(waiting(callers, seconds))["overload"] == reason


def test_the_centre_that_stands_in_is_rung_and_a_callback_is_left():
    decision = waiting(12, 30, substitute="nachbar-center")
    assert line(decision) == [("transfer", "nachbar-center"), ("ticket", "zentrale"), ("callback", "zentrale")]
    assert {step.clause for step in decision.plan[:1]} == {"§ 3.2"}
    verdict = next(each for each in decision.asked if each.rule == "overload")
    assert dict(verdict.evidence) == {"callers": "12", "wait_seconds": "30"}


def test_without_one_the_caller_leaves_the_concern_instead_of_waiting():
    assert [step.kind.value for step in waiting(12, 30).plan] == ["ticket", "callback"]


@pytest.mark.parametrize("at", [WEDNESDAY_EVENING, ROSENMONTAG], ids=["evening", "rosenmontag"])
def test_where_the_own_centre_is_closed_the_other_stands_in(at):
    decision = waiting(0, 0, at, substitute="nachbar-center")
    assert reasons(decision)["overload"] == "centre-closed"
    assert line(decision)[0] == ("transfer", "nachbar-center")


def test_whoever_already_speaks_with_somebody_stays():
    asked = facts("geldern", "hundesteuer", load=Load(99, 999))
    decision = decide(asked, rulebook(**LIMITS))
    assert (reasons(decision)["overload"], line(decision)[0]) == ("already-taken", ("transfer", "steueramt"))


def test_nothing_happens_where_nothing_is_agreed():
    asked = facts("geldern", taken=False, load=Load(99, 999))
    assert reasons(decide(asked, book("geldern")))["overload"] == "no-overload-agreed"
