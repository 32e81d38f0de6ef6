"""Document rows to documents and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, true
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from servicecenter.access.model import Scope
from servicecenter.documents.model import COMMON, Document, Kind, Origin, digest
from servicecenter.documents.tables import DocumentRow


async def put(
    session: AsyncSession, scope: Scope, kind: Kind, holder: str, name: str, text: str, *, origin: Origin,
    at: datetime, by: str, removed: bool = False, reviewed_by: str = "",
) -> int | None:  # fmt: skip
    """The new version's number, or None when nothing changed."""
    known = await latest(session, scope, kind, holder, name)
    if known is not None and known.text == text and known.removed == removed:
        return None
    row = DocumentRow(
        kind=kind.value, holder=holder, name=name, version=(known.version if known else 0) + 1, text=text,
        digest=digest(text), origin=origin.value, at=at, by=by, removed=removed, reviewed_by=reviewed_by,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row.version


async def current(
    session: AsyncSession, scope: Scope, kinds: Sequence[Kind] = tuple(Kind), until: datetime | None = None
) -> Sequence[Document]:
    """The latest version of everything the scope covers, and of what all share; removed ones are left out.

    With `until` the versions of that instant.
    """
    newest = (
        select(func.max(DocumentRow.id))
        .where(col(DocumentRow.kind).in_([kind.value for kind in kinds]), _known(until))
        .group_by(DocumentRow.kind, DocumentRow.holder, DocumentRow.name)
    )
    query = (
        select(DocumentRow)
        .where(col(DocumentRow.id).in_(newest), col(DocumentRow.removed).is_(False), covered(scope))
        .order_by(DocumentRow.kind, DocumentRow.holder, DocumentRow.name)
    )
    return [_document(row) for row in await session.exec(query)]


async def latest(
    session: AsyncSession, scope: Scope, kind: Kind, holder: str, name: str, origin: Origin | None = None
) -> Document | None:
    """Also a removed one, so that it differs from one never known; with `origin`, the last that came that way."""
    query = _of(scope, kind, holder, name).order_by(col(DocumentRow.version).desc()).limit(1)
    if origin is not None:
        query = query.where(col(DocumentRow.origin) == origin.value)
    row = (await session.exec(query)).first()
    return _document(row) if row else None


async def revision(
    session: AsyncSession, scope: Scope, kinds: Sequence[Kind] | None = None, until: datetime | None = None
) -> int:
    """Grows with every change the scope covers, in whichever process it was made; with `until`, how far it was then.

    0: there was nothing yet.
    """
    of_kinds = true() if kinds is None else col(DocumentRow.kind).in_([kind.value for kind in kinds])
    query = select(func.max(DocumentRow.id)).where(covered(scope), of_kinds, _known(until))
    return (await session.exec(query)).one() or 0


async def versions(session: AsyncSession, scope: Scope, kind: Kind, holder: str, name: str) -> Sequence[Document]:
    """Every version ever in force, the latest first."""
    query = _of(scope, kind, holder, name).order_by(col(DocumentRow.version).desc())
    return [_document(row) for row in await session.exec(query)]


def covered(scope: Scope, holder: Any = DocumentRow.holder) -> ColumnElement[bool]:
    """What all share, and what the scope's municipalities hold."""
    if scope.municipalities is None:
        return true()
    return or_(col(holder) == COMMON, col(holder).in_(scope.municipalities))


def _known(until: datetime | None) -> ColumnElement[bool]:
    return true() if until is None else col(DocumentRow.at) <= until


def _of(scope: Scope, kind: Kind, holder: str, name: str) -> SelectOfScalar[DocumentRow]:
    return select(DocumentRow).where(
        col(DocumentRow.kind) == kind.value,
        col(DocumentRow.holder) == holder,
        col(DocumentRow.name) == name,
        covered(scope),
    )


def _document(row: DocumentRow) -> Document:
    return Document(
        Kind(row.kind), row.holder, row.name, row.text, row.version, Origin(row.origin), row.at, row.by, row.removed,
        row.reviewed_by,
    )  # fmt: skip
