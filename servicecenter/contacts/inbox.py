"""The clerk's acts: accept, release, attempt to call back, answer. Each is one transaction with its journal row."""

from collections.abc import Sequence
from dataclasses import dataclass

from servicecenter.access.model import Person, Scope
from servicecenter.callbacks import service as callbacks
from servicecenter.callbacks import store as callback_store
from servicecenter.callbacks.model import Attempt, Callback, CallbackState, Outcome
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.errors import Conflict, Invalid
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.live import Live, Message
from servicecenter.promises import store as promise_store
from servicecenter.promises.model import Promise
from servicecenter.promises.states import OVER
from servicecenter.tickets import service as tickets
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import OPEN, Ticket

LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the inbox: a ticket with its callback and what is promised about both."""

    ticket: Ticket
    callback: Callback | None
    promises: tuple[Promise, ...]

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

    async def items(self, scope: Scope) -> list[Item]:
        """Open tickets, sorted by what must be done first."""
        async with self.db.read() as session:
            found = await ticket_store.open_tickets(session, scope)
        items = await self._items(scope, found)
        return sorted(
            items, key=lambda item: (item.driving is None, item.driving and item.driving.due_at, item.ticket.id)
        )

    async def done(self, scope: Scope) -> list[Item]:
        async with self.db.read() as session:
            found = await ticket_store.closed_tickets(session, scope)
        return await self._items(scope, found)

    async def item(self, scope: Scope, ticket_id: int) -> Item:
        async with self.db.read() as session:
            ticket = await ticket_store.get(session, scope, ticket_id)
        return (await self._items(scope, [ticket]))[0]

    async def of_contact(self, scope: Scope, contact_id: int) -> list[Item]:
        """Every ticket of one contact, whatever became of it."""
        async with self.db.read() as session:
            found = await ticket_store.of_contact(session, scope, contact_id)
        return await self._items(scope, found)

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
        _check_length(text, "answer")
        item = await self.item(Scope.of(person), ticket_id)
        if item.callback is not None and item.callback.state is CallbackState.OPEN and item.ticket.state in OPEN:
            raise Conflict(
                "Der Rückruf steht noch aus.", "Die Person hat um einen Rückruf gebeten und wurde noch nicht erreicht.",
                "Bitte zuerst den Rückruf eintragen; „erreicht“ beantwortet auch das Ticket.",
            )  # fmt: skip
        async with self.db.write() as session:
            await tickets.answer(session, Scope.of(person), ticket_id, person, text, self.clock.now())
        return await self._changed(person, ticket_id)

    async def attempt(self, person: Person, ticket_id: int, outcome: Outcome, note: str) -> Item:
        """A reached caller keeps the promise and answers the ticket; anything else is logged and leaves both open."""
        _check_length(note, "note")
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            ticket = await tickets.accept(session, scope, ticket_id, person, at)
            callback = (await callback_store.of_tickets(session, scope, [ticket_id])).get(ticket_id)
            if callback is None:
                raise Conflict("Hier ist kein Rückruf gewünscht.", "Die Person hat einen anderen Weg gewählt.", "")
            made = Attempt(at, person.name, outcome, note.strip())
            await callbacks.attempt(session, scope, callback, made, actor=person.id)
            if outcome is Outcome.REACHED:
                await tickets.answer(session, scope, ticket.id, person, note.strip() or "Am Telefon besprochen.", at)
        return await self._changed(person, ticket_id)

    async def _changed(self, person: Person, ticket_id: int) -> Item:
        item = await self.item(Scope.of(person), ticket_id)
        self.live.publish(Message("inbox", item.ticket.municipality, item.ticket.office))
        self.live.publish(Message("board", item.ticket.municipality))
        return item

    async def _items(self, scope: Scope, found: Sequence[Ticket]) -> list[Item]:
        async with self.db.read() as session:
            called = await callback_store.of_tickets(session, scope, [ticket.id for ticket in found])
            subjects = [ticket.subject for ticket in found] + [callback.subject for callback in called.values()]
            promised = await promise_store.of_subjects(session, scope, subjects)
        return [
            Item(
                ticket,
                callback := called.get(ticket.id),
                (*promised.get(ticket.subject, ()), *promised.get(callback.subject if callback else "", ())),
            )
            for ticket in found
        ]


def _check_length(text: str, field: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise Invalid(
            "Der Text ist zu lang.", f"Er hat {len(text)} Zeichen, möglich sind {LONGEST_TEXT}.",
            "Bitte kürzen; der Text bleibt im Feld stehen.", field=field,
        )  # fmt: skip
