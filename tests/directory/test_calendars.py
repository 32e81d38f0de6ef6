from datetime import UTC, date, datetime

import pytest

from servicecenter.directory.calendars import Calendars, holidays_of, instant, local_day
from servicecenter.directory.model import Office
from tests.directory.towns import WEEK, town

ALWAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), (("00:00", "24:00"),))
OFFICE = Office(id="zentrale", body="stadt", name="Zentrale", calendar="amt")
NIGHT_DESK = Office(id="notruf", body="stadt", name="Notruf", calendar="immer")


def calendars(**more: object) -> Calendars:
    return Calendars(town(calendar=[{"id": "amt", **WEEK}, {"id": "immer", **ALWAYS}], **more))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """UTC; Berlin is an hour ahead in winter."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_the_day_is_the_day_in_berlin():
    assert local_day(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)


def test_nrw_has_eleven_holidays():
    found = [day for day in holidays_of("NW") if day.year == 2026]
    assert len(found) == 11
    assert date(2026, 6, 4) in found  # Fronleichnam


@pytest.mark.parametrize(
    ("when", "said"),
    [
        pytest.param(at(23, 8), "offen bis 12:00 Uhr", id="open"),
        pytest.param(at(23, 6), "öffnet heute um 08:00 Uhr", id="opens-later-today"),
        pytest.param(at(23, 11), "öffnet Di 24.11. um 08:00 Uhr", id="at-the-closing-instant"),
        pytest.param(at(20, 15), "öffnet Mo 23.11. um 08:00 Uhr", id="over-the-weekend"),
        pytest.param(at(25, 9, month=12), "öffnet Mo 28.12. um 08:00 Uhr", id="christmas"),
    ],
)
def test_hours_in_words(when, said):
    assert calendars().hours_in_words(OFFICE, when) == said


def test_an_office_that_is_away_does_not_say_it_is_open():
    away = calendars(absence=[{"office": "zentrale", "first": date(2026, 11, 23)}])
    assert not away.is_open(OFFICE, at(23, 8))
    assert away.hours_in_words(OFFICE, at(23, 8)) == "heute nicht besetzt"


def test_nobody_knows_the_hours_of_an_office_without_a_calendar():
    unknown = Office(id="x", body="stadt", name="X")
    assert calendars().opening(unknown) is None
    assert not calendars().is_open(unknown, at(23, 8))
    assert calendars().hours_in_words(unknown, at(23, 8)) == ""
    assert calendars().week_in_words(unknown) == ""


def test_an_office_that_never_opens_says_so():
    never = Calendars(town(calendar=[{"id": "amt"}]))
    assert never.hours_in_words(OFFICE, at(23, 8)) == "zurzeit keine Öffnungszeiten"


@pytest.mark.parametrize(
    "when", [at(23, 3), at(25, 9, month=12), at(31, 23, month=12)], ids=["night", "christmas", "eve"]
)
def test_the_112_has_no_holidays(when):
    assert calendars().is_open(NIGHT_DESK, when)
    assert calendars().hours_in_words(NIGHT_DESK, when) == "Tag und Nacht"


def test_hours_that_end_at_midnight_end_at_24():
    late = Calendars(town(calendar=[{"id": "amt", "mon": (("18:00", "24:00"),)}]))
    assert late.hours_in_words(OFFICE, at(23, 18)) == "offen bis 24:00 Uhr"


@pytest.mark.parametrize(
    ("week", "said"),
    [
        pytest.param(WEEK, "Mo–Fr 08:00–12:00", id="five-days-in-a-row"),
        pytest.param({"mon": (("08:00", "12:00"),), "tue": (("08:00", "12:00"),)}, "Mo, Di 08:00–12:00", id="two"),
        pytest.param(
            dict.fromkeys(("mon", "tue", "thu"), (("08:00", "12:00"), ("13:30", "16:00"))),
            "Mo, Di, Do 08:00–12:00, 13:30–16:00",
            id="not-in-a-row",
        ),
        pytest.param(
            {"mon": (("08:00", "12:00"),), "sat": (("10:00", "11:00"),)}, "Mo 08:00–12:00 · Sa 10:00–11:00", id="apart"
        ),
        pytest.param(ALWAYS, "Tag und Nacht", id="always"),
    ],
)
def test_the_week_in_words(week, said):
    assert Calendars(town(calendar=[{"id": "amt", **week}])).week_in_words(OFFICE) == said


@pytest.mark.parametrize(
    ("closing", "open_at_ten"),
    [
        pytest.param({"reason": "zu"}, False, id="closed-for-all"),
        pytest.param({"reason": "zu", "calendars": ("immer",)}, True, id="closed-for-others"),
        pytest.param({"reason": "kurz", "hours": (("08:00", "09:00"),)}, False, id="shorter"),
        pytest.param({"reason": "lang", "hours": (("08:00", "18:00"),)}, True, id="longer"),
    ],
)
def test_closings_change_the_hours_of_their_day(closing, open_at_ten):
    closed = calendars(closing=[{"first": date(2026, 11, 23), **closing}])
    assert closed.is_open(OFFICE, at(23, 9)) is open_at_ten
    assert closed.is_open(OFFICE, at(24, 9))


def test_a_closing_with_hours_does_not_open_a_public_holiday():
    holiday = calendars(closing=[{"first": date(2026, 12, 25), "hours": (("08:00", "12:00"),), "reason": "x"}])
    assert not holiday.is_open(OFFICE, at(25, 9, month=12))


CARNIVAL = {"first": date(2026, 2, 16), "calendars": ("amt",), "reason": "Rosenmontag"}
HALF_DAY = {"first": date(2026, 2, 16), "hours": (("08:00", "12:00"),), "reason": "nachmittags zu"}


@pytest.mark.parametrize(
    ("closings", "local", "calendar", "due_on"),
    [
        pytest.param([CARNIVAL], False, "amt", date(2026, 2, 16), id="local-closings-do-not-count"),
        pytest.param([CARNIVAL], True, "amt", date(2026, 2, 17), id="the-handbook-lets-them-count"),
        pytest.param([CARNIVAL], True, "immer", date(2026, 2, 16), id="the-closing-of-another-calendar"),
        pytest.param([CARNIVAL], True, None, date(2026, 2, 17), id="hours-unknown-any-closing-counts"),
        pytest.param([HALF_DAY], True, "amt", date(2026, 2, 16), id="a-shorter-day-is-a-working-day"),
    ],
)
def test_days_that_count_for_a_promise(closings, local, calendar, due_on):
    counting = calendars(closing=closings).counting(calendar, local_closings=local)
    assert counting.due_on(datetime(2026, 2, 12, 10, tzinfo=UTC), 2) == due_on


def test_opening_hours_have_no_say_in_working_days():
    saturday = Calendars(town(calendar=[{"id": "amt", "sat": (("10:00", "12:00"),)}]))
    assert saturday.counting("amt", local_closings=False).due_on(at(20, 9), 1) == date(2026, 11, 23)


def test_a_day_s_holiday_has_a_name():
    assert calendars().holiday(date(2026, 12, 25)) == "Erster Weihnachtstag"
    assert calendars().holiday(date(2026, 12, 24)) is None
    assert not calendars().is_working_day(date(2026, 12, 25))
    assert calendars().is_working_day(date(2026, 12, 24))


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-11-23T10:00", 9), ("2026-06-03T10:00", 8), ("2026-11-23T10:00+00:00", 10), ("2026-11-23", 23)],
    ids=["winter", "summer", "with-a-zone", "a-day-begins-at-midnight"],
)
def test_an_instant_without_a_zone_is_local(text, hour):
    assert instant(text).hour == hour
    assert instant(text).tzinfo is UTC


@pytest.mark.parametrize("text", ["gestern", "", "2026-13-01T10:00", "0001-01-01T00:00", "9999-12-31T23:30Z"])
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011  # the sentence is said by whoever asked
        instant(text)
