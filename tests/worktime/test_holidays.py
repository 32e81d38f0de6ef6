from datetime import date, timedelta

import pytest

from servicecenter.worktime import LandUnknown, public_holidays


def easter(year: int) -> date:
    """Gauss and Lichtenberg; independent of the library under test."""
    k = year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    a, d = year % 19, (19 * (year % 19) + m) % 30
    og = 21 + d - (d + a // 11) // 29
    sz = 7 - (year + year // 4 + 2 - (3 * k + 3) // 4) % 7
    return date(year, 3, 1) + timedelta(days=og + 7 - (og - sz) % 7 - 1)


@pytest.mark.parametrize("year", range(2018, 2051))
def test_north_rhine_westphalia_keeps_the_eleven_holidays_of_its_law(year):
    fixed = {date(year, month, day) for month, day in [(1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26)]}
    moving = {easter(year) + timedelta(days=days) for days in (-2, 1, 39, 50, 60)}
    assert set(public_holidays("NW", range(year, year + 1))) == fixed | moving


def test_reformation_day_2017_was_a_holiday_once():
    assert date(2017, 10, 31) in public_holidays("NW", range(2016, 2019))
    assert date(2016, 10, 31) not in public_holidays("NW", range(2016, 2019))


def test_holidays_have_german_names_and_come_in_order():
    names = public_holidays("NW", range(2026, 2027))
    assert names[date(2026, 6, 4)] == "Fronleichnam"
    assert list(names) == sorted(names)


def test_carnival_and_the_eves_are_no_holidays():
    days = public_holidays("NW", range(2026, 2027))
    assert not {date(2026, 2, 12), date(2026, 2, 16), date(2026, 12, 24), date(2026, 12, 31)} & set(days)


def test_another_land_has_others():
    assert date(2026, 6, 4) not in public_holidays("NI", range(2026, 2027))


def test_holidays_are_found_once_and_cannot_be_changed():
    assert public_holidays("NW", range(2026, 2028)) is public_holidays("NW", range(2026, 2028))
    with pytest.raises(TypeError):
        public_holidays("NW", range(2026, 2028))[date(2026, 12, 24)] = "Heiligabend"


@pytest.mark.parametrize("land", ["NRW", "nw", ""])
def test_a_land_nobody_knows_is_refused(land):
    with pytest.raises(LandUnknown, match="„NW“ für Nordrhein-Westfalen"):
        public_holidays(land, range(2026, 2027))
