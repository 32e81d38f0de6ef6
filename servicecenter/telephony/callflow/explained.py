"""Why a call went to her: what the scheduler looked at, as data that can be kept and shown. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    CHOSEN = "chosen"
    RETURNS = "returns"  # it comes back to whom the caller spoke with
    LESS_IDLE = "less_idle"  # somebody has been free for longer
    HIGHER_ID = "higher_id"  # free for as long; the lower id goes first
    NOT_FREE = "not_free"
    NO_PHONE = "no_phone"
    OTHER_MUNICIPALITY = "other_municipality"
    NO_SKILL = "no_skill"
    REFUSED = "refused"  # let this very call go a moment ago


@dataclass(frozen=True, slots=True)
class Candidate:
    agent: str
    verdict: Verdict
    state: str
    idle_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Rival:
    """A call that waited as well, in the order of turns."""

    call: str
    municipality: str
    start: float  # the lower goes first
    waited_seconds: int


@dataclass(frozen=True, slots=True)
class Choice:
    call: str
    municipality: str
    clause: str
    weight: int
    priority: int
    start: float
    waited_seconds: int
    candidates: tuple[Candidate, ...]
    rivals: tuple[Rival, ...]  # at most the next five
    passed_over: tuple[Rival, ...] = ()  # earlier in turn, but nobody free may take them
