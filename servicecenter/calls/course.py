"""One call told from its steps. Pure. Telephones tell things late, twice and in any order: the instants decide."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from servicecenter.calls.model import CALLER, Cause, Instant, Step

ORDER = {step: place for place, step in enumerate(Step)}  # of steps told for the same instant


@dataclass(frozen=True, slots=True)
class Course:
    """A call as far as it is known: None is what has not happened, or not yet."""

    call: str
    municipality: str
    is_outgoing: bool = False
    offered_at: datetime | None = None
    announced_at: datetime | None = None
    queued_at: datetime | None = None
    kept_at: datetime | None = None
    rung_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    transferred_at: datetime | None = None
    ended_at: datetime | None = None
    cause: Cause | None = None
    held: timedelta = timedelta()
    missed: int = 0  # legs that were rung and not answered

    @property
    def began_at(self) -> datetime | None:
        return self.queued_at or self.offered_at

    @property
    def waited(self) -> timedelta | None:
        """From the queue to the first answer, to the end, or until the place was kept; None while it goes on."""
        until = min((at for at in (self.answered_at, self.kept_at, self.ended_at) if at), default=None)
        return max(until - self.queued_at, timedelta()) if until and self.queued_at else None

    @property
    def talked(self) -> timedelta | None:
        """From the first answer to the end, without the time on hold; None where nobody spoke or still speaks."""
        if self.answered_at is None or self.ended_at is None:
            return None
        return max(self.ended_at - self.answered_at - self.held, timedelta())


def course(instants: Iterable[Instant]) -> Course:
    """The steps of one call, at least one, in any order. Raises ValueError for none, or for steps of two calls."""
    steps = sorted(instants, key=lambda instant: (instant.at, ORDER[instant.step], instant.leg, instant.n))
    if len({instant.call for instant in steps}) != 1:
        raise ValueError("the steps of exactly one call")
    answered, ended = _first(steps, Step.ANSWERED), _first(_of_caller(steps), Step.ENDED)
    return Course(
        call=steps[0].call,
        municipality=steps[0].municipality,
        is_outgoing=_at(steps, Step.OFFERED) is None and _at(steps, Step.DIALLED) is not None,
        offered_at=_at(steps, Step.OFFERED),
        announced_at=_at(steps, Step.ANNOUNCED),
        queued_at=_at(steps, Step.QUEUED),
        kept_at=_at(steps, Step.KEPT),
        rung_at=_at(steps, Step.RUNG),
        answered_at=answered.at if answered else None,
        answered_by=answered.by if answered else None,
        transferred_at=_at(steps, Step.TRANSFERRED),
        ended_at=ended.at if ended else None,
        cause=ended.cause if ended else None,
        held=_held(steps, ended.at if ended else None),
        missed=_missed(steps),
    )


def courses(instants: Iterable[Instant]) -> list[Course]:
    """Every call of these steps, by its id."""
    by_call = sorted(instants, key=lambda instant: instant.call)
    return [course(steps) for _, steps in groupby(by_call, key=lambda instant: instant.call)]


def _of_caller(steps: Sequence[Instant]) -> list[Instant]:
    return [instant for instant in steps if instant.leg == CALLER]


def _first(steps: Sequence[Instant], step: Step) -> Instant | None:
    return next((instant for instant in steps if instant.step is step), None)


def _at(steps: Sequence[Instant], step: Step) -> datetime | None:
    found = _first(steps, step)
    return found.at if found else None


def _held(steps: Sequence[Instant], ended_at: datetime | None) -> timedelta:
    """Each hold until the retrieval of the same number on the same leg, else until the end of the call."""
    back = {(instant.leg, instant.n): instant.at for instant in steps if instant.step is Step.RETRIEVED}
    spans = (
        (instant.at, back.get((instant.leg, instant.n), ended_at)) for instant in steps if instant.step is Step.HELD
    )
    return sum((max(until - since, timedelta()) for since, until in spans if until), timedelta())


def _missed(steps: Sequence[Instant]) -> int:
    answered = {instant.leg for instant in steps if instant.step is Step.ANSWERED}
    return len({instant.leg for instant in steps if instant.step is Step.RUNG} - answered)
