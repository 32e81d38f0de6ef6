"""Promise rows to promises and back. A change of state is a conditional UPDATE: one wins, the rest see nothing done."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.database import metadata
from servicecenter.errors import Conflict, NotFound
from servicecenter.promises.model import Fate, Promise, Tally
from servicecenter.promises.states import UNKEPT, WATCHED, Level, PromiseState
from servicecenter.promises.tables import IS_WATCHED, PromiseLevelRow, PromiseRow
from servicecenter.promises.terms import Terms

# On the table itself, built once: a promise is made while the caller waits.
ADD = insert(metadata().tables["promise"]).returning(metadata().tables["promise"].c.id)
_WATCHED = [state.value for state in WATCHED]


async def add(
    session: AsyncSession, terms: Terms, *, subject: str, case_number: str, municipality: str, office: str,
    handbook: date, at: datetime,
) -> Promise:  # fmt: skip
    told: dict[str, Any] = {
        "name": terms.name, "subject": subject, "case_number": case_number, "municipality": municipality,
        "office": office, "clause": terms.clause, "handbook": handbook, "recorded_at": at.astimezone(UTC),
        "due_at": terms.due_at, "due_on": terms.due_on, "at_risk_at": terms.at_risk_at, "calendar": terms.calendar,
        "last_open_at": terms.last_open_at,
    }  # fmt: skip
    watched = {"state": PromiseState.OPEN.value, "next_at": terms.at_risk_at, "kept_at": None}
    promise_id: int = (await (await session.connection()).execute(ADD, told | watched)).scalar_one()
    return Promise(id=promise_id, state=PromiseState.OPEN, **told)


async def move(
    session: AsyncSession, promise: Promise, to: PromiseState, *, next_at: datetime, **ended: datetime
) -> bool:
    """Whether this call made the change: False when somebody else moved it meanwhile. `ended`: kept_at, exhausted_at"""
    values = {"state": to.value, "next_at": next_at, **ended}
    statement = (
        update(PromiseRow)
        .where(col(PromiseRow.id) == promise.id, col(PromiseRow.state) == promise.state.value)
        .values(values)
    )
    return (await session.exec(statement)).rowcount == 1


async def change(session: AsyncSession, promise: Promise, **values: Any) -> bool:
    """Whether this call changed what is not its state: False when somebody else moved it meanwhile."""
    statement = (
        update(PromiseRow)
        .where(col(PromiseRow.id) == promise.id, col(PromiseRow.state) == promise.state.value)
        .values(**values)
    )
    return (await session.exec(statement)).rowcount == 1


async def claim(
    session: AsyncSession, promises: Sequence[Promise], to: PromiseState, at: datetime, level: Level | None = None
) -> None:
    """The same step for all of them or for none; what it raises undoes the transaction with its effects.

    IntegrityError: a level has acted before. Conflict: one has moved meanwhile.
    """
    level = level or Level(to.value)
    due_at = col(PromiseRow.due_at)
    next_at = func.coalesce(PromiseRow.last_open_at, due_at) if level is Level.AT_RISK else due_at
    statement = (
        update(PromiseRow)
        .where(
            col(PromiseRow.id).in_([promise.id for promise in promises]),
            col(PromiseRow.state).in_({promise.state.value for promise in promises}),
        )
        .values(state=to.value, next_at=next_at)
        .execution_options(synchronize_session=False)
    )
    if (await session.exec(statement)).rowcount != len(promises):
        raise Conflict("Eine Zusage hat sich inzwischen geändert.")
    session.add_all(PromiseLevelRow(promise_id=promise.id, level=level.value, at=at) for promise in promises)
    await session.flush()


async def locked(session: AsyncSession, scope: Scope, promise_ids: Sequence[int]) -> Sequence[Promise]:
    """For a step in this transaction, without those another transaction has in hand: nobody waits for the sweep."""
    query = (
        select(PromiseRow)
        .where(col(PromiseRow.id).in_(promise_ids))
        .order_by(col(PromiseRow.id))
        .with_for_update(skip_locked=True)
    )
    rows = await session.exec(scoped(query, scope, PromiseRow.municipality, PromiseRow.office))
    return [_promise(row) for row in rows]


async def due(session: AsyncSession, scope: Scope, at: datetime, limit: int) -> Sequence[int]:
    """The ids the sweep must look at now, oldest first; ids alone, so that one broken row hides no other."""
    # The states stand in the text as in the index: a bound value would keep SQLite from using it.
    query = (
        select(PromiseRow.id)
        .where(IS_WATCHED, col(PromiseRow.next_at) <= at)
        .order_by(col(PromiseRow.next_at), col(PromiseRow.id))
        .limit(limit)
    )
    rows = await session.exec(scoped(query, scope, PromiseRow.municipality, PromiseRow.office))
    return [promise_id or 0 for promise_id in rows]


async def of_subjects(session: AsyncSession, scope: Scope, subjects: Sequence[str]) -> dict[str, tuple[Promise, ...]]:
    """What is promised about each subject: of every name the latest, the one due first on top."""
    query = (
        select(PromiseRow)
        .where(col(PromiseRow.subject).in_(subjects))
        .order_by(col(PromiseRow.id))
        .execution_options(populate_existing=True)
    )
    rows = await session.exec(scoped(query, scope, PromiseRow.municipality, PromiseRow.office))
    latest = {(row.subject, row.name): _promise(row) for row in rows}
    grouped: dict[str, tuple[Promise, ...]] = {}
    for promise in sorted(latest.values(), key=lambda promise: (promise.due_at, promise.id)):
        grouped[promise.subject] = (*grouped.get(promise.subject, ()), promise)
    return grouped


async def get(session: AsyncSession, scope: Scope, promise_id: int) -> Promise:
    """As it is now. Raises NotFound."""
    query = select(PromiseRow).where(col(PromiseRow.id) == promise_id).execution_options(populate_existing=True)
    row = (await session.exec(scoped(query, scope, PromiseRow.municipality, PromiseRow.office))).first()
    if row is None:
        raise NotFound("Diese Zusage gibt es nicht.", "", "")
    return _promise(row)


async def watched(session: AsyncSession, scope: Scope, limit: int = 200) -> Sequence[Promise]:
    """Open and at risk, the one due first on top."""
    query = (
        select(PromiseRow)
        .where(col(PromiseRow.state).in_(_WATCHED))
        .order_by(col(PromiseRow.due_at), col(PromiseRow.id))
        .limit(limit)
    )
    rows = await session.exec(scoped(query, scope, PromiseRow.municipality, PromiseRow.office))
    return [_promise(row) for row in rows]


async def overdue(session: AsyncSession, scope: Scope, limit: int = 200) -> Sequence[Promise]:
    """Breached and still owed, from whatever month, the oldest on top."""
    query = (
        select(PromiseRow)
        .where(col(PromiseRow.state) == PromiseState.BREACHED.value)
        .order_by(col(PromiseRow.due_at), col(PromiseRow.id))
        .limit(limit)
    )
    rows = await session.exec(scoped(query, scope, PromiseRow.municipality, PromiseRow.office))
    return [_promise(row) for row in rows]


async def at_risk(session: AsyncSession, scope: Scope) -> dict[str, int]:
    """Municipality → promises at risk now, whenever they are due."""
    query = (
        select(PromiseRow.municipality, func.count())
        .where(col(PromiseRow.state) == PromiseState.AT_RISK.value)
        .group_by(col(PromiseRow.municipality))
    )
    rows = await session.exec(scoped(query, scope, PromiseRow.municipality, PromiseRow.office))
    return dict(rows.all())


async def unkept(
    session: AsyncSession, scope: Scope, first: datetime, before: datetime, name: str | None = None
) -> Sequence[Promise]:
    """The n of "n von m": due in [first, before) and not kept in time."""
    query = (
        select(PromiseRow)
        .where(
            col(PromiseRow.state).in_([state.value for state in UNKEPT]),
            col(PromiseRow.due_at) > first,
            col(PromiseRow.due_at) <= before,
        )
        .order_by(col(PromiseRow.due_at), col(PromiseRow.id))
    )
    if name is not None:
        query = query.where(col(PromiseRow.name) == name)
    rows = await session.exec(scoped(query, scope, PromiseRow.municipality, PromiseRow.office))
    return [_promise(row) for row in rows]


async def tallies(session: AsyncSession, scope: Scope, first: datetime, before: datetime) -> Sequence[Tally]:
    """Counts by municipality, office and name, of promises due in (first, before]; 24:00 belongs to the day it ends."""
    unkept_states = [state.value for state in UNKEPT]
    decided = [*unkept_states, PromiseState.KEPT.value]
    state = col(PromiseRow.state)

    def count(states: Sequence[str]) -> object:
        return func.sum(case((state.in_(states), 1), else_=0))

    query = (
        select(
            PromiseRow.municipality, PromiseRow.office, PromiseRow.name,
            count(decided), count(unkept_states), count([PromiseState.AT_RISK.value]),
            count([PromiseState.EXHAUSTED.value]),
        )  # type: ignore[call-overload]  # the stubs know four columns
        .where(col(PromiseRow.due_at) > first, col(PromiseRow.due_at) <= before)
        .group_by(PromiseRow.municipality, PromiseRow.office, PromiseRow.name)
        .order_by(PromiseRow.municipality, PromiseRow.office, PromiseRow.name)
    )  # fmt: skip
    rows = await session.exec(scoped(query, scope, PromiseRow.municipality, PromiseRow.office))
    return [Tally(*row) for row in rows]


async def fates(session: AsyncSession, scope: Scope, first: datetime, before: datetime) -> Sequence[Fate]:
    """Of promises made in [first, before), due in (first, before], or at risk now."""
    made, due, risk = (_counts(figure, first, before) for figure in ("made", "due", "at_risk"))
    row = PromiseRow
    query = select(  # type: ignore[call-overload]  # the stubs know four columns
        row.municipality, row.office, row.name, row.state, row.recorded_at, row.due_at, row.kept_at, row.exhausted_at
    )
    rows = await session.exec(scoped(query.where(made | due | risk), scope, row.municipality, row.office))
    return [
        Fate(municipality, office, name, PromiseState(state), *instants)
        for municipality, office, name, state, *instants in rows
    ]


async def counted(
    session: AsyncSession, scope: Scope, first: datetime, before: datetime, figure: str, limit: int,
    name: str | None = None,
) -> Sequence[Promise]:  # fmt: skip
    """The promises that a figure of the month counts: made, kept, unkept, exhausted or at_risk; due first on top."""
    query = (
        select(PromiseRow)
        .where(_counts(figure, first, before))
        .order_by(col(PromiseRow.due_at), col(PromiseRow.id))
        .limit(limit)
    )
    if name is not None:
        query = query.where(col(PromiseRow.name) == name)
    rows = await session.exec(scoped(query, scope, PromiseRow.municipality, PromiseRow.office))
    return [_promise(row) for row in rows]


def _counts(figure: str, first: datetime, before: datetime) -> ColumnElement[bool]:
    state, recorded_at, due_at = col(PromiseRow.state), col(PromiseRow.recorded_at), col(PromiseRow.due_at)
    due = (due_at > first) & (due_at <= before)
    match figure:
        case "made":
            return (recorded_at >= first) & (recorded_at < before) & (state != PromiseState.WITHDRAWN.value)
        case "kept":
            return due & (state == PromiseState.KEPT.value)
        case "unkept":
            return due & state.in_([unkept.value for unkept in UNKEPT])
        case "exhausted":
            return due & (state == PromiseState.EXHAUSTED.value)
        case "at_risk":
            return state == PromiseState.AT_RISK.value
    return due


def _promise(row: PromiseRow) -> Promise:
    return Promise(
        id=row.id or 0, name=row.name, subject=row.subject, case_number=row.case_number,
        municipality=row.municipality, office=row.office, clause=row.clause, handbook=row.handbook,
        state=PromiseState(row.state), recorded_at=row.recorded_at, due_at=row.due_at, due_on=row.due_on,
        at_risk_at=row.at_risk_at, kept_at=row.kept_at, exhausted_at=row.exhausted_at, calendar=row.calendar,
        last_open_at=row.last_open_at, next_at=row.next_at, noticed_at=row.noticed_at,
        noticed_until=row.noticed_until, paused_at=row.paused_at,
    )  # fmt: skip
