"""Lesson rows to lessons and back."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.database import Insertion
from servicecenter.errors import NotFound
from servicecenter.knowledgebase.learning import Lesson
from servicecenter.knowledgebase.tables import LessonRow

ADD = Insertion(LessonRow, lambda insert: insert.on_conflict_do_nothing())


async def change(session: AsyncSession, scope: Scope, empty: Lesson, changed: Callable[[Lesson], Lesson]) -> Lesson:
    """The lesson of these words and this article, made where there is none, changed in one step.

    Two contacts closed at once both count: the row is made without quarrel and then locked until the commit.
    """
    values = asdict(empty)
    del values["id"]
    await ADD.insert(session, values)
    return await _write(session, changed(await _locked(session, scope, empty)))


async def get(session: AsyncSession, scope: Scope, lesson: int) -> Lesson:
    """Raises NotFound, also for what the scope does not cover."""
    query = select(LessonRow).where(col(LessonRow.id) == lesson)
    row = (await session.exec(scoped(query, scope, LessonRow.municipality))).first()
    if row is None:
        raise NotFound("Das ist nicht gelernt worden.", "Vielleicht wurde es schon gelöscht.", "Bitte neu laden.")
    return _lesson(row)


async def put(session: AsyncSession, lesson: Lesson) -> Lesson:
    """A lesson that is known already."""
    return await _write(session, lesson)


async def changed_since(session: AsyncSession, scope: Scope, since: datetime | None = None) -> Sequence[Lesson]:
    """Also forgotten ones, so that other processes forget them too; all of them without `since`."""
    query = select(LessonRow).order_by(col(LessonRow.changed_at).desc(), col(LessonRow.id).desc())
    if since is not None:
        query = query.where(col(LessonRow.changed_at) >= since)
    return [_lesson(row) for row in await session.exec(scoped(query, scope, LessonRow.municipality))]


async def remove_before(session: AsyncSession, scope: Scope, before: datetime) -> int:
    """How many lessons went that nobody had confirmed or changed since."""
    statement = delete(LessonRow).where(col(LessonRow.changed_at) < before)
    return (await session.exec(scoped(statement, scope, LessonRow.municipality))).rowcount


async def _locked(session: AsyncSession, scope: Scope, alike: Lesson) -> Lesson:
    query = select(LessonRow).where(
        col(LessonRow.municipality) == alike.municipality,
        col(LessonRow.key) == alike.key,
        col(LessonRow.article) == alike.article,
    )
    locked = scoped(query, scope, LessonRow.municipality).with_for_update()
    return _lesson((await session.exec(locked.execution_options(populate_existing=True))).one())


async def _write(session: AsyncSession, lesson: Lesson) -> Lesson:
    values = asdict(lesson)
    await session.exec(update(LessonRow).where(col(LessonRow.id) == values.pop("id")).values(**values))
    return lesson


def _lesson(row: LessonRow) -> Lesson:
    return Lesson(
        row.municipality, row.key, row.article, row.query, row.changed_at, row.closed, row.closed_times, row.rejected,
        row.rejected_times, row.id or 0,
    )  # fmt: skip
