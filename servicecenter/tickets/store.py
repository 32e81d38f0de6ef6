"""Ticket rows to tickets and back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.errors import NotFound
from servicecenter.tickets.model import OPEN, ReplyChannel, Ticket, TicketState
from servicecenter.tickets.tables import TicketReturnRow, TicketRow

OVER = (TicketState.ANSWERED, TicketState.EXHAUSTED)  # as the Fachamt ended it


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
        .where(col(TicketRow.state).in_([state.value for state in OVER]))
        .order_by(col(TicketRow.closed_at).desc(), col(TicketRow.id).desc())
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


async def accepted(session: AsyncSession, scope: Scope) -> Sequence[Ticket]:
    """Whatever somebody has accepted and not yet ended, in the order of acceptance."""
    query = select(TicketRow).where(col(TicketRow.state) == TicketState.ACCEPTED.value)
    query = query.order_by(col(TicketRow.accepted_at), col(TicketRow.id))
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def add_returned(session: AsyncSession, bundle: str, tickets: Sequence[Ticket], at: datetime) -> None:
    """The tickets as they were held."""
    session.add_all(
        TicketReturnRow(
            bundle=bundle, ticket_id=ticket.id, holder=ticket.accepted_by or "",
            holder_name=ticket.accepted_name or "", held_since=ticket.accepted_at or at, returned_at=at,
        )
        for ticket in tickets
    )  # fmt: skip
    await session.flush()


async def returned(session: AsyncSession, scope: Scope, bundle: str) -> Sequence[tuple[Ticket, dict[str, Any]]]:
    """The tickets of one return as they are now, each with what would make it its holder's again."""
    query = select(TicketRow, TicketReturnRow).join(
        TicketReturnRow, col(TicketReturnRow.ticket_id) == col(TicketRow.id)
    )
    query = query.where(col(TicketReturnRow.bundle) == bundle).order_by(col(TicketRow.id))
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [
        (_ticket(row), {"accepted_by": was.holder, "accepted_name": was.holder_name, "accepted_at": was.held_since})
        for row, was in rows
    ]


async def not_yet_over(
    session: AsyncSession, scope: Scope, contacts: Sequence[int], before: datetime | None
) -> set[int]:
    """Those of these contacts with a ticket that is open, or, where `before` is given, was closed only after it."""
    closed_at = col(TicketRow.closed_at)
    is_held = closed_at.is_(None) if before is None else closed_at.is_(None) | (closed_at > before)
    query = select(TicketRow.contact_id).where(col(TicketRow.contact_id).in_(contacts), is_held)
    return set(await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office)))


async def erase(session: AsyncSession, contacts: Sequence[int], at: datetime) -> Sequence[int]:
    """Whatever was said, and who said it, goes; what was asked of whom, and when it ended, stays. The tickets."""
    own = col(TicketRow.contact_id).in_(contacts)
    empty = dict.fromkeys(
        ("concern", "already_said", "caller_name", "address", "answer", "handed_over_by", "handed_over_note"), ""
    )
    statement = (
        update(TicketRow).where(own).values(**empty, accepted_name=None, erased_at=at).returning(col(TicketRow.id))
    )
    gone = [ticket_id or 0 for (ticket_id,) in await session.exec(statement)]
    await session.exec(delete(TicketReturnRow).where(col(TicketReturnRow.ticket_id).in_(gone)))
    return gone


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
