"""A ticket that lies in the wrong office: given back and rerouted at once, the second time decided by the supervisor.

The promise keeps running by the same date: the citizen does not wait longer for our mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.callbacks import store as callback_store
from servicecenter.clock import Clock
from servicecenter.contacts import store as contact_store
from servicecenter.contacts.gathering import gather
from servicecenter.contacts.lengths import check_length
from servicecenter.contacts.letters import Letters, Occasion
from servicecenter.contacts.timing import retime
from servicecenter.contacts.turns import opening
from servicecenter.contacts.uninviting import uninvite
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.directory.model import Office
from servicecenter.errors import Invalid
from servicecenter.live import Live, Message
from servicecenter.messages import store as outbox
from servicecenter.promises import changing
from servicecenter.promises.model import Promise
from servicecenter.promises.terms import Watch
from servicecenter.routing.elsewhere import Elsewhere, elsewhere, inboxes
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import passing
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import Ticket, TicketAct, TicketState
from servicecenter.tickets.remarks import store as remark_store
from servicecenter.tickets.remarks.model import Remark, RemarkKind


@dataclass(frozen=True, slots=True)
class Unplaced:
    """What the supervisor has to decide: who gave it back and why, and who may have it."""

    ticket: Ticket
    remarks: Sequence[Remark]
    offices: Sequence[Office]


@dataclass(frozen=True)
class Passing:
    db: Database
    clock: Clock
    live: Live
    rulebooks: Rulebooks
    letters: Letters

    async def give_back(self, person: Person, ticket_id: int, reason: str, proposal: str = "") -> Ticket:
        """„Nicht zuständig“: at once where it is proposed or the plan leads without this office; twice: the supervisor.

        Raises Invalid for a proposal that cannot have it, Conflict where a colleague has it, NotFound where it is gone.
        """
        check_length(reason, "reason")
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            ticket = await ticket_store.get(session, scope, ticket_id)
            rulebook = self._rulebook(ticket, at)
            refused = await self._refused(session, ticket)
            _check_proposal(proposal, rulebook, refused)
            found = await self._elsewhere(session, ticket, rulebook, refused, proposal, at)
            to, why = (found.office.id, found.reason) if found else (None, "supervisor-decides")
            moved = await passing.give_back(session, scope, ticket, person, reason, proposal, to, why, at)
            await self._hand_on(session, moved, rulebook, at, person)
        self._tell(ticket, moved)
        return moved

    async def assign(self, person: Person, ticket_id: int, office: str, reason: str) -> Ticket:
        """The supervisor's decision. Raises Invalid for an office that cannot have it, Conflict, NotFound."""
        check_length(reason, "reason")
        at, scope = self.clock.now(), Scope.of(person)
        async with self.db.write() as session:
            ticket = await ticket_store.get(session, scope, ticket_id)
            rulebook = self._rulebook(ticket, at)
            if rulebook is None or office not in {each.id for each in inboxes(rulebook, _complained_about(ticket))}:
                raise _no_inbox("office")
            moved = await passing.assign(session, scope, ticket_id, person, office, reason, at)
            await self._hand_on(session, moved, rulebook, at, person)
        self._tell(ticket, moved)
        return moved

    async def unplaced(self, scope: Scope) -> list[Unplaced]:
        """What waits for the supervisor's decision, the first to fall due on top."""
        async with self.db.read() as session:
            found = await ticket_store.unplaced(session, scope)
            remarks = await remark_store.of_tickets(session, scope, [ticket.id for ticket in found])
        return [Unplaced(ticket, remarks.get(ticket.id, ()), self._inboxes(ticket)) for ticket in found]

    async def offices(self, scope: Scope, ticket: Ticket) -> list[Office]:
        """Whom the office may propose instead of itself."""
        async with self.db.read() as session:
            refused = await self._refused(session, ticket)
        rulebook = self._rulebook(ticket, self.clock.now())
        return inboxes(rulebook, refused) if rulebook and scope.covers(ticket.municipality, ticket.office) else []

    def _inboxes(self, ticket: Ticket) -> list[Office]:
        rulebook = self._rulebook(ticket, self.clock.now())
        return inboxes(rulebook, _complained_about(ticket)) if rulebook else []

    def _rulebook(self, ticket: Ticket, at: datetime) -> Rulebook | None:
        """Today's directory: an office that is gone gets nothing. None where the rules are gone."""
        day = local_day(at)
        has_rules = self.rulebooks.has_rules(ticket.municipality, day)
        return self.rulebooks.on(ticket.municipality, day) if has_rules else None

    async def _refused(self, session: AsyncSession, ticket: Ticket) -> frozenset[str]:
        """Offices that have given it back, the one that has it, and the one a complaint is about."""
        own = Scope.municipality(ticket.municipality)
        remarks = (await remark_store.of_tickets(session, own, [ticket.id])).get(ticket.id, ())
        refused = {remark.office for remark in remarks if remark.kind is RemarkKind.GIVEN_BACK}
        return frozenset({*refused, ticket.office}) | _complained_about(ticket)

    async def _elsewhere(
        self, session: AsyncSession, ticket: Ticket, rulebook: Rulebook | None, refused: frozenset[str], proposal: str,
        at: datetime,
    ) -> Elsewhere | None:  # fmt: skip
        """None where the supervisor has to decide."""
        if rulebook is None or ticket.next_give_back is TicketAct.PUT_UP:
            return None
        contact = await contact_store.get(session, Scope.municipality(ticket.municipality), ticket.contact)
        return elsewhere(gather(contact, rulebook, None, at), rulebook, refused, proposal)

    async def _hand_on(
        self, session: AsyncSession, moved: Ticket, rulebook: Rulebook | None, at: datetime, person: Person
    ) -> None:
        """Callback and promises follow the ticket, and so does what was merged into it."""
        own = Scope.municipality(moved.municipality)
        called = await callback_store.of_tickets(session, own, [moved.id])
        subjects = [moved.subject, *(callback.subject for callback in called.values())]
        for callback in called.values():
            await callback_store.hand_on(session, callback, moved.office)
        for promise in await changing.running(session, own, subjects):
            watch = _watch(promise, moved.office, rulebook, at)
            await changing.hand_on(session, own, promise, moved.office, watch, at, person.id)
        await retime(session, moved)
        await outbox.recall(session, moved.subject, moved.office)
        await uninvite(session, self.letters, moved, at)
        if moved.state is TicketState.NEW:
            await self.letters.to_office(session, moved, Occasion.FORWARDED, at)
        for other in await ticket_store.merged_into(session, own, moved.id):
            await ticket_store.follow(session, other, moved.office)
            await self._hand_on(session, await ticket_store.get(session, own, other.id), rulebook, at, person)

    def _tell(self, before: Ticket, after: Ticket) -> None:
        for office in {before.office, after.office}:
            self.live.publish(Message("inbox", after.municipality, office))
        self.live.publish(Message("board", after.municipality))


def _watch(promise: Promise, office: str, rulebook: Rulebook | None, at: datetime) -> Watch | None:
    """When the new office is to be warned; None where nobody has it, or the handbook names the promise no more."""
    agreed = rulebook.handbook.promise(promise.name) if rulebook and office else None
    if rulebook is None or agreed is None or at >= promise.due_at:
        return None
    return Watch.of(agreed[0], opening(rulebook, office), at, promise.due_at)


def _complained_about(ticket: Ticket) -> frozenset[str]:
    return frozenset({ticket.about_office} if ticket.about_office else ())


def _check_proposal(proposal: str, rulebook: Rulebook | None, refused: frozenset[str]) -> None:
    """Raises Invalid."""
    if proposal and (rulebook is None or proposal not in {office.id for office in inboxes(rulebook, refused)}):
        raise _no_inbox("proposal")


def _no_inbox(field: str) -> Invalid:
    return Invalid(
        "Diese Stelle kann das Ticket nicht bekommen.",
        "Sie hat hier keinen Eingang, hat es schon zurückgegeben, oder die Beschwerde richtet sich gegen sie.",
        "Bitte eine Stelle aus der Liste wählen, oder „weiß ich nicht“.", field=field,
    )  # fmt: skip
