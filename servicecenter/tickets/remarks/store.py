"""Remark rows to remarks and back. Who may see the ticket may read its remarks, from whichever office they came."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.errors import NotFound
from servicecenter.tickets.remarks.model import CENTRE, Remark, RemarkKind
from servicecenter.tickets.remarks.tables import IS_ASKED, RemarkRow

MOST = 200


async def add(session: AsyncSession, remark: Remark) -> Remark:
    """`remark.id` is not yet known and ignored; the one returned has it."""
    values = asdict(remark)
    values["ticket_id"] = values.pop("ticket")
    del values["id"]
    row = RemarkRow(**values | {"kind": remark.kind.value})
    session.add(row)
    await session.flush()
    return _remark(row)


async def of_tickets(session: AsyncSession, scope: Scope, tickets: Sequence[int]) -> dict[int, tuple[Remark, ...]]:
    """Of each ticket that has some, in the order in which they were written; the tickets were read by their scope."""
    query = select(RemarkRow).where(col(RemarkRow.ticket_id).in_(tickets)).order_by(col(RemarkRow.id))
    query = query.execution_options(populate_existing=True)
    grouped: dict[int, tuple[Remark, ...]] = {}
    for row in await session.exec(scoped(query, scope, RemarkRow.municipality)):
        grouped[row.ticket_id] = (*grouped.get(row.ticket_id, ()), _remark(row))
    return grouped


async def get(session: AsyncSession, scope: Scope, remark_id: int) -> Remark:
    """Raises NotFound. By municipality alone: who may answer it, the asking act decides."""
    query = select(RemarkRow).where(col(RemarkRow.id) == remark_id).execution_options(populate_existing=True)
    row = (await session.exec(scoped(query, scope, RemarkRow.municipality))).first()
    if row is None:
        raise NotFound("Diese Frage gibt es hier nicht.", "Sie gehört zu einem anderen Vorgang.", "Bitte zurück.")
    return _remark(row)


async def asked_of_centre(session: AsyncSession, scope: Scope) -> Sequence[Remark]:
    """Questions to the service centre that nobody has answered, the oldest first."""
    query = select(RemarkRow).where(IS_ASKED, col(RemarkRow.to) == CENTRE).order_by(col(RemarkRow.id)).limit(MOST)
    return [_remark(row) for row in await session.exec(scoped(query, scope, RemarkRow.municipality))]


async def asked_of_offices(session: AsyncSession, scope: Scope) -> Sequence[Remark]:
    """Statements asked of the scope's offices and not yet given, the oldest first."""
    query = select(RemarkRow).where(IS_ASKED, col(RemarkRow.kind) == RemarkKind.STATEMENT.value)
    query = query.order_by(col(RemarkRow.id)).limit(MOST)
    rows = await session.exec(scoped(query, scope, RemarkRow.municipality, RemarkRow.to))
    return [_remark(row) for row in rows]


async def unsettled(session: AsyncSession, scope: Scope) -> Sequence[Remark]:
    """Give-backs that went where they were proposed to go, and that nobody has confirmed or declined yet."""
    query = (
        select(RemarkRow)
        .where(
            col(RemarkRow.kind) == RemarkKind.GIVEN_BACK.value,
            col(RemarkRow.settled_at).is_(None),
            col(RemarkRow.to) != "",
            col(RemarkRow.to) == col(RemarkRow.moved_to),
        )
        .order_by(col(RemarkRow.id))
        .limit(MOST)
    )
    return [_remark(row) for row in await session.exec(scoped(query, scope, RemarkRow.municipality))]


async def tally(session: AsyncSession, scope: Scope, first: datetime, before: datetime) -> dict[RemarkKind, int]:
    """How many of each kind were written in [first, before)."""
    query = select(RemarkRow.kind, func.count()).where(col(RemarkRow.at) >= first, col(RemarkRow.at) < before)
    rows = await session.exec(scoped(query.group_by(col(RemarkRow.kind)), scope, RemarkRow.municipality))
    return {RemarkKind(kind): count for kind, count in rows.all()}


async def answer(session: AsyncSession, remark: Remark, said: str, name: str, at: datetime) -> bool:
    """Whether this call answered it: False when somebody else was quicker."""
    statement = (
        update(RemarkRow)
        .where(col(RemarkRow.id) == remark.id, col(RemarkRow.answered_at).is_(None))
        .values(answer=said, answered_name=name, answered_at=at)
    )
    return (await session.exec(statement)).rowcount == 1


async def settle(session: AsyncSession, remark: Remark, how: str, at: datetime) -> bool:
    """Whether this call settled it: False when somebody else was quicker."""
    statement = (
        update(RemarkRow)
        .where(col(RemarkRow.id) == remark.id, col(RemarkRow.settled_at).is_(None))
        .values(settled=how, settled_at=at)
    )
    return (await session.exec(statement)).rowcount == 1


async def erase(session: AsyncSession, tickets: Sequence[int]) -> None:
    """Whatever was said, and who said it, goes; that it was given back or asked stays."""
    empty = dict.fromkeys(("text", "by", "by_name", "answer", "answered_name"), "")
    await session.exec(update(RemarkRow).where(col(RemarkRow.ticket_id).in_(tickets)).values(**empty))


def _remark(row: RemarkRow) -> Remark:
    values = row.model_dump()
    values["ticket"] = values.pop("ticket_id")
    return Remark(**values | {"kind": RemarkKind(row.kind)})
