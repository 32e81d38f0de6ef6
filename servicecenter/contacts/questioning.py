"""Questions about a ticket: to the citizen, to the service centre, and, of a complaint, to the office it is about.

A question stays in the history with its answer. It holds no promise up unless the handbook says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.clock import Clock
from servicecenter.contacts import holding
from servicecenter.contacts.delaying import told_by
from servicecenter.contacts.lengths import check_length
from servicecenter.contacts.telling import Telling
from servicecenter.database import Database
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.live import Live, Message
from servicecenter.messages import store as outbox
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import service as tickets
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import ReplyChannel, Ticket, TicketAct
from servicecenter.tickets.passing import check_new, remark
from servicecenter.tickets.remarks import store as remark_store
from servicecenter.tickets.remarks.model import CENTRE, CITIZEN, Remark, RemarkKind


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question with the ticket it is about."""

    remark: Remark
    ticket: Ticket


@dataclass(frozen=True)
class Questions:
    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks
    telling: Telling

    async def ask(self, person: Person, ticket_id: int, to: str, text: str) -> Remark:
        """To the CITIZEN, by e-mail where an address is known, else by the clerk's call; or to the CENTRE.

        Raises Invalid, Conflict where a colleague has the ticket.
        """
        _check(text, "question")
        if to not in (CITIZEN, CENTRE):
            raise _nobody()
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            ticket = await tickets.accept(session, scope, ticket_id, person, at)
            ticket = await self._step(session, scope, ticket, person, to, at)
            note = remark(ticket, RemarkKind.QUESTION, text, person, at, to=to)
            await check_new(session, note)
            asked = await remark_store.add(session, note)
            if to == CITIZEN:
                if told_by(ticket) == ReplyChannel.EMAIL and not self.telling.letters.is_social(ticket):
                    await outbox.add(session, [self.telling.question(ticket, asked, at)])
                await holding.hold(session, ticket, self.rulebooks, at, person.id)
        self._tell(ticket)
        return asked

    async def ask_statement(self, person: Person, ticket_id: int, text: str) -> Remark:
        """Of the office a complaint is about: it reads the question, never the complaint. Raises Invalid, Conflict."""
        _check(text, "question")
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            ticket = await tickets.accept(session, scope, ticket_id, person, at)
            if not ticket.is_complaint or ticket.about_office in (None, ticket.office):
                raise _nobody()
            office = ticket.about_office or ""
            ticket = await self._step(session, scope, ticket, person, office, at)
            note = remark(ticket, RemarkKind.STATEMENT, text, person, at, to=office)
            await check_new(session, note)
            asked = await remark_store.add(session, note)
        self._tell(ticket)
        self.live.publish(Message("inbox", ticket.municipality, office))
        return asked

    async def answer(self, person: Person, remark_id: int, said: str) -> Remark:
        """By whoever was asked: the ticket's office for the citizen, the service centre, the office of a statement.

        Raises Invalid without an answer, NotFound for a stranger, Conflict where somebody was quicker.
        """
        _check(said, "reply")
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            asked, ticket = await self._asked(session, scope, remark_id)
            if not asked.is_open or not await remark_store.answer(session, asked, said.strip(), person.name, at):
                raise Conflict(
                    "Diese Frage ist schon beantwortet.", "Jemand war schneller.", "Die Antwort steht im Verlauf."
                )
            told = {"asked": asked.to, "question": str(asked.id)}
            tickets.record(session, ticket, "question-answered", at, person.id, **told)
            if asked.to == CITIZEN:
                await holding.go_on(session, ticket, self.rulebooks, at, person.id)
        self._tell(ticket)
        return asked

    async def to_centre(self, scope: Scope) -> list[Asked]:
        """Open questions to the service centre, the oldest first."""
        async with self.db.read() as session:
            remarks = await remark_store.asked_of_centre(session, scope)
            found = await ticket_store.some(session, scope, [each.ticket for each in remarks])
        by_id = {ticket.id: ticket for ticket in found}
        return [Asked(each, by_id[each.ticket]) for each in remarks if each.ticket in by_id]

    async def statements(self, scope: Scope) -> Sequence[Remark]:
        """What is asked of the reader's own offices; only for who has offices of their own."""
        if scope.offices is None:
            return ()
        async with self.db.read() as session:
            return await remark_store.asked_of_offices(session, scope)

    async def _asked(self, session: AsyncSession, scope: Scope, remark_id: int) -> tuple[Remark, Ticket]:
        asked = await remark_store.get(session, scope, remark_id)
        if asked.kind is not RemarkKind.STATEMENT:
            return asked, await ticket_store.get(session, scope, asked.ticket)
        if not scope.covers(asked.municipality, asked.to):
            raise NotFound("Diese Frage gibt es hier nicht.", "Sie geht an ein anderes Fachamt.", "Bitte zurück.")
        own = Scope.municipality(asked.municipality)  # the complaint itself stays with the desk that has it
        return asked, await ticket_store.get(session, own, asked.ticket)

    async def _step(
        self, session: AsyncSession, scope: Scope, ticket: Ticket, person: Person, to: str, at: datetime
    ) -> Ticket:
        return await tickets.step(session, scope, ticket, TicketAct.ASK, at, person.id, {"asked": to})

    def _tell(self, ticket: Ticket) -> None:
        self.live.publish(Message("inbox", ticket.municipality, ticket.office))
        self.live.publish(Message("board", ticket.municipality))


def _check(text: str, field: str) -> None:
    """Raises Invalid."""
    check_length(text, field)
    if not text.strip():
        raise Invalid(
            "Der Text fehlt.", "Eine leere Frage oder Antwort hilft niemandem.", "Bitte einen Satz schreiben.",
            field=field,
        )  # fmt: skip


def _nobody() -> Invalid:
    return Invalid(
        "So kann nicht gefragt werden.",
        "Fragen gehen an die Person oder das ServiceCenter, um Stellungnahme wird gebeten, wem eine Beschwerde gilt.",
        "Bitte wählen, wer gefragt wird.", field="to",
    )  # fmt: skip
