"""A callback and its attempts. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from servicecenter.errors import Conflict


class CallbackState(StrEnum):
    OPEN = "open"
    REACHED = "reached"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How an attempt ended. Only REACHED keeps the promise."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    ENGAGED = "engaged"
    WRONG_NUMBER = "wrong_number"
    VOICE_BOX = "voice_box"


OUTCOME_WORDS = {
    Outcome.REACHED: "erreicht",
    Outcome.NOT_REACHED: "nicht erreicht",
    Outcome.ENGAGED: "besetzt",
    Outcome.WRONG_NUMBER: "falsche Nummer",
    Outcome.VOICE_BOX: "Anrufbeantworter",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    at: datetime
    by: str  # a person's name, as the evidence names who called
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True)
class Callback:
    """Owed by `office`; belongs to one ticket, so that whoever calls knows what it is about."""

    id: int
    ticket: int
    case_number: str
    municipality: str
    office: str
    number: str  # E.164
    window: str  # as the citizen said it: "ab 16 Uhr"
    state: CallbackState
    made_at: datetime
    closed_at: datetime | None = None
    attempts: tuple[Attempt, ...] = ()

    @property
    def subject(self) -> str:
        return subject(self.id)


def subject(callback_id: int) -> str:
    """How a promise names this callback."""
    return f"callback:{callback_id}"


def after_attempt(callback: Callback, outcome: Outcome) -> CallbackState:
    """Raises Conflict for a callback that is over; an attempt that fails leaves it open."""
    if callback.state is not CallbackState.OPEN:
        raise Conflict(
            "Dieser Rückruf ist schon abgeschlossen.",
            "Jemand hat die Person bereits erreicht oder der Rückruf wurde zurückgenommen.",
            "Bitte die Ansicht neu laden.",
        )
    return CallbackState.REACHED if outcome is Outcome.REACHED else CallbackState.OPEN
