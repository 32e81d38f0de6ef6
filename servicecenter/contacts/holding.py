"""Whether a question to the citizen holds a promise up: the handbook's word, and only for promises it says it of.

Joins the caller's transaction.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.contacts import store as contact_store
from servicecenter.contacts.timing import owed, retime
from servicecenter.promises import pausing
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets.model import Ticket
from servicecenter.tickets.remarks import store as remark_store
from servicecenter.tickets.remarks.model import CITIZEN


async def hold(session: AsyncSession, ticket: Ticket, rulebooks: Rulebooks, at: datetime, actor: str) -> None:
    rulebook = await _rulebook(session, ticket, rulebooks)
    for promise in await owed(session, ticket):
        agreed = rulebook.handbook.promise(promise.name)
        if agreed is not None and agreed[0].pauses and promise.paused_at is None and at < promise.due_at:
            await pausing.pause(session, promise, at, actor)
    await retime(session, ticket)


async def go_on(
    session: AsyncSession, ticket: Ticket, rulebooks: Rulebooks, at: datetime, actor: str, *, is_over: bool = False
) -> None:
    """Once nothing is asked of the citizen any more, or the ticket `is_over` all the same."""
    waiting = [promise for promise in await owed(session, ticket) if promise.paused_at is not None]
    if not waiting or (not is_over and await _is_asked(session, ticket)):
        return
    rulebook = await _rulebook(session, ticket, rulebooks)
    office = rulebook.directory.offices.get(ticket.office)
    for promise in waiting:
        agreed = rulebook.handbook.promise(promise.name)
        if agreed is not None and office is not None:
            await pausing.resume(session, promise, agreed[0], rulebook.calendars, office, at, actor)
    await retime(session, ticket)


async def _is_asked(session: AsyncSession, ticket: Ticket) -> bool:
    own = Scope.municipality(ticket.municipality)
    remarks = (await remark_store.of_tickets(session, own, [ticket.id])).get(ticket.id, ())
    return any(remark.is_open and remark.to == CITIZEN for remark in remarks)


async def _rulebook(session: AsyncSession, ticket: Ticket, rulebooks: Rulebooks) -> Rulebook:
    contact = await contact_store.get(session, Scope.municipality(ticket.municipality), ticket.contact)
    return rulebooks.on(ticket.municipality, contact.handbook)
