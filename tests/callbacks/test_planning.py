from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.callbacks.model import Attempt, Outcome
from servicecenter.callbacks.planning import LOOKS_AHEAD, PAUSES, Plan, Why, meetings, minutes_left, next_attempt
from servicecenter.callbacks.windows import Window, window
from servicecenter.directory.calendars import BERLIN
from servicecenter.worktime import WorkCalendar
from tests.callbacks.test_model import CALLBACK

MONDAY = date(2026, 11, 23)
HOURS = WorkCalendar(
    "Europe/Berlin",
    {
        "mon": [("08:30", "16:00")],
        "tue": [("08:30", "12:30")],
        "wed": [("08:30", "12:30")],
        "thu": [("08:30", "18:00")],
    },
    overrides={date(2026, 11, 26): []},
)
SAID = ("", "ab 16 Uhr", "nicht Dienstag", "vormittags", "Di und Do nachmittags", "zwischen 10 und 12", "Sonntag")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


DUE = at(26, 0)  # 24:00 of Wednesday


def planned(said: str, now: datetime, *attempts: Attempt, due: datetime | None = DUE) -> Plan:
    callback = replace(CALLBACK, window=said, attempts=attempts)
    plan = next_attempt(callback, window(said, MONDAY), HOURS, due, now)
    return replace(plan, at=plan.at and plan.at.astimezone(BERLIN), until=plan.until and plan.until.astimezone(BERLIN))


@pytest.mark.parametrize(
    ("said", "now", "plan"),
    [
        pytest.param("", at(23, 10), Plan(Why.NOW, at(23, 10), at(23, 16)), id="at once while the office is open"),
        pytest.param("", at(23, 7), Plan(Why.HOURS, at(23, 8, 30), at(23, 16)), id="when the office opens"),
        pytest.param("vormittags", at(23, 14), Plan(Why.HOURS, at(24, 8, 30), at(24, 12)), id="tomorrow morning"),
        pytest.param("ab 14 Uhr", at(23, 10), Plan(Why.WINDOW, at(23, 14), at(23, 16)), id="when the citizen is in"),
        pytest.param(
            "Mi ab 9", at(23, 10), Plan(Why.WINDOW, at(25, 9), at(25, 12, 30)), id="on the day that was named"
        ),
        pytest.param("nicht Montag", at(23, 10), Plan(Why.HOURS, at(24, 8, 30), at(24, 12, 30)), id="not on that day"),
        pytest.param(
            "ab 16 Uhr", at(23, 10), Plan(Why.NO_MEETING, at(23, 10), at(23, 16)), id="never both: the hours are left"
        ),
        pytest.param("", at(25, 13), Plan(Why.NEVER), id="no hours are left before it is due"),
        pytest.param("", at(27, 10), Plan(Why.HOURS, at(30, 8, 30), at(30, 16)), id="overdue: as soon as possible"),
    ],
)
def test_the_next_attempt_is_planned_where_window_and_hours_meet(said: str, now: datetime, plan: Plan) -> None:
    assert planned(said, now) == plan


@pytest.mark.parametrize("outcome", PAUSES)
def test_after_an_attempt_that_failed_a_pause_is_kept(outcome: Outcome) -> None:
    tried = Attempt(at(23, 10), "Carl", outcome)
    pause = PAUSES[outcome]
    assert planned("", at(23, 10, 5), tried) == Plan(Why.PAUSE, at(23, 10) + pause, at(23, 16))
    assert planned("", at(23, 10) + pause, tried).why is Why.NOW


def test_a_pause_yields_to_the_due_date() -> None:
    tried = Attempt(at(25, 12), "Carl", Outcome.NOT_REACHED)
    assert planned("", at(25, 12, 10), tried) == Plan(Why.NOW, at(25, 12, 10), at(25, 12, 30))


def test_attempts_on_a_number_that_was_wrong_make_no_pause() -> None:
    callback = replace(CALLBACK, attempts=(Attempt(at(23, 10), "C", Outcome.NOT_REACHED),), attempts_elsewhere=1)
    assert next_attempt(callback, Window(), HOURS, DUE, at(23, 10, 1)).why is Why.NOW


def test_nobody_is_rung_at_night_where_nobody_knows_the_hours() -> None:
    plan = next_attempt(CALLBACK, Window(), None, None, at(23, 3))
    assert (plan.why, plan.at, plan.until) == (Why.HOURS, at(23, 8), at(23, 20))


def test_minutes_in_which_a_call_can_succeed() -> None:
    assert minutes_left(Window(), HOURS, at(23, 10), DUE) == 360 + 240 + 240
    assert minutes_left(window("vormittags", MONDAY), HOURS, at(23, 10), DUE) == 120 + 210 + 210
    assert minutes_left(window("ab 16 Uhr", MONDAY), HOURS, at(23, 10), DUE) == 0
    assert minutes_left(Window(), HOURS, DUE, at(23, 10)) == 0


FIRST = datetime(2026, 10, 20, tzinfo=UTC)
instants = st.timedeltas(timedelta(), timedelta(days=164)).map(lambda later: FIRST + later)


@given(said=st.sampled_from(SAID), since=instants, length=st.timedeltas(timedelta(), timedelta(days=9)))
def test_meetings_are_minutes_of_both_and_none_is_missed(said: str, since: datetime, length: timedelta) -> None:
    """Against a plain walk through every quarter of an hour, across both nights on which the clock changes."""
    wished, until = window(said, MONDAY), since + length
    spans = list(meetings(wished, HOURS, since, until))
    assert all(since <= begin < end <= until for begin, end in spans)
    assert spans == sorted(spans)
    moment = since
    while moment < until:
        local = moment.astimezone(BERLIN)
        minute = local.hour * 60 + local.minute
        is_wished = any(first <= minute < last for first, last in wished.on(local.date()))
        expected = is_wished and HOURS.is_open(moment)
        assert any(begin <= moment < end for begin, end in spans) == expected
        moment += timedelta(minutes=15)


@given(said=st.sampled_from(SAID), now=instants, due=st.timedeltas(timedelta(hours=1), timedelta(days=6)))
def test_a_plan_lies_ahead_within_the_office_s_hours_and_before_it_is_due(
    said: str, now: datetime, due: timedelta
) -> None:
    plan = next_attempt(CALLBACK, window(said, MONDAY), HOURS, now + due, now)
    if plan.at is None:
        assert HOURS.minutes_between(now, now + due) == 0
        return
    assert now <= plan.at < now + due
    assert HOURS.is_open(plan.at)
    local = plan.at.astimezone(BERLIN)
    within = any(
        first <= local.hour * 60 + local.minute < last for first, last in window(said, MONDAY).on(local.date())
    )
    assert within or plan.why is Why.NO_MEETING
    assert (plan.why is Why.NO_MEETING) == (
        minutes_left(window(said, MONDAY), HOURS, now, now + due) == 0 and not within
    )


def test_the_search_for_what_is_overdue_ends() -> None:
    closed = WorkCalendar("Europe/Berlin", {})
    assert next_attempt(CALLBACK, Window(), closed, None, at(23, 10)) == Plan(Why.NEVER)
    assert timedelta(days=7) <= LOOKS_AHEAD
