"""What leaves by mail about one ticket: to its Fachamt, to the citizen, and to the supervisor where neither is reached.

Every function joins the transaction of its cause. The Fachamt learns case number, deadline and a signed link, never
anything about a person; a letter to the citizen holds what they are told, and goes with the case on its day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from secrets import token_hex

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.callbacks import store as callback_store
from servicecenter.callbacks.model import Callback, CallbackState
from servicecenter.contacts.appointments import appointment
from servicecenter.contacts.case_number import shown
from servicecenter.contacts.letter_words import (
    CITIZEN_BODY,
    CONFIRMATION,
    NOT_KEPT,
    OFFICE_BODY,
    REFUSAL_BODY,
    UNTIL,
    UNTIL_SOCIAL,
)
from servicecenter.contacts.reminding import until
from servicecenter.directory.calendars import local_day
from servicecenter.errors import NotFound
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.messages import store as outbox
from servicecenter.messages.ical import calendar_file
from servicecenter.messages.model import CITIZEN, SENDER, Message, MessageKind, MessageState, new_id
from servicecenter.messages.tokens import Side, Signer, reply_address
from servicecenter.promises import store as promise_store
from servicecenter.promises.escalation import OPERATOR, opens_anywhere, opens_at
from servicecenter.promises.model import Promise
from servicecenter.promises.states import OVER
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.routing.words import long_day
from servicecenter.settings import Settings
from servicecenter.tickets.model import ReplyChannel, Ticket


class Occasion(StrEnum):
    """Why a message about a ticket was written."""

    FORWARDED = "forwarded"  # a new ticket, or one that has moved here
    REOPENED = "reopened"
    REPLIED = "replied"  # the citizen wrote while it was open
    ANSWERED = "answered"
    CONFIRMED = "confirmed"  # that it was received
    UNREACHED = "unreached"  # the callback ended without anybody being reached
    DELAYED = "delayed"
    UNDELIVERED = "undelivered"
    NO_ADDRESS = "no_address"
    TOO_LARGE = "too_large"
    WITHHELD = "withheld"  # what was written is social data, and not taken in
    CANCELLED = "cancelled"  # a callback that stands in a calendar


TO_OFFICE = {
    Occasion.FORWARDED: ("Neues Ticket", "für Ihr Fachamt liegt ein Ticket bereit."),
    Occasion.REOPENED: ("Wieder offen", "zu diesem Ticket ist eine Nachricht gekommen. Es ist wieder offen."),
    Occasion.REPLIED: ("Neue Nachricht", "zu diesem Ticket ist eine Nachricht gekommen."),
    Occasion.UNDELIVERED: (
        "Nicht zugestellt", "eine E-Mail zu diesem Vorgang kam zurück. Bitte einen anderen Weg wählen."),
    Occasion.NO_ADDRESS: (
        "Fachamt ohne Adresse", "für das Fachamt dieses Tickets ist keine E-Mail-Adresse eingetragen."),
}  # fmt: skip


@dataclass(frozen=True)
class Letters:
    """`link` is what links begin with, `sender` the address mails come from, `replies` the one answers go to."""

    rulebooks: Rulebooks
    signer: Signer
    link: str
    sender: str
    replies: str
    plus: bool
    link_days: int
    is_on: bool  # False: there is no mail server, and nobody is said to have been written to

    @classmethod
    def of(cls, settings: Settings, rulebooks: Rulebooks, signer: Signer) -> "Letters":
        return cls(
            rulebooks, signer, settings.link, settings.smtp_from, settings.mail_reply or settings.smtp_from,
            settings.mail_plus, settings.link_days, bool(settings.smtp_host),
        )  # fmt: skip

    async def forwarded(self, session: AsyncSession, ticket: Ticket, at: datetime) -> None:
        """A new ticket, or one that has moved: the office learns of it, and the citizen where the handbook says so."""
        await self.to_office(session, ticket, Occasion.FORWARDED, at)
        rulebook = self.rulebook(ticket)
        if ticket.made_at == at and rulebook is not None and rulebook.handbook.confirms_receipt():
            promise, _ = await self._owed(session, ticket)
            if promise is not None:
                await self.to_citizen(session, ticket, CONFIRMATION.format(due=until(promise)), Occasion.CONFIRMED, at)

    async def to_office(self, session: AsyncSession, ticket: Ticket, occasion: Occasion, at: datetime) -> None:
        """Case number, deadline and link; without an address the ticket says so, and the supervisor is told."""
        rulebook = self.rulebook(ticket)
        address = office_address(rulebook, ticket.office)
        if not address:
            await self._without_address(session, ticket, rulebook, at)
        elif self.is_on:
            promise, callback = await self._owed(session, ticket)
            opens = self.opens(rulebook, ticket.office, at)
            kind = MessageKind.TROUBLE if occasion is Occasion.UNDELIVERED else MessageKind.TICKET
            message = self._message(
                ticket, occasion, at, kind=kind, addressee="owner", to_office=ticket.office, recipient=address,
                body=self._office_body(ticket, occasion, promise, self.url(ticket, at), at), opens=opens,
                side=Side.OFFICE, calendar=self._calendar(ticket, callback, promise, at),
            )  # fmt: skip
            await outbox.add(session, [message])

    async def to_citizen(
        self, session: AsyncSession, ticket: Ticket, text: str, occasion: Occasion, at: datetime, in_reply_to: str = ""
    ) -> bool:
        """At once, for a citizen keeps no service hours; whether there is a way to write to them."""
        is_confirming = occasion is Occasion.CONFIRMED  # no free text: nothing of it is protected by § 35 SGB I
        if not (self._has_mail(ticket) if is_confirming else self.writes_to(ticket)):
            return False
        rulebook = self.rulebook(ticket)
        office = rulebook.directory.offices.get(ticket.office) if rulebook else None
        town = rulebook.directory.municipality.name if rulebook else ticket.municipality
        body = CITIZEN_BODY.format(
            text=text.strip(), office=office.name if office else ticket.office, town=town,
            case_number=shown(ticket.case_number),
        )  # fmt: skip
        message = self._message(
            ticket, occasion, at, kind=MessageKind.LETTER, addressee=CITIZEN, to_office=None, recipient=ticket.address,
            body=body, opens=at, side=Side.CITIZEN, in_reply_to=in_reply_to,
        )  # fmt: skip
        await outbox.add(session, [message])
        return True

    async def to_supervisor(self, session: AsyncSession, ticket: Ticket, occasion: Occasion, at: datetime) -> None:
        """By mail where the agreement names the centre's address, else on the screen alone."""
        rulebook = self.rulebook(ticket)
        named = rulebook.agreement.contact if rulebook else ()
        address = next((each.email for each in named if each.side == OPERATOR and each.email), "")
        promise, _ = await self._owed(session, ticket)
        link = f"{self.link}/cases/{ticket.case_number}"
        message = self._message(
            ticket, occasion, at, kind=MessageKind.TROUBLE, addressee="supervisor", to_office=None,
            recipient=address if self.is_on else "", body=self._office_body(ticket, occasion, promise, link, at),
            opens=self.opens(rulebook, None, at),
        )  # fmt: skip
        await outbox.add(session, [message])

    async def refuse(
        self, session: AsyncSession, ticket: Ticket, to: str, why: str, at: datetime, in_reply_to: str,
        occasion: Occasion = Occasion.TOO_LARGE,
    ) -> None:  # fmt: skip
        """Back to a known sender, marked as automatic: what was sent could not be taken, and what to do now."""
        if self.is_on:
            message = self._message(
                ticket, occasion, at, kind=MessageKind.REFUSAL, addressee=SENDER, to_office=None,
                recipient=to, body=REFUSAL_BODY.format(why=why, case_number=shown(ticket.case_number)), opens=at,
                in_reply_to=in_reply_to,
            )  # fmt: skip
            await outbox.add(session, [message])

    def writes_to(self, ticket: Ticket) -> bool:
        """Whether what the clerk writes goes to the citizen by itself: nothing about a social concern does."""
        return self._has_mail(ticket) and not self.is_social(ticket)

    def is_social(self, ticket: Ticket) -> bool:
        """Whether § 35 SGB I protects the concern: then no free text is taken in or sent (decision 32)."""
        return self.rulebooks.catalogue.is_social(ticket.leistung)

    def kept(self, ticket: Ticket, text: str) -> str:
        """What may be stored of what the office says it answered."""
        return NOT_KEPT if self.is_social(ticket) else text

    def reaches(self, ticket: Ticket) -> bool:
        """Whether the ticket's office has an address at all."""
        return bool(office_address(self.rulebook(ticket), ticket.office))

    def reply_to(self, ticket: Ticket, side: Side) -> str:
        """Where this side's answers are filed to the ticket from."""
        return reply_address(self.replies, self.signer.reply(ticket.id, side), plus=self.plus)

    def url(self, ticket: Ticket, at: datetime) -> str:
        return f"{self.link}/t/{self.token(ticket, at)}"

    def token(self, ticket: Ticket, at: datetime) -> str:
        return self.signer.link(ticket.id, (ticket.municipality, ticket.office), self._expires(at))

    def calendar(self, ticket: Ticket, callback: Callback, promise: Promise | None, link: str) -> str:
        due_at, rules = promise.due_at if promise else None, self.rulebook(ticket)
        made = appointment(callback, due_at, rules, link, moves=ticket.given_back, organizer=self.sender)
        return calendar_file(made)

    def rulebook(self, ticket: Ticket) -> Rulebook | None:
        """Of the day the ticket was made; None where that day's rules have gone."""
        try:
            return self.rulebooks.on(ticket.municipality, local_day(ticket.made_at))
        except NotFound:
            return None

    def _has_mail(self, ticket: Ticket) -> bool:
        return self.is_on and ticket.written_channel is ReplyChannel.EMAIL

    async def _without_address(
        self, session: AsyncSession, ticket: Ticket, rulebook: Rulebook | None, at: datetime
    ) -> None:
        own = ticket.municipality
        journal.append(session, Entry(at, own, ticket.case_number, "office-without-address", "system", ticket.office))
        office = rulebook.directory.offices.get(ticket.office) if rulebook else None
        if rulebook is None or office is None or rulebook.directory.is_inside(office):
            await self.to_supervisor(session, ticket, Occasion.NO_ADDRESS, at)

    async def _owed(self, session: AsyncSession, ticket: Ticket) -> tuple[Promise | None, Callback | None]:
        """The promise that is due first, and the open callback."""
        own = Scope.municipality(ticket.municipality)
        callback = (await callback_store.of_tickets(session, own, [ticket.id])).get(ticket.id)
        subjects = [ticket.subject, *([callback.subject] if callback else [])]
        found = await promise_store.of_subjects(session, own, subjects)
        running = [each for subject in subjects for each in found.get(subject, ()) if each.state not in OVER]
        return min(running, key=lambda each: each.due_at, default=None), callback

    def _calendar(self, ticket: Ticket, callback: Callback | None, promise: Promise | None, at: datetime) -> str:
        is_wished = callback is not None and callback.state is CallbackState.OPEN
        return self.calendar(ticket, callback, promise, self.url(ticket, at)) if callback and is_wished else ""

    def _office_body(self, ticket: Ticket, occasion: Occasion, promise: Promise | None, link: str, at: datetime) -> str:
        last = self._expires(at)
        words = (UNTIL_SOCIAL if self.is_social(ticket) else UNTIL) if "/t/" in link else ""
        return OFFICE_BODY.format(
            sentence=TO_OFFICE[occasion][1], case_number=shown(ticket.case_number), link=link,
            due=until(promise) if promise else "keine",
            until=words.format(day=f"{long_day(last)} {last.year}"),
        )  # fmt: skip

    def _message(
        self, ticket: Ticket, occasion: Occasion, at: datetime, *, kind: MessageKind, addressee: str,
        to_office: str | None, recipient: str, body: str, opens: datetime, side: Side | None = None,
        calendar: str = "", in_reply_to: str = "",
    ) -> Message:  # fmt: skip
        subject = "Ihre Anfrage" if addressee == CITIZEN else "Ihre E-Mail"
        if occasion in TO_OFFICE:
            subject = TO_OFFICE[occasion][0]
        return Message(
            cause=ticket.subject, occasion=f"{occasion.value}@{at.isoformat()}#{token_hex(4)}", addressee=addressee,
            municipality=ticket.municipality, office=ticket.office, to_office=to_office,
            case_number=ticket.case_number, recipient=recipient,
            subject=f"{subject}, Vorgang {shown(ticket.case_number)}", body=body, written_at=at, not_before=opens,
            message_id=new_id(self.sender), next_at=opens if recipient else None,
            state=MessageState.WAITING if recipient else MessageState.SHOWN, kind=kind,
            reply_to=self.reply_to(ticket, side) if side else "", in_reply_to=in_reply_to, calendar=calendar,
        )  # fmt: skip

    def _expires(self, at: datetime) -> date:
        return local_day(at) + timedelta(days=self.link_days)

    def opens(self, rulebook: Rulebook | None, office: str | None, at: datetime) -> datetime:
        if rulebook is None:
            return opens_anywhere(at)
        return opens_at(rulebook.calendars, rulebook.handbook, rulebook.directory.offices.get(office or ""), at)


def occasion_of(message: Message) -> str:
    """The word before what only keeps two of a kind apart."""
    return message.occasion.partition("@")[0]


def office_address(rulebook: Rulebook | None, office: str) -> str:
    """Empty where there is none, or where the office is outside the agreement and may not see what is behind a link."""
    known = rulebook.directory.offices.get(office) if rulebook else None
    return known.email if rulebook and known and rulebook.directory.is_inside(known) else ""


def of_office(rulebook: Rulebook | None, office: str) -> Sequence[str]:
    """Every address from which the office is known to write."""
    if rulebook is None:
        return ()
    people = [person.email for person in rulebook.directory.person if person.office == office]
    return [address for address in (office_address(rulebook, office), *people) if address]
