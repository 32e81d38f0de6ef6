"""83 facts from other programs' own tests, restated in vectors.json; `does_not_hold` says why one is not ours."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from servicecenter.worktime import WorkCalendar

FACTS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
HELD = [fact for fact in FACTS if "does_not_hold" not in fact]
NOT_HELD = [fact for fact in FACTS if "does_not_hold" in fact]


def by_id(fact: dict[str, Any]) -> str:
    return f"{fact['id']}-{fact['call']}"


def calendar_of(fact: dict[str, Any]) -> WorkCalendar:
    return WorkCalendar(
        fact["timezone"],
        fact["weekly"],
        [date.fromisoformat(day) for day in fact.get("holidays", [])],
        {date.fromisoformat(day): hours for day, hours in fact.get("overrides", {}).items()},
    )


def instant(text: str, calendar: WorkCalendar) -> datetime:
    """Some facts are about dates: they are asked at that day's midnight."""
    if len(text) == len("2026-01-01"):
        return datetime.combine(date.fromisoformat(text), time(), calendar.zone).astimezone(UTC)
    return datetime.fromisoformat(text).astimezone(UTC)


def answer(fact: dict[str, Any], calendar: WorkCalendar) -> datetime | float:
    start = instant(fact["start"], calendar)
    pauses = [[datetime.fromisoformat(bound) for bound in pause] for pause in fact.get("pauses", [])]
    if fact["call"] == "minutes_between":
        return calendar.minutes_between(start, instant(fact["end"], calendar), pauses)
    if fact["call"] == "add_minutes":
        return calendar.add_minutes(start, fact["minutes"], pauses).astimezone(UTC)
    return calendar.add_working_days(start, fact["days"]).astimezone(UTC)


def expected(fact: dict[str, Any], calendar: WorkCalendar) -> datetime | float:
    return fact["expected"] if fact["call"] == "minutes_between" else instant(fact["expected"], calendar)


@pytest.mark.parametrize("fact", HELD, ids=by_id)
def test_a_fact_of_another_program_holds_here_too(fact):
    calendar = calendar_of(fact)
    assert answer(fact, calendar) == expected(fact, calendar)


@pytest.mark.parametrize("fact", NOT_HELD, ids=by_id)
def test_a_fact_under_another_convention_is_answered_differently(fact):
    calendar = calendar_of(fact)
    assert answer(fact, calendar) != expected(fact, calendar)


def test_all_facts_are_restated_and_the_exceptions_are_the_four_of_the_documentation():
    assert len(FACTS) == 83
    assert [fact["id"] for fact in NOT_HELD] == ["wt-172", "wt-175", "wt-258", "wt-259"]
