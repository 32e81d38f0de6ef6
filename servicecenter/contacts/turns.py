"""Whose turn it is: in which order a Fachamt's tickets are to be worked off, and why each stands where it stands. Pure.

Overdue first; then what can be done now, a call only while the citizen can be reached and the office is open; then what
has to wait, by the moment at which it can be done. Within each the promise that is due first stands first.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from servicecenter.agreements.model import CallbackRule
from servicecenter.callbacks.model import Callback, CallbackState
from servicecenter.callbacks.planning import Plan, next_attempt
from servicecenter.callbacks.windows import Window, window
from servicecenter.directory.calendars import local_day
from servicecenter.promises.model import Promise
from servicecenter.routing.rulebook import Rulebook
from servicecenter.tickets.model import Ticket
from servicecenter.worktime import WorkCalendar


class Group(IntEnum):
    OVERDUE = 0
    NOW = 1
    LATER = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """`plan` is None where nobody is to be called; `is_exhausted`: tried as often as the handbook says."""

    group: Group
    due_at: datetime | None
    plan: Plan | None = None
    is_exhausted: bool = False
    attempts_left: int = 0

    def place(self, number: int) -> tuple[Group, bool, datetime | None, bool, datetime | None, int]:
        """For sorting; `number` decides between equals."""
        waits_until = self.plan.at if self.group is Group.LATER and self.plan else None
        return self.group, waits_until is None, waits_until, self.due_at is None, self.due_at, number


def turn(
    ticket: Ticket, callback: Callback | None, driving: Promise | None, rulebook: Rulebook | None, at: datetime
) -> Turn:
    """`driving` is the promise that is due first of those still owed; without a rulebook the usual rules stand in."""
    due_at = driving.due_at if driving else None
    is_overdue = due_at is not None and due_at <= at
    if callback is None or callback.state is not CallbackState.OPEN:
        return Turn(Group.OVERDUE if is_overdue else Group.NOW, due_at)
    allowed = rulebook.handbook.attempts() if rulebook else CallbackRule().attempts
    hours = opening(rulebook, ticket.office) if rulebook else None
    plan = next_attempt(callback, wished(callback), hours, due_at, at)
    is_exhausted = callback.is_exhausted(allowed)
    can_begin = is_exhausted or (plan.at is not None and plan.at <= at)
    group = Group.OVERDUE if is_overdue else Group.NOW if can_begin else Group.LATER
    return Turn(group, due_at, plan, is_exhausted, callback.left(allowed))


def wished(callback: Callback) -> Window:
    """The window as it was meant on the day it was said."""
    return window(callback.window, local_day(callback.made_at))


def opening(rulebook: Rulebook, office: str) -> WorkCalendar | None:
    """None where nobody knows the hours, or the directory knows the office no more."""
    known = rulebook.directory.offices.get(office)
    return rulebook.calendars.opening(known) if known else None
