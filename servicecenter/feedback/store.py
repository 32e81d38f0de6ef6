"""Rows of reports, gaps and links to what they mean, and back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, or_, true, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.database import Insertion
from servicecenter.documents.model import COMMON
from servicecenter.errors import NotFound
from servicecenter.feedback.likeness import Gap
from servicecenter.feedback.links import Answered, Link, LinkCheck, Probed
from servicecenter.feedback.model import Assessment, Report
from servicecenter.feedback.tables import GapRow, LinkRow, ReportRow

ADD_LINKS = Insertion(LinkRow, lambda insert: insert.on_conflict_do_nothing())
# A search and the end of the contact are one gap: what of both happened stays true.
ADD_GAP = Insertion(
    GapRow,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["contact", "key"],
        set_={
            "searched": insert.table.c.searched | insert.excluded.searched,
            "closed": insert.table.c.closed | insert.excluded.closed,
            "municipality": insert.excluded.municipality,
        },
    ),
)


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


# Gaps


async def add_gap(
    session: AsyncSession, municipality: str, query: str, key: str, contact: int, asked_on: date, *, closed: bool
) -> None:
    """Once per contact and key."""
    told = {"municipality": municipality, "query": query, "key": key, "contact": contact, "asked_on": asked_on}
    await ADD_GAP.insert(session, told | {"searched": not closed, "closed": closed, "bundle": ""})


async def leave_contact(session: AsyncSession, contact: int, municipality: str | None, at: datetime) -> None:
    """The contact has ended; only what was asked for this municipality stays, nothing for None."""
    gone = delete(GapRow).where(col(GapRow.contact) == contact)
    await session.exec(gone if municipality is None else gone.where(col(GapRow.municipality) != municipality))
    await session.exec(update(GapRow).where(col(GapRow.contact) == contact).values(contact_ended_at=at))


async def return_to_contact(session: AsyncSession, contact: int) -> None:
    """As it was before the contact ended."""
    own = col(GapRow.contact) == contact
    await session.exec(delete(GapRow).where(own, col(GapRow.searched).is_(False)))
    await session.exec(update(GapRow).where(own).values(closed=False, contact_ended_at=None))


async def gaps(session: AsyncSession, scope: Scope, *, settled: bool) -> Sequence[Gap]:
    query = select(GapRow).where(col(GapRow.bundle) != "" if settled else col(GapRow.bundle) == "")
    rows = await session.exec(scoped(query.order_by(col(GapRow.id)), scope, GapRow.municipality))
    return [
        Gap(row.id or 0, row.municipality, row.query, row.key, row.asked_on, row.closed, row.bundle) for row in rows
    ]


async def settle_gaps(session: AsyncSession, scope: Scope, municipality: str, keys: Sequence[str], bundle: str) -> None:
    statement = update(GapRow).where(
        col(GapRow.municipality) == municipality, col(GapRow.key).in_(keys), col(GapRow.bundle) == ""
    )
    await session.exec(scoped(statement, scope, GapRow.municipality).values(bundle=bundle))


async def reopen_gaps(session: AsyncSession, scope: Scope, bundle: str) -> None:
    statement = update(GapRow).where(col(GapRow.bundle) == bundle)
    await session.exec(scoped(statement, scope, GapRow.municipality).values(bundle=""))


async def unlink_gaps(session: AsyncSession, scope: Scope, ended_before: datetime, asked_before: date) -> None:
    """From contacts that ended before, and from those that never ended and are days old."""
    statement = update(GapRow).where(
        col(GapRow.contact).is_not(None),
        or_(col(GapRow.contact_ended_at) < ended_before, col(GapRow.asked_on) < asked_before),
    )
    values = {"contact": None, "contact_ended_at": None}
    await session.exec(scoped(statement, scope, GapRow.municipality).values(**values))


async def remove_gaps_before(session: AsyncSession, scope: Scope, day: date) -> int:
    statement = delete(GapRow).where(col(GapRow.asked_on) < day)
    return (await session.exec(scoped(statement, scope, GapRow.municipality))).rowcount


# Links


async def link_checks(session: AsyncSession, scope: Scope) -> Sequence[LinkCheck]:
    """Also of the texts all share."""
    query = select(LinkRow).where(_held(scope)).order_by(col(LinkRow.failing_since), col(LinkRow.id))
    return [_link_check(row) for row in await session.exec(query)]


async def due_links(session: AsyncSession, scope: Scope, at: datetime, limit: int) -> Sequence[LinkCheck]:
    query = select(LinkRow).where(_held(scope), col(LinkRow.due_at) <= at)
    query = query.order_by(col(LinkRow.due_at), col(LinkRow.url), col(LinkRow.id)).limit(limit)
    return [_link_check(row) for row in await session.exec(query)]


async def failing_link(session: AsyncSession, scope: Scope, url: str) -> LinkCheck | None:
    query = select(LinkRow).where(_held(scope), col(LinkRow.url) == url, col(LinkRow.failing_since).is_not(None))
    row = (await session.exec(query.order_by(col(LinkRow.failing_since)).limit(1))).first()
    return _link_check(row) if row else None


async def add_links(session: AsyncSession, links: Sequence[Link], due_at: datetime) -> None:
    """Those that another process added meanwhile stay as they are."""
    told = [
        {"holder": link.holder, "article": link.article, "url": link.url, "due_at": due_at, "moved_to": ""}
        for link in links
    ]
    if told:
        await ADD_LINKS.insert(session, told)


async def forget_links(session: AsyncSession, ids: Sequence[int]) -> None:
    for link_id in ids:
        await session.exec(delete(LinkRow).where(col(LinkRow.id) == link_id))


async def claim_link(session: AsyncSession, known: LinkCheck, until: datetime) -> bool:
    """Whether this process asks it: False when another was quicker."""
    statement = update(LinkRow).where(col(LinkRow.id) == known.id, col(LinkRow.due_at) == known.due_at)
    return (await session.exec(statement.values(due_at=until))).rowcount == 1


async def record_check(session: AsyncSession, made: LinkCheck) -> None:
    probed = made.probed or Probed(Answered.OK)
    values = {
        "due_at": made.due_at, "checked_at": made.checked_at, "answered": probed.answered.value,
        "status": probed.status, "moved_to": probed.moved_to, "failing_since": made.failing_since,
    }  # fmt: skip
    await session.exec(update(LinkRow).where(col(LinkRow.id) == made.id).values(**values))


def _held(scope: Scope) -> ColumnElement[bool]:
    if scope.municipalities is None:
        return true()
    return or_(col(LinkRow.holder) == COMMON, col(LinkRow.holder).in_(sorted(scope.municipalities)))


def _link_check(row: LinkRow) -> LinkCheck:
    probed = Probed(Answered(row.answered), row.status, row.moved_to) if row.answered else None
    link = Link(row.holder, row.article, row.url)
    return LinkCheck(row.id or 0, link, row.due_at, row.checked_at, probed, row.failing_since)


def _report(row: ReportRow) -> Report:
    values = row.model_dump()
    return Report(**values | {"assessment": Assessment(row.assessment) if row.assessment else None})
