"""The answers of the JSON API. Shapes of their own: what the model calls a thing inside may change, these names stay.

A code is for programs; beside it stands the same in words, for whoever shows or reads it to a person.
"""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, computed_field

from servicecenter.access.model import Role
from servicecenter.callbacks.model import OUTCOME_WORDS as ATTEMPT_WORDS
from servicecenter.callbacks.model import CallbackState
from servicecenter.callbacks.model import Outcome as AttemptOutcome
from servicecenter.contacts import case_number
from servicecenter.contacts.model import OUTCOME_WORDS, Channel, ContactState
from servicecenter.contacts.model import Outcome as ContactOutcome
from servicecenter.promises.states import PromiseState
from servicecenter.routing import words
from servicecenter.routing.model import StepKind
from servicecenter.tickets.model import REPLY_WORDS, ReplyChannel, TicketState


class Shape(BaseModel):
    """Read from an object's attributes of the same names."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Problem(BaseModel):
    """RFC 9457. `title` says what happened, `detail` why and what to do now; `code` is stable."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    details: dict[str, Any]


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


# What is owed


class Promise(Shape):
    id: int
    name: str
    subject: str
    case_number: str
    municipality: str
    office: str
    clause: str
    handbook: date
    state: PromiseState
    recorded_at: datetime
    at_risk_at: datetime
    due_at: datetime
    due_on: date
    kept_at: datetime | None

    @computed_field
    def due_in_words(self) -> str:
        return words.long_day(self.due_on)


class Attempt(Shape):
    at: datetime
    by: str
    outcome: AttemptOutcome
    note: str

    @computed_field
    def outcome_in_words(self) -> str:
        return ATTEMPT_WORDS[self.outcome]


class Callback(Shape):
    id: int
    ticket: int
    number: str  # in full only to the Fachamt that has to ring it
    window: str
    state: CallbackState
    made_at: datetime
    closed_at: datetime | None
    attempts: list[Attempt]


class Ticket(Shape):
    id: int
    case_number: str
    municipality: str
    office: str
    leistung: str | None
    article: str | None
    concern: str
    already_said: str
    caller_name: str
    reply: ReplyChannel
    address: str
    state: TicketState
    made_at: datetime
    reason: str
    clause: str
    accepted_name: str | None
    accepted_at: datetime | None
    answered_at: datetime | None
    answer: str

    @computed_field
    def reply_in_words(self) -> str:
        return REPLY_WORDS[self.reply]

    @computed_field
    def reason_in_words(self) -> str:
        return words.REASONS.get(self.reason, self.reason)


class Forwarded(Shape):
    """`promise` is the one said to the caller: of the callback, or else of the reply."""

    contact: Contact
    ticket: Ticket
    callback: Callback | None
    promise: Promise | None
    sentence: str


class InboxItem(Shape):
    ticket: Ticket
    callback: Callback | None
    promises: list[Promise]
    driving: int | None  # id of the strictest promise still running


class InboxStory(InboxItem):
    story: list[Entry]


# The board


class Share(Shape):
    """n of m; no percentage of nothing."""

    n: int
    m: int
    percent: float | None

    @computed_field
    def in_words(self) -> str:
        return f"{self.n} von {self.m}"


class ServiceLevel(Share):
    within_seconds: int | None
    target_percent: float | None


class OfMunicipality(Shape):
    id: str
    name: str
    contacts: int  # today
    at_risk: int  # now
    unkept: dict[str, Share]  # by the promise's name: callback, reply
    first_contact: Share
    service_level: ServiceLevel


class Board(Shape):
    """Each figure with its definition, by the same key."""

    at: datetime
    month: date
    definitions: dict[str, str]
    waiting: int
    talking: int
    running: list[Promise]
    late: list[Promise]
    municipalities: list[OfMunicipality]
