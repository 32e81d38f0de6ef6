"""One step of a call. Pure. A caller's number stands in the contact, for as long as the handbook allows; never here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

CALLER = "caller"  # the leg of whoever calls, or, of an outgoing call, of whoever placed it


class Step(StrEnum):
    OFFERED = "offered"  # the call has reached the centre
    DIALLED = "dialled"  # or the centre places it
    ANNOUNCED = "announced"  # the caller hears a text: greeting, closed, full. That is no answer yet
    QUEUED = "queued"  # waits for an agent: from here on the caller's patience counts
    KEPT = "kept"  # hangs up and keeps the place: the call back comes when it is its turn
    RUNG = "rung"  # an agent or a Fachamt is rung; one leg each time
    ANSWERED = "answered"  # a person speaks on this leg
    HELD = "held"
    RETRIEVED = "retrieved"
    TRANSFERRED = "transferred"  # given to this leg
    ENDED = "ended"  # of this leg; on the leg CALLER of the whole call


class Cause(StrEnum):
    """Why a leg ended, or why nobody was put through."""

    NORMAL = "normal"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    REJECTED = "rejected"
    UNAVAILABLE = "unavailable"
    CANCELLED = "cancelled"  # whoever called hung up first
    RESCINDED = "rescinded"  # the offer was taken back
    CONGESTION = "congestion"
    NOT_FOUND = "not-found"
    FORWARDED = "forwarded"  # answered or taken over elsewhere
    CLOSED = "closed"  # outside the agreed hours or stage
    FULL = "full"  # the queue took nobody else
    FLOOD = "flood"  # more calls from one number than the handbook allows
    LOST = "lost"  # the telephone itself failed
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Instant:
    """`call`, `leg`, `step` and `n` make it the same step, however often it is told; `n` counts from 1 on that leg.

    `by`: the id of the agent or of the Fachamt concerned, "caller", or "system".
    """

    at: datetime
    municipality: str
    call: str
    step: Step
    by: str = "system"
    leg: str = CALLER
    n: int = 1
    cause: Cause | None = None
