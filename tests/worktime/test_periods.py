"""§§ 187 to 193 BGB as a table. The dates were counted by hand; what a year has of holidays is that of NRW."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.worktime import WorkCalendar, last_day, moved_on, period_due, public_holidays

NRW = WorkCalendar("Europe/Berlin", {}, frozenset(public_holidays("NW", range(2024, 2032))))
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("event", "period", "last"),
    [
        pytest.param("2026-11-23", {"days": 1}, "2026-11-24", id="§ 187 (1): the day of the event does not count"),
        pytest.param("2026-11-23", {"days": 14}, "2026-12-07", id="§ 188 (1): fourteen days"),
        pytest.param("2026-11-23", {"weeks": 1}, "2026-11-30", id="§ 188 (2): a week ends with the same weekday"),
        pytest.param("2026-11-02", {"weeks": 8}, "2026-12-28", id="eight weeks from Monday to Monday"),
        pytest.param("2026-11-05", {"weeks": 8}, "2026-12-31", id="eight weeks to New Year's Eve"),
        pytest.param("2026-01-08", {"weeks": 8}, "2026-03-05", id="eight weeks over February"),
        pytest.param("2026-11-23", {"months": 1}, "2026-12-23", id="§ 188 (2): a month ends with the same number"),
        pytest.param("2026-01-31", {"months": 1}, "2026-02-28", id="§ 188 (3): February has no 31st"),
        pytest.param("2028-01-31", {"months": 1}, "2028-02-29", id="§ 188 (3): in a leap year the 29th"),
        pytest.param("2026-01-30", {"months": 2}, "2026-03-30", id="only the last month decides"),
        pytest.param("2026-08-31", {"months": 3}, "2026-11-30", id="§ 188 (3): November has thirty days"),
        pytest.param("2026-12-15", {"months": 1}, "2027-01-15", id="over the year"),
        pytest.param("2028-02-29", {"months": 12}, "2029-02-28", id="a year from a leap day"),
        pytest.param("2026-11-30", {"months": 25}, "2028-12-30", id="more than two years"),
        pytest.param("2026-11-23", {}, "2026-11-23", id="nothing: the day itself"),
    ],
)
def test_the_last_day_of_a_period(event: str, period: dict[str, int], last: str) -> None:
    assert last_day(date.fromisoformat(event), **period).isoformat() == last


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        pytest.param("2026-11-23", "2026-11-23", id="a working day stays"),
        pytest.param("2026-11-28", "2026-11-30", id="Saturday"),
        pytest.param("2026-11-29", "2026-11-30", id="Sunday"),
        pytest.param("2026-12-25", "2026-12-28", id="Christmas Day, a Friday"),
        pytest.param("2026-04-03", "2026-04-07", id="Good Friday to the Tuesday after Easter"),
        pytest.param("2026-06-04", "2026-06-05", id="Fronleichnam"),
        pytest.param("2026-12-24", "2026-12-24", id="Christmas Eve is no holiday"),
        pytest.param("2026-02-16", "2026-02-16", id="nor is Rosenmontag"),
        pytest.param("2027-01-01", "2027-01-04", id="New Year, a Friday"),
    ],
)
def test_a_last_day_that_is_none_gives_way(day: str, moved: str) -> None:
    assert moved_on(date.fromisoformat(day), NRW).isoformat() == moved


@pytest.mark.parametrize(
    ("recorded", "period", "due"),
    [
        pytest.param("2026-11-02T10:00:00+01:00", {"weeks": 8}, "2026-12-29T00:00:00+01:00", id="eight weeks"),
        pytest.param("2026-11-06T10:00:00+01:00", {"weeks": 8}, "2027-01-05T00:00:00+01:00",
                     id="§ 193: the eighth Friday is New Year's Day"),
        pytest.param("2026-10-30T10:00:00+01:00", {"weeks": 8}, "2026-12-29T00:00:00+01:00",
                     id="§ 193: the eighth Friday is Christmas Day"),
        pytest.param("2026-11-23T23:30:00+00:00", {"weeks": 1}, "2026-12-02T00:00:00+01:00",
                     id="the event's day is the local one"),
        pytest.param("2026-08-31T12:00:00+02:00", {"months": 6}, "2027-03-02T00:00:00+01:00",
                     id="§ 188 (3) and § 193: 28 February 2027 is a Sunday"),
        pytest.param("2026-03-15T12:00:00+01:00", {"days": 14}, "2026-03-31T00:00:00+02:00",
                     id="the night to summer time, then Monday"),
    ],
)  # fmt: skip
def test_a_period_is_due_at_the_end_of_its_last_day(recorded: str, period: dict[str, int], due: str) -> None:
    assert period_due(NRW, datetime.fromisoformat(recorded), **period) == datetime.fromisoformat(due)


@given(DAYS, st.integers(1, 60))
def test_weeks_keep_the_weekday_and_never_end_early(event: date, weeks: int) -> None:
    last = last_day(event, weeks=weeks)
    assert last.weekday() == event.weekday()
    due = period_due(NRW, datetime.combine(event, datetime.min.time(), UTC), weeks=weeks)
    assert due.date() - timedelta(days=1) >= last


@given(DAYS, st.integers(0, 48))
def test_months_keep_the_number_or_end_with_the_month(event: date, months: int) -> None:
    last = last_day(event, months=months)
    assert (last.year * 12 + last.month) - (event.year * 12 + event.month) == months
    assert last.day == event.day or (last + timedelta(days=1)).day == 1
