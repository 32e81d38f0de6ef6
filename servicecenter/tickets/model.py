"""A ticket and the table of its states. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from servicecenter.errors import Conflict


class TicketState(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    EXHAUSTED = "exhausted"  # its callback reached nobody, as often as the handbook says
    WITHDRAWN = "withdrawn"  # undone at the desk before anybody accepted it
    UNPLACED = "unplaced"  # given back twice: nobody's list, the supervisor decides
    MERGED = "merged"  # the same concern stands in another ticket, whose answer is its answer


class TicketAct(StrEnum):
    ACCEPT = "accept"
    HAND_OVER = "hand_over"  # to a named colleague of the same office
    RELEASE = "release"  # given back to the pool of the office
    ANSWER = "answer"
    EXHAUST = "exhaust"
    WITHDRAW = "withdraw"
    GIVE_BACK = "give_back"  # "not responsible", to another office
    PUT_UP = "put_up"  # "not responsible" once more, to the supervisor
    ASSIGN = "assign"  # the supervisor has decided
    ASK = "ask"
    DELAY = "delay"  # the citizen was told why it takes longer
    MERGE = "merge"
    SEPARATE = "separate"  # the merging undone
    REOPEN = "reopen"


class TicketKind(StrEnum):
    CONCERN = "concern"
    COMPLAINT = "complaint"  # for the central complaint desk, never for the office it is about alone


class ReplyChannel(StrEnum):
    """What the citizen chose."""

    CALLBACK = "callback"
    EMAIL = "email"
    POST = "post"
    NONE = "none"


REPLY_WORDS = {
    ReplyChannel.CALLBACK: "Rückruf",
    ReplyChannel.EMAIL: "E-Mail",
    ReplyChannel.POST: "Brief",
    ReplyChannel.NONE: "keine Antwort nötig",
}

S, A = TicketState, TicketAct
TRANSITIONS: dict[tuple[TicketState, TicketAct], TicketState] = {
    (S.NEW, A.ACCEPT): S.ACCEPTED,
    (S.NEW, A.ANSWER): S.ANSWERED,
    (S.NEW, A.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, A.HAND_OVER): S.ACCEPTED,
    (S.ACCEPTED, A.RELEASE): S.NEW,
    (S.ACCEPTED, A.ANSWER): S.ANSWERED,
    (S.ACCEPTED, A.EXHAUST): S.EXHAUSTED,
    (S.NEW, A.GIVE_BACK): S.NEW,
    (S.ACCEPTED, A.GIVE_BACK): S.NEW,
    (S.NEW, A.PUT_UP): S.UNPLACED,
    (S.ACCEPTED, A.PUT_UP): S.UNPLACED,
    (S.UNPLACED, A.ASSIGN): S.NEW,
    (S.ACCEPTED, A.ASK): S.ACCEPTED,
    (S.ACCEPTED, A.DELAY): S.ACCEPTED,
    (S.NEW, A.MERGE): S.MERGED,
    (S.ACCEPTED, A.MERGE): S.MERGED,
    (S.MERGED, A.SEPARATE): S.NEW,
    (S.MERGED, A.ANSWER): S.ANSWERED,
    (S.MERGED, A.EXHAUST): S.EXHAUSTED,
    (S.ANSWERED, A.REOPEN): S.NEW,
    (S.EXHAUSTED, A.REOPEN): S.NEW,
}
OPEN = (S.NEW, S.ACCEPTED)  # what lies in an office's inbox
MOST_GIVE_BACKS = 1  # the second is one too many: the supervisor decides
NOBODY = ""  # the office of what is unplaced: no clerk's scope covers it
SEPARABLE_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Ticket:
    id: int
    contact: int
    case_number: str
    municipality: str
    office: str
    leistung: str | None
    article: str | None  # what the agent had open
    concern: str  # in the agent's sentence; empty where no free text is taken (§ 35 SGB I)
    already_said: str
    caller_name: str
    reply: ReplyChannel
    address: str  # e-mail or postal address, where the citizen chose one of them
    state: TicketState
    made_at: datetime
    reason: str  # why routing sent it here
    clause: str
    accepted_by: str | None = None  # a person's id
    accepted_name: str | None = None
    accepted_at: datetime | None = None
    answered_at: datetime | None = None
    answer: str = ""  # or, where nobody was reached, what was written instead
    closed_at: datetime | None = None  # however it ended
    handed_over_by: str = ""  # a colleague's name
    handed_over_note: str = ""
    erased_at: datetime | None = None  # from then on nothing about a person stands here
    kind: TicketKind = TicketKind.CONCERN
    about_office: str | None = None  # of a complaint
    about_case: str = ""  # the case number a complaint is about
    due_at: datetime | None = None  # of the strictest promise still owed: the inbox is ordered by it
    at_risk_at: datetime | None = None  # of the same
    given_back: int = 0
    reopened: int = 0
    merged_into: int | None = None
    merged_at: datetime | None = None

    @property
    def is_complaint(self) -> bool:
        return self.kind is TicketKind.COMPLAINT

    @property
    def next_give_back(self) -> TicketAct:
        """Once from office to office; then the supervisor decides, also after each decision that did not fit."""
        return TicketAct.GIVE_BACK if self.given_back < MOST_GIVE_BACKS else TicketAct.PUT_UP

    def may_separate(self, at: datetime) -> bool:
        return self.state is TicketState.MERGED and self.merged_at is not None and at - self.merged_at <= SEPARABLE_FOR

    @property
    def subject(self) -> str:
        return ticket_subject(self.id)

    @property
    def written_channel(self) -> ReplyChannel:
        """How the citizen can be told something where no call reaches them; NONE where they gave no address."""
        if not self.address:
            return ReplyChannel.NONE
        return ReplyChannel.EMAIL if "@" in self.address else ReplyChannel.POST


@dataclass(frozen=True, slots=True)
class Counts:
    """Of everything open in an inbox: late and at risk by the promise that drives each ticket."""

    total: int = 0
    late: int = 0
    at_risk: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self.total > 0


def ticket_subject(ticket_id: int) -> str:
    """How a promise names this ticket."""
    return f"ticket:{ticket_id}"


def after(ticket: Ticket, act: TicketAct) -> TicketState:
    """Raises Conflict, and says who was quicker."""
    try:
        return TRANSITIONS[ticket.state, act]
    except KeyError:
        raise taken(ticket) from None


def taken(ticket: Ticket) -> Conflict:
    """The ticket is no longer in a state that allows the act: who has it, in words."""
    match ticket.state:
        case TicketState.ACCEPTED:
            what = f"{ticket.accepted_name or 'Jemand'} hat dieses Ticket gerade angenommen."
            now = "Bitte ein anderes Ticket wählen oder sich kurz absprechen."
        case TicketState.ANSWERED:
            what, now = "Dieses Ticket ist schon beantwortet.", "Die Antwort steht im Verlauf."
        case TicketState.EXHAUSTED:
            what, now = "Dieses Ticket ist schon beendet.", "Die Person war trotz aller Versuche nicht zu erreichen."
        case TicketState.WITHDRAWN:
            what, now = "Dieses Ticket wurde zurückgenommen.", "Das ServiceCenter hat den Kontakt wieder geöffnet."
        case TicketState.UNPLACED:
            what, now = "Dieses Ticket liegt bei der Aufsicht.", "Sie entscheidet, welches Fachamt zuständig ist."
        case TicketState.MERGED:
            what = "Dieses Ticket ist mit einem anderen zusammengeführt."
            now = f"Bitte das Ticket {ticket.merged_into} bearbeiten: Seine Antwort gilt für beide."
        case _:
            what, now = "Dieses Ticket hat noch niemand angenommen.", "Bitte zuerst annehmen."
    return Conflict(what, "Der Stand hat sich seit dem Öffnen der Seite geändert.", now, by=ticket.accepted_name or "")
