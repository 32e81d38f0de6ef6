"""Journal rows. There is no function that changes or removes one."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.journal.model import Entry
from servicecenter.journal.tables import JournalRow


def append(session: AsyncSession, entry: Entry) -> None:
    """Joins the caller's transaction: the step and its entry are written together or not at all."""
    session.add(
        JournalRow(
            at=entry.at,
            municipality=entry.municipality,
            office=entry.office,
            case_number=entry.case_number,
            act=entry.act,
            actor=entry.actor,
            details=dict(entry.details),
        )
    )


async def of_case(session: AsyncSession, scope: Scope, case_number: str) -> Sequence[Entry]:
    """In the order in which it happened. The whole case of a municipality: whoever may see a ticket sees its story."""
    query = select(JournalRow).where(col(JournalRow.case_number) == case_number).order_by(col(JournalRow.id))
    rows = await session.exec(scoped(query, scope, JournalRow.municipality))
    return [
        Entry(row.at, row.municipality, row.case_number, row.act, row.actor, row.office, row.details, row.id)
        for row in rows
    ]
