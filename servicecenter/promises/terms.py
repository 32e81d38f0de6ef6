"""The terms of one promise: due date, risk and the calendar used, frozen when it is made. Pure.

§ 187 Abs. 1 BGB: the day of the event does not count. § 188 Abs. 1: the period ends with the end of its last day.
Working days are counted in the calendar of the body that owes the promise, whatever its opening hours.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from servicecenter.agreements.model import Clause, PromiseRule
from servicecenter.directory.calendars import BERLIN, Calendars, local_day
from servicecenter.directory.model import Office

ONE_INSTANT = timedelta(microseconds=1)


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

    @classmethod
    def of(cls, rule: PromiseRule, clause: Clause, calendars: Calendars, office: Office, at: datetime) -> "Terms":
        opening = calendars.opening(office)
        counting = calendars.counting(office.calendar, local_closings=rule.local_closings)
        due_at, due_on = due_of(rule, calendars, office, at)
        if opening is not None:
            # Counted back from the owing office's last closing before the due date: a warning at 20:00 helps nobody.
            at_risk_at = opening.subtract_minutes(due_at, rule.at_risk_hours * 60, earliest=at)
        else:
            at_risk_at = max(at, due_at - timedelta(hours=rule.at_risk_hours))
        used = opening if rule.service_hours is not None and opening is not None else counting
        return cls(
            name=rule.name,
            clause=clause.cited,
            due_at=due_at,
            due_on=due_on,
            at_risk_at=at_risk_at.astimezone(UTC),
            working_days=rule.working_days,
            open_minutes=int(opening.minutes_between(at, due_at)) if opening is not None else None,
            calendar=dict(used.to_dict(since=local_day(at), until=local_day(due_at))),
        )


def due_of(rule: PromiseRule, calendars: Calendars, office: Office, at: datetime) -> tuple[datetime, date]:
    """When it is due and the day a person is told; all that a plan says, in a fraction of the time of all terms."""
    opening = calendars.opening(office)
    counting = calendars.counting(office.calendar, local_closings=rule.local_closings)
    if rule.working_days is not None:
        due_at = counting.promise_due(at, rule.working_days)
    elif rule.weeks is not None:
        # § 188 Abs. 2, § 193 BGB: the day of that name, or the next working day.
        due_at = counting.promise_due(at.astimezone(BERLIN) + timedelta(weeks=rule.weeks, days=-1), 1)
    elif opening is not None:
        due_at = opening.add_minutes(at, (rule.service_hours or 0) * 60)
    else:
        # Hours that nobody wrote down: the next working day stands in, the stricter of both readings.
        due_at = counting.promise_due(at, 1)
    # 24:00 of a day is the first instant of the next: the day a person is told is the one before.
    return due_at.astimezone(UTC), local_day(due_at - ONE_INSTANT)
