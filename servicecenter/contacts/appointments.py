"""A callback as a calendar entry: when to call by the handbook's plan, and nothing about whom. Pure."""

from datetime import datetime, timedelta

from servicecenter.callbacks.model import Callback, CallbackState
from servicecenter.callbacks.planning import next_attempt
from servicecenter.contacts.case_number import shown
from servicecenter.contacts.turns import opening, wished
from servicecenter.directory.calendars import BERLIN
from servicecenter.messages.ical import Appointment
from servicecenter.routing.rulebook import Rulebook

LASTS = timedelta(minutes=20)


def appointment(
    callback: Callback, due_at: datetime | None, rulebook: Rulebook | None, link: str, *, moves: int = 0,
    organizer: str = "",
) -> Appointment:  # fmt: skip
    """The same whenever it is asked for, until somebody tries, reaches, or gives up: then the sequence has grown."""
    begins, until = _planned(callback, due_at, rulebook)
    last = f", möglich bis {until.astimezone(BERLIN):%H:%M} Uhr" if until - begins > LASTS else ""
    return Appointment(
        uid=f"callback-{callback.id}-{callback.case_number}@servicecenter",
        sequence=sequence(callback, moves, is_over=callback.state is not CallbackState.OPEN), organizer=organizer,
        begins=begins, ends=min(until, begins + LASTS), changed_at=callback.closed_at or _changed_at(callback),
        title=f"Rückruf, Vorgang {shown(callback.case_number)}",
        text=f"Rückruf zum Vorgang {shown(callback.case_number)}{last}. Wen und worum es geht, steht im Programm.",
        link=link, is_over=callback.state is not CallbackState.OPEN,
    )  # fmt: skip


def sequence(callback: Callback, moves: int, *, is_over: bool) -> int:
    """Grows with every attempt, end and move, so that an office that gets it back can put it in again."""
    return len(callback.attempts) + 2 * moves + is_over


def _planned(callback: Callback, due_at: datetime | None, rulebook: Rulebook | None) -> tuple[datetime, datetime]:
    hours = opening(rulebook, callback.office) if rulebook else None
    plan = next_attempt(callback, wished(callback), hours, due_at, _changed_at(callback))
    if plan.at is not None and plan.until is not None:
        return plan.at, plan.until
    ends = due_at or callback.made_at + LASTS  # the office does not open any more: the last moment is all there is
    return ends - LASTS, ends


def _changed_at(callback: Callback) -> datetime:
    return callback.attempts[-1].at if callback.attempts else callback.made_at
