"""Rows of reports to reports and back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.errors import NotFound
from servicecenter.feedback.model import Assessment, Report
from servicecenter.feedback.tables import ReportRow


async def add_report(session: AsyncSession, report: Report) -> Report:
    """`report.id` is not yet known and ignored; the one returned has it."""
    values = asdict(report)
    del values["id"]
    row = ReportRow(**values)
    session.add(row)
    await session.flush()
    return _report(row)


async def report(session: AsyncSession, scope: Scope, report_id: int) -> Report:
    """Raises NotFound, also for a report of another Fachamt."""
    query = select(ReportRow).where(col(ReportRow.id) == report_id).execution_options(populate_existing=True)
    row = (await session.exec(scoped(query, scope, ReportRow.municipality, ReportRow.office))).first()
    if row is None:
        raise NotFound(
            "Diese Meldung gibt es hier nicht.", "Sie gehört zu einem anderen Fachamt oder wurde zurückgenommen.",
            "Bitte zurück zur Liste.",
        )  # fmt: skip
    return _report(row)


async def open_reports(session: AsyncSession, scope: Scope, limit: int = 500) -> Sequence[Report]:
    """The next to fall due first."""
    query = select(ReportRow).where(col(ReportRow.assessment).is_(None))
    query = query.order_by(col(ReportRow.due_at), col(ReportRow.id)).limit(limit)
    rows = await session.exec(scoped(query, scope, ReportRow.municipality, ReportRow.office))
    return [_report(row) for row in rows]


async def answered_reports(session: AsyncSession, scope: Scope, limit: int = 50) -> Sequence[Report]:
    """The latest answer first."""
    query = select(ReportRow).where(col(ReportRow.assessment).is_not(None))
    query = query.order_by(col(ReportRow.answered_at).desc(), col(ReportRow.id).desc()).limit(limit)
    rows = await session.exec(scoped(query, scope, ReportRow.municipality, ReportRow.office))
    return [_report(row) for row in rows]


async def open_of_article(session: AsyncSession, scope: Scope, municipality: str, article: str) -> Sequence[Report]:
    query = select(ReportRow).where(
        col(ReportRow.municipality) == municipality, col(ReportRow.article) == article,
        col(ReportRow.assessment).is_(None),
    )  # fmt: skip
    rows = await session.exec(scoped(query.order_by(col(ReportRow.id)), scope, ReportRow.municipality))
    return [_report(row) for row in rows]


async def reports_of(session: AsyncSession, scope: Scope, person_id: str, limit: int = 50) -> Sequence[Report]:
    """What this person reported, the latest first."""
    query = select(ReportRow).where(col(ReportRow.reported_by) == person_id)
    query = query.order_by(col(ReportRow.reported_at).desc(), col(ReportRow.id).desc()).limit(limit)
    rows = await session.exec(scoped(query, scope, ReportRow.municipality, ReportRow.office))
    return [_report(row) for row in rows]


async def unseen_answers(session: AsyncSession, scope: Scope, person_id: str) -> Sequence[Report]:
    """Answers to this person's reports, the oldest first, until they were seen."""
    query = select(ReportRow).where(
        col(ReportRow.reported_by) == person_id,
        col(ReportRow.assessment).is_not(None),
        col(ReportRow.seen_at).is_(None),
    )
    query = query.order_by(col(ReportRow.answered_at), col(ReportRow.id))
    rows = await session.exec(scoped(query, scope, ReportRow.municipality, ReportRow.office))
    return [_report(row) for row in rows]


async def answer_report(
    session: AsyncSession, report: Report, assessment: Assessment, answer: str, name: str, at: datetime
) -> bool:
    """Whether this answer is the first: False when somebody else was quicker."""
    statement = (
        update(ReportRow)
        .where(col(ReportRow.id) == report.id, col(ReportRow.assessment).is_(None))
        .values(assessment=assessment.value, answer=answer, answered_at=at, answered_name=name)
    )
    return (await session.exec(statement)).rowcount == 1


async def see_answer(session: AsyncSession, report_id: int, person_id: str, at: datetime) -> None:
    """Only by whoever reported it, and only once."""
    await session.exec(
        update(ReportRow)
        .where(
            col(ReportRow.id) == report_id, col(ReportRow.reported_by) == person_id,
            col(ReportRow.assessment).is_not(None), col(ReportRow.seen_at).is_(None),
        )
        .values(seen_at=at)
    )  # fmt: skip


async def withdraw_report(session: AsyncSession, report_id: int, person_id: str) -> Report | None:
    """None where it is not this person's, or answered already."""
    statement = (
        delete(ReportRow)
        .where(
            col(ReportRow.id) == report_id, col(ReportRow.reported_by) == person_id, col(ReportRow.assessment).is_(None)
        )
        .returning(ReportRow)
    )
    row = (await session.exec(statement)).scalars().first()
    return _report(row) if row else None


async def remove_reports_answered_before(session: AsyncSession, scope: Scope, before: datetime) -> int:
    """How many answered reports were old enough to go."""
    statement = delete(ReportRow).where(col(ReportRow.answered_at) < before)
    return (await session.exec(scoped(statement, scope, ReportRow.municipality))).rowcount


def _report(row: ReportRow) -> Report:
    values = row.model_dump()
    return Report(**values | {"assessment": Assessment(row.assessment) if row.assessment else None})
