"""A contact, how it can end, and every transition as one table. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from servicecenter.errors import Conflict


class ContactState(StrEnum):
    RINGING = "ringing"
    OPEN = "open"  # an agent has it
    CLOSED = "closed"


class ContactAct(StrEnum):
    TAKE = "take"
    ABANDON = "abandon"
    CLOSE = "close"
    REOPEN = "reopen"


class Channel(StrEnum):
    TELEPHONE = "telephone"
    DESK = "desk"  # opened by a key where there is no telephone
    OFFICE = "office"  # recorded by a Fachamt: no contact of the service centre, and no figure of its


class Outcome(StrEnum):
    ANSWERED = "answered"  # finally, from the knowledge base
    REFERRED = "referred"  # a number outside the agreement was said
    TRANSFERRED = "transferred"  # put through to the Fachamt, which answered
    TICKET = "ticket"
    CALLBACK = "callback"  # a ticket with a promised callback
    WRONG_NUMBER = "wrong_number"
    NO_CONCERN = "no_concern"  # nothing was asked, or the caller left before saying anything
    ABANDONED = "abandoned"  # gone before an agent answered
    OUTSIDE_HOURS = "outside_hours"  # heard that nobody answers now
    TURNED_AWAY = "turned_away"  # too many waited, or too many calls from one number
    SUBSTITUTED = "substituted"  # put through to the centre that stands in
    ELSEWHERE = "elsewhere"  # answered at a telephone, and by nobody at this program


OUTCOME_WORDS = {
    Outcome.ANSWERED: "beantwortet",
    Outcome.REFERRED: "Nummer genannt",
    Outcome.TRANSFERRED: "verbunden",
    Outcome.TICKET: "Ticket",
    Outcome.CALLBACK: "Rückruf zugesagt",
    Outcome.WRONG_NUMBER: "falsche Nummer",
    Outcome.NO_CONCERN: "kein Anliegen",
    Outcome.ABANDONED: "aufgelegt",
    Outcome.OUTSIDE_HOURS: "außerhalb der Servicezeit",
    Outcome.TURNED_AWAY: "abgewiesen: zu viele Anrufe",
    Outcome.SUBSTITUTED: "an die Vertretungszentrale",
    Outcome.ELSEWHERE: "anderswo angenommen",
}
FORWARDED = (Outcome.TICKET, Outcome.CALLBACK)
# Nobody here spoke with the caller.
WITHOUT_AGENT = (
    Outcome.ABANDONED, Outcome.ELSEWHERE, Outcome.OUTSIDE_HOURS, Outcome.TURNED_AWAY, Outcome.SUBSTITUTED,
)  # fmt: skip
WITHOUT_CONCERN = (Outcome.WRONG_NUMBER, Outcome.NO_CONCERN, *WITHOUT_AGENT)  # there was no way to decide

S, A = ContactState, ContactAct
TRANSITIONS: dict[tuple[ContactState, ContactAct], ContactState] = {
    (S.RINGING, A.TAKE): S.OPEN,
    (S.RINGING, A.ABANDON): S.CLOSED,
    (S.OPEN, A.CLOSE): S.CLOSED,
    (S.CLOSED, A.REOPEN): S.OPEN,
}
UNDO_WITHIN = timedelta(seconds=10)  # what the button promises
UNDO_GRACE = timedelta(seconds=5)  # for the way of the click to the server


@dataclass(frozen=True, slots=True)
class Contact:
    id: int
    case_number: str
    municipality: str
    channel: Channel
    state: ContactState
    opened_at: datetime
    handbook: date  # valid_from of the version it is handled under
    stage: int | None
    call: str | None = None  # the telephone's id of the call
    dialled: str | None = None
    number_known: bool = True  # whether the dialled number belongs to an agreement
    caller: str | None = None  # E.164; kept only while open, or with a callback
    agent: str | None = None
    agent_name: str | None = None
    taken_at: datetime | None = None
    call_ended_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    note: str = ""
    query: str = ""
    article: str | None = None
    leistung: str | None = None
    district: str | None = None
    business: bool = False
    person_asked: str | None = None
    erased_at: datetime | None = None  # from then on nothing about a person stands here

    def may_undo(self, at: datetime) -> bool:
        return (
            self.state is ContactState.CLOSED
            and self.outcome not in WITHOUT_AGENT
            and self.closed_at is not None
            and at - self.closed_at <= UNDO_WITHIN + UNDO_GRACE
        )


@dataclass(frozen=True, slots=True)
class Handled:
    """What figures need of a contact, and nothing about a person. `ended_at`: of the call."""

    municipality: str
    channel: Channel
    call: str | None
    opened_at: datetime
    taken_at: datetime | None
    ended_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    asked_for_somebody: bool

    @property
    def handling_seconds(self) -> float | None:
        """From the answer to the end of the wrap-up; None where nobody answered, or it goes on."""
        if self.taken_at is None or self.closed_at is None:
            return None
        return max((max(self.closed_at, self.ended_at or self.closed_at) - self.taken_at).total_seconds(), 0.0)


def after(contact: Contact, act: ContactAct) -> ContactState:
    """Raises Conflict in words that say who was quicker or how the contact ended."""
    try:
        return TRANSITIONS[contact.state, act]
    except KeyError:
        raise conflict(contact) from None


def conflict(contact: Contact) -> Conflict:
    again = "Bitte die Ansicht neu laden."
    match contact.state:
        case ContactState.OPEN:
            who = contact.agent_name or "Jemand anderes"
            return Conflict(f"{who} hat diesen Anruf angenommen.", "Es war einen Augenblick schneller.", again, by=who)
        case ContactState.CLOSED:
            word = OUTCOME_WORDS[contact.outcome] if contact.outcome else "beendet"
            return Conflict(
                "Dieser Kontakt ist schon abgeschlossen.", f"Er endete als „{word}“.",
                "Es wurde nichts doppelt gespeichert. Ein neuer Kontakt lässt sich mit einer Taste öffnen.",
                outcome=contact.outcome,
            )  # fmt: skip
        case _:
            return Conflict("Dieser Anruf klingelt noch.", "Niemand hat ihn angenommen.", "Bitte zuerst annehmen.")
