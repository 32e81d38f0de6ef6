"""The agreement with its stages, and the quality handbook in numbered clauses. Pure.

A clause holds at most one rule of each kind; whatever a rule decides, its clause's number is the evidence.
"""

# Long because every rule that a clause can hold stands here once, and each is short.

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, model_validator

from servicecenter.agreements.forwarding import Forwarding, LotseRule, Overload, Queue, Subject
from servicecenter.directory.model import Entry, Id, Span

Mode = Literal["answer", "answer_and_forward", "forward", "out"]
Addressee = Literal["owner", "deputy", "supervisor"]  # the owing office, the one that stands in for it, the centre


class Stage(Span):
    number: Annotated[int, Field(ge=1, le=9)]
    title: str
    test: bool = False
    text: str = ""
    sample: bool = False

    @property
    def until(self) -> date:
        return self.last or date.max

    @property
    def clause(self) -> str:
        return f"Vereinbarung, Stufe {self.number}"


class Contact(Entry):
    side: str
    name: str
    phone: str = ""
    email: str = ""
    sample: bool = False


class Agreement(Entry):
    """Under public law; `kind` says whether the task is delegated or only carried out (§ 23 Abs. 1 GkG NRW)."""

    municipality: Id
    operator: Id
    title: str
    legal_basis: str
    kind: Literal["mandatierend", "delegierend", "eigen"] = "mandatierend"
    signed_on: date | None = None
    in_force_on: date
    ends_on: date | None = None
    cost: str = ""
    term: str = ""
    numbers: tuple[str, ...]
    source: str = ""
    sample: bool = False
    stage: tuple[Stage, ...]
    contact: tuple[Contact, ...] = ()

    def stage_on(self, day: date) -> Stage | None:
        """The stage in force on that day; None before the start, after the end, or between two stages."""
        if day < self.in_force_on or (self.ends_on is not None and day > self.ends_on):
            return None
        return next((stage for stage in reversed(self.stage) if stage.covers(day)), None)


class ScopeRule(Subject):
    stages: tuple[int, ...] = ()  # empty: every stage
    mode: Mode


class PromiseRule(Subject):
    """A period promised to the citizen: working days, weeks, or opening hours of the owing office.

    `service_hours` has two readings: hours in which the owing office is open, or, a day for each begun 24 hours, the
    next working day. Days, weeks and months are those of §§ 187 to 193 BGB. A promise without a period says so.
    `groups` and `leistungen` say which concerns it is about. `office`: who owes it, the office responsible for the
    concern or the service centre itself. `pauses`: whether a question to the citizen holds it up.
    """

    name: Id
    working_days: Annotated[int, Field(ge=1, le=260)] | None = None
    service_hours: Annotated[int, Field(ge=1, le=2000)] | None = None
    reading: Literal["opening_hours", "next_working_day"] = "opening_hours"
    calendar_days: Annotated[int, Field(ge=1, le=1000)] | None = None
    weeks: Annotated[int, Field(ge=1, le=200)] | None = None
    months: Annotated[int, Field(ge=1, le=60)] | None = None
    without_period: bool = False
    local_closings: bool = False  # whether local closing days extend the period
    at_risk_hours: Annotated[float, Field(ge=0)] = 4
    pauses: bool = False  # whether it waits while a question to the citizen is open
    office: Literal["responsible", "operator"] = "responsible"

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        given = (self.working_days, self.service_hours, self.calendar_days, self.weeks, self.months)
        if sum(measure is not None for measure in given) + self.without_period != 1:
            raise ValueError(
                "genau eines von working_days, service_hours, calendar_days, weeks, months, without_period angeben"
            )
        return self


class CallbackRule(Entry):
    attempts: Annotated[int, Field(ge=1, le=20)] = 3


class Retention(Entry):
    days_after_closing: Annotated[int, Field(ge=0, le=3650)] = 30


class ServiceLevel(Entry):
    """What share of the calls is answered in time, and of which calls: the formula is printed beside the figure.

    `callbacks`: callers who kept their place and are called back. `in_time` where they chose so within the threshold.
    """

    within_seconds: Annotated[int, Field(ge=1)]
    target_percent: Annotated[float, Field(gt=0, le=100)]
    short_abandon_seconds: Annotated[int, Field(ge=0)] = 0
    formula: Literal[
        "answered_in_time/answered",
        "(answered_in_time+short_abandons)/offered",
        "answered_in_time/(offered-short_abandons)",
        "answered_in_time/offered",
    ]
    callbacks: Literal["left_out", "in_time", "against"] = "left_out"

    @model_validator(mode="after")
    def _says_what_is_short(self) -> Self:
        if "short_abandons" in self.formula and not self.short_abandon_seconds:
            raise ValueError("die Formel rechnet mit short_abandons: short_abandon_seconds muss mindestens 1 sein")
        return self


class FirstContact(Entry):
    """What counts as answered in the first contact. `apart`: neither answered nor left open."""

    named_persons: Literal["apart", "against"] = "apart"  # callers who asked for somebody by name
    referred: Literal["answered", "apart", "against"] = "answered"  # the number of another authority was said


class Flood(Entry):
    """More calls from one number than this are not put through, nor are blocked numbers; each of them is counted."""

    calls: Annotated[int, Field(ge=1, le=1000)] = 10
    within_minutes: Annotated[int, Field(ge=1, le=60)] = 10
    blocked: tuple[str, ...] = ()


class Escalation(Entry):
    """Who is told when a promise is at risk, when the owing office closes for the last time before it is due, and when
    that has passed.
    """

    at_risk: tuple[Addressee, ...] = ("owner",)
    due: tuple[Addressee, ...] = ()
    breached: tuple[Addressee, ...] = ("owner", "supervisor")


class Clause(Entry):
    number: Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*$")]
    title: str = ""
    text: str = ""
    sample: bool = False
    greeting: str | None = None
    privacy: str | None = None
    hours: Id | None = None
    scope: ScopeRule | None = None
    lotse: LotseRule | None = None
    forwarding: Forwarding | None = None
    overload: Overload | None = None
    queue: Queue | None = None
    promise: PromiseRule | None = None
    partners: tuple[Id, ...] = ()  # bodies outside that promise this themselves; empty: the municipality does
    callback: CallbackRule | None = None
    retention: Retention | None = None
    service_level: ServiceLevel | None = None
    first_contact: FirstContact | None = None
    flood: Flood | None = None
    escalation: Escalation | None = None
    emergency: bool = False
    confirmation: bool = False  # whoever is answered by e-mail is told at once that the concern was received
    finality: str | None = None
    reporting: str | None = None

    @property
    def cited(self) -> str:
        return f"§ {self.number}"


def _after_the_first_day(last: date | None, info: ValidationInfo) -> date | None:
    first = info.data.get("valid_from")
    if last is not None and first is not None and last < first:
        raise ValueError("valid_until liegt vor valid_from")
    return last


class Handbook(Entry):
    """One version; it holds from `valid_from` until the next one begins, or to the end of `valid_until`."""

    municipality: Id
    title: str
    valid_from: date
    valid_until: Annotated[date | None, AfterValidator(_after_the_first_day)] = None
    sample: bool = False
    clause: tuple[Clause, ...]

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        return {clause.number: clause for clause in self.clause}

    def greeting(self, agent: str) -> str:
        clause = self._first("greeting")
        return clause.greeting.replace("{agent}", agent) if clause and clause.greeting else ""

    def privacy(self) -> str:
        clause = self._first("privacy")
        return (clause.privacy if clause else None) or ""

    def hours(self) -> tuple[str, Clause] | None:
        """The calendar of the agreed service hours."""
        clause = self._first("hours")
        return (clause.hours, clause) if clause and clause.hours else None

    def scope(self, leistung: str, group: str, stage: int) -> tuple[Mode, Clause] | None:
        """What the desk may do: a Leistung named beats its group, the last clause wins. None: not regulated."""
        named: tuple[Mode, Clause] | None = None
        grouped: tuple[Mode, Clause] | None = None
        for clause in self.clause:
            rule = clause.scope
            if rule is None or (rule.stages and stage not in rule.stages):
                continue
            if leistung in rule.leistungen:
                named = (rule.mode, clause)
            elif group in rule.groups or rule.is_open:
                grouped = (rule.mode, clause)
        return named or grouped

    def forwarding(self) -> tuple[Forwarding, Clause] | None:
        clause = self._first("forwarding")
        return (clause.forwarding, clause) if clause and clause.forwarding else None

    def lotse(self, leistung: str | None, group: str, stage: int) -> Clause | None:
        """The clause that brings a business caller's concern to the Lotse; None: no such clause.

        A concern nobody can name yet is the Lotse's as well: to find the right office is what a Lotse is for.
        """
        for clause in self.clause:
            rule = clause.lotse
            if rule is None or (rule.stages and stage not in rule.stages):
                continue
            if leistung is None or rule.is_open or rule.names(leistung, group):
                return clause
        return None

    def overload(self) -> tuple[Overload, Clause] | None:
        clause = self._first("overload")
        return (clause.overload, clause) if clause and clause.overload else None

    def queue(self) -> tuple[Queue, str]:
        """With its clause; where nothing is agreed, what is usual, under none."""
        clause = self._first("queue")
        return (clause.queue, clause.cited) if clause and clause.queue else (Queue(), "")

    def service_level(self) -> tuple[ServiceLevel, Clause] | None:
        clause = self._first("service_level")
        return (clause.service_level, clause) if clause and clause.service_level else None

    def first_contact(self) -> FirstContact:
        clause = self._first("first_contact")
        return (clause.first_contact if clause else None) or FirstContact()

    def finality(self) -> tuple[str, Clause] | None:
        """What counts as finally answered, in words."""
        clause = self._first("finality")
        return (clause.finality, clause) if clause and clause.finality else None

    def flood(self) -> tuple[Flood, Clause] | None:
        """None: no number is limited."""
        clause = self._first("flood")
        return (clause.flood, clause) if clause and clause.flood else None

    def promise(self, name: str) -> tuple[PromiseRule, Clause] | None:
        return next((found for found in self.promises() if found[0].name == name), None)

    def promises(self) -> Iterable[tuple[PromiseRule, Clause]]:
        """What the municipality promises; what partners promise stands apart."""
        return ((clause.promise, clause) for clause in self.clause if clause.promise and not clause.partners)

    def promises_about(self, leistung: str, group: str) -> tuple[Clause, ...]:
        """Clauses that promise something about this very concern."""
        return tuple(clause for rule, clause in self.promises() if rule.names(leistung, group))

    def pledges(self, body: str) -> tuple[Clause, ...]:
        """What a body outside has promised itself, in counted periods or only in words."""
        return tuple(clause for clause in self.clause if body in clause.partners)

    def pledge(self, body: str, name: str) -> tuple[PromiseRule, Clause] | None:
        for clause in self.pledges(body):
            if clause.promise and clause.promise.name == name:
                return clause.promise, clause
        return None

    def attempts(self) -> int:
        """After so many that fail, a callback may be given up."""
        clause = self._first("callback")
        return clause.callback.attempts if clause and clause.callback else CallbackRule().attempts

    def confirms_receipt(self) -> bool:
        return any(clause.confirmation for clause in self.clause)

    def escalation(self) -> Escalation:
        clause = self._first("escalation")
        return (clause.escalation if clause else None) or Escalation()

    def attempts_clause(self) -> str:
        clause = self._first("callback")
        return clause.cited if clause else ""

    def kept_days(self) -> int:
        """How many days after closing personal data is kept."""
        clause = self._first("retention")
        return (clause.retention if clause and clause.retention else Retention()).days_after_closing

    def retention_clause(self) -> str:
        clause = self._first("retention")
        return clause.cited if clause else ""

    def emergency_clause(self) -> Clause | None:
        return next((clause for clause in self.clause if clause.emergency), None)

    def _first(self, rule: str) -> Clause | None:
        return self._firsts.get(rule)

    @cached_property
    def _firsts(self) -> dict[str, Clause]:
        """The first clause of each rule."""
        last_to_first = reversed(self.clause)
        return {rule: clause for clause in last_to_first for rule, value in clause if value is not None}


def in_force(handbooks: Iterable[Handbook], day: date) -> Handbook | None:
    """The version that holds on that day: the latest that has begun, unless it has ended."""
    begun = [handbook for handbook in handbooks if handbook.valid_from <= day]
    latest = max(begun, key=lambda handbook: handbook.valid_from, default=None)
    return latest if latest is not None and day <= (latest.valid_until or date.max) else None
