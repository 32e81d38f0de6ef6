"""The clerk's acts: accept, release, call back, give up, answer. Each is one transaction with its journal row.

Handing over and returning what somebody who fell ill has open: sharing.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.agreements.model import Handbook
from servicecenter.callbacks import service as callbacks
from servicecenter.callbacks import store as callback_store
from servicecenter.callbacks.model import Attempt, Callback, CallbackState, Outcome
from servicecenter.clock import Clock
from servicecenter.contacts import holding
from servicecenter.contacts import store as contact_store
from servicecenter.contacts.case_number import parse
from servicecenter.contacts.lengths import check_length
from servicecenter.contacts.letters import Letters, Occasion
from servicecenter.contacts.turns import Turn, turn
from servicecenter.contacts.uninviting import uninvite
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.live import Live, Message
from servicecenter.promises import store as promise_store
from servicecenter.promises.model import Promise
from servicecenter.promises.states import OVER
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import service as tickets
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import OPEN, REPLY_WORDS, Counts, ReplyChannel, Ticket, ticket_subject
from servicecenter.tickets.remarks import store as remark_store
from servicecenter.tickets.remarks.model import Remark

PAGE = 50


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the inbox: a ticket with its callback and what is promised about both."""

    ticket: Ticket
    callback: Callback | None
    promises: tuple[Promise, ...]
    turn: Turn | None = None  # where it stands in the list, and why; None where it is over
    remarks: tuple[Remark, ...] = ()
    merged: tuple[Ticket, ...] = ()  # what its answer answers too

    @property
    def asked(self) -> tuple[Remark, ...]:
        """Questions that nobody has answered yet."""
        return tuple(remark for remark in self.remarks if remark.is_open)

    @property
    def driving(self) -> Promise | None:
        """The strictest promise still running drives the work; each is reported by itself."""
        running = [promise for promise in self.promises if promise.state not in OVER]
        return min(running, key=lambda promise: promise.due_at, default=None)


@dataclass(frozen=True)
class Inbox:
    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks
    letters: Letters

    async def items(self, scope: Scope, limit: int = PAGE, offset: int = 0) -> list[Item]:
        """Open tickets: the next to fall due, among these the order in which they must be worked off."""
        async with self.db.read() as session:
            found = await self._items(session, scope, await ticket_store.open_tickets(session, scope, limit, offset))
        items = [(item.turn, item) for item in found if item.turn]
        return [item for _, item in sorted(items, key=lambda both: both[0].place(both[1].ticket.id))]

    async def counts(self, scope: Scope) -> Counts:
        """Of everything open, however much of it is shown."""
        async with self.db.read() as session:
            return await ticket_store.counts(session, scope, self.clock.now())

    async def find(self, scope: Scope, spoken: str) -> Ticket:
        """By the case number, however it was typed: the latest of one's own. Raises CaseNumberWrong, NotFound."""
        case_number = parse(spoken)
        async with self.db.read() as session:
            found = await ticket_store.of_case(session, scope, case_number)
        if not found:
            raise NotFound(
                "Mit dieser Vorgangsnummer liegt Ihnen nichts vor.",
                "Der Vorgang gehört zu einem anderen Fachamt oder wurde weitergegeben.", "Bitte die Nummer prüfen.",
                field="case_number",
            )  # fmt: skip
        return found[-1]

    async def done(self, scope: Scope) -> list[Item]:
        async with self.db.read() as session:
            return await self._items(session, scope, await ticket_store.closed_tickets(session, scope))

    async def item(self, scope: Scope, ticket_id: int) -> Item:
        async with self.db.read() as session:
            return (await self._items(session, scope, [await ticket_store.get(session, scope, ticket_id)]))[0]

    async def of_contact(self, scope: Scope, contact_id: int) -> list[Item]:
        """Every ticket of one contact, whatever became of it."""
        async with self.db.read() as session:
            return await self._items(session, scope, await ticket_store.of_contact(session, scope, contact_id))

    async def earlier(self, scope: Scope, item: Item) -> list[Ticket]:
        """Other tickets of the same case or the same number, newest first, as far as the reader may see them."""
        async with self.db.read() as session:
            same_case = await ticket_store.earlier(session, scope, item.ticket)
            number = item.callback.number if item.callback else ""
            called = await callback_store.tickets_of_number(session, scope, number) if number else ()
            same_number = await ticket_store.some(session, scope, called)
        found = {ticket.id: ticket for ticket in (*same_case, *same_number) if ticket.id != item.ticket.id}
        return sorted(found.values(), key=lambda ticket: ticket.id, reverse=True)

    async def story(self, item: Item) -> Sequence[Entry]:
        """Everything that happened to the case: who may see one of its tickets may read its whole story."""
        async with self.db.read() as session:
            own = Scope.municipality(item.ticket.municipality)
            return await journal.of_case(session, own, item.ticket.case_number)

    async def accept(self, person: Person, ticket_id: int) -> Item:
        async with self.db.write() as session:
            await tickets.accept(session, Scope.of(person), ticket_id, person, self.clock.now())
        return await self._changed(person, ticket_id)

    async def release(self, person: Person, ticket_id: int) -> Item:
        async with self.db.write() as session:
            await tickets.release(session, Scope.of(person), ticket_id, person, self.clock.now())
        return await self._changed(person, ticket_id)

    async def answer(self, person: Person, ticket_id: int, text: str) -> Item:
        """Raises Conflict while a callback is still owed: an answer nobody heard is none."""
        check_length(text, "answer")
        item = await self.item(Scope.of(person), ticket_id)
        if item.callback is not None and item.callback.state is CallbackState.OPEN and item.ticket.state in OPEN:
            raise Conflict(
                "Der Rückruf steht noch aus.", "Die Person hat um einen Rückruf gebeten und wurde noch nicht erreicht.",
                "Bitte zuerst den Rückruf eintragen; „erreicht“ beantwortet auch das Ticket.",
            )  # fmt: skip
        at = self.clock.now()
        async with self.db.write() as session:
            await holding.go_on(session, item.ticket, self.rulebooks, at, person.id, is_over=True)
            said = self.letters.kept(item.ticket, text)
            answered = await tickets.answer(session, Scope.of(person), ticket_id, person, said, at)
            if answered.reply is ReplyChannel.EMAIL:
                await self.letters.to_citizen(session, answered, answered.answer, Occasion.ANSWERED, at)
        return await self._changed(person, ticket_id)

    async def attempt(self, person: Person, ticket_id: int, outcome: Outcome, note: str) -> Item:
        """A reached caller keeps the promise and answers the ticket; anything else is logged and leaves both open."""
        check_length(note, "note")
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            ticket = await tickets.accept(session, scope, ticket_id, person, at)
            callback = await _wished(session, scope, ticket_id)
            note = "" if self.letters.is_social(ticket) else note.strip()
            made = Attempt(at, person.name, outcome, note)
            await callbacks.attempt(session, scope, callback, made, actor=person.id)
            if outcome is Outcome.REACHED:
                await holding.go_on(session, ticket, self.rulebooks, at, person.id, is_over=True)
                for other in await _merged_callbacks(session, scope, ticket_id):
                    await callbacks.attempt(session, scope, other, made, actor=person.id)
                await self._uninvite(session, scope, ticket, at)
                await tickets.answer(session, scope, ticket.id, person, note or "Am Telefon besprochen.", at)
        return await self._changed(person, ticket_id)

    async def correct_number(self, person: Person, ticket_id: int, number: str) -> Item:
        """The right one was found: the attempts begin anew. Raises NumberUnusable."""
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            await tickets.accept(session, scope, ticket_id, person, at)
            callback = await _wished(session, scope, ticket_id)
            await callbacks.correct_number(session, callback, number, at, actor=person.id)
        return await self._changed(person, ticket_id)

    async def exhaust(self, person: Person, ticket_id: int, said: str) -> Item:
        """Nobody was reached in as many attempts as the handbook says; `said` was written by the other channel.

        Raises Conflict while attempts are left, Invalid where an address is known and nothing was written to it.
        """
        check_length(said, "said")
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            ticket = await tickets.accept(session, scope, ticket_id, person, at)
            callback = await _wished(session, scope, ticket_id)
            channel = ticket.written_channel
            _check_told(channel, said)
            handbook = await self._handbook(session, ticket)
            await callbacks.exhaust(
                session, scope, callback, handbook.attempts(), at, actor=person.id,
                informed_by=channel.value, clause=handbook.attempts_clause(),
            )  # fmt: skip
            for other in await _merged_callbacks(session, scope, ticket_id):
                await callbacks.follow_exhausted(session, scope, other, at, actor=person.id)
            await self._uninvite(session, scope, ticket, at)
            kept = self.letters.kept(ticket, said) if channel is not ReplyChannel.NONE else ""
            await tickets.exhaust(session, scope, ticket_id, person, kept, at)
            await self.letters.to_citizen(session, ticket, said, Occasion.UNREACHED, at)
        return await self._changed(person, ticket_id)

    async def _uninvite(self, session: AsyncSession, scope: Scope, ticket: Ticket, at: datetime) -> None:
        """Of the callback, and of those that were merged into it."""
        for each in (ticket, *await ticket_store.merged_into(session, scope, ticket.id)):
            await uninvite(session, self.letters, each, at)

    async def _handbook(self, session: AsyncSession, ticket: Ticket) -> Handbook:
        """The version the case is handled under."""
        contact = await contact_store.get(session, Scope.municipality(ticket.municipality), ticket.contact)
        return self.rulebooks.on(ticket.municipality, contact.handbook).handbook

    async def _changed(self, person: Person, ticket_id: int) -> Item:
        item = await self.item(Scope.of(person), ticket_id)
        self.live.publish(Message("inbox", item.ticket.municipality, item.ticket.office))
        self.live.publish(Message("board", item.ticket.municipality))
        return item

    async def _items(self, session: AsyncSession, scope: Scope, found: Sequence[Ticket]) -> list[Item]:
        """Each with its callback, its promises, and those of what was merged into it."""
        ids = [ticket.id for ticket in found]
        merged = await ticket_store.merged(session, scope, ids)
        together = [*ids, *(other.id for others in merged.values() for other in others)]
        called = await callback_store.of_tickets(session, scope, together)
        subjects = [ticket_subject(one) for one in together] + [each.subject for each in called.values()]
        promised = await promise_store.of_subjects(session, scope, subjects)
        remarks = await remark_store.of_tickets(session, scope, ids)

        def owed(ticket_id: int) -> tuple[Promise, ...]:
            callback = called.get(ticket_id)
            of_callback = promised.get(callback.subject, ()) if callback else ()
            return (*promised.get(ticket_subject(ticket_id), ()), *of_callback)

        return [
            self._in_turn(
                Item(
                    ticket, called.get(ticket.id),
                    sum((owed(other.id) for other in merged.get(ticket.id, ())), owed(ticket.id)),
                    remarks=remarks.get(ticket.id, ()), merged=merged.get(ticket.id, ()),
                )
            )
            for ticket in found
        ]  # fmt: skip

    def _in_turn(self, item: Item) -> Item:
        if item.ticket.state not in OPEN:
            return item
        own = item.ticket.municipality
        day = item.promises[0].handbook if item.promises else local_day(item.ticket.made_at)
        rulebook = self.rulebooks.on(own, day) if self.rulebooks.has_rules(own, day) else None
        return replace(item, turn=turn(item.ticket, item.callback, item.driving, rulebook, self.clock.now()))


async def _wished(session: AsyncSession, scope: Scope, ticket_id: int) -> Callback:
    """The ticket's callback. Raises Conflict where none is wished."""
    callback = (await callback_store.of_tickets(session, scope, [ticket_id])).get(ticket_id)
    if callback is None:
        raise Conflict("Hier ist kein Rückruf gewünscht.", "Die Person hat einen anderen Weg gewählt.", "")
    return callback


async def _merged_callbacks(session: AsyncSession, scope: Scope, ticket_id: int) -> list[Callback]:
    """Open callbacks of what was merged into this ticket: the same number, so the same call."""
    others = await ticket_store.merged_into(session, scope, ticket_id)
    called = await callback_store.of_tickets(session, scope, [other.id for other in others])
    return [callback for callback in called.values() if callback.state is CallbackState.OPEN]


def _check_told(channel: ReplyChannel, said: str) -> None:
    if channel is not ReplyChannel.NONE and not said.strip():
        raise Invalid(
            "Die Nachricht fehlt.", f"Für diesen Fall wurde ein anderer Weg genannt: {REPLY_WORDS[channel]}.",
            "Bitte die Person dort benachrichtigen und festhalten, was mitgeteilt wurde.", field="said",
        )  # fmt: skip
