"""The week a coverage walk goes through, cut wherever any office opens or closes; and the calendars it watches. Pure.

Between two changes nothing about opening hours differs, so one decision stands for every minute of the stretch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from functools import cached_property

from servicecenter.directory.calendars import BERLIN, Calendars
from servicecenter.directory.model import WEEKDAYS, Absence, Calendar, Directory
from servicecenter.routing.rulebook import Rulebook
from servicecenter.worktime import WorkCalendar
from servicecenter.worktime.zone import reached_at

DAY = timedelta(days=1)
WEEKS_SEARCHED = 57  # the 400 days that promises are looked at


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `at` to the next change of any opening hour; `hours` are the calendars that are open meanwhile."""

    place: int  # in the week
    at: datetime
    hours: frozenset[str]


def stretches(rulebook: Rulebook, since: date) -> tuple[Stretch, ...]:
    """Of the first ordinary week from `since` on, in order."""
    monday = ordinary_week(rulebook, since)
    calendars = WatchedRulebook.of(rulebook).calendars
    found = []
    for place, (day, minute) in enumerate(sorted({(0, 0), *_changes(rulebook.directory.calendar)})):
        at = reached_at(datetime.combine(monday + day * DAY, time(), BERLIN) + timedelta(minutes=minute))
        ids = (calendar.id for calendar in rulebook.directory.calendar if calendars.opening_of(calendar.id).is_open(at))
        found.append(Stretch(place, at, frozenset(ids)))
    return tuple(found)


def ordinary_week(rulebook: Rulebook, since: date) -> date:
    """The first Monday of a week without holiday, closing, absence or change of the clock; where none is, the first."""
    first = since + (-since.weekday() % 7) * DAY
    mondays = (first + 7 * week * DAY for week in range(WEEKS_SEARCHED))
    return next((monday for monday in mondays if _is_ordinary(rulebook, monday)), first)


def _is_ordinary(rulebook: Rulebook, monday: date) -> bool:
    directory, days = rulebook.directory, [monday + n * DAY for n in range(7)]
    offsets = {datetime.combine(day, time(), BERLIN).utcoffset() for day in (*days, monday + 7 * DAY)}
    return len(offsets) == 1 and not any(
        rulebook.calendars.holiday(day)
        or directory.closings_on(day)
        or any(absence.covers(day) for absence in directory.absence)
        for day in days
    )


def _changes(calendars: Sequence[Calendar]) -> Iterator[tuple[int, int]]:
    """Day of the week and minute of the day, of every opening and closing; 24:00 is the next day's beginning."""
    for calendar in calendars:
        for day, name in enumerate(WEEKDAYS):
            for written in (end for hours in getattr(calendar, name) for end in hours):
                minute = int(written[:2]) * 60 + int(written[3:])
                yield ((day + 1) % 7, 0) if minute == 24 * 60 else (day, minute)


class WatchedCalendars(Calendars):
    """Notes which hours a decision asked for: any stretch in which those are the same leads to the same decision."""

    def __init__(self, directory: Directory) -> None:
        super().__init__(directory)
        self.asked: set[str] = set()

    def opening_of(self, calendar: str) -> WorkCalendar:
        self.asked.add(calendar)
        return super().opening_of(calendar)


class WatchedRulebook(Rulebook):
    """The same rules over an ordinary week: without closings and absences, but for one office that may be away."""

    @classmethod
    def of(cls, rulebook: Rulebook, away: str | None = None) -> "WatchedRulebook":
        absent = (Absence(office=away, first=date.min, last=date.max),) if away else ()
        directory = rulebook.directory.model_copy(update={"closing": (), "absence": absent})
        kept = {field.name: getattr(rulebook, field.name) for field in fields(rulebook)}
        return cls(**kept | {"directory": directory})

    @cached_property
    def calendars(self) -> WatchedCalendars:
        return WatchedCalendars(self.directory)
