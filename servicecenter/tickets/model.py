"""A ticket and the table of its states. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from servicecenter.errors import Conflict


class TicketState(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    EXHAUSTED = "exhausted"  # its callback reached nobody, as often as the handbook says
    WITHDRAWN = "withdrawn"  # undone at the desk before anybody accepted it


class TicketAct(StrEnum):
    ACCEPT = "accept"
    HAND_OVER = "hand_over"  # to a named colleague of the same office
    RELEASE = "release"  # given back to the pool of the office
    ANSWER = "answer"
    EXHAUST = "exhaust"
    WITHDRAW = "withdraw"


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
}
OPEN = (S.NEW, S.ACCEPTED)


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

    @property
    def subject(self) -> str:
        return f"ticket:{self.id}"

    @property
    def written_channel(self) -> ReplyChannel:
        """How the citizen can be told something where no call reaches them; NONE where they gave no address."""
        if not self.address:
            return ReplyChannel.NONE
        return ReplyChannel.EMAIL if "@" in self.address else ReplyChannel.POST


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
        case _:
            what, now = "Dieses Ticket hat noch niemand angenommen.", "Bitte zuerst annehmen."
    return Conflict(what, "Der Stand hat sich seit dem Öffnen der Seite geändert.", now, by=ticket.accepted_name or "")
