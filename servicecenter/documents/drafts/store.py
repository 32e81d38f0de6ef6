"""Draft rows to drafts and back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from servicecenter.access.model import Scope
from servicecenter.documents.drafts.model import OPEN, Draft, DraftState
from servicecenter.documents.drafts.tables import DraftRow
from servicecenter.documents.model import Kind
from servicecenter.documents.store import covered
from servicecenter.errors import NotFound


async def add(
    session: AsyncSession, kind: Kind, holder: str, name: str, text: str, *, based_on: int, person: str,
    person_name: str, at: datetime,
) -> Draft:  # fmt: skip
    """Raises IntegrityError where a draft of this text is open."""
    row = DraftRow(
        kind=kind.value, holder=holder, name=name, text=text, based_on=based_on, state=DraftState.EDITED.value,
        revision=1, editors=[person], edited_by=person, edited_name=person_name, edited_at=at,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return _draft(row)


async def open_of(session: AsyncSession, scope: Scope, kind: Kind, holder: str, name: str) -> Draft | None:
    query = _open(scope).where(
        col(DraftRow.kind) == kind.value, col(DraftRow.holder) == holder, col(DraftRow.name) == name
    )
    row = (await session.exec(query.execution_options(populate_existing=True))).first()
    return _draft(row) if row else None


async def all_open(session: AsyncSession, scope: Scope, kind: Kind) -> Sequence[Draft]:
    query = _open(scope).where(col(DraftRow.kind) == kind.value).order_by(col(DraftRow.edited_at), col(DraftRow.id))
    return [_draft(row) for row in await session.exec(query)]


async def due(session: AsyncSession, scope: Scope, day: date) -> Sequence[Draft]:
    """Approved, and their day has come."""
    query = (
        _open(scope)
        .where(col(DraftRow.state) == DraftState.APPROVED.value, col(DraftRow.release_on) <= day)
        .order_by(col(DraftRow.release_on), col(DraftRow.id))
    )
    return [_draft(row) for row in await session.exec(query)]


async def get(session: AsyncSession, scope: Scope, draft_id: int) -> Draft:
    """Raises NotFound."""
    query = select(DraftRow).where(col(DraftRow.id) == draft_id, covered(scope, DraftRow.holder))
    row = (await session.exec(query.execution_options(populate_existing=True))).first()
    if row is None:
        raise NotFound("Diesen Entwurf gibt es nicht.", "Er wurde verworfen oder veröffentlicht.", "Bitte zur Liste.")
    return _draft(row)


async def move(session: AsyncSession, draft: Draft, to: DraftState, **values: Any) -> bool:
    """Whether this call made the change: False when somebody saved or moved it meanwhile. The revision goes on."""
    statement = (
        update(DraftRow)
        .where(
            col(DraftRow.id) == draft.id,
            col(DraftRow.state) == draft.state.value,
            col(DraftRow.revision) == draft.revision,
        )
        .values(state=to.value, revision=draft.revision + 1, **values)
    )
    return (await session.exec(statement)).rowcount == 1


def _open(scope: Scope) -> SelectOfScalar[DraftRow]:
    return select(DraftRow).where(
        col(DraftRow.state).in_([state.value for state in sorted(OPEN)]), covered(scope, DraftRow.holder)
    )


def _draft(row: DraftRow) -> Draft:
    values = row.model_dump()
    return Draft(
        **values
        | {"kind": Kind(row.kind), "state": DraftState(row.state), "editors": frozenset(row.editors), "id": row.id or 0}
    )
