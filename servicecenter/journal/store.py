"""Journal rows. There is no function that changes or removes one.

Entries are collected while a transaction works and are sealed at its commit: only then does it take a strand, one that
nobody else holds, or a new one. So no transaction waits for another, and none can wait in a circle.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import bindparam, event, false, func, insert, true, update
from sqlmodel import Session, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import Statement, scoped
from servicecenter.database import metadata
from servicecenter.journal.chain import START, Head, Link, linked
from servicecenter.journal.model import Entry
from servicecenter.journal.tables import JournalRow, StrandRow

COLLECTED = "journal"  # key of the session's own notes
# Every transaction seals: on the tables themselves, built once, this takes half as long as through rows.
ENTRIES, STRANDS = metadata().tables["journal"], metadata().tables["journal_strand"]
FREE = (
    select(STRANDS.c.id, STRANDS.c.count, STRANDS.c.hash)
    .order_by(STRANDS.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)  # of no municipality, so there is no scope to keep to; on SQLite there is one writer, hence one strand
NEW = insert(STRANDS).values(count=0, hash=START).returning(STRANDS.c.id, STRANDS.c.count, STRANDS.c.hash)
GROW = update(STRANDS).where(STRANDS.c.id == bindparam("strand"))
ADD = insert(ENTRIES)

_COLUMNS = [col(getattr(JournalRow, field.name)) for field in fields(Entry)]


def append(session: AsyncSession, entry: Entry) -> None:
    """Joins the caller's transaction: the step and its entry are written together or not at all.

    Not within a savepoint: what is rolled back there would stay in the journal.
    """
    if session.in_nested_transaction():
        raise RuntimeError("append after the savepoint has ended")
    if COLLECTED not in session.info:
        event.listen(session.sync_session, "before_commit", _seal)
    session.info.setdefault(COLLECTED, []).append(entry)


def _seal(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint ends, the transaction does not
    entries, session.info[COLLECTED] = session.info[COLLECTED], []
    if not entries:
        return
    connection = session.connection()
    free = connection.execute(FREE).first() or connection.execute(NEW).one()  # held until this transaction ends
    links, after = linked(Head(*free), entries)
    connection.execute(ADD, [_row(link) for link in links])
    connection.execute(GROW, {"strand": after.strand, "count": after.count, "hash": after.hash})


async def of_case(session: AsyncSession, scope: Scope, case_number: str) -> Sequence[Entry]:
    """In the order in which it happened. The whole case of a municipality: whoever may see a ticket sees its story."""
    query = select(JournalRow).where(col(JournalRow.case_number) == case_number).order_by(col(JournalRow.id))
    rows = await session.exec(scoped(query, scope, JournalRow.municipality))
    return [_entry(row) for row in rows]


async def last_of_each_case(
    session: AsyncSession, scope: Scope, municipality: str, acts: Sequence[str], first: datetime, before: datetime, *,
    after: int = 0, limit: int = 10_000,
) -> Sequence[Entry]:  # fmt: skip
    """Of every case the last entry with one of these acts in [first, before), by id, from the one after `after` on."""
    last = (
        select(func.max(JournalRow.id))
        .where(
            col(JournalRow.municipality) == municipality,
            col(JournalRow.at) >= first,
            col(JournalRow.at) < before,
            col(JournalRow.act).in_(acts),
        )
        .group_by(col(JournalRow.case_number))
    )
    # Columns, not rows: a hundred thousand objects of the session would cost more than what is done with them.
    query = select(*_COLUMNS).where(col(JournalRow.id).in_(last), col(JournalRow.id) > after)
    query = query.order_by(col(JournalRow.id)).limit(limit)
    return [Entry(*values) for values in await session.exec(scoped(query, scope, JournalRow.municipality))]


async def heads(session: AsyncSession, scope: Scope) -> Sequence[Head]:
    rows = await session.exec(_undivided(select(StrandRow).order_by(col(StrandRow.id)), scope))
    return [_head(row) for row in rows]


async def strands(session: AsyncSession, scope: Scope) -> dict[int, int]:
    """Every strand that some entry names → how many name it, with or without a head."""
    query = select(JournalRow.strand, func.count()).group_by(col(JournalRow.strand)).order_by(col(JournalRow.strand))
    return dict((await session.exec(scoped(query, scope, JournalRow.municipality))).all())


async def links(
    session: AsyncSession, scope: Scope, strand: int, after: tuple[int, int], until: int, limit: int
) -> Sequence[Link]:
    """A page of one strand by position and id, after the last pair seen, up to the position `until`."""
    position, row_id = col(JournalRow.position), col(JournalRow.id)
    query = (
        select(JournalRow)
        .where(col(JournalRow.strand) == strand, position <= until)
        .where((position > after[0]) | ((position == after[0]) & (row_id > after[1])))
        .order_by(position, row_id)
        .limit(limit)
    )
    rows = await session.exec(scoped(query, scope, JournalRow.municipality))
    return [_link(row) for row in rows]


async def beyond(session: AsyncSession, scope: Scope, limit: int) -> Sequence[Link]:
    """Entries after the head of their strand, or on none: one statement, so no append can come between."""
    query = (
        select(JournalRow)
        .outerjoin(StrandRow, col(StrandRow.id) == col(JournalRow.strand))
        .where(col(StrandRow.id).is_(None) | (col(JournalRow.position) > col(StrandRow.count)))
        .order_by(col(JournalRow.id))
        .limit(limit)
    )
    rows = await session.exec(scoped(query, scope, JournalRow.municipality))
    return [_link(row) for row in rows]


def _undivided(query: Statement, scope: Scope) -> Statement:
    """Strands belong to no municipality: they are for those who see all of them."""
    return query.where(true() if scope.municipalities is None else false())


def _row(link: Link) -> dict[str, object]:
    entry = link.entry
    return {
        "at": entry.at, "municipality": entry.municipality, "office": entry.office, "case_number": entry.case_number,
        "act": entry.act, "actor": entry.actor, "details": dict(entry.details), "strand": link.strand,
        "position": link.position, "before": link.before, "hash": link.hash,
    }  # fmt: skip


def _entry(row: JournalRow) -> Entry:
    return Entry(row.at, row.municipality, row.case_number, row.act, row.actor, row.office, row.details, row.id)


def _link(row: JournalRow) -> Link:
    return Link(row.strand, row.position, row.before, row.hash, _entry(row))


def _head(row: StrandRow) -> Head:
    return Head(row.id or 0, row.count, row.hash)
