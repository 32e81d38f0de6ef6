"""Rows of PBXs and their calls. Whoever makes a call's step first acts on it: one conditional UPDATE decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import Statement, scoped
from servicecenter.database import Insertion
from servicecenter.errors import NotFound
from servicecenter.telephony.pbx.model import Direction, Pbx, PbxCall
from servicecenter.telephony.pbx.tables import PbxCallRow, PbxRow

BEGIN = Insertion(PbxCallRow, lambda insert: insert.on_conflict_do_nothing())


async def add(session: AsyncSession, **values: Any) -> Pbx:
    row = PbxRow(**values)
    session.add(row)
    await session.flush()
    return _pbx(row)


async def pbxes(session: AsyncSession, scope: Scope) -> Sequence[Pbx]:
    """Those in use first, then by municipality and name."""
    query = select(PbxRow).order_by(
        col(PbxRow.revoked_at).is_not(None), col(PbxRow.municipality), col(PbxRow.name), col(PbxRow.id)
    )
    return [_pbx(row) for row in await session.exec(_managed(query, scope))]


async def get(session: AsyncSession, scope: Scope, pbx_id: int) -> Pbx:
    """Raises NotFound."""
    query = select(PbxRow).where(col(PbxRow.id) == pbx_id).execution_options(populate_existing=True)
    row = (await session.exec(_managed(query, scope))).first()
    if row is None:
        raise NotFound(
            "Diese Telefonanlage gibt es hier nicht.", "Sie gehört zu einer anderen Kommune oder wurde nie angelegt.",
            "Bitte zurück zur Liste.",
        )  # fmt: skip
    return _pbx(row)


async def by_token(session: AsyncSession, scope: Scope, token_hash: str) -> Pbx | None:
    query = select(PbxRow).where(col(PbxRow.token_hash) == token_hash)
    row = (await session.exec(_managed(query, scope))).first()
    return _pbx(row) if row else None


async def change(session: AsyncSession, pbx: Pbx, **values: Any) -> None:
    await session.exec(update(PbxRow).where(col(PbxRow.id) == pbx.id).values(**values))


async def revoke(session: AsyncSession, pbx: Pbx, at: datetime) -> bool:
    """Whether it was this call: a revoked token stays revoked since then."""
    statement = update(PbxRow).where(col(PbxRow.id) == pbx.id, col(PbxRow.revoked_at).is_(None))
    return (await session.exec(statement.values(revoked_at=at))).rowcount == 1


async def count_refusal(session: AsyncSession, pbx: Pbx, at: datetime) -> None:
    counted = {"refused": col(PbxRow.refused) + 1, "refused_at": at}
    await session.exec(update(PbxRow).where(col(PbxRow.id) == pbx.id).values(**counted))


async def begin(session: AsyncSession, **values: Any) -> bool:
    """Whether the call is new: told again, it stays as it is."""
    told = {"is_rejected": False, "who": ""} | values
    return bool((await BEGIN.insert(session, told)).rowcount == 1)


async def call_of(session: AsyncSession, scope: Scope, pbx_id: int, pbx_call: str) -> PbxCall | None:
    query = select(PbxCallRow).where(col(PbxCallRow.pbx) == pbx_id, col(PbxCallRow.pbx_call) == pbx_call)
    row = (await session.exec(scoped(_fresh(query), scope, PbxCallRow.municipality))).first()
    return _call(row) if row else None


async def legs(session: AsyncSession, scope: Scope, call: str) -> Sequence[PbxCall]:
    """Every call of the PBX that belongs to this one: itself, and what it was transferred to."""
    query = select(PbxCallRow).where(col(PbxCallRow.call) == call).order_by(col(PbxCallRow.id))
    return [_call(row) for row in await session.exec(scoped(_fresh(query), scope, PbxCallRow.municipality))]


async def from_one_number(session: AsyncSession, scope: Scope, caller_key: str, since: datetime) -> int:
    """How many calls came from that number since then, put through or not."""
    query = select(func.count()).where(col(PbxCallRow.caller_key) == caller_key, col(PbxCallRow.began_at) > since)
    return (await session.exec(scoped(query, scope, PbxCallRow.municipality))).one()


async def answer(session: AsyncSession, call: PbxCall, at: datetime) -> bool:
    """Whether it was this call: False for what was answered already, or is over."""
    statement = update(PbxCallRow).where(
        col(PbxCallRow.id) == call.id, col(PbxCallRow.answered_at).is_(None), col(PbxCallRow.ended_at).is_(None)
    )
    return (await session.exec(statement.values(answered_at=at))).rowcount == 1


async def end(session: AsyncSession, call: PbxCall, at: datetime) -> bool:
    statement = update(PbxCallRow).where(col(PbxCallRow.id) == call.id, col(PbxCallRow.ended_at).is_(None))
    return (await session.exec(statement.values(ended_at=at))).rowcount == 1


async def forget_numbers(session: AsyncSession, scope: Scope, before: datetime) -> int:
    """Calls that count for no limit any more say nothing about who called."""
    statement = update(PbxCallRow).where(col(PbxCallRow.began_at) < before, col(PbxCallRow.caller_key).is_not(None))
    return (await session.exec(scoped(statement, scope, PbxCallRow.municipality).values(caller_key=None))).rowcount


async def remove_before(session: AsyncSession, scope: Scope, before: datetime) -> int:
    """What a PBX will not tell anything about any more; the instants stay."""
    statement = delete(PbxCallRow).where(col(PbxCallRow.began_at) < before)
    return (await session.exec(scoped(statement, scope, PbxCallRow.municipality))).rowcount


def _managed(statement: Statement, scope: Scope) -> Statement:
    """Whoever manages logins manages tokens too, though seeing no municipality's contacts."""
    return statement if scope.people else scoped(statement, scope, PbxRow.municipality)


def _fresh(query: Any) -> Any:
    return query.execution_options(populate_existing=True)


def _pbx(row: PbxRow) -> Pbx:
    values = row.model_dump(exclude={"token_hash"})
    return Pbx(**values)


def _call(row: PbxCallRow) -> PbxCall:
    values = row.model_dump(exclude={"caller_key"})
    return PbxCall(**values | {"direction": Direction(row.direction)})
