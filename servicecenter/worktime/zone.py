"""Wall time to instant and back, right on both nights the clock changes. Instants are reckoned in UTC.

A wall time is reached when the clock first shows it, or first shows a later one: in the repeated hour of autumn that
is the first time round; in the hour that spring leaves out it is the moment of the change.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from servicecenter.worktime.errors import CalendarInvalid, InstantNaive

Span = tuple[datetime, datetime]
"""From an instant up to, not including, a later one; both in UTC wherever this package reckons."""

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)


def zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise CalendarInvalid(
            "Der Kalender kann nicht verwendet werden.",
            f"Die Zeitzone „{name}“ ist nicht bekannt.",
            "Verwenden Sie zum Beispiel „Europe/Berlin“.",
            field="timezone",
        ) from unknown


def in_utc(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise InstantNaive(instant)
    return instant.astimezone(UTC)


def spans_on(day: date, intervals: Iterable[tuple[int, int]], zone: ZoneInfo) -> tuple[Span, ...]:
    """Intervals in minutes of the day (1440 is 24:00) as instants, without those that this day's clock leaves out."""
    midnight = datetime.combine(day, time(), zone)
    if midnight.utcoffset() == (midnight + _DAY).utcoffset():  # nearly every day: one offset serves for all of it
        start = midnight.astimezone(UTC)
        return tuple((start + begin * _MINUTE, start + end * _MINUTE) for begin, end in intervals)
    reached = (
        (reached_at(midnight + begin * _MINUTE), reached_at(midnight + end * _MINUTE)) for begin, end in intervals
    )
    return tuple((opens, closes) for opens, closes in reached if opens < closes)


def reached_at(wall: datetime) -> datetime:
    """The instant in UTC at which the clock reaches a wall time of its zone."""
    wall = wall.replace(fold=0)
    before, after = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    if before is None or after is None or after <= before:
        return wall.astimezone(UTC)
    return _moment_of_change(wall.replace(fold=1).astimezone(UTC), wall.astimezone(UTC), wall)


def _moment_of_change(low: datetime, high: datetime, wall: datetime) -> datetime:
    """The wall time does not exist: the clock jumps over it between `low` and `high`."""
    new_offset = high.astimezone(wall.tzinfo).utcoffset()
    while high - low > _SECOND:
        middle = low + (high - low) // (2 * _SECOND) * _SECOND
        if middle.astimezone(wall.tzinfo).utcoffset() == new_offset:
            high = middle
        else:
            low = middle
    return high
