"""What stands in the rows of one case about a person, in words. Pure."""

from dataclasses import dataclass
from datetime import datetime

from servicecenter.callbacks.model import Callback
from servicecenter.cases.model import RUNNING, BusinessCase
from servicecenter.contacts.model import Contact, ContactState
from servicecenter.tickets.model import OPEN, Ticket

OF_CONTACT = {
    "caller": "Rufnummer", "note": "Notiz", "query": "gesuchte Worte", "person_asked": "gewünschte Person",
    "agent_name": "Name der Servicekraft",
}  # fmt: skip
OF_TICKET = {
    "caller_name": "Name", "concern": "Anliegen", "already_said": "schon Gesagtes", "address": "E-Mail oder Anschrift",
    "answer": "Antwort", "accepted_name": "Name der Fachkraft", "handed_over_by": "von wem übergeben",
    "handed_over_note": "Notiz zur Übergabe",
}  # fmt: skip
MAILS, FILES = "E-Mails", "Anlagen"
OF_CALLBACK = {"number": "Rückrufnummer", "window": "Wann erreichbar"}
OF_CASE = {
    "note": "Anliegen des Vorhabens",
    "told": "was dem Betrieb gesagt wurde",
    "reopened_reason": "warum wieder geöffnet",
}
OF_PART = {
    "answer": "Antwort eines Partners",
    "added_reason": "warum beteiligt",
    "dropped_reason": "warum herausgenommen",
}
OF_CONSENT = {
    "given_by": "wer einwilligte",
    "sentence": "vorgelesener Satz",
    "recorded_by": "wer die Einwilligung eintrug",
}
OF_ATTEMPT = {"by": "wer anrief", "note": "Notiz zum Versuch"}


@dataclass(frozen=True, slots=True)
class Held:
    """One case. `fields` names what is there and does not repeat it; `erased_after` is known once it is over."""

    contact: Contact
    tickets: tuple[Ticket, ...]
    callbacks: tuple[Callback, ...]
    erased_after: datetime | None
    beside: tuple[str, ...] = ()  # what else lies at its tickets, in words
    case: BusinessCase | None = None  # of several offices, where the contact began one

    @property
    def is_open(self) -> bool:
        runs = self.case is not None and self.case.state in RUNNING
        in_work = runs or any(ticket.state in OPEN for ticket in self.tickets)
        return in_work or self.contact.state is not ContactState.CLOSED

    @property
    def fields(self) -> tuple[str, ...]:
        attempts = [attempt for callback in self.callbacks for attempt in callback.attempts]
        parts = self.case.parts if self.case else ()
        consents = [consent for part in parts for consent in part.consents]
        rows = (
            (OF_CONTACT, (self.contact,)), (OF_TICKET, self.tickets), (OF_CALLBACK, self.callbacks),
            (OF_ATTEMPT, attempts), (OF_CASE, (self.case,) if self.case else ()), (OF_PART, parts),
            (OF_CONSENT, consents),
        )  # fmt: skip
        found = (word for words, of in rows for name, word in words.items() if any(getattr(row, name) for row in of))
        return (*found, *self.beside)


def over_since(contact: Contact, tickets: tuple[Ticket, ...], case: BusinessCase | None = None) -> datetime | None:
    """When the last of it was closed; None while something is open."""
    closed = [contact.closed_at, *(ticket.closed_at for ticket in tickets)]
    if case is not None:
        closed.append(None if case.state in RUNNING else case.closed_at)
    return None if None in closed else max(at for at in closed if at is not None)
