"""The deadline of the house: "within two working days", DOMAIN.md 5.3."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from servicecenter.worktime import WorkCalendar, public_holidays

NRW = public_holidays("NW", range(2024, 2031))
CARNIVAL_AND_EVES = {date(2026, 2, 16)} | {date(year, 12, day) for year in (2025, 2026) for day in (24, 31)}
BETWEEN_THE_YEARS = {date(2026, 12, day) for day in (28, 29, 30)}


def body(more_holidays=(), overrides=None, weekly=None):
    """Hours never matter for a promise; by default there are none."""
    return WorkCalendar("Europe/Berlin", weekly or {}, [*NRW, *more_holidays], overrides)


def at(text: str) -> datetime:
    """Wall time in Berlin, such as 2026-06-03 09:30."""
    return datetime.fromisoformat(text).replace(tzinfo=body().zone)


TWO_WORKING_DAYS = [
    # recorded, holidays only, + Rosenmontag and 24. and 31. December, + Geldern closed between the years
    ("2026-02-12", "2026-02-16", "2026-02-17", None),
    ("2026-02-13", "2026-02-17", "2026-02-18", None),
    ("2026-04-01", "2026-04-07", "2026-04-07", None),
    ("2026-04-02", "2026-04-08", "2026-04-08", None),
    ("2026-06-03", "2026-06-08", "2026-06-08", None),
    ("2026-06-06", "2026-06-09", "2026-06-09", None),
    ("2026-12-18", "2026-12-22", "2026-12-22", "2026-12-22"),
    ("2026-12-23", "2026-12-28", "2026-12-29", "2027-01-05"),
    ("2025-12-24", "2025-12-30", "2025-12-30", None),
]
CLOSINGS = [set(), CARNIVAL_AND_EVES, CARNIVAL_AND_EVES | BETWEEN_THE_YEARS]
CASES = [
    pytest.param(row[0], closings, due, id=f"{row[0]}-{name}")
    for row in TWO_WORKING_DAYS
    for closings, due, name in zip(CLOSINGS, row[1:], ("holidays", "eves", "closed"), strict=True)
    if due
]


@pytest.mark.parametrize(("recorded", "closings", "due"), CASES)
@pytest.mark.parametrize("clock", ["00:00", "11:11", "23:59"])
def test_two_working_days_end_at_midnight_of_the_second_working_day(recorded, closings, due, clock):
    calendar, recorded_at = body(closings), at(f"{recorded} {clock}")
    assert calendar.due_on(recorded_at, 2) == date.fromisoformat(due)
    assert calendar.promise_due(recorded_at, 2) == at(f"{due} 00:00") + timedelta(days=1)


def test_the_day_of_recording_is_the_local_day_and_not_that_of_utc():
    assert body().due_on(datetime(2026, 6, 8, 22, 30, tzinfo=UTC), 1) == date(2026, 6, 10)


def test_a_saturday_counter_makes_saturday_no_working_day():
    saturdays = body(weekly={"fri": [("08:30", "12:30")], "sat": [("09:00", "12:00")]})
    assert saturdays.due_on(at("2026-06-12 10:00"), 1) == date(2026, 6, 15)


def test_overrides_neither_shorten_nor_extend_a_promise():
    closed = body(overrides={date(2026, 6, 9): [], date(2026, 6, 13): [("08:00", "12:00")]})
    assert closed.due_on(at("2026-06-08 10:00"), 1) == date(2026, 6, 9)
    assert closed.due_on(at("2026-06-12 10:00"), 1) == date(2026, 6, 15)


def test_a_body_that_never_opens_still_owes_its_promise():
    assert body().due_on(at("2026-06-03 10:00"), 2) == date(2026, 6, 8)


@pytest.mark.parametrize(("recorded", "due"), [("2026-06-03", "2026-06-03"), ("2026-06-04", "2026-06-05")])
def test_zero_working_days_are_the_day_itself_or_the_next_working_day(recorded, due):
    assert body().due_on(at(f"{recorded} 10:00"), 0) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("recorded", "due"),
    [("2026-03-27 10:00", "2026-03-31T00:00:00+02:00"), ("2026-10-23 10:00", "2026-10-27T00:00:00+01:00")],
)
def test_a_promise_across_the_change_of_the_clock_ends_at_local_midnight(recorded, due):
    assert body().promise_due(at(recorded), 1).isoformat() == due


def test_every_due_date_of_three_years_is_a_working_day_and_none_goes_back():
    calendar = body()
    days = [at("2025-01-01 12:00") + timedelta(days=offset) for offset in range(3 * 365)]
    due = [calendar.due_on(day, 2) for day in days]
    assert all(calendar.is_working_day(day) for day in due)
    assert all(earlier <= later for earlier, later in pairwise(due))
