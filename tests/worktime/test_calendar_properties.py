"""What must hold for every calendar, and agreement with a slow reference that walks minute by minute."""

import random
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecenter.worktime import WorkCalendar
from servicecenter.worktime.hours import WEEKDAYS

MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)

# Zone and first day of a window that holds a change of the clock (or none).
WINDOWS = [
    ("Europe/Berlin", date(2026, 3, 27)),
    ("Europe/Berlin", date(2026, 10, 23)),
    ("Europe/Berlin", date(2026, 6, 2)),
    ("America/Sao_Paulo", date(2015, 10, 16)),  # midnight itself is left out
    ("America/Sao_Paulo", date(2015, 2, 19)),  # 23:00 comes twice
    ("America/St_Johns", date(2010, 11, 5)),  # one minute past midnight back to the day before
    ("Australia/Lord_Howe", date(2026, 4, 3)),  # half an hour
    ("Asia/Kathmandu", date(2026, 6, 2)),  # quarter of an hour from UTC
]
DAYS_IN_WINDOW = 5
CALENDARS_PER_WINDOW = 250


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def pairs(bounds: list[int]) -> list[tuple[str, str]]:
    ordered = sorted(bounds)
    return [(clock(begin), clock(end)) for begin, end in zip(ordered[::2], ordered[1::2], strict=False)]


# The slow reference


@lru_cache
def positions(zone: str, first: date) -> list[tuple[date, int]]:
    """For every minute of the window the furthest day and minute that the clock on the wall has shown so far."""
    at = datetime.combine(first, time(), UTC) - timedelta(days=1)
    furthest, shown = (date.min, 0), []
    for step in range((DAYS_IN_WINDOW + 1) * 1440):
        wall = (at + step * MINUTE).astimezone(ZoneInfo(zone))
        furthest = max(furthest, (wall.date(), wall.hour * 60 + wall.minute))
        shown.append(furthest)
    return shown[1440:]


def minutes_of(hours) -> bytearray:
    open_minutes = bytearray(1440)
    for begin, end in hours:
        first, last = (int(bound[:2]) * 60 + int(bound[3:]) for bound in (begin, end))
        open_minutes[first:last] = b"\x01" * (last - first)
    return open_minutes


def reference(zone, first, weekly, holidays, overrides) -> list[int]:
    """Which minutes of the window are open, as indices."""
    days = {}
    for offset in range(-2, DAYS_IN_WINDOW + 3):
        day = first + timedelta(days=offset)
        usual = [] if day in holidays else weekly.get(WEEKDAYS[day.weekday()], [])
        days[day] = minutes_of(overrides.get(day, usual))
    return [index for index, (day, minute) in enumerate(positions(zone, first)) if days[day][minute]]


def some_hours(rng: random.Random) -> list[tuple[str, str]]:
    # Many bounds between midnight and 04:00, where clocks change.
    pool = rng.choice([range(1441), range(241), range(0, 1441, 30)])
    hours = pairs(rng.sample(pool, rng.choice([0, 2, 2, 4, 6])))
    return rng.choice([hours, hours, [("00:00", "24:00")]])


@pytest.mark.parametrize(("zone", "first"), WINDOWS, ids=[f"{zone}-{first}" for zone, first in WINDOWS])
def test_hundreds_of_random_calendars_agree_with_a_walk_minute_by_minute(zone, first):
    rng = random.Random(f"{zone}{first}")
    start = datetime.combine(first, time(), UTC)
    days = [first + timedelta(days=offset) for offset in range(DAYS_IN_WINDOW)]
    for _ in range(CALENDARS_PER_WINDOW):
        weekly = {day: some_hours(rng) for day in rng.sample(WEEKDAYS, rng.randrange(1, 8))}
        holidays = rng.sample(days, rng.randrange(3))
        overrides = {day: some_hours(rng) for day in rng.sample(days, rng.randrange(3))}
        calendar = WorkCalendar(zone, weekly, holidays, overrides)
        agree(calendar, start, reference(zone, first, weekly, set(holidays), overrides), rng)


def agree(calendar: WorkCalendar, start: datetime, open_minutes: list[int], rng: random.Random) -> None:
    early, late = sorted(rng.sample(range(DAYS_IN_WINDOW * 1440), 2))
    pause = sorted(rng.sample(range(DAYS_IN_WINDOW * 1440), 2))
    pauses = [[start + bound * MINUTE for bound in pause]]
    between = [index for index in open_minutes if early <= index < late]
    counted = [index for index in between if not pause[0] <= index < pause[1]]
    begin, end = start + early * MINUTE, start + late * MINUTE
    assert calendar.minutes_between(begin, end) == len(between)
    assert calendar.minutes_between(begin, end, pauses) == len(counted)
    assert calendar.is_open(begin) is (early in between)
    for indices, without in ((between, []), (counted, pauses)):
        if indices:
            nth = rng.randrange(1, len(indices) + 1)
            assert in_utc(calendar.add_minutes(begin, 0, without)) == start + indices[0] * MINUTE
            assert in_utc(calendar.add_minutes(begin, nth, without)) == start + (indices[nth - 1] + 1) * MINUTE
            assert in_utc(calendar.subtract_minutes(end, nth, begin, without)) == start + indices[-nth] * MINUTE
            assert in_utc(calendar.subtract_minutes(end, 0, begin, without)) == start + (indices[-1] + 1) * MINUTE


def in_utc(instant: datetime) -> datetime:
    """Python holds instants of two zones unequal in the repeated hour, so they are compared in UTC."""
    return instant.astimezone(UTC)


# Properties

hours = st.lists(st.integers(0, 1440), unique=True, max_size=6).map(pairs)
near_days = st.dates(date(2026, 3, 20), date(2026, 4, 10)) | st.dates(date(2026, 10, 20), date(2026, 11, 5))
instants = st.builds(
    lambda day, seconds: datetime.combine(day, time(), UTC) + timedelta(seconds=seconds),
    near_days,
    st.integers(0, 86399),
)
minutes = st.integers(0, 6000)
calendars = st.builds(
    WorkCalendar,
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    st.dictionaries(st.sampled_from(WEEKDAYS), hours, min_size=1).filter(lambda weekly: any(weekly.values())),
    st.sets(near_days, max_size=5),
    st.dictionaries(near_days, hours, max_size=3),
)
quick = settings(max_examples=100, deadline=None)


@quick
@given(calendars, instants, minutes)
def test_measuring_finds_the_minutes_that_were_added(calendar, start, amount):
    assert calendar.minutes_between(start, calendar.add_minutes(start, amount)) == amount


@quick
@given(calendars, instants, minutes)
def test_measuring_finds_the_minutes_that_were_subtracted(calendar, end, amount):
    assert calendar.minutes_between(calendar.subtract_minutes(end, amount), end) == amount


@quick
@given(calendars, instants, instants, minutes, minutes)
def test_later_starts_and_more_minutes_never_end_earlier(calendar, one, other, some, more):
    earlier, later = sorted([one, other])
    due = in_utc(calendar.add_minutes(earlier, some))
    assert due <= in_utc(calendar.add_minutes(later, some))
    assert due <= in_utc(calendar.add_minutes(earlier, some + more))


@quick
@given(calendars, instants, st.integers(1, 6000))
def test_nothing_is_due_outside_opening_hours_except_at_the_closing_instant(calendar, start, amount):
    due = in_utc(calendar.add_minutes(start, amount))
    assert calendar.is_open(due - TICK)
    assert calendar.is_open(calendar.add_minutes(start, 0))


@quick
@given(calendars, st.lists(instants, min_size=3, max_size=3))
def test_two_stretches_measure_as_much_as_the_whole(calendar, bounds):
    first, middle, last = sorted(bounds)
    halves = calendar.minutes_between(first, middle) + calendar.minutes_between(middle, last)
    assert halves == pytest.approx(calendar.minutes_between(first, last))


@quick
@given(calendars, instants, minutes, st.lists(st.lists(instants, min_size=2, max_size=2).map(sorted), max_size=4))
def test_measuring_finds_the_minutes_that_were_added_around_pauses(calendar, start, amount, pauses):
    due = calendar.add_minutes(start, amount, pauses)
    assert calendar.minutes_between(start, due, pauses) == amount
    assert in_utc(due) >= in_utc(calendar.add_minutes(start, amount))


@quick
@given(calendars, instants)
def test_the_desk_is_told_one_thing_only(calendar, instant):
    closes, opens = calendar.closes_at(instant), calendar.next_opening(instant)
    assert calendar.is_open(instant) is (in_utc(opens) == instant)
    if closes:
        assert calendar.minutes_between(instant, closes) * MINUTE == in_utc(closes) - instant
        assert not calendar.is_open(closes)


@quick
@given(calendars, instants, st.integers(1, 30))
def test_exactly_the_promised_working_days_lie_before_the_due_date(calendar, recorded_at, working_days):
    due_on = calendar.due_on(recorded_at, working_days)
    recorded_on = recorded_at.astimezone(calendar.zone).date()
    after = [recorded_on + timedelta(days=day) for day in range(1, (due_on - recorded_on).days + 1)]
    assert sum(map(calendar.is_working_day, after)) == working_days
    assert calendar.is_working_day(due_on)


@quick
@given(calendars, instants, minutes)
def test_a_frozen_calendar_gives_the_same_answers(calendar, start, amount):
    thawed = WorkCalendar.from_dict(calendar.to_dict())
    assert thawed == calendar
    assert thawed.add_minutes(start, amount) == calendar.add_minutes(start, amount)
