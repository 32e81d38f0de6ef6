from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from servicecenter.worktime.zone import reached_at, spans_on

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        pytest.param("Europe/Berlin", "2026-06-08T09:00", "2026-06-08T07:00", id="summer"),
        pytest.param("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00", id="the-moment-of-the-change"),
        pytest.param("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00", id="in-the-hour-left-out"),
        pytest.param("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00", id="after-the-hour-left-out"),
        pytest.param("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30", id="first-time-round"),
        pytest.param("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00", id="after-the-repeated-hour"),
        pytest.param("America/Sao_Paulo", "2015-10-18T00:00", "2015-10-18T03:00", id="midnight-left-out"),
        pytest.param("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00", id="day-left-out"),
    ],
)
def test_a_wall_time_is_reached_when_the_clock_first_shows_it_or_a_later_one(zone, wall, instant):
    asked = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))
    assert reached_at(asked) == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert reached_at(asked.replace(fold=1)) == reached_at(asked)


def test_twenty_four_hours_end_at_the_next_midnight():
    ((opens, closes),) = spans_on(date(2026, 10, 25), [(0, 1440)], BERLIN)
    assert (opens.isoformat(), closes.isoformat()) == ("2026-10-24T22:00:00+00:00", "2026-10-25T23:00:00+00:00")


def test_hours_in_the_hour_left_out_do_not_take_place():
    assert spans_on(date(2026, 3, 29), [(120, 180)], BERLIN) == ()
