"""Hours as people write them in a content file, checked and turned into minutes of the day."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from servicecenter.worktime.errors import CalendarInvalid

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DayHours = Iterable[Sequence[str]]
"""A day's intervals as written: [("08:00", "12:00"), ("13:00", "16:30")]."""

DayMinutes = tuple[tuple[int, int], ...]
"""The same as minutes since midnight, half-open, in order: ((480, 720), (780, 990))."""

_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


def week_minutes(weekly: Mapping[str, DayHours]) -> tuple[DayMinutes, ...]:
    """Seven days, Monday first; a day that is not named is closed."""
    for name in weekly:
        if name not in WEEKDAYS:
            raise CalendarInvalid(
                "Der Kalender kann nicht verwendet werden.",
                f"„{name}“ ist kein Wochentag.",
                f"Verwenden Sie {', '.join(WEEKDAYS)}.",
                field=str(name),
            )
    return tuple(day_minutes(weekly.get(name, ()), name) for name in WEEKDAYS)


def day_minutes(written: DayHours, day: str) -> DayMinutes:
    """`day` is named in the error: a weekday or a date."""
    intervals = sorted(_interval_minutes(interval, day) for interval in written)
    for earlier, later in pairwise(intervals):
        if later[0] < earlier[1]:
            raise _hours_error(day, f"{_written(earlier)} und {_written(later)} überschneiden sich")
    return tuple(intervals)


def written_hours(minutes: DayMinutes) -> tuple[tuple[str, str], ...]:
    return tuple((_clock_time(begin), _clock_time(end)) for begin, end in minutes)


def checked_day(day: date) -> date:
    """A datetime or a text never equals a date: it would be a holiday that nobody keeps."""
    if type(day) is not date:
        raise CalendarInvalid(
            "Der Kalender kann nicht verwendet werden.",
            f"„{day}“ ist kein Datum ohne Uhrzeit.",
            "Geben Sie Feiertage und Ausnahmen als Datum an, zum Beispiel 2026-12-24.",
            field=str(day),
        )
    return day


def _interval_minutes(interval: Sequence[str], day: str) -> tuple[int, int]:
    if isinstance(interval, str) or len(interval) != 2:
        raise _hours_error(day, f"„{interval}“ ist kein Paar aus Anfang und Ende")
    begin, end = (_minute_of_day(clock_time, day) for clock_time in interval)
    if begin >= end:
        raise _hours_error(day, f"{_written((begin, end))} endet nicht nach dem Anfang")
    return begin, end


def _minute_of_day(clock_time: str, day: str) -> int:
    if not isinstance(clock_time, str) or not _CLOCK_TIME.fullmatch(clock_time):
        raise _hours_error(day, f"„{clock_time}“ ist keine Uhrzeit")
    return int(clock_time[:2]) * 60 + int(clock_time[3:])


def _clock_time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _written(interval: tuple[int, int]) -> str:
    return "–".join(map(_clock_time, interval))


def _hours_error(day: str, why: str) -> CalendarInvalid:
    return CalendarInvalid(
        f"Die Zeiten für „{day}“ können nicht verwendet werden.",
        f"{why}.",
        "Schreiben Sie HH:MM bis HH:MM, die Nacht als 22:00 bis 24:00 und am nächsten Tag 00:00 bis 06:00.",
        field=day,
    )
