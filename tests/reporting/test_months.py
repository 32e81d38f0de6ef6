from datetime import UTC, date, datetime

import pytest

from servicecenter.reporting.months import after, before, first_instant, midnight, month_of


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        pytest.param(date(2026, 11, 1), datetime(2026, 10, 31, 23, 0, tzinfo=UTC), id="winter"),
        pytest.param(date(2026, 7, 1), datetime(2026, 6, 30, 22, 0, tzinfo=UTC), id="summer"),
        pytest.param(date(2026, 3, 29), datetime(2026, 3, 28, 23, 0, tzinfo=UTC), id="the clock goes forward"),
        pytest.param(date(2026, 10, 25), datetime(2026, 10, 24, 22, 0, tzinfo=UTC), id="the clock goes back"),
    ],
)
def test_a_day_begins_at_local_midnight(day: date, instant: datetime) -> None:
    assert midnight(day) == instant


@pytest.mark.parametrize(
    ("month", "following"),
    [("2026-11-01", "2026-12-01"), ("2026-12-01", "2027-01-01"), ("2028-02-01", "2028-03-01")],
)
def test_months_follow_each_other(month: str, following: str) -> None:
    first, second = date.fromisoformat(month), date.fromisoformat(following)
    assert (after(first), before(second)) == (second, first)


def test_a_month_begins_with_its_first_day() -> None:
    assert month_of(date(2026, 11, 23)) == date(2026, 11, 1)
    assert first_instant(date(2026, 11, 23)) == datetime(2026, 10, 31, 23, 0, tzinfo=UTC)
