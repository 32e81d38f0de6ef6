"""What the citizen is told by e-mail about a ticket: a message of the outbox, written with its cause."""

from dataclasses import dataclass
from datetime import date, datetime

from servicecenter.contacts.case_number import shown
from servicecenter.contacts.letters import Letters
from servicecenter.directory.calendars import local_day
from servicecenter.errors import NotFound
from servicecenter.messages.model import CITIZEN, Message, MessageKind, new_id
from servicecenter.messages.tokens import Side
from servicecenter.promises.escalation import opens_anywhere, opens_at
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.routing.words import long_day
from servicecenter.tickets.model import Ticket
from servicecenter.tickets.remarks.model import Remark

DELAY = """Guten Tag,

Ihr Anliegen dauert leider länger, als wir Ihnen zugesagt haben.

{why}Antwort:    bis {until}
Vorgang:    {case_number}

Sie müssen nichts tun.

{office}, {town}
"""
QUESTION = """Guten Tag,

zu Ihrem Anliegen haben wir eine Frage:

{text}

Vorgang:    {case_number}

Bitte antworten Sie auf diese E-Mail, oder rufen Sie uns an und nennen Sie die Vorgangsnummer.

{office}, {town}
"""


@dataclass(frozen=True)
class Telling:
    """`sender` is the address mails come from; `letters` knows where answers go."""

    rulebooks: Rulebooks
    sender: str
    letters: Letters

    def delay(self, ticket: Ticket, remark: Remark, until: date, at: datetime) -> Message:
        body = self._filled(DELAY, ticket, remark, f"{long_day(until)} {until.year}", at)
        return self._message(ticket, remark, f"Es dauert länger: Ihr Vorgang {shown(ticket.case_number)}", body, at)

    def question(self, ticket: Ticket, remark: Remark, at: datetime) -> Message:
        body = self._filled(QUESTION, ticket, remark, "", at)
        return self._message(ticket, remark, f"Eine Frage zu Ihrem Vorgang {shown(ticket.case_number)}", body, at)

    def _filled(self, text: str, ticket: Ticket, remark: Remark, until: str, at: datetime) -> str:
        office, town = ticket.office, ticket.municipality
        try:
            directory = self.rulebooks.on(ticket.municipality, local_day(at)).directory
        except NotFound:  # the message goes out all the same
            pass
        else:
            known = directory.offices.get(ticket.office)
            office, town = known.name if known else ticket.office, directory.municipality.name
        why = "" if self.letters.is_social(ticket) else f"Grund:      {remark.text}\n"  # § 35 SGB I: no free text
        return text.format(
            why=why, text=remark.text, until=until, case_number=shown(ticket.case_number), office=office, town=town
        )

    def _message(self, ticket: Ticket, remark: Remark, subject: str, body: str, at: datetime) -> Message:
        opens = self._opens(ticket, at)
        return Message(
            cause=ticket.subject, occasion=f"{remark.kind.value}:{remark.id}", addressee=CITIZEN,
            municipality=ticket.municipality, office=ticket.office, to_office=None, case_number=ticket.case_number,
            recipient=ticket.address.strip(), subject=subject, body=body, written_at=at, not_before=opens,
            message_id=new_id(self.sender), next_at=opens, kind=MessageKind.LETTER,
            reply_to=self.letters.reply_to(ticket, Side.CITIZEN),
        )  # fmt: skip

    def _opens(self, ticket: Ticket, at: datetime) -> datetime:
        """A citizen is written to in the agreed service hours, as nobody is at midnight."""
        try:
            rulebook = self.rulebooks.on(ticket.municipality, local_day(at))
        except NotFound:
            return opens_anywhere(at)
        return opens_at(rulebook.calendars, rulebook.handbook, None, at)
