"""The answers of the JSON API. Shapes of their own: what the model calls a thing inside may change, these names stay.

Here what is told and asked; owed.py has promises, tickets and the board.
A code is for programs; beside it stands the same in words, for whoever shows or reads it to a person.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, computed_field

from servicecenter.access.model import Role
from servicecenter.contacts import case_number
from servicecenter.contacts.model import OUTCOME_WORDS, Channel, ContactState, Outcome
from servicecenter.routing.model import StepKind


class Shape(BaseModel):
    """Read from an object's attributes of the same names."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


def codes(of: type[StrEnum]) -> WithJsonSchema:
    """Written out where it stands: two areas call their own the same, and a program need not know of either."""
    return WithJsonSchema({"type": "string", "enum": [code.value for code in of]})


ContactOutcome = Annotated[Outcome, codes(Outcome)]


# Who asks


class Who(Shape):
    id: str
    login: str
    name: str
    role: Role
    municipality: str | None
    offices: list[str]
    must_change_password: bool


class Session(Shape):
    """The token goes into `Authorization: Bearer …` and is shown only here."""

    token: str
    expires_at: datetime
    person: Who
    must_change_password: bool


# What can be told


class Municipality(Shape):
    id: str
    name: str
    greeting: str
    privacy: str
    numbers: list[str]
    open_now: bool
    notices: list[str]
    closings_today: list[str]
    districts: list[str]


class Notice(Shape):
    text: str
    from_at: datetime | None  # null: one of the directory, for the whole day
    until_at: datetime | None


class Leistung(Shape):
    key: str
    name: str
    group: str
    social: bool  # § 35 SGB I: no free text is taken
    business: bool


class Hit(Shape):
    id: str
    title: str
    municipality: str
    score: float
    why: list[str]


class Found(Shape):
    query: str
    municipality: str
    took_ms: float
    hits: list[Hit]


class Source(Shape):
    title: str
    url: str


class Article(Shape):
    """A field that is null is not known: nothing is to be said about it."""

    id: str
    municipality: str
    variant: bool  # whether the municipality has words of its own
    inherited: list[str]  # fields that come from the text all share
    title: str | None
    leistung: str | None
    leika: list[str] | None
    answer: str | None  # to read aloud
    details: str | None  # Markdown
    who: str | None
    how: list[str] | None
    where: str | None
    documents: list[str] | None
    fee: str | None
    duration: str | None
    deadlines: str | None
    legal_basis: list[str] | None
    online_service: str | None
    owner: str | None
    source: list[Source] | None
    checked_on: date | None  # null: "ungeprüft"
    review_by: date | None
    sample: bool | None


# The contact


class Call(Shape):
    """A call that rings; take it by the number of its contact."""

    contact: int
    case_number: str
    municipality: str
    rang_at: datetime
    number_known: bool
    dialled: str | None
    caller: str | None  # masked until the call is taken
    says: str  # of a simulated caller


class OpenCallback(Shape):
    """An earlier promise to the same caller."""

    case_number: str
    office: str
    window: str
    made_at: datetime


class StillOwed(Shape):
    """`due_at`: of the promise due first; null where none runs."""

    office: str
    due_at: datetime | None
    due_on: date | None


class KnownCase(Shape):
    """A Vorhaben that runs, of a business with somebody at this number."""

    case_number: str
    title: str
    business: str
    owed: list[StillOwed]


class KnownTicket(Shape):
    """`callback`: whether one is still to be made. `contact`: where to read it."""

    ticket: int
    case_number: str
    contact: int
    leistung: str | None
    callback: bool
    owed: StillOwed


class Contact(Shape):
    id: int
    case_number: str
    municipality: str
    municipality_name: str
    greeting: str
    privacy: str
    channel: Channel
    state: ContactState
    number_known: bool
    dialled: str | None
    caller: str | None  # in full only to the agent who has the contact open
    says: str
    opened_at: datetime
    taken_at: datetime | None
    call_ended_at: datetime | None
    closed_at: datetime | None
    agent_name: str | None
    outcome: ContactOutcome | None
    may_undo: bool
    note: str
    query: str
    article: str | None
    leistung: str | None
    district: str | None
    business: bool
    person_asked: str | None
    stage: int | None
    handbook: date
    earlier_promises: list[OpenCallback]
    open_cases: list[KnownCase]  # for the number that calls, of this municipality; for the agent who has it open
    open_tickets: list[KnownTicket]

    @computed_field
    def case_number_spoken(self) -> str:
        return case_number.shown(self.case_number)

    @computed_field
    def outcome_in_words(self) -> str:
        return OUTCOME_WORDS[self.outcome] if self.outcome else ""


class Target(Shape):
    id: str
    name: str
    body: str
    inside: bool  # whether its authority is a party to the agreement
    phone: str
    open_now: bool
    hours: str


class Step(Shape):
    kind: StepKind
    target: Target
    rule: str
    reason: str
    reason_in_words: str
    clause: str
    line: str  # short, for the screen
    sentence: str  # to be said to the caller; empty where there is nothing to say yet
    due_at: datetime | None
    due_on: date | None


class Asked(Shape):
    """What one rule said, also where it did not choose."""

    rule: str
    question: str
    chose: bool
    reason: str
    reason_in_words: str
    clause: str


class Facts(Shape):
    at: datetime
    stage: int | None
    leistung: str | None
    district: str | None
    business: bool
    person_asked: str | None
    person: str | None
    has_article: bool


class Way(Shape):
    municipality: str
    facts: Facts
    plan: list[Step] = Field(min_length=1)
    asked: list[Asked]


class Entry(Shape):
    """A row of the journal. Who did it stands in the evidence, not here."""

    at: datetime
    municipality: str
    office: str | None
    act: str
    sentence: str
    details: dict[str, Any]
