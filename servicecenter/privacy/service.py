"""Erasing by handbook in batches, and by number on request.

A case is the contact with its tickets and callbacks, and with what several offices do for a business; its days begin
when the last of it is closed, and what was closed is kept for as many as the handbook says under which it was handled.
Figures, the journal and its chain hold no personal data and stay as they are. Whoever wins the contact's conditional
UPDATE erases all of it: a second process finds nothing left to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.agreements.model import Retention
from servicecenter.attachments import store as attachment_store
from servicecenter.businesses import store as business_store
from servicecenter.callbacks import store as callback_store
from servicecenter.callbacks.numbers import parse
from servicecenter.cases import store as case_store
from servicecenter.clock import Clock
from servicecenter.contacts import store as contact_store
from servicecenter.contacts.model import UNDO_GRACE, UNDO_WITHIN, Contact
from servicecenter.correspondence import store as received_store
from servicecenter.database import Database
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.messages import store as outbox
from servicecenter.messages.model import MessageKind
from servicecenter.privacy.businesses import forget_number
from servicecenter.privacy.model import FILES, MAILS, Held, over_since
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import Ticket, ticket_subject
from servicecenter.tickets.remarks import store as remark_store

BATCH = 200
AT_LEAST = UNDO_WITHIN + UNDO_GRACE  # what can still be taken back is not over
MOST_TICKETS = 10_000  # of one number
HandbookOf = tuple[str, date]  # municipality, valid_from


@dataclass(frozen=True, slots=True)
class Kept:
    """How long after closing, and by which clause; the clause is empty where the handbook says nothing."""

    days: int
    clause: str

    @property
    def span(self) -> timedelta:
        return max(timedelta(days=self.days), AT_LEAST)


@dataclass(frozen=True)
class Erasure:
    db: Database
    clock: Clock
    rulebooks: Rulebooks

    async def run(self, scope: Scope, size: int = BATCH) -> int:
        """Erases every case whose days are over; how many it erased. Safe to run twice at the same time."""
        async with self.db.read() as session:
            handbooks = await contact_store.held(session, scope)
        return sum([await self._run(scope, handbook, size) for handbook in handbooks])

    async def held(self, scope: Scope, number: str) -> list[Held]:
        """What is held of whoever called from this number or is to be called there. Raises NumberUnusable."""
        async with self.db.read() as session:
            return await self._of_number(session, scope, parse(number))

    async def erase_number(self, scope: Scope, number: str, actor: str) -> tuple[list[Held], list[Held]]:
        """At once, whatever the handbook says: (erased, still open). What is open is needed to do what was asked."""
        at = self.clock.now()
        async with self.db.write() as session:
            found = await self._of_number(session, scope, parse(number))
            closed = [held.contact for held in found if not held.is_open]
            gone = await self._erase(session, scope, closed, None, at, actor, {"cause": "request"})
            await forget_number(session, scope, parse(number), at, actor)
        return [h for h in found if h.contact.id in gone], [h for h in found if h.contact.id not in gone]

    async def _run(self, scope: Scope, handbook: HandbookOf, size: int) -> int:
        at, kept, after, erased = self.clock.now(), self._kept(handbook), 0, 0
        before = at - kept.span
        details: dict[str, object] = {"cause": "retention", "days": kept.days, "clause": kept.clause}
        while True:
            async with self.db.read() as session:
                batch = await contact_store.closed_before(session, scope, handbook, before, after=after, limit=size)
            if not batch:
                return erased
            async with self.db.write() as session:
                erased += len(await self._erase(session, scope, batch, before, at, "system", details))
            after = batch[-1].id

    async def _erase(
        self, session: AsyncSession, scope: Scope, contacts: Sequence[Contact], before: datetime | None, at: datetime,
        actor: str, details: dict[str, object],
    ) -> set[int]:  # fmt: skip
        """Those of these cases that are over, at `before` where it is given, and that nobody else has erased."""
        ids = [contact.id for contact in contacts]
        running = await ticket_store.not_yet_over(session, scope, ids, before)
        running |= await case_store.not_yet_over(session, scope, ids, before)
        gone = set(await contact_store.erase(session, [each for each in ids if each not in running], at))
        tickets = await ticket_store.erase(session, sorted(gone), at)
        await callback_store.erase(session, tickets)
        await remark_store.erase(session, tickets)
        letters = await case_store.erase(session, scope, sorted(gone), at)
        await outbox.erase(session, [*(ticket_subject(ticket) for ticket in tickets), *letters])
        await attachment_store.erase(session, tickets)
        await received_store.erase(session, [contact.case_number for contact in contacts if contact.id in gone])
        for contact in contacts:
            if contact.id in gone:
                entry = Entry(at, contact.municipality, contact.case_number, "case-erased", actor, None, details)
                journal.append(session, entry)
        return gone

    async def _of_number(self, session: AsyncSession, scope: Scope, number: str) -> list[Held]:
        called = await callback_store.tickets_of_number(session, scope, number, MOST_TICKETS)
        contacts = {ticket.contact for ticket in await ticket_store.some(session, scope, called)}
        businesses = [business.id for business in await business_store.of_number(session, scope, number)]
        contacts |= {link.contact for link in await business_store.links(session, scope, businesses)}
        found = await contact_store.of_number(session, scope, number, sorted(contacts))
        return [await self._held(session, scope, contact) for contact in found]

    async def _held(self, session: AsyncSession, scope: Scope, contact: Contact) -> Held:
        tickets = tuple(await ticket_store.of_contact(session, scope, contact.id))
        callbacks = await callback_store.of_tickets(session, scope, [ticket.id for ticket in tickets])
        case = await case_store.of_contact(session, scope, contact.id)
        over = over_since(contact, tickets, case)
        until = over + self._kept((contact.municipality, contact.handbook)).span if over else None
        beside = await self._beside(session, scope, tickets)
        return Held(contact, tickets, tuple(callbacks.values()), until, beside, case)

    async def _beside(self, session: AsyncSession, scope: Scope, tickets: Sequence[Ticket]) -> tuple[str, ...]:
        letters = [each for t in tickets for each in await outbox.of_cause(session, scope, t.subject)]
        mails = [each for t in tickets for each in await received_store.of_ticket(session, scope, t.id)]
        files = [each for t in tickets for each in await attachment_store.of_ticket(session, scope, t.id)]
        has_mails = bool(mails) or any(each.kind is MessageKind.LETTER for each in letters)
        return (*((MAILS,) if has_mails else ()), *((FILES,) if files else ()))

    def _kept(self, handbook: HandbookOf) -> Kept:
        """The usual days where the rules of that day are gone: nothing is kept for ever because a file was lost."""
        if not self.rulebooks.has_rules(*handbook):
            return Kept(Retention().days_after_closing, "")
        rules = self.rulebooks.on(*handbook).handbook
        return Kept(rules.kept_days(), rules.retention_clause())
