"""Rows of attachments to attachments and back. Which ticket may be seen is asked before, by whoever knows tickets."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.attachments.model import Attachment, Kind, Stored
from servicecenter.attachments.tables import AttachmentRow


async def add(
    session: AsyncSession, stored: Stored, *, name: str, municipality: str, case_number: str, at: datetime, by: str,
    ticket: int | None = None, received: int | None = None,
) -> Attachment:  # fmt: skip
    row = AttachmentRow(
        ticket_id=ticket, received_id=received, case_number=case_number, municipality=municipality, name=name,
        digest=stored.digest, size=stored.size, kind=stored.kind.value, added_at=at, added_by=by,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return _attachment(row)


async def of_ticket(session: AsyncSession, scope: Scope, ticket_id: int) -> Sequence[Attachment]:
    query = select(AttachmentRow).where(col(AttachmentRow.ticket_id) == ticket_id).order_by(col(AttachmentRow.id))
    return [_attachment(row) for row in await session.exec(scoped(query, scope, AttachmentRow.municipality))]


async def of_received(session: AsyncSession, scope: Scope, received_ids: Sequence[int]) -> Sequence[Attachment]:
    """What came with these mails."""
    query = select(AttachmentRow).where(col(AttachmentRow.received_id).in_(received_ids))
    query = query.order_by(col(AttachmentRow.id))
    return [_attachment(row) for row in await session.exec(scoped(query, scope, AttachmentRow.municipality))]


async def get(session: AsyncSession, scope: Scope, attachment_id: int) -> Attachment | None:
    query = select(AttachmentRow).where(col(AttachmentRow.id) == attachment_id)
    row = (await session.exec(scoped(query, scope, AttachmentRow.municipality))).first()
    return _attachment(row) if row else None


async def named(session: AsyncSession, scope: Scope, digests: Sequence[str]) -> set[str]:
    """Those of these contents that something still names."""
    query = select(AttachmentRow.digest).where(col(AttachmentRow.digest).in_(digests))
    return set(await session.exec(scoped(query, scope, AttachmentRow.municipality)))


async def file(session: AsyncSession, received: int, *, ticket: int, municipality: str, case_number: str) -> None:
    """What came with a mail goes to the ticket the mail was filed to."""
    statement = update(AttachmentRow).where(col(AttachmentRow.received_id) == received)
    await session.exec(statement.values(ticket_id=ticket, municipality=municipality, case_number=case_number))


async def erase(session: AsyncSession, tickets: Sequence[int]) -> None:
    await session.exec(delete(AttachmentRow).where(col(AttachmentRow.ticket_id).in_(tickets)))


async def erase_received(session: AsyncSession, received_ids: Sequence[int]) -> None:
    await session.exec(delete(AttachmentRow).where(col(AttachmentRow.received_id).in_(received_ids)))


def _attachment(row: AttachmentRow) -> Attachment:
    return Attachment(
        row.id or 0, row.ticket_id, row.received_id, row.case_number, row.municipality, row.name, row.digest, row.size,
        Kind(row.kind), row.added_at, row.added_by,
    )  # fmt: skip
