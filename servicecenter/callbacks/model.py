"""A callback, its attempts, and the table of its states. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from servicecenter.errors import Conflict


class CallbackState(StrEnum):
    OPEN = "open"
    REACHED = "reached"
    EXHAUSTED = "exhausted"  # tried as often as the handbook says, and nobody reached
    WITHDRAWN = "withdrawn"


class CallbackAct(StrEnum):
    REACH = "reach"
    EXHAUST = "exhaust"
    WITHDRAW = "withdraw"


S, A = CallbackState, CallbackAct
TRANSITIONS: dict[tuple[CallbackState, CallbackAct], CallbackState] = {
    (S.OPEN, A.REACH): S.REACHED,
    (S.OPEN, A.EXHAUST): S.EXHAUSTED,
    (S.OPEN, A.WITHDRAW): S.WITHDRAWN,
}


class Outcome(StrEnum):
    """How an attempt ended. Only REACHED keeps the promise."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    ENGAGED = "engaged"
    WRONG_NUMBER = "wrong_number"
    VOICE_BOX = "voice_box"
    CONNECTED = "connected"  # a PBX says that somebody answered; whoever spoke says whether it was the citizen


OUTCOME_WORDS = {
    Outcome.REACHED: "erreicht",
    Outcome.NOT_REACHED: "nicht erreicht",
    Outcome.ENGAGED: "besetzt",
    Outcome.WRONG_NUMBER: "falsche Nummer",
    Outcome.VOICE_BOX: "Anrufbeantworter",
    Outcome.CONNECTED: "verbunden, noch nicht bestätigt",
}
SAID = tuple(outcome for outcome in Outcome if outcome is not Outcome.CONNECTED)  # what a person says of an attempt


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
    attempts_elsewhere: int = 0  # of these, so many were made before the present number was found

    @property
    def subject(self) -> str:
        return subject(self.id)

    @property
    def tried(self) -> tuple[Attempt, ...]:
        """On the present number."""
        return self.attempts[self.attempts_elsewhere :]

    @property
    def failed(self) -> tuple[Attempt, ...]:
        """What was answered and is not yet confirmed has not failed."""
        return tuple(attempt for attempt in self.tried if attempt.outcome is not Outcome.CONNECTED)

    @property
    def has_wrong_number(self) -> bool:
        return any(attempt.outcome is Outcome.WRONG_NUMBER for attempt in self.tried)

    def left(self, allowed: int) -> int:
        """How many attempts the handbook still wants; none on a number that is wrong."""
        return 0 if self.has_wrong_number else max(0, allowed - len(self.failed))

    def is_exhausted(self, allowed: int) -> bool:
        return self.state is CallbackState.OPEN and self.left(allowed) == 0


def subject(callback_id: int) -> str:
    """How a promise names this callback."""
    return f"callback:{callback_id}"


def after(callback: Callback, act: CallbackAct) -> CallbackState:
    """Raises Conflict for a callback that is over."""
    try:
        return TRANSITIONS[callback.state, act]
    except KeyError:
        raise over() from None


def over() -> Conflict:
    return Conflict(
        "Dieser Rückruf ist schon abgeschlossen.",
        "Jemand hat die Person bereits erreicht oder der Rückruf wurde beendet.",
        "Bitte die Ansicht neu laden.",
    )


def after_attempt(callback: Callback, outcome: Outcome) -> CallbackState:
    """Raises Conflict for a callback that is over; an attempt that fails leaves it open."""
    reached = after(callback, CallbackAct.REACH)
    return reached if outcome is Outcome.REACHED else callback.state
