"""Facts, steps and verdicts. A decision carries every rule that was asked, chosen or not. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from servicecenter.agreements.model import Stage
from servicecenter.directory.leistungen import Leistung
from servicecenter.directory.model import Person


class StepKind(StrEnum):
    SAY = "say"
    TRANSFER = "transfer"
    TICKET = "ticket"
    CALLBACK = "callback"


@dataclass(frozen=True, slots=True)
class Load:
    """How full the queue is: callers that wait, and how long the first of them has waited."""

    callers: int = 0
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a decision may look at; gathered before, so that the same facts always give the same plan."""

    municipality: str
    at: datetime
    stage: Stage | None
    leistung: Leistung | None = None
    district: str | None = None
    business: bool = False
    person_asked: str | None = None  # as the caller said it
    person: Person | None = None  # whom that means, if anybody was found
    has_article: bool = False  # whether the knowledge base has an answer for this municipality
    candidates: tuple[Person, ...] = ()  # everybody who fits as well as `person`, where that is not one alone
    guided: bool = False  # the Lotse has the case already and asks each office for its part
    taken: bool = True  # whether somebody speaks with the caller; a call that still waits may go elsewhere
    load: Load = Load()
    idle: Mapping[str, int] = field(default_factory=dict)  # seconds without a call, by id of a person or office


@dataclass(frozen=True, slots=True)
class Target:
    id: str
    name: str
    body: str  # the authority's name
    inside: bool  # whether the authority is a party to the agreement
    phone: str = ""
    open_now: bool = False
    hours: str = ""  # in words: "offen bis 16:00 Uhr", "öffnet Mo 23.11. um 08:30 Uhr"


@dataclass(frozen=True, slots=True)
class Step:
    kind: StepKind
    target: Target
    rule: str
    reason: str  # stable code; words.py has the sentence
    clause: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    due_at: datetime | None = None  # of a callback or a ticket with a promised reply
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule said. `final` ends the asking; steps may come from rules that let the asking go on."""

    rule: str
    chose: bool
    reason: str
    clause: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    final: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    facts: Facts
    plan: tuple[Step, ...]  # never empty
    asked: tuple[Verdict, ...]

    def first(self, kind: StepKind) -> Step | None:
        return next((step for step in self.plan if step.kind is kind), None)
