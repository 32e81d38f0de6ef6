"""By how much later a promise is due that waited: counted as the promise itself is."""

from datetime import UTC, datetime

import pytest

from servicecenter.agreements.model import PromiseRule
from servicecenter.promises.terms import waited
from tests.routing.books import book

MONDAY, TUESDAY = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
WEDNESDAY_24, NEXT_WEDNESDAY_24 = datetime(2026, 11, 25, 23, tzinfo=UTC), datetime(2026, 12, 2, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("measure", "until", "due_at"),
    [
        pytest.param({"working_days": 2}, MONDAY, WEDNESDAY_24, id="within the day: no day later"),
        pytest.param({"working_days": 2}, TUESDAY, datetime(2026, 11, 26, 23, tzinfo=UTC), id="one working day"),
        pytest.param({"working_days": 2}, NEXT_MONDAY, NEXT_WEDNESDAY_24, id="a week: five working days"),
        pytest.param({"calendar_days": 2}, NEXT_MONDAY, NEXT_WEDNESDAY_24, id="a week: seven days"),
    ],
)
def test_it_is_due_later_by_what_it_waited(measure: dict[str, int], until: datetime, due_at: datetime) -> None:
    geldern = book("geldern")
    rule, office = PromiseRule(name="reply", **measure), geldern.directory.offices["bauordnung"]  # type: ignore[arg-type]
    assert waited(rule, geldern.calendars, office, WEDNESDAY_24, MONDAY, until) == due_at


def test_hours_are_counted_while_the_office_is_open() -> None:
    geldern = book("geldern")
    office = geldern.directory.offices["bauordnung"]
    opening = geldern.calendars.opening(office)
    assert opening is not None
    rule, due_at = PromiseRule(name="reply", service_hours=24), datetime(2026, 11, 26, 10, tzinfo=UTC)
    later = waited(rule, geldern.calendars, office, due_at, MONDAY, NEXT_MONDAY)
    assert opening.minutes_between(due_at, later) == opening.minutes_between(MONDAY, NEXT_MONDAY)
