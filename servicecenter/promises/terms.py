"""The terms of one promise: due date, risk and the calendar used, frozen when it is made. Pure.

Days, weeks and months are counted by §§ 187 to 193 BGB (worktime/periods.py). What is a working day says the calendar
of the body that owes the promise, whatever its opening hours; service hours are counted in these.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from servicecenter.agreements.model import Clause, PromiseRule
from servicecenter.directory.calendars import Calendars, local_day
from servicecenter.directory.model import Office
from servicecenter.errors import Invalid
from servicecenter.worktime import WorkCalendar, period_due

ONE_INSTANT = timedelta(microseconds=1)
HOURS_OF_A_DAY = 24


class NoPeriod(Invalid):
    """What is promised without a period cannot fall due."""

    code = "no-period"


@dataclass(frozen=True, slots=True)
class Watch:
    """When the owing office is to be warned before the due date, by its own hours."""

    at_risk_at: datetime
    last_open_at: datetime | None  # its last closing before the due date; None: due in its hours

    @classmethod
    def of(cls, rule: PromiseRule, opening: WorkCalendar | None, at: datetime, due_at: datetime) -> "Watch":
        if opening is not None:
            # Counted back from the owing office's last closing before the due date: a warning at 20:00 helps nobody.
            at_risk_at = opening.subtract_minutes(due_at, rule.at_risk_hours * 60, earliest=at)
        else:
            at_risk_at = max(at, due_at - timedelta(hours=rule.at_risk_hours))
        return cls(at_risk_at.astimezone(UTC), _last_open(opening, at, due_at))


@dataclass(frozen=True, slots=True)
class Terms:
    name: str
    clause: str
    due_at: datetime
    due_on: date  # the day a person is told; a promise of working days ends at its 24:00
    at_risk_at: datetime
    working_days: int | None
    open_minutes: int | None  # of the owing office until it is due; None where its hours are unknown
    calendar: dict[str, Any]  # frozen: what was counted with
    last_open_at: datetime | None = None  # the owing office's last closing before it is due; None: due in its hours

    @classmethod
    def of(cls, rule: PromiseRule, clause: Clause, calendars: Calendars, office: Office, at: datetime) -> "Terms":
        """Raises NoPeriod."""
        opening = calendars.opening(office)
        counting = calendars.counting(office.calendar, local_closings=rule.local_closings)
        due_at, used = _due(rule, counting, opening, at)
        watch = Watch.of(rule, opening, at, due_at)
        return cls(
            name=rule.name,
            clause=clause.cited,
            due_at=due_at.astimezone(UTC),
            due_on=told_on(due_at),
            at_risk_at=watch.at_risk_at,
            working_days=rule.working_days,
            open_minutes=int(opening.minutes_between(at, due_at)) if opening is not None else None,
            calendar=dict(used.to_dict(since=local_day(at), until=local_day(due_at))),
            last_open_at=watch.last_open_at,
        )


def due_of(rule: PromiseRule, calendars: Calendars, office: Office, at: datetime) -> tuple[datetime, date]:
    """When it is due and the day a person is told; all that a plan says, in a fraction of the time of all terms."""
    counting = calendars.counting(office.calendar, local_closings=rule.local_closings)
    due_at, _ = _due(rule, counting, calendars.opening(office), at)
    return due_at.astimezone(UTC), told_on(due_at)


def waited(
    rule: PromiseRule, calendars: Calendars, office: Office, due_at: datetime, since: datetime, until: datetime
) -> datetime:
    """When a promise is due that waited from `since` to `until`: so many working days, hours or days later."""
    opening = calendars.opening(office)
    if rule.service_hours is not None and rule.reading == "opening_hours" and opening is not None:
        return opening.add_minutes(due_at, opening.minutes_between(since, until)).astimezone(UTC)
    counting = calendars.counting(office.calendar, local_closings=rule.local_closings)
    first, last = local_day(since), local_day(until)
    if rule.working_days is None and rule.service_hours is None:
        return period_due(counting, due_at - ONE_INSTANT, days=(last - first).days, weeks=0, months=0).astimezone(UTC)
    between = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    days = sum(counting.is_working_day(day) for day in between)
    return counting.promise_due(due_at - ONE_INSTANT, days).astimezone(UTC) if days else due_at


def _last_open(opening: WorkCalendar | None, at: datetime, due_at: datetime) -> datetime | None:
    """None too where nobody knows the hours, or the office opens no more between making and due."""
    closes = opening.subtract_minutes(due_at, 0, earliest=at) if opening is not None else due_at
    return closes.astimezone(UTC) if at < closes < due_at else None


def told_on(due_at: datetime) -> date:
    """24:00 of a day is the first instant of the next: the day a person is told is the one before."""
    return local_day(due_at - ONE_INSTANT)


def _due(
    rule: PromiseRule, counting: WorkCalendar, opening: WorkCalendar | None, at: datetime
) -> tuple[datetime, WorkCalendar]:
    """The due instant, and the calendar it was counted with."""
    if rule.without_period:
        raise NoPeriod(
            f"Die Zusage „{rule.name}“ hat keine Frist.", "Sie gilt immer und wird nicht überwacht.",
            "Bitte festhalten, dass sie erfüllt ist.", promise=rule.name,
        )  # fmt: skip
    if rule.working_days is not None:
        return counting.promise_due(at, rule.working_days), counting
    if rule.service_hours is None:
        days, weeks, months = rule.calendar_days or 0, rule.weeks or 0, rule.months or 0
        return period_due(counting, at, days=days, weeks=weeks, months=months), counting
    if rule.reading == "next_working_day":
        return counting.promise_due(at, -(-rule.service_hours // HOURS_OF_A_DAY)), counting
    if opening is not None:
        return opening.add_minutes(at, rule.service_hours * 60), opening
    # Hours that nobody wrote down: the next working day stands in, the stricter of both readings.
    return counting.promise_due(at, 1), counting


def strictest(promised: Iterable[Terms]) -> Terms | None:
    """Of several at once, the one that drives the work; each is reported by itself."""
    return min(promised, key=lambda terms: terms.due_at, default=None)
