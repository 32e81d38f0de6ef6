"""The same concern twice becomes one ticket; a ticket that is over begins anew with a new promise."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.callbacks import store as callback_store
from servicecenter.callbacks.model import CallbackState
from servicecenter.clock import Clock
from servicecenter.contacts import store as contact_store
from servicecenter.contacts.case_number import parse
from servicecenter.contacts.forwarding import promise_callback, promised_by
from servicecenter.contacts.gathering import gather
from servicecenter.contacts.lengths import check_length
from servicecenter.contacts.timing import retime
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.live import Live, Message
from servicecenter.promises import service as promises
from servicecenter.promises.kinds import Start
from servicecenter.promises.terms import Terms
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import joining
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import OPEN, ReplyChannel, Ticket


@dataclass(frozen=True)
class Joining:
    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks

    async def merge(self, person: Person, ticket_id: int, spoken: str) -> Ticket:
        """Into the open ticket of the case number that somebody typed: that one stays, its answer keeps both promises.

        Raises CaseNumberWrong, NotFound, Invalid for two that do not belong together, Conflict.
        """
        case_number = parse(spoken)
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            await self.db.alone(session, "merge")  # two clerks who each merge one into the other would wait in a circle
            ticket = await ticket_store.get(session, scope, ticket_id)
            into = await self._into(session, scope, ticket, case_number)
            await _check_callbacks(session, ticket, into)
            merged = await joining.merge(session, scope, ticket, into, person, at)
            await retime(session, into)
        self._tell(merged)
        return merged

    async def separate(self, person: Person, ticket_id: int) -> Ticket:
        """The merging undone within a day, while nobody has answered. Raises Conflict."""
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            ticket = await ticket_store.get(session, scope, ticket_id)
            separated = await joining.separate(session, scope, ticket, person, at)
            for one in await ticket_store.some(session, scope, [ticket.id, ticket.merged_into or 0]):
                await retime(session, one)
        self._tell(separated)
        return separated

    async def reopen(self, person: Person, ticket_id: int, reason: str) -> Ticket:
        """By a clerk of its office or by the service centre; what the handbook promises today begins anew.

        Raises Invalid without a reason, Conflict where it is not over, or its office is gone.
        """
        check_length(reason, "reason")
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            ticket = await ticket_store.get(session, scope, ticket_id)
            opened = await self.reopened(session, ticket, person, reason, at)
        self._tell(opened)
        return opened

    async def reopened(
        self, session: AsyncSession, ticket: Ticket, person: Person, reason: str, at: datetime
    ) -> Ticket:
        """The same within a transaction that has its own cause: a mail that came."""
        own = Scope.municipality(ticket.municipality)
        opened = await joining.reopen(session, own, ticket, person, reason, at)
        await self._promise(session, opened, at, person)
        await retime(session, opened)
        return opened

    async def _into(self, session: AsyncSession, scope: Scope, ticket: Ticket, case_number: str) -> Ticket:
        """The open ticket with this number that is not this one; one that is over tells its end."""
        found = [one for one in await ticket_store.of_case(session, scope, case_number) if one.id != ticket.id]
        if not found:
            raise NotFound(
                "Mit dieser Vorgangsnummer liegt Ihnen kein anderes Ticket vor.",
                "Zusammengeführt wird nur, was im selben Fachamt liegt.", "Bitte die Nummer prüfen.", field="into",
            )  # fmt: skip
        return next((one for one in found if one.state in OPEN), found[0])

    async def _promise(self, session: AsyncSession, ticket: Ticket, at: datetime, person: Person) -> None:
        rulebook = self.rulebooks.on(ticket.municipality, local_day(at))
        handbook = rulebook.handbook.valid_from
        for terms in await self._terms(session, rulebook, ticket, Start.TICKET, at):
            await promises.make(
                session, terms, subject=ticket.subject, case_number=ticket.case_number,
                municipality=ticket.municipality, office=ticket.office, handbook=handbook, at=at, actor=person.id,
            )  # fmt: skip
        called = (await callback_store.of_tickets(session, Scope.municipality(ticket.municipality), [ticket.id])).get(
            ticket.id
        )
        if ticket.reply is ReplyChannel.CALLBACK and called is not None and called.number:
            terms_of_call = await self._terms(session, rulebook, ticket, Start.CALLBACK, at)
            if terms_of_call:
                await promise_callback(
                    session, ticket, terms_of_call, called.number, called.window, handbook, at, person
                )

    async def _terms(
        self, session: AsyncSession, rulebook: Rulebook, ticket: Ticket, start: Start, at: datetime
    ) -> list[Terms]:
        office = rulebook.directory.offices.get(ticket.office)
        if office is None:
            raise Conflict(
                "Dieses Ticket lässt sich nicht wieder öffnen.", "Sein Fachamt steht nicht mehr im Verzeichnis.",
                "Bitte das Anliegen neu aufnehmen.",
            )  # fmt: skip
        contact = await contact_store.get(session, Scope.municipality(ticket.municipality), ticket.contact)
        facts = gather(contact, rulebook, None, at)
        if start is Start.TICKET and ticket.is_complaint:
            start = Start.COMPLAINT
        return promised_by(rulebook, start, office, facts)

    def _tell(self, ticket: Ticket) -> None:
        self.live.publish(Message("inbox", ticket.municipality, ticket.office))
        self.live.publish(Message("board", ticket.municipality))


async def _check_callbacks(session: AsyncSession, ticket: Ticket, into: Ticket) -> None:
    """One call must reach whoever asked in both. Raises Invalid."""
    called = await callback_store.of_tickets(session, Scope.municipality(ticket.municipality), [ticket.id, into.id])
    own, other = called.get(ticket.id), called.get(into.id)
    if own is None or own.state is not CallbackState.OPEN:
        return
    if other is None or other.state is not CallbackState.OPEN:
        raise Invalid(
            "So herum lassen sich die Tickets nicht zusammenführen.",
            "Nur zu diesem Ticket ist ein Rückruf zugesagt.", "Bitte das andere Ticket in dieses zusammenführen.",
            field="into",
        )  # fmt: skip
    if own.number != other.number:
        raise Invalid(
            "Diese Tickets gehören nicht zusammen.", "Die Rückrufe gehen an zwei verschiedene Nummern.",
            "Bitte beide Personen anrufen.", field="into",
        )  # fmt: skip
