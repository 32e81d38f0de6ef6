from datetime import UTC, date, datetime

import pytest

from servicecenter.worktime import CalendarInvalid, WorkCalendar
from servicecenter.worktime.hours import day_minutes, week_minutes, written_hours


def test_a_day_that_is_not_named_is_closed():
    assert week_minutes({"tue": [("08:00", "12:00")]}) == ((), ((480, 720),), (), (), (), (), ())


def test_intervals_are_put_in_order_and_may_touch():
    assert day_minutes([["12:00", "24:00"], ["00:00", "12:00"]], "mon") == ((0, 720), (720, 1440))


def test_hours_are_written_as_they_were_read():
    assert written_hours(((0, 510), (810, 1440))) == (("00:00", "08:30"), ("13:30", "24:00"))


@pytest.mark.parametrize(
    ("hours", "why"),
    [
        pytest.param([("16:00", "08:00")], "16:00–08:00 endet nicht nach dem Anfang", id="ends-before-it-begins"),
        pytest.param([("08:00", "08:00")], "endet nicht nach dem Anfang", id="empty"),
        pytest.param([("24:00", "24:00")], "endet nicht nach dem Anfang", id="begins-at-the-end"),
        pytest.param([("08:00", "12:00"), ("11:00", "13:00")], "überschneiden sich", id="overlap"),
        pytest.param([("8:00", "12:00")], "„8:00“ ist keine Uhrzeit", id="one-digit"),
        pytest.param([("08:00", "24:01")], "ist keine Uhrzeit", id="after-midnight"),
        pytest.param([("08:00", "12:00:00")], "ist keine Uhrzeit", id="seconds"),
        pytest.param([(8, 12)], "„8“ ist keine Uhrzeit", id="numbers"),
        pytest.param([("08:00",)], "kein Paar", id="no-end"),
        pytest.param(["08:00-12:00"], "kein Paar", id="text"),
        pytest.param(["08"], "kein Paar", id="text-of-two-letters"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused_with_day_and_reason(hours, why):
    with pytest.raises(CalendarInvalid, match=why) as refused:
        day_minutes(hours, "mon")
    assert refused.value.details == {"field": "mon"}
    assert all((refused.value.what, refused.value.why, refused.value.now))


@pytest.mark.parametrize("name", ["monday", "Mon", "mo", "", 0])
def test_a_weekday_nobody_knows_is_refused(name):
    with pytest.raises(CalendarInvalid, match="ist kein Wochentag"):
        week_minutes({name: [("08:00", "12:00")]})


@pytest.mark.parametrize("day", ["2026-12-24", datetime(2026, 12, 24, tzinfo=UTC)], ids=["text", "datetime"])
def test_a_holiday_that_is_no_date_is_refused_because_it_would_never_match(day):
    with pytest.raises(CalendarInvalid, match="ist kein Datum"):
        WorkCalendar("Europe/Berlin", {}, [day])
    with pytest.raises(CalendarInvalid, match="ist kein Datum"):
        WorkCalendar("Europe/Berlin", {}, [], {day: []})


def test_hours_of_a_single_day_are_refused_with_its_date():
    with pytest.raises(CalendarInvalid, match="2026-12-24"):
        WorkCalendar("Europe/Berlin", {}, [], {date(2026, 12, 24): [("12:00", "08:00")]})
