"""Ticket rows to tickets and back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.errors import NotFound
from servicecenter.tickets.model import OPEN, ReplyChannel, Ticket, TicketState
from servicecenter.tickets.tables import TicketRow


async def add(session: AsyncSession, ticket: Ticket) -> Ticket:
    """`ticket.id` is not yet known and ignored; the one returned has it."""
    values = asdict(ticket)
    values["contact_id"] = values.pop("contact")
    del values["id"]
    row = TicketRow(**values)
    session.add(row)
    await session.flush()
    return _ticket(row)


async def get(session: AsyncSession, scope: Scope, ticket_id: int) -> Ticket:
    """Raises NotFound, also for a ticket of another Fachamt: a stranger learns nothing."""
    query = select(TicketRow).where(col(TicketRow.id) == ticket_id).execution_options(populate_existing=True)
    row = (await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))).first()
    if row is None:
        raise NotFound(
            "Dieses Ticket gibt es hier nicht.",
            "Es gehört zu einem anderen Fachamt oder wurde weitergegeben.",
            "Bitte zurück zur Liste.",
        )
    return _ticket(row)


async def of_contact(session: AsyncSession, scope: Scope, contact: int) -> Sequence[Ticket]:
    query = select(TicketRow).where(col(TicketRow.contact_id) == contact).order_by(col(TicketRow.id))
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def open_tickets(session: AsyncSession, scope: Scope, limit: int = 500) -> Sequence[Ticket]:
    query = (
        select(TicketRow)
        .where(col(TicketRow.state).in_([state.value for state in OPEN]))
        .order_by(col(TicketRow.made_at), col(TicketRow.id))
        .limit(limit)
    )
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def closed_tickets(session: AsyncSession, scope: Scope, limit: int = 50) -> Sequence[Ticket]:
    query = (
        select(TicketRow)
        .where(col(TicketRow.state) == TicketState.ANSWERED.value)
        .order_by(col(TicketRow.answered_at).desc(), col(TicketRow.id).desc())
        .limit(limit)
    )
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def earlier(session: AsyncSession, scope: Scope, ticket: Ticket) -> Sequence[Ticket]:
    """Other tickets of the same case, as far as the reader may see them."""
    query = (
        select(TicketRow)
        .where(col(TicketRow.case_number) == ticket.case_number, col(TicketRow.id) != ticket.id)
        .order_by(col(TicketRow.id))
    )
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def some(session: AsyncSession, scope: Scope, ids: Sequence[int]) -> Sequence[Ticket]:
    """Those of these tickets that the scope covers."""
    query = select(TicketRow).where(col(TicketRow.id).in_(ids)).order_by(col(TicketRow.id))
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def move(session: AsyncSession, ticket: Ticket, to: TicketState, **values: Any) -> bool:
    """Whether this call made the change: False when somebody else was quicker."""
    statement = (
        update(TicketRow)
        .where(
            col(TicketRow.id) == ticket.id,
            col(TicketRow.state) == ticket.state.value,
            # Given back and accepted by a colleague meanwhile is the same state, but not the same ticket.
            col(TicketRow.accepted_by).is_not_distinct_from(ticket.accepted_by),
        )
        .values(state=to.value, **values)
    )
    return (await session.exec(statement)).rowcount == 1


def _ticket(row: TicketRow) -> Ticket:
    values = row.model_dump()
    values["contact"] = values.pop("contact_id")
    return Ticket(**values | {"state": TicketState(row.state), "reply": ReplyChannel(row.reply)})


def unsaved(made_at: datetime, **values: Any) -> Ticket:
    """A ticket that is about to be added."""
    return Ticket(id=0, state=TicketState.NEW, made_at=made_at, **values)
