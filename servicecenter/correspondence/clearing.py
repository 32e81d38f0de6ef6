"""Mails nobody but a person can file: the supervisor's list, with the tickets they may belong to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.attachments import store as attachment_store
from servicecenter.attachments.model import Attachment
from servicecenter.attachments.service import Attachments
from servicecenter.clock import Clock
from servicecenter.contacts import store as contact_store
from servicecenter.contacts.case_number import CaseNumberWrong, parse
from servicecenter.contacts.letters import Letters, of_office
from servicecenter.correspondence import store
from servicecenter.correspondence.filing import Filing, not_reopened
from servicecenter.correspondence.model import Fate, MailReason, Received, settled
from servicecenter.correspondence.secrecy import NO_WORDS, cleared
from servicecenter.database import Database
from servicecenter.errors import NotFound
from servicecenter.live import Live, Message
from servicecenter.messages.tokens import Side
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import Ticket, TicketState

NUMBER = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){7}(?!\d)")
MOST_NUMBERS = 5
KEPT_FOR = timedelta(days=30)  # what was discarded, or came back: then nobody asks any more


@dataclass(frozen=True, slots=True)
class Held:
    """A mail that waits, what came with it, and the tickets it may belong to, the likeliest first."""

    received: Received
    attachments: Sequence[Attachment]
    proposals: Sequence[Ticket]


@dataclass(frozen=True)
class Clearing:
    db: Database
    clock: Clock
    live: Live
    letters: Letters
    filing: Filing
    attachments: Attachments

    async def held(self, scope: Scope) -> list[Held]:
        async with self.db.read() as session:
            found = await store.held(session, scope)
            came = await attachment_store.of_received(session, scope, [each.id for each in found])
            return [
                Held(
                    each,
                    [attachment for attachment in came if attachment.received == each.id],
                    await self._proposals(session, scope, each),
                )
                for each in found
            ]

    async def waiting(self, scope: Scope) -> int:
        """How many there are, up to as many as one page shows."""
        async with self.db.read() as session:
            return len(await store.held(session, scope))

    async def of_ticket(self, scope: Scope, ticket: Ticket) -> Sequence[Received]:
        """What came to it by mail, for whoever sees the ticket."""
        if not scope.covers(ticket.municipality, ticket.office):
            return ()
        async with self.db.read() as session:
            return await store.of_ticket(session, Scope.municipality(ticket.municipality), ticket.id)

    async def file(self, person: Person, received_id: int, ticket_id: int) -> Ticket:
        """Raises NotFound, Conflict where somebody was quicker or the ticket takes nothing any more."""
        scope, at = Scope.of(person), self.clock.now()
        async with self.db.write() as session:
            received = await self._waiting(session, scope, received_id)
            ticket = await ticket_store.get(session, scope, ticket_id)
            if ticket.state is TicketState.WITHDRAWN or ticket.erased_at is not None:
                raise not_reopened()
            side = received.side if received.ticket == ticket.id else None
            side = side or self._side(received, ticket)
            values = {
                "ticket_id": ticket.id, "case_number": ticket.case_number, "municipality": ticket.municipality,
                "side": side.value,
            }  # fmt: skip
            if is_social := self.letters.is_social(ticket):
                received, values = cleared(received), values | NO_WORDS | {"reason": MailReason.SOCIAL.value}
            if not await store.settle(session, received, Fate.FILED, at, person.name, **values):
                raise settled()
            await self._enclose(session, received, ticket, is_social=is_social)
            filed = await self.filing.file(session, received, ticket, side, at, person.id)
        self.live.publish(Message("inbox", filed.municipality, filed.office))
        self.live.publish(Message("board", filed.municipality))
        return filed

    async def file_by_number(self, person: Person, received_id: int, spoken: str) -> Ticket:
        """To the newest ticket of the case that somebody typed. Raises CaseNumberWrong, NotFound, Conflict."""
        case_number, scope = parse(spoken), Scope.of(person)
        async with self.db.read() as session:
            contact = await contact_store.by_case(session, scope, case_number)
            found = await ticket_store.of_contact(session, scope, contact.id)
        if not found:
            raise NotFound(
                "Zu diesem Vorgang gibt es kein Ticket.", "Er endete am Telefon.", "Bitte die Nummer prüfen."
            )
        return await self.file(person, received_id, found[-1].id)

    async def open(self, scope: Scope, received_id: int, attachment_id: int) -> tuple[Attachment, Path]:
        """What came with a mail that waits. Raises NotFound."""
        found, path = await self.attachments.find(scope, attachment_id)
        if found.received != received_id:
            raise NotFound("Diese Anlage gibt es hier nicht.", "Sie kam mit einer anderen E-Mail.", "Bitte zurück.")
        return found, path

    async def discard(self, person: Person, received_id: int) -> Received:
        """It belongs to no case. The mail itself still lies in the mailbox. Raises NotFound, Conflict."""
        scope, at = Scope.of(person), self.clock.now()
        async with self.db.write() as session:
            received = await self._waiting(session, scope, received_id)
            if not await store.settle(session, received, Fate.DISCARDED, at, person.name):
                raise settled()
        self.live.publish(Message("board", received.municipality))
        return received

    async def tidy(self, scope: Scope) -> int:
        async with self.db.write() as session:
            over = await store.settled_before(session, scope, self.clock.now() - KEPT_FOR)
            await attachment_store.erase_received(session, over)
            await store.remove(session, over)
        return len(over)

    async def _enclose(self, session: AsyncSession, received: Received, ticket: Ticket, *, is_social: bool) -> None:
        """What came with it goes to the ticket, or, of a social concern, nowhere."""
        if is_social:
            await attachment_store.erase_received(session, [received.id])
            return
        await attachment_store.file(
            session, received.id, ticket=ticket.id, municipality=ticket.municipality, case_number=ticket.case_number
        )

    async def _waiting(self, session: AsyncSession, scope: Scope, received_id: int) -> Received:
        received = await store.get(session, scope, received_id)
        if received is None:
            raise NotFound("Diese E-Mail gibt es hier nicht.", "Sie ist schon gelöscht.", "Bitte die Liste neu laden.")
        if not received.is_held:
            raise settled()
        return received

    def _side(self, received: Received, ticket: Ticket) -> Side:
        known = {address.lower() for address in of_office(self.letters.rulebook(ticket), ticket.office)}
        return Side.OFFICE if received.sender in known else Side.CITIZEN

    async def _proposals(self, session: AsyncSession, scope: Scope, received: Received) -> list[Ticket]:
        """The ticket its token names, then those of case numbers in the text: proposed, never filed by themselves."""
        found: dict[int, Ticket] = {}
        if received.ticket is not None:
            found |= {each.id: each for each in await ticket_store.some(session, scope, [received.ticket])}
        for number in NUMBER.findall(f"{received.subject}\n{received.text}")[:MOST_NUMBERS]:
            try:
                contact = await contact_store.by_case(session, scope, parse(number))
            except (CaseNumberWrong, NotFound):
                continue
            found |= {each.id: each for each in await ticket_store.of_contact(session, scope, contact.id)}
        return [each for each in found.values() if each.state is not TicketState.WITHDRAWN and not each.erased_at]
