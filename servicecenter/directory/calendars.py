"""Opening hours of offices and the days that count for a promise, from one directory. Pure.

Two calendars, never mixed: opening hours say when somebody can be reached; working days (Monday to Friday without the
public holidays of the Land) say when a promise is due, whatever the hours (docs/working-time.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from servicecenter.directory.model import WEEKDAYS, Directory, Office
from servicecenter.worktime import WorkCalendar, public_holidays

TIMEZONE = "Europe/Berlin"
BERLIN = ZoneInfo(TIMEZONE)
# Far enough for any promise made today and for history that is looked up; holidays are computed, not stored.
YEARS = range(2015, 2046)
_NEVER: Mapping[str, tuple[tuple[str, str], ...]] = {}
DAY_AND_NIGHT = "Tag und Nacht"
SHORT_DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether somebody can be reached in an office, and the words for it."""

    is_open: bool
    in_words: str


NOBODY_KNOWS = Presence(is_open=False, in_words="")


def local_day(at: datetime) -> date:
    return at.astimezone(BERLIN).date()


def instant(text: str) -> datetime:
    """ISO 8601 in UTC; without a zone it is the time on a clock in Germany. Raises ValueError."""
    at = datetime.fromisoformat(text)
    try:
        return (at if at.tzinfo else at.replace(tzinfo=BERLIN)).astimezone(BERLIN).astimezone(UTC)
    except OverflowError as error:  # the first or the last day there is, and in Germany already another
        raise ValueError(str(error)) from error


@cache
def holidays_of(land: str) -> Mapping[date, str]:
    return public_holidays(land, YEARS)


class Calendars:
    """Built once per directory and kept with it; every question after that is arithmetic."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._holidays = holidays_of(directory.municipality.land)
        self._opening: dict[str, WorkCalendar] = {}
        self._counting: dict[tuple[str | None, bool], WorkCalendar] = {}
        # One plan asks about the same office several times: the last answer, for this very instant.
        self._presence: dict[str, tuple[datetime, Presence]] = {}

    def opening(self, office: Office) -> WorkCalendar | None:
        """When the office can be reached: its hours without holidays, with local closings. None: nobody knows."""
        return self.opening_of(office.calendar) if office.calendar else None

    def opening_of(self, calendar: str) -> WorkCalendar:
        if calendar not in self._opening:
            week = self._directory.calendars[calendar]
            holidays = frozenset() if week.is_always else frozenset(self._holidays)
            overrides = {
                day: closing.hours
                for closing in self._directory.closing
                if closing.concerns(calendar)
                for day in closing.days
                if day not in holidays
            }
            self._opening[calendar] = WorkCalendar(TIMEZONE, week.weekly, holidays, overrides)
        return self._opening[calendar]

    def counting(self, calendar: str | None, *, local_closings: bool) -> WorkCalendar:
        """The working days that count for a promise; local closings extend it only if the handbook says so."""
        key = (calendar, local_closings)
        if key not in self._counting:
            days = set(self._holidays)
            if local_closings:
                for closing in self._directory.closing:
                    if not closing.hours and (calendar is None or closing.concerns(calendar)):
                        days.update(closing.days)
            self._counting[key] = WorkCalendar(TIMEZONE, _NEVER, frozenset(days), {})
        return self._counting[key]

    @property
    def holidays(self) -> frozenset[date]:
        return frozenset(self._holidays)

    def holiday(self, day: date) -> str | None:
        return self._holidays.get(day)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday without the public holidays of the Land."""
        return day.weekday() < 5 and day not in self._holidays

    def is_open(self, office: Office, at: datetime) -> bool:
        return self.presence(office, at).is_open

    def hours_in_words(self, office: Office, at: datetime) -> str:
        """„offen bis 16:00 Uhr“, „öffnet Mo 23.11. um 08:30 Uhr“; empty where nobody knows the hours."""
        return self.presence(office, at).in_words

    def presence(self, office: Office, at: datetime) -> Presence:
        asked, known = self._presence.get(office.id, (None, NOBODY_KNOWS))
        if asked is not at:  # the same object: equal instants of autumn's repeated hour are not the same
            known = self._presence_at(office, at)
            self._presence[office.id] = (at, known)
        return known

    def _presence_at(self, office: Office, at: datetime) -> Presence:
        opening = self.opening(office)
        if opening is None:
            return NOBODY_KNOWS
        if self._directory.is_away(local_day(at), office=office.id):
            return Presence(is_open=False, in_words="heute nicht besetzt")
        is_open = opening.is_open(at)
        return Presence(is_open, self._hours_in_words(office, opening, at, is_open=is_open))

    def _hours_in_words(self, office: Office, opening: WorkCalendar, at: datetime, *, is_open: bool) -> str:
        if is_open:
            # Asked first: to look for the end of hours that never end takes milliseconds.
            is_always = office.calendar is not None and self._directory.calendars[office.calendar].is_always
            closes = None if is_always else opening.closes_at(at)
            return f"offen bis {_end_of_hours(closes)} Uhr" if closes else DAY_AND_NIGHT
        following = opening.next_opening(at)
        if following is None:
            return "zurzeit keine Öffnungszeiten"
        if following.date() == local_day(at):
            return f"öffnet heute um {following:%H:%M} Uhr"
        return f"öffnet {SHORT_DAYS[following.weekday()]} {following:%d.%m.} um {following:%H:%M} Uhr"

    def week_in_words(self, office: Office) -> str:
        """„Mo–Mi 08:30–12:30 · Do 08:30–12:30, 13:30–18:00“: equal days are joined."""
        if office.calendar is None:
            return ""
        if self._directory.calendars[office.calendar].is_always:
            return DAY_AND_NIGHT
        weekly = self._directory.calendars[office.calendar].weekly
        groups: dict[str, list[str]] = {}
        for day, short in zip(WEEKDAYS, SHORT_DAYS, strict=True):
            if hours := weekly.get(day):
                groups.setdefault(", ".join(f"{a}–{b}" for a, b in hours), []).append(short)
        return " · ".join(f"{_joined(days)} {hours}" for hours, days in groups.items())


def _joined(days: list[str]) -> str:
    """Three days or more in a row are „Mo–Mi“."""
    places = [SHORT_DAYS.index(day) for day in days]
    in_a_row = len(days) > 2 and places == list(range(places[0], places[0] + len(places)))
    return f"{days[0]}–{days[-1]}" if in_a_row else ", ".join(days)


def _end_of_hours(closes: datetime) -> str:
    """Midnight ends the day that is spoken of: 24:00, not 00:00."""
    return "24:00" if closes.time() == time() else f"{closes:%H:%M}"
