"""Rows of notices to notices and back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.notices.model import Notice
from servicecenter.notices.tables import NoticeRow


def add(session: AsyncSession, notice: Notice) -> None:
    """`notice.id` is not yet known and ignored."""
    values = asdict(notice)
    del values["id"]
    session.add(NoticeRow(**values))


async def running(session: AsyncSession, scope: Scope, at: datetime) -> Sequence[Notice]:
    """What is shown at that instant, the one that began first on top."""
    query = select(NoticeRow).where(
        col(NoticeRow.from_at) <= at, col(NoticeRow.until_at) > at, col(NoticeRow.ended_at).is_(None)
    )
    query = query.order_by(col(NoticeRow.from_at), col(NoticeRow.id))
    return [_notice(row) for row in await session.exec(scoped(query, scope, NoticeRow.municipality))]


async def until_after(session: AsyncSession, scope: Scope, since: datetime) -> Sequence[Notice]:
    """Running, coming, ended early, and over since then; the latest to begin first."""
    query = select(NoticeRow).where(col(NoticeRow.until_at) > since)
    query = query.order_by(col(NoticeRow.from_at).desc(), col(NoticeRow.id).desc())
    return [_notice(row) for row in await session.exec(scoped(query, scope, NoticeRow.municipality))]


async def end(session: AsyncSession, scope: Scope, bundle: str, at: datetime) -> int:
    """How many were still to be shown, and are not any more."""
    statement = update(NoticeRow).where(
        col(NoticeRow.bundle) == bundle, col(NoticeRow.until_at) > at, col(NoticeRow.ended_at).is_(None)
    )
    return (await session.exec(scoped(statement, scope, NoticeRow.municipality).values(ended_at=at))).rowcount


async def resume(session: AsyncSession, scope: Scope, bundle: str, at: datetime) -> int:
    """How many that were ended early are shown again; what is over stays so."""
    statement = update(NoticeRow).where(
        col(NoticeRow.bundle) == bundle, col(NoticeRow.until_at) > at, col(NoticeRow.ended_at).is_not(None)
    )
    return (await session.exec(scoped(statement, scope, NoticeRow.municipality).values(ended_at=None))).rowcount


async def remove_before(session: AsyncSession, scope: Scope, before: datetime) -> int:
    statement = delete(NoticeRow).where(col(NoticeRow.until_at) < before)
    return (await session.exec(scoped(statement, scope, NoticeRow.municipality))).rowcount


def _notice(row: NoticeRow) -> Notice:
    return Notice(**row.model_dump())
