"""When the next attempt is planned: where the citizen's window meets the office's hours, before the due date. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from servicecenter.callbacks.model import Callback, Outcome
from servicecenter.callbacks.windows import Window
from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.worktime import WorkCalendar
from servicecenter.worktime.zone import Span, spans_on

# Whoever is engaged is at home; whoever is out is not back in ten minutes.
PAUSES = {
    Outcome.ENGAGED: timedelta(minutes=10),
    Outcome.NOT_REACHED: timedelta(hours=2),
    Outcome.VOICE_BOX: timedelta(hours=2),
}
DAYTIME = ((8 * 60, 20 * 60),)  # where nobody knows the office's hours: nobody is rung at night
LOOKS_AHEAD = timedelta(days=14)  # for what is overdue: it has no due date any more that would end the search


class Why(StrEnum):
    """Why the next attempt is planned when it is."""

    NOW = "now"
    PAUSE = "pause"  # it was tried a moment ago
    WINDOW = "window"  # the citizen cannot be reached before
    HOURS = "hours"  # the office is closed
    NO_MEETING = "no_meeting"  # window and hours do not meet any more: the office's hours alone are left
    NEVER = "never"  # nor has the office any hours left


@dataclass(frozen=True, slots=True)
class Plan:
    """The next moment to try, and until when that stretch lasts; None where there is none."""

    why: Why
    at: datetime | None = None
    until: datetime | None = None


def meetings(wished: Window, opening: WorkCalendar | None, since: datetime, until: datetime) -> Iterator[Span]:
    """Stretches in [since, until) in which the office is open and the citizen can be reached; in UTC, in order."""
    day, last = local_day(since), local_day(until)
    while day <= last:
        hours = spans_on(day, DAYTIME, BERLIN) if opening is None else opening.intervals_on(day)
        reachable = spans_on(day, wished.on(day), BERLIN)
        for opens, closes in hours:
            for begins, ends in reachable:
                first = max(opens.astimezone(UTC), begins, since.astimezone(UTC))
                end = min(closes.astimezone(UTC), ends, until.astimezone(UTC))
                if first < end:
                    yield first, end
        day += timedelta(days=1)


def minutes_left(wished: Window, opening: WorkCalendar | None, since: datetime, until: datetime) -> int:
    """Whole minutes in which a call can succeed."""
    spans = meetings(wished, opening, since, until)
    return int(sum((end - begin for begin, end in spans), timedelta()) / timedelta(minutes=1))


def next_attempt(
    callback: Callback, wished: Window, opening: WorkCalendar | None, due_at: datetime | None, at: datetime
) -> Plan:
    """A pause after the last attempt is kept only where it leaves a moment before the due date."""
    until = due_at if due_at is not None and at < due_at else at + LOOKS_AHEAD
    rested = max(at, _rested_at(callback, at))
    for begins, asked in ((rested, wished), (at, wished), (rested, Window()), (at, Window())):
        span = next(meetings(asked, opening, begins, until), None)
        if span is not None:
            return Plan(_why(span[0], asked, wished, opening, rested, at), *span)
    return Plan(Why.NEVER)


def _rested_at(callback: Callback, at: datetime) -> datetime:
    """When the pause after the last attempt is over; `at` where there was none."""
    last = callback.tried[-1] if callback.tried else None
    return last.at + PAUSES.get(last.outcome, timedelta()) if last else at


def _why(
    begins: datetime, asked: Window, wished: Window, opening: WorkCalendar | None, rested: datetime, at: datetime
) -> Why:
    if asked.limits != wished.limits:
        return Why.NO_MEETING
    if begins <= at:
        return Why.NOW
    if begins == rested:
        return Why.PAUSE
    is_open = opening is None or opening.is_open(begins - timedelta(microseconds=1))
    return Why.WINDOW if is_open and wished.limits else Why.HOURS
