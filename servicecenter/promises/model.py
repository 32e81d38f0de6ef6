"""A promise as it stands. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from servicecenter.promises.states import UNKEPT, PromiseAct, PromiseState


@dataclass(frozen=True, slots=True)
class Promise:
    """Owed by `office` of `municipality`; `subject` is the callback or ticket it is about, "callback:17"."""

    id: int
    name: str  # of the handbook: callback, reply
    subject: str
    case_number: str
    municipality: str
    office: str
    clause: str
    handbook: date  # valid_from of the version it was made under
    state: PromiseState
    recorded_at: datetime
    due_at: datetime
    due_on: date
    at_risk_at: datetime
    kept_at: datetime | None = None
    exhausted_at: datetime | None = None
    calendar: Mapping[str, Any] = field(default_factory=dict)
    last_open_at: datetime | None = None  # when the owing office closes for the last time before it is due
    next_at: datetime | None = field(default=None, compare=False)  # when the watch has to look again
    noticed_at: datetime | None = None  # when the citizen was told, before it was due, that it takes longer
    noticed_until: date | None = None  # … and until when
    paused_at: datetime | None = None  # since when it waits for the citizen, where the handbook lets it wait

    @property
    def is_unkept(self) -> bool:
        return self.state in UNKEPT

    def due_act(self, at: datetime) -> PromiseAct | None:
        """What the watch has to do by now: at risk, due, then breached, one step at a time."""
        if self.state is PromiseState.OPEN and at >= self.at_risk_at:
            # Too short for a warning: it goes straight over.
            return PromiseAct.RISK if self.at_risk_at < self.due_at else PromiseAct.BREACH
        if self.state is PromiseState.AT_RISK and at >= (self.next_at or self.due_at):
            return PromiseAct.DUE if self.next_at and self.next_at < self.due_at else PromiseAct.BREACH
        return None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a promise, for counting."""

    municipality: str
    office: str
    name: str
    state: PromiseState
    recorded_at: datetime
    due_at: datetime
    kept_at: datetime | None
    exhausted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """ "nicht gehalten: n von m": of the promises that had to be decided in a month, how many were not kept in time."""

    municipality: str
    office: str
    name: str
    due: int  # m: kept, kept late or breached; open ones whose date has not come are not counted
    unkept: int  # n
    at_risk: int  # now
    exhausted: int = 0  # nobody reached in all attempts, in time: no part of n or m
