from datetime import UTC, date, datetime, timedelta

import pytest

from servicecenter.worktime import (
    CalendarInvalid,
    DurationInvalid,
    InstantNaive,
    NoOpeningLeft,
    WorkCalendar,
    public_holidays,
)
from servicecenter.worktime.hours import WEEKDAYS

NRW = public_holidays("NW", range(2024, 2031))
TOWN_HALL = {day: [("08:30", "12:30"), ("13:30", "16:00")] for day in WEEKDAYS[:4]} | {"fri": [("08:30", "12:30")]}
NIGHT_SHIFT = {day: [("22:00", "24:00"), ("00:00", "06:00")] for day in WEEKDAYS}
ALWAYS = {day: [("00:00", "24:00")] for day in WEEKDAYS}


def town_hall(overrides=None, weekly=TOWN_HALL):
    return WorkCalendar("Europe/Berlin", weekly, NRW, overrides)


def at(text: str) -> datetime:
    """Wall time in Berlin, such as 2026-06-03 09:30."""
    return datetime.fromisoformat(text).replace(tzinfo=town_hall().zone)


def wall(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M")


# Opening minutes


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        pytest.param("2026-06-08 09:00", 60, "2026-06-08 10:00", id="within-the-morning"),
        pytest.param("2026-06-08 12:00", 60, "2026-06-08 14:00", id="across-lunch"),
        pytest.param("2026-06-08 12:00", 30, "2026-06-08 12:30", id="due-at-closing"),
        pytest.param("2026-06-03 15:30", 60, "2026-06-05 09:00", id="across-fronleichnam"),
        pytest.param("2026-06-05 12:30", 0, "2026-06-08 08:30", id="zero-at-closing-rolls-to-monday"),
        pytest.param("2026-06-08 08:30", 0, "2026-06-08 08:30", id="zero-while-open-stays"),
    ],
)
def test_minutes_are_counted_in_opening_hours(start, minutes, due):
    assert wall(town_hall().add_minutes(at(start), minutes)) == due


def test_an_override_beats_a_holiday():
    open_on_holiday = town_hall(overrides={date(2026, 6, 4): [("10:00", "11:00")]})
    assert wall(open_on_holiday.add_minutes(at("2026-06-03 16:00"), 15)) == "2026-06-04 10:15"


def test_measuring_backwards_in_time_gives_nothing():
    assert town_hall().minutes_between(at("2026-06-09 12:00"), at("2026-06-08 12:00")) == 0


def test_seconds_are_measured_as_fractions_of_a_minute():
    start = at("2026-06-08 09:00")
    assert town_hall().minutes_between(start, start + timedelta(seconds=90)) == 1.5


def test_a_pause_does_not_count_and_zero_minutes_roll_to_its_end():
    pause = [(at("2026-06-08 09:00"), at("2026-06-08 10:00")), (at("2026-06-08 09:30"), at("2026-06-08 10:30"))]
    assert wall(town_hall().add_minutes(at("2026-06-08 08:30"), 60, pause)) == "2026-06-08 11:00"
    assert wall(town_hall().add_minutes(at("2026-06-08 09:00"), 0, pause)) == "2026-06-08 10:30"
    assert town_hall().minutes_between(at("2026-06-08 08:30"), at("2026-06-08 11:00"), pause) == 60


@pytest.mark.parametrize(
    ("weekly", "evening", "morning", "minutes"),
    [
        pytest.param(NIGHT_SHIFT, "2026-03-28 22:00", "2026-03-29 06:00", 7 * 60, id="spring-night-is-short"),
        pytest.param(NIGHT_SHIFT, "2026-10-24 22:00", "2026-10-25 06:00", 9 * 60, id="autumn-night-is-long"),
        pytest.param(ALWAYS, "2026-03-29 00:00", "2026-03-30 00:00", 23 * 60, id="spring-day"),
        pytest.param(ALWAYS, "2026-10-25 00:00", "2026-10-26 00:00", 25 * 60, id="autumn-day"),
        pytest.param({"sun": [("02:00", "03:00")]}, "2026-03-29 00:00", "2026-03-30 00:00", 0, id="hour-left-out"),
        pytest.param({"sun": [("02:30", "04:00")]}, "2026-03-29 00:00", "2026-03-30 00:00", 60, id="opens-in-the-gap"),
        pytest.param({"sun": [("02:00", "03:00")]}, "2026-10-25 00:00", "2026-10-26 00:00", 120, id="hour-repeated"),
        pytest.param({"sun": [("01:00", "02:30")]}, "2026-10-25 00:00", "2026-10-26 00:00", 90, id="closes-once"),
    ],
)
def test_minutes_are_physical_on_both_nights_the_clock_changes(weekly, evening, morning, minutes):
    calendar = WorkCalendar("Europe/Berlin", weekly)
    assert calendar.minutes_between(at(evening), at(morning)) == minutes
    if minutes:
        assert calendar.add_minutes(at(evening), minutes).astimezone(UTC) <= at(morning).astimezone(UTC)


def test_a_clock_that_goes_back_across_midnight_does_not_hide_the_hours_begun_after_it():
    sundays = WorkCalendar("America/St_Johns", {"sun": [("00:00", "02:00")]})
    saturday_again = datetime(2010, 11, 7, 3, 0, tzinfo=UTC)  # 23:30 on Saturday; Sunday began at 02:30 UTC
    assert sundays.is_open(saturday_again)
    assert sundays.minutes_between(saturday_again - timedelta(hours=1), saturday_again) == 30
    assert sundays.subtract_minutes(saturday_again, 10).astimezone(UTC) == saturday_again - timedelta(minutes=10)


def test_results_carry_the_time_zone_of_the_calendar():
    due = town_hall().add_minutes(datetime(2026, 6, 8, 7, 0, tzinfo=UTC), 30)
    assert due.isoformat() == "2026-06-08T09:30:00+02:00"


# What the desk shows


@pytest.mark.parametrize(
    ("instant", "is_open", "closes", "opens"),
    [
        pytest.param("2026-06-08 08:30", True, "2026-06-08 12:30", "2026-06-08 08:30", id="opening-instant"),
        pytest.param("2026-06-08 12:30", False, None, "2026-06-08 13:30", id="closing-instant"),
        pytest.param("2026-06-05 12:30", False, None, "2026-06-08 08:30", id="friday-after-closing"),
        pytest.param("2026-06-04 10:00", False, None, "2026-06-05 08:30", id="fronleichnam"),
    ],
)
def test_the_desk_knows_whether_an_office_is_open_and_until_when(instant, is_open, closes, opens):
    calendar = town_hall()
    assert calendar.is_open(at(instant)) is is_open
    assert calendar.closes_at(at(instant)) == (at(closes) if closes else None)
    assert calendar.next_opening(at(instant)) == at(opens)


def test_hours_through_midnight_close_in_the_morning():
    assert WorkCalendar("Europe/Berlin", NIGHT_SHIFT).closes_at(at("2026-06-08 23:00")) == at("2026-06-09 06:00")


def test_an_office_that_never_closes_has_no_closing_and_one_that_never_opens_no_opening():
    assert WorkCalendar("Europe/Berlin", ALWAYS).closes_at(at("2026-06-08 23:00")) is None
    assert WorkCalendar("Europe/Berlin", {}).next_opening(at("2026-06-08 23:00")) is None


def test_single_days_alone_can_be_open():
    fair = WorkCalendar("Europe/Berlin", {}, (), {date(2026, 6, 13): [("10:00", "12:00"), ("12:00", "14:00")]})
    assert fair.next_opening(at("2026-01-01 00:00")) == at("2026-06-13 10:00")
    assert fair.closes_at(at("2026-06-13 11:00")) == at("2026-06-13 14:00")
    assert fair.next_opening(at("2026-06-13 14:00")) is None


def test_the_hours_of_a_day_are_told_as_written_and_as_instants():
    assert town_hall().hours_on(date(2026, 6, 8)) == (("08:30", "12:30"), ("13:30", "16:00"))
    assert town_hall().hours_on(date(2026, 6, 4)) == ()
    assert town_hall().intervals_on(date(2026, 6, 5)) == ((at("2026-06-05 08:30"), at("2026-06-05 12:30")),)


# At risk


@pytest.mark.parametrize(
    ("due", "minutes", "at_risk"),
    [
        pytest.param("2026-06-09 00:00", 240, "2026-06-08 11:00", id="four-opening-hours-before-the-last-closing"),
        pytest.param("2026-06-09 00:00", 0, "2026-06-08 16:00", id="zero-is-the-last-closing"),
        pytest.param("2026-06-06 00:00", 300, "2026-06-03 15:00", id="back-across-fronleichnam"),
        pytest.param("2026-06-08 10:00", 90, "2026-06-08 08:30", id="due-while-open"),
    ],
)
def test_a_promise_is_at_risk_so_many_opening_minutes_before_it_is_due(due, minutes, at_risk):
    assert town_hall().subtract_minutes(at(due), minutes) == at(at_risk)


def test_a_promise_is_never_at_risk_before_it_was_made():
    made_at = at("2026-06-08 15:00")
    assert town_hall().subtract_minutes(at("2026-06-09 00:00"), 240, earliest=made_at) == made_at
    assert WorkCalendar("Europe/Berlin", {}).subtract_minutes(at("2026-06-09 00:00"), 240, earliest=made_at) == made_at


def test_pauses_move_the_moment_of_risk_forward_in_time():
    pause = [(at("2026-06-08 13:30"), at("2026-06-08 14:30"))]
    assert wall(town_hall().subtract_minutes(at("2026-06-09 00:00"), 120, pauses=pause)) == "2026-06-08 12:00"


# Days with opening hours


def test_working_days_with_hours_keep_the_wall_time_across_the_change_of_the_clock():
    sundays = WorkCalendar("Europe/Berlin", {"sun": [("08:00", "12:00")], "sat": [("08:00", "12:00")]})
    assert sundays.add_working_days(at("2026-03-28 10:00"), 1).isoformat() == "2026-03-29T10:00:00+02:00"
    assert sundays.add_working_days(at("2026-03-28 02:30"), 1).isoformat() == "2026-03-29T03:00:00+02:00"
    assert sundays.add_working_days(at("2026-10-24 02:30"), 1).isoformat() == "2026-10-25T02:30:00+02:00"


def test_days_without_hours_are_passed_over_and_zero_days_change_nothing():
    saturdays = town_hall(weekly={**TOWN_HALL, "sat": [("09:00", "12:00")]})
    assert wall(saturdays.add_working_days(at("2026-06-03 18:00"), 2)) == "2026-06-06 18:00"
    assert saturdays.add_working_days(at("2026-06-04 18:00"), 0) == at("2026-06-04 18:00")


# Questions that cannot be answered


def test_an_instant_without_its_time_zone_is_refused():
    naive = datetime(2026, 6, 8, 9, 0)  # noqa: DTZ001 - the point of the test
    calendar = town_hall()
    for ask in (calendar.promise_due, calendar.add_minutes, calendar.add_working_days, calendar.subtract_minutes):
        with pytest.raises(InstantNaive, match="nennt keine Zeitzone"):
            ask(naive, 1)
    with pytest.raises(InstantNaive):
        calendar.minutes_between(at("2026-06-08 09:00"), naive)
    with pytest.raises(InstantNaive):
        calendar.is_open(naive)


@pytest.mark.parametrize("amount", [-1, -0.001, float("nan"), float("inf")])
def test_negative_and_endless_durations_are_refused(amount):
    calendar, start = town_hall(), at("2026-06-08 09:00")
    for ask in (calendar.promise_due, calendar.add_minutes, calendar.add_working_days, calendar.subtract_minutes):
        with pytest.raises(DurationInvalid):
            ask(start, amount)


@pytest.mark.parametrize(
    "calendar",
    [
        pytest.param(WorkCalendar("Europe/Berlin", {}), id="never-open"),
        pytest.param(WorkCalendar("Europe/Berlin", {"mon": []}), id="empty-monday"),
        pytest.param(WorkCalendar("Europe/Berlin", {}, (), {date(2020, 1, 2): [("08:00", "09:00")]}), id="long-over"),
    ],
)
def test_a_calendar_that_never_opens_ends_in_an_error_and_not_in_a_loop(calendar):
    start = at("2026-06-08 09:00")
    for ask in (calendar.add_minutes, calendar.add_working_days):
        with pytest.raises(NoOpeningLeft, match="nicht genug Öffnungszeit"):
            ask(start, 1)
    assert calendar.minutes_between(start, start + timedelta(days=400)) == 0


def test_too_little_opening_time_for_two_centuries_is_an_error():
    with pytest.raises(NoOpeningLeft):
        WorkCalendar("Europe/Berlin", {"mon": [("00:00", "00:01")]}).add_minutes(at("2026-06-08 09:00"), 1e6)
    with pytest.raises(NoOpeningLeft):
        WorkCalendar("Europe/Berlin", {}).subtract_minutes(at("2026-06-08 09:00"), 1)


@pytest.mark.parametrize("zone", ["Europe/Geldern", "", "../etc/passwd"])
def test_an_unknown_time_zone_is_refused(zone):
    with pytest.raises(CalendarInvalid, match="Zeitzone"):
        WorkCalendar(zone, TOWN_HALL)


# Freezing


def test_a_frozen_calendar_reckons_as_before():
    calendar = town_hall({date(2026, 6, 9): [("08:00", "24:00")], date(2026, 6, 10): []})
    thawed = WorkCalendar.from_dict(calendar.to_dict())
    assert thawed == calendar
    assert hash(thawed) == hash(calendar)
    assert thawed != town_hall()


def test_only_the_days_that_a_promise_needs_are_frozen():
    calendar = town_hall(overrides={date(2026, 6, 9): [("08:00", "24:00")], date(2027, 6, 9): []})
    assert calendar.to_dict(date(2026, 6, 1), date(2026, 6, 30)) == {
        "timezone": "Europe/Berlin",
        "weekly": {
            **{day: [["08:30", "12:30"], ["13:30", "16:00"]] for day in WEEKDAYS[:4]},
            "fri": [["08:30", "12:30"]],
        },
        "holidays": ["2026-06-04"],
        "overrides": {"2026-06-09": [["08:00", "24:00"]]},
    }
