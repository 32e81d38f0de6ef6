"""What is owed about a ticket, by itself and by its callback, and which of it drives the work."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.callbacks import store as callback_store
from servicecenter.promises import changing
from servicecenter.promises.model import Promise
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import Ticket


async def owed(session: AsyncSession, ticket: Ticket) -> Sequence[Promise]:
    """Still owed about it, and about what was merged into it; the first to fall due on top."""
    own = Scope.municipality(ticket.municipality)
    together = [ticket, *await ticket_store.merged_into(session, own, ticket.id)]
    called = await callback_store.of_tickets(session, own, [each.id for each in together])
    subjects = [*(each.subject for each in together), *(callback.subject for callback in called.values())]
    return await changing.running(session, own, subjects)


async def retime(session: AsyncSession, ticket: Ticket) -> None:
    """The inbox is ordered by the strictest promise: told to the row wherever promises of a ticket have changed."""
    driving = next(iter(await owed(session, ticket)), None)
    dates = (driving.due_at, driving.at_risk_at) if driving else (None, None)
    await ticket_store.retime(session, ticket.id, *dates)
