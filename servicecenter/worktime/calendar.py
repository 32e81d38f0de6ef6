"""WorkCalendar: the opening hours and the working days of one body, and the arithmetic on both.

Two things that are often confused stay apart here:
- opening hours count minutes (add_minutes, minutes_between); `overrides` change them, and beat a holiday;
- working days count deadlines (promise_due); they are Monday to Friday without `holidays`, whatever the hours.

Theory of promise_due: the day of the event does not count (§ 187 (1) BGB), a period of days ends with the end of its
last day (§ 188 (1) BGB), and a last day that is no working day moves on (§ 193 BGB, § 31 (1), (3) VwVfG).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Self, TypedDict
from zoneinfo import ZoneInfo

from servicecenter.worktime.errors import DurationInvalid, NoOpeningLeft
from servicecenter.worktime.hours import WEEKDAYS, DayHours, checked_day, day_minutes, week_minutes, written_hours
from servicecenter.worktime.pauses import Pauses, counting
from servicecenter.worktime.zone import Span, in_utc, reached_at, spans_on, zone_named

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_YEAR = timedelta(days=366)
_MOST_MINUTES = 100 * _YEAR / _MINUTE
# Beyond these days no search goes on: a calendar without enough hours ends in an error, not in a loop.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)


class FrozenCalendar(TypedDict):
    """A calendar as plain JSON, kept with the promise that was reckoned with it."""

    timezone: str
    weekly: dict[str, list[list[str]]]
    holidays: list[str]
    overrides: dict[str, list[list[str]]]


class WorkCalendar:
    """Never changes its answers, so one may serve many threads. Instants must be aware; results are in its time zone.

    Compare results with `==` only in UTC: in the repeated hour of autumn Python holds instants of two zones unequal.
    """

    def __init__(
        self,
        timezone: str | ZoneInfo,
        weekly: Mapping[str, DayHours],
        holidays: Iterable[date] = (),
        overrides: Mapping[date, DayHours] | None = None,
    ) -> None:
        self.zone = zone_named(str(timezone))
        self._week = week_minutes(weekly)
        self._holidays = frozenset(checked_day(day) for day in holidays)
        overriding = {checked_day(day): hours for day, hours in (overrides or {}).items()}
        self._overrides = {day: day_minutes(overriding[day], day.isoformat()) for day in sorted(overriding)}
        # In order once: a calendar is frozen with every promise, and needs few days of thirty years.
        self._holidays_in_order = sorted(self._holidays)
        open_overrides = [day for day, minutes in self._overrides.items() if minutes]
        self._first_day = _FIRST_DAY if any(self._week) else min(open_overrides, default=_LAST_DAY)
        self._last_day = _LAST_DAY if any(self._week) else max(open_overrides, default=_FIRST_DAY)
        self._spans: dict[date, tuple[Span, ...]] = {}

    # Opening minutes

    def add_minutes(self, start: datetime, minutes: float, pauses: Pauses = ()) -> datetime:
        """The instant by which so many open minutes have passed; it may be a closing instant.

        Zero minutes roll forward to the next open moment. Raises NoOpeningLeft.
        """
        at, left = in_utc(start), _duration(minutes)
        for opens, closes in counting(self._spans_after(at, self._last_day), pauses):
            if closes - opens >= left:
                return self._local(opens + left)
            left -= closes - opens
        raise NoOpeningLeft(start)

    def subtract_minutes(
        self, end: datetime, minutes: float, earliest: datetime | None = None, pauses: Pauses = ()
    ) -> datetime:
        """The last instant from which so many open minutes still lie before `end`, but never before `earliest`.

        This is when a promise gets at risk: closed time counts nothing, so it is reckoned from the last closing
        before a due date at midnight. Zero minutes give that closing. Raises NoOpeningLeft without `earliest`.
        """
        at, left = in_utc(end), _duration(minutes)
        bound = in_utc(earliest) if earliest else None
        first_day = self._local_day(bound) if bound else self._first_day
        for opens, closes in counting(self._spans_before(at, first_day), pauses, step=-1):
            if closes - opens >= left:
                found = closes - left
                return self._local(max(found, bound) if bound else found)
            left -= closes - opens
        if bound:
            return self._local(bound)
        raise NoOpeningLeft(end)

    def minutes_between(self, start: datetime, end: datetime, pauses: Pauses = ()) -> float:
        """Open minutes from `start` to `end`, with fractions; 0 when `end` is not after `start`."""
        at, until = in_utc(start), in_utc(end)
        total = timedelta()
        # To the day after: where the clock goes back across midnight, its hours have begun already.
        for opens, closes in counting(self._spans_after(at, self._local_day(until) + _DAY), pauses):
            if opens >= until:
                break
            total += min(closes, until) - opens
        return total / _MINUTE

    def is_open(self, at: datetime) -> bool:
        """Half-open: true at the opening instant, false at the closing instant."""
        instant = in_utc(at)
        day = self._local_day(instant)
        # The day after too, for the reason given in minutes_between.
        return any(opens <= instant < closes for near in (day, day + _DAY) for opens, closes in self._spans_on(near))

    def next_opening(self, at: datetime) -> datetime | None:
        """`at` itself while open, else the next opening instant; None when it never opens again."""
        for opens, _ in self._spans_after(in_utc(at), self._last_day):
            return self._local(opens)
        return None

    def closes_at(self, at: datetime) -> datetime | None:
        """When the hours that run at `at` end, through midnight if need be; None when closed, or never closing."""
        instant = in_utc(at)
        end = instant
        for opens, closes in self._spans_after(instant, self._local_day(instant) + _YEAR):
            if opens != end:
                break
            end = closes
        never_closes = end - instant >= _YEAR - _DAY
        return None if end == instant or never_closes else self._local(end)

    def hours_on(self, day: date) -> tuple[tuple[str, str], ...]:
        """The day's hours as written, in order: (("08:30", "12:30"), ("13:30", "16:00"))."""
        return written_hours(self._minutes_on(day))

    def intervals_on(self, day: date) -> tuple[Span, ...]:
        """The day's hours as instants, half-open, in order."""
        return tuple((self._local(opens), self._local(closes)) for opens, closes in self._spans_on(day))

    # Days

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The same wall time on the n-th day with opening hours after the start's date; zero days change nothing."""
        local = self._local(in_utc(start))
        day, left = local.date(), _whole(days)
        while left:
            day += _DAY
            if day > self._last_day:
                raise NoOpeningLeft(start)
            left -= bool(self._spans_on(day))
        if days == 0:
            return local
        return self._local(reached_at(datetime.combine(day, local.time(), self.zone)))

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and no holiday; opening hours and overrides have no say."""
        return day.weekday() < 5 and day not in self._holidays

    def due_on(self, recorded_at: datetime, working_days: int) -> date:
        """The n-th working day after the day of recording; for zero that day, or the next working day (§ 193 BGB)."""
        day, left = self._local_day(in_utc(recorded_at)), _whole(working_days)
        if left == 0 and not self.is_working_day(day):
            left = 1
        for _ in range(left):
            day = self._next_working_day(day)
        return day

    def promise_due(self, recorded_at: datetime, working_days: int) -> datetime:
        """24:00 of `due_on`, which is 00:00 of the day after: show the promise as `due_on`."""
        return self.end_of(self.due_on(recorded_at, working_days))

    def end_of(self, day: date) -> datetime:
        return self._local(reached_at(datetime.combine(day + _DAY, time(), self.zone)))

    # Freezing

    def to_dict(self, since: date = date.min, until: date = date.max) -> FrozenCalendar:
        """Holidays and overrides outside `since` to `until`, both included, are left out: a promise needs few."""
        first, last = bisect_left(self._holidays_in_order, since), bisect_right(self._holidays_in_order, until)
        return {
            "timezone": self.zone.key,
            "weekly": {name: _as_lists(minutes) for name, minutes in zip(WEEKDAYS, self._week, strict=True) if minutes},
            "holidays": [day.isoformat() for day in self._holidays_in_order[first:last]],
            "overrides": {
                day.isoformat(): _as_lists(minutes) for day, minutes in self._overrides.items() if since <= day <= until
            },
        }

    @classmethod
    def from_dict(cls, frozen: FrozenCalendar) -> Self:
        return cls(
            frozen["timezone"],
            frozen["weekly"],
            [date.fromisoformat(day) for day in frozen["holidays"]],
            {date.fromisoformat(day): hours for day, hours in frozen["overrides"].items()},
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WorkCalendar) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.zone.key, self._week, self._holidays))

    # Inside: instants in UTC, days in the calendar's time zone

    def _next_working_day(self, day: date) -> date:
        day += _DAY
        while not self.is_working_day(day):
            day += _DAY
        return day

    def _spans_after(self, at: datetime, last: date) -> Iterator[Span]:
        day = max(self._local_day(at), self._first_day)
        while day <= last:
            for opens, closes in self._spans_on(day):
                if closes > at:
                    yield (opens if opens > at else at), closes
            day += _DAY

    def _spans_before(self, at: datetime, first: date) -> Iterator[Span]:
        # From the day after, for the reason given in minutes_between.
        day = min(self._local_day(at) + _DAY, self._last_day)
        while day >= first:
            for opens, closes in reversed(self._spans_on(day)):
                if opens < at:
                    yield opens, (closes if closes < at else at)
            day -= _DAY

    def _spans_on(self, day: date) -> tuple[Span, ...]:
        """Remembered per day: turning wall time into instants is what costs time here."""
        spans = self._spans.get(day)
        if spans is None:
            spans = self._spans[day] = spans_on(day, self._minutes_on(day), self.zone)
        return spans

    def _minutes_on(self, day: date) -> tuple[tuple[int, int], ...]:
        override = self._overrides.get(day)
        if override is not None:
            return override
        return () if day in self._holidays else self._week[day.weekday()]

    def _local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def _local_day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()


def _duration(minutes: float) -> timedelta:
    if not 0 <= minutes <= _MOST_MINUTES:  # also refuses what is not a number
        raise DurationInvalid(minutes)
    return timedelta(minutes=minutes)


def _whole(days: int) -> int:
    if not 0 <= days <= 100 * 366:
        raise DurationInvalid(days)
    return days


def _as_lists(minutes: tuple[tuple[int, int], ...]) -> list[list[str]]:
    return [list(pair) for pair in written_hours(minutes)]
