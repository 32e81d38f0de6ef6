"""The answers of the JSON API about what is owed: promises, callbacks, tickets and reports."""

from datetime import date, datetime
from typing import Annotated

from pydantic import computed_field

from servicecenter.callbacks.model import OUTCOME_WORDS, CallbackState, Outcome
from servicecenter.callbacks.planning import Why
from servicecenter.feedback.model import ASSESSMENT_WORDS, Assessment
from servicecenter.messages.model import MessageState
from servicecenter.promises.states import PromiseState
from servicecenter.routing import words
from servicecenter.tickets.model import REPLY_WORDS, ReplyChannel, TicketKind, TicketState
from servicecenter.tickets.remarks.model import RemarkKind
from servicecenter.web.api.shapes import Contact, Entry, Shape, codes

AttemptOutcome = Annotated[Outcome, codes(Outcome)]


class Report(Shape):
    """That an article is wrong or out of date, and what its owner says to that."""

    id: int
    municipality: str
    article: str
    title: str
    office: str  # answers for the article
    said: str
    reported_at: datetime
    due_at: datetime
    due_on: date
    assessment: Assessment | None
    answer: str
    answered_at: datetime | None
    seen_at: datetime | None

    @computed_field
    def assessment_in_words(self) -> str:
        return ASSESSMENT_WORDS[self.assessment] if self.assessment else ""


class Reminder(Shape):
    """Who is told that a promise is at risk, due or not kept; without `recipient` on the screen alone."""

    id: int
    municipality: str
    office: str
    case_number: str
    occasion: str
    addressee: str
    recipient: str
    subject: str
    state: MessageState
    written_at: datetime
    not_before: datetime
    next_at: datetime | None
    sent_at: datetime | None
    attempts: int
    error: str


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
    exhausted_at: datetime | None
    noticed_at: datetime | None  # when the citizen was told, before it was due, that it takes longer
    noticed_until: date | None
    paused_at: datetime | None  # since when it waits for the citizen

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
        return OUTCOME_WORDS[self.outcome]


class Callback(Shape):
    id: int
    ticket: int
    number: str  # in full only to the Fachamt that has to ring it
    window: str
    state: CallbackState
    made_at: datetime
    closed_at: datetime | None
    attempts: list[Attempt]
    window_in_words: str  # how it was understood
    window_unread: list[str]  # words of it that nobody could read


class Turn(Shape):
    """Where it stands in the order of work: 0 overdue, 1 can be done now, 2 has to wait until `plan_at`."""

    group: int
    plan_why: Why | None
    plan_at: datetime | None
    plan_until: datetime | None
    attempts_left: int
    is_exhausted: bool


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
    closed_at: datetime | None
    handed_over_by: str
    handed_over_note: str
    erased_at: datetime | None
    kind: TicketKind
    about_office: str | None  # of a complaint
    about_case: str
    given_back: int
    reopened: int
    merged_into: int | None

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


class Remark(Shape):
    """What somebody wrote about a ticket; `to` is an office, `citizen`, `centre`, a way, or the id of a ticket."""

    id: int
    ticket: int
    municipality: str
    case_number: str
    kind: RemarkKind
    office: str  # wrote it; empty: the service centre
    text: str
    by_name: str
    at: datetime
    to: str
    moved_to: str
    until_on: date | None
    answer: str
    answered_name: str
    answered_at: datetime | None


class Moved(Shape):
    """Where a ticket lies now; `office` is empty where the supervisor decides."""

    ticket: int
    case_number: str
    state: TicketState
    office: str
    reason: str

    @computed_field
    def reason_in_words(self) -> str:
        return words.REASONS.get(self.reason, self.reason)


class OfficeChoice(Shape):
    id: str
    name: str


class Unplaced(Shape):
    """What the supervisor has to decide: who gave it back and why, and who may have it."""

    ticket: Ticket
    remarks: list[Remark]
    offices: list[OfficeChoice]


class Correction(Shape):
    """A give-back that proved right: `remark.to` answered what `remark.office` was asked first."""

    remark: Remark
    ticket: Ticket


class Complained(Shape):
    """A complaint on its way: whoever passed it on sees no more of it than this."""

    case_number: str
    office: str
    due_on: date | None


class InboxCounts(Shape):
    """Of everything open, however much of it the list shows."""

    total: int
    late: int
    at_risk: int


class InboxItem(Shape):
    ticket: Ticket
    callback: Callback | None
    promises: list[Promise]
    remarks: list[Remark]
    merged: list[int]  # tickets whose concern stands in this one
    driving: int | None  # id of the strictest promise still running
    turn: Turn | None


class InboxStory(InboxItem):
    story: list[Entry]


class Colleague(Shape):
    id: str
    name: str


class Holder(Colleague):
    """Somebody who has accepted tickets that are still open, by their ids."""

    tickets: list[int]


class Returned(Shape):
    """What went back to the pool, or to its holder again, in one act."""

    bundle: str
    tickets: list[int]


class Outlook(Shape):
    """What the caller can be told about a callback; minutes lie before `due_at`, null where nobody knows the hours."""

    due_at: datetime
    due_on: date
    open_minutes: int | None
    meeting_minutes: int  # of these, when the citizen can be reached
    misses: bool  # the office is open, but never in the wished time
    hours: str
    window_in_words: str
    window_unread: list[str]


class Offer(Shape):
    """A promise of the handbook that the Fachamt records; `running` once it has begun."""

    name: str
    title: str
    starts: str
    keeps: str
    only_if: str
    clause: str
    without_period: bool
    running: Promise | None
