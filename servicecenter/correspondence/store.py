"""Rows of received mails to mails and back. The unique key claims a mail; one conditional UPDATE settles a held one."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.correspondence.model import Fate, MailReason, Received
from servicecenter.correspondence.tables import ReceivedRow
from servicecenter.messages.tokens import Side

A_DAY = timedelta(days=1)


async def add(session: AsyncSession, received: Received) -> Received:
    """`received.id` is not yet known. Raises IntegrityError where another process has taken the same mail."""
    values = asdict(received)
    values["ticket_id"] = values.pop("ticket")
    del values["id"]
    row = ReceivedRow(**values)
    session.add(row)
    await session.flush()
    return _received(row)


async def is_known(session: AsyncSession, scope: Scope, key: str) -> bool:
    query = select(ReceivedRow.id).where(col(ReceivedRow.key) == key)
    return (await session.exec(scoped(query, scope, ReceivedRow.municipality))).first() is not None


async def get(session: AsyncSession, scope: Scope, received_id: int) -> Received | None:
    query = select(ReceivedRow).where(col(ReceivedRow.id) == received_id)
    row = (await session.exec(scoped(query, scope, ReceivedRow.municipality))).first()
    return _received(row) if row else None


async def held(session: AsyncSession, scope: Scope, limit: int = 200) -> Sequence[Received]:
    """What waits for a person, the oldest first."""
    query = select(ReceivedRow).where(col(ReceivedRow.fate) == Fate.HELD.value)
    query = query.order_by(col(ReceivedRow.id)).limit(limit)
    return [_received(row) for row in await session.exec(scoped(query, scope, ReceivedRow.municipality))]


async def of_ticket(session: AsyncSession, scope: Scope, ticket_id: int) -> Sequence[Received]:
    """What was filed or noted there, the oldest first; what is held is not yet part of it."""
    query = select(ReceivedRow).where(
        col(ReceivedRow.ticket_id) == ticket_id, col(ReceivedRow.fate).in_([Fate.FILED.value, Fate.NOTED.value])
    )
    query = query.order_by(col(ReceivedRow.id))
    return [_received(row) for row in await session.exec(scoped(query, scope, ReceivedRow.municipality))]


async def filed_today(session: AsyncSession, scope: Scope, ticket_id: int, side: Side, at: datetime) -> int:
    query = select(func.count()).where(
        col(ReceivedRow.ticket_id) == ticket_id, col(ReceivedRow.side) == side.value,
        col(ReceivedRow.fate) != Fate.HELD.value, col(ReceivedRow.received_at) > at - A_DAY,
    )  # fmt: skip
    return (await session.exec(scoped(query, scope, ReceivedRow.municipality))).one()


async def settle(
    session: AsyncSession, received: Received, fate: Fate, at: datetime, by: str, **values: object
) -> bool:
    """Whether this call did: False when somebody else was quicker."""
    statement = (
        update(ReceivedRow)
        .where(col(ReceivedRow.id) == received.id, col(ReceivedRow.fate) == Fate.HELD.value)
        .values(fate=fate.value, settled_at=at, settled_by=by, **values)
    )
    return (await session.exec(statement)).rowcount == 1


async def erase(session: AsyncSession, case_numbers: Sequence[str]) -> None:
    """With their case; that a mail came, and what became of it, stays in the journal."""
    await session.exec(delete(ReceivedRow).where(col(ReceivedRow.case_number).in_(case_numbers)))


async def settled_before(session: AsyncSession, scope: Scope, before: datetime) -> Sequence[int]:
    """What belongs to no case any more: returned, discarded."""
    query = select(ReceivedRow.id).where(
        col(ReceivedRow.fate).in_([Fate.DISCARDED.value, Fate.BOUNCED.value]), col(ReceivedRow.received_at) < before
    )
    return [one or 0 for one in await session.exec(scoped(query, scope, ReceivedRow.municipality))]


async def remove(session: AsyncSession, received_ids: Sequence[int]) -> None:
    await session.exec(delete(ReceivedRow).where(col(ReceivedRow.id).in_(received_ids)))


def _received(row: ReceivedRow) -> Received:
    values = row.model_dump()
    values["ticket"] = values.pop("ticket_id")
    side = Side(row.side) if row.side else None
    return Received(**values | {"side": side, "fate": Fate(row.fate), "reason": MailReason(row.reason)})
