"""Who calls, as far as the number says: what is open for it in this municipality, with whichever offices.

A number is no proof of a person: the agent learns that something is open, where and until when, and nothing of what
was written. Nothing is told of another municipality, nor before it is certain which one was called.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.businesses import store as business_store
from servicecenter.businesses.model import Business
from servicecenter.callbacks import store as callback_store
from servicecenter.callbacks.model import Callback, CallbackState
from servicecenter.cases import store
from servicecenter.cases.line import Promised
from servicecenter.cases.model import RUNNING, BusinessCase, Standing, standing
from servicecenter.cases.starting import tickets_of
from servicecenter.contacts.model import Contact
from servicecenter.database import Database
from servicecenter.promises import store as promise_store
from servicecenter.promises.model import Promise
from servicecenter.promises.states import OVER
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import OPEN, Ticket, TicketState

LATEST = 20  # contacts of a business that are looked at: what is older and still open stands on the board


@dataclass(frozen=True, slots=True)
class Owed:
    """What one office still has to do; `promise`: of those that run, the one due first."""

    office: str
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class OpenCase:
    case: BusinessCase
    business: Business | None
    owed: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """`callback`: one that is still to be made."""

    ticket: Ticket
    callback: Callback | None
    owed: Owed


@dataclass(frozen=True, slots=True)
class Known:
    """What is open for a number. A ticket that is part of a case stands in the case alone."""

    cases: tuple[OpenCase, ...] = ()
    tickets: tuple[OpenTicket, ...] = ()

    @property
    def callbacks(self) -> tuple[Callback, ...]:
        return tuple(each.callback for each in self.tickets if each.callback)


@dataclass(frozen=True, slots=True)
class Gathered:
    """`tickets` by id; `callbacks` by ticket; `promised` by subject."""

    businesses: Sequence[Business]
    cases: Sequence[BusinessCase]
    tickets: Mapping[int, Ticket]
    callbacks: Mapping[int, Callback]
    promised: Promised


@dataclass(frozen=True)
class Recognising:
    db: Database

    async def known(self, contact: Contact) -> Known:
        if contact.caller is None or not contact.number_known:
            return Known()
        async with self.db.read() as session:
            return told(contact, await _gathered(session, contact.municipality, contact.caller))


async def _gathered(session: AsyncSession, municipality: str, number: str) -> Gathered:
    own = Scope.municipality(municipality)
    businesses = await _businesses(session, own, number)
    ids = [business.id for business in businesses]
    linked = [link.contact for link in (await business_store.links(session, own, ids))[:LATEST]]
    mine = await ticket_store.some(session, own, await callback_store.tickets_of_number(session, own, number))
    tickets = {ticket.id: ticket for ticket in [*mine, *await ticket_store.of_contacts(session, own, linked)]}
    cases = {case.id: case for case in await store.of_businesses(session, own, ids)}
    cases |= {case.id: case for case in await store.of_tickets(session, own, list(tickets))}
    tickets |= await tickets_of(session, *cases.values())
    callbacks = await callback_store.of_tickets(session, own, list(tickets))
    subjects = [ticket.subject for ticket in tickets.values()] + [each.subject for each in callbacks.values()]
    promised = await promise_store.of_subjects(session, own, subjects)
    return Gathered(businesses, list(cases.values()), tickets, callbacks, promised)


async def _businesses(session: AsyncSession, own: Scope, number: str) -> Sequence[Business]:
    """With those that turned out to be the same."""
    found: dict[int, Business] = {}
    for business in await business_store.of_number(session, own, number):
        root = await business_store.root(session, own, business)
        found |= {each.id: each for each in await business_store.family(session, own, root.id)}
    return list(found.values())


def told(contact: Contact, what: Gathered) -> Known:
    """What is due first stands on top. What this very contact has begun is no news to whoever has it open. Pure."""
    in_cases = {part.ticket for case in what.cases for part in case.parts}
    cases = [
        OpenCase(case, _business(what, case), tuple(_of_case(case, what)))
        for case in what.cases
        if case.state in RUNNING and case.contact != contact.id
    ]
    tickets = [
        OpenTicket(ticket, _open_callback(what, ticket), Owed(ticket.office, _next(what, ticket)))
        for ticket in what.tickets.values()
        if ticket.state in (*OPEN, TicketState.UNPLACED) and ticket.contact != contact.id and ticket.id not in in_cases
    ]
    return Known(tuple(sorted(cases, key=_case_first)), tuple(sorted(tickets, key=_ticket_first)))


def _business(what: Gathered, case: BusinessCase) -> Business | None:
    return next((business for business in what.businesses if business.id == case.business), None)


def _of_case(case: BusinessCase, what: Gathered) -> Iterator[Owed]:
    """Each office that has begun and has not ended."""
    for part in case.parts:
        if standing(part, what.tickets, case.parts) is Standing.RUNS:
            ticket = what.tickets[part.ticket or 0]
            yield Owed(ticket.office or part.office, _next(what, ticket))


def _open_callback(what: Gathered, ticket: Ticket) -> Callback | None:
    callback = what.callbacks.get(ticket.id)
    return callback if callback and callback.state is CallbackState.OPEN else None


def _next(what: Gathered, ticket: Ticket) -> Promise | None:
    callback = what.callbacks.get(ticket.id)
    promised = [*what.promised.get(ticket.subject, ()), *what.promised.get(callback.subject if callback else "", ())]
    running = [promise for promise in promised if promise.state not in OVER]
    return min(running, key=lambda promise: (promise.due_at, promise.id), default=None)


def _case_first(each: OpenCase) -> tuple[bool, float, int]:
    due = [owed.promise.due_at.timestamp() for owed in each.owed if owed.promise]
    return not due, min(due, default=0.0), each.case.id


def _ticket_first(each: OpenTicket) -> tuple[bool, float, int]:
    due = each.owed.promise.due_at.timestamp() if each.owed.promise else 0.0
    return each.owed.promise is None, due, each.ticket.id
