"""Callback rows to callbacks and back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.callbacks.model import Attempt, Callback, CallbackState, Outcome
from servicecenter.callbacks.tables import AttemptRow, CallbackRow


async def add(
    session: AsyncSession, *, ticket: int, case_number: str, municipality: str, office: str, number: str, window: str,
    at: datetime,
) -> Callback:  # fmt: skip
    row = CallbackRow(
        ticket_id=ticket, case_number=case_number, municipality=municipality, office=office, number=number,
        window=window, state=CallbackState.OPEN.value, made_at=at,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return _callback(row, ())


async def add_attempt(session: AsyncSession, callback: Callback, attempt: Attempt) -> None:
    session.add(
        AttemptRow(
            callback_id=callback.id, at=attempt.at, by=attempt.by, outcome=attempt.outcome.value, note=attempt.note
        )
    )
    await session.flush()


async def close(session: AsyncSession, callback: Callback, state: CallbackState, at: datetime) -> bool:
    """Whether this call closed it: False when somebody else did meanwhile."""
    statement = (
        update(CallbackRow)
        .where(col(CallbackRow.id) == callback.id, col(CallbackRow.state) == CallbackState.OPEN.value)
        .values(state=state.value, closed_at=at)
    )
    return (await session.exec(statement)).rowcount == 1


async def correct_number(session: AsyncSession, callback: Callback, number: str) -> bool:
    """Whether it was still open; what was tried before says nothing about the new number."""
    statement = (
        update(CallbackRow)
        .where(col(CallbackRow.id) == callback.id, col(CallbackRow.state) == CallbackState.OPEN.value)
        .values(number=number, attempts_elsewhere=len(callback.attempts))
    )
    return (await session.exec(statement)).rowcount == 1


async def hand_on(session: AsyncSession, callback: Callback, office: str) -> None:
    """Owed by another office now, whatever became of it: its story goes with the ticket."""
    await session.exec(update(CallbackRow).where(col(CallbackRow.id) == callback.id).values(office=office))


async def erase(session: AsyncSession, tickets: Sequence[int]) -> None:
    """Number, window and notes go; how often it was tried, and how it ended, stays for the statistics."""
    gone = update(CallbackRow).where(col(CallbackRow.ticket_id).in_(tickets)).values(number=None, window="")
    callbacks = [callback_id for (callback_id,) in await session.exec(gone.returning(col(CallbackRow.id)))]
    await session.exec(update(AttemptRow).where(col(AttemptRow.callback_id).in_(callbacks)).values(note="", by=""))


async def of_tickets(session: AsyncSession, scope: Scope, tickets: Sequence[int]) -> dict[int, Callback]:
    """The latest callback of each ticket that has one, with its attempts."""
    query = select(CallbackRow).where(col(CallbackRow.ticket_id).in_(tickets)).order_by(col(CallbackRow.id))
    rows = (await session.exec(scoped(query, scope, CallbackRow.municipality, CallbackRow.office))).all()
    attempts = await _attempts(session, scope, rows) if rows else {}
    return {row.ticket_id: _callback(row, attempts.get(row.id or 0, ())) for row in rows}


async def tickets_of(session: AsyncSession, scope: Scope, callbacks: Sequence[int]) -> dict[int, int]:
    """The ticket each of these callbacks belongs to."""
    query = select(CallbackRow.id, CallbackRow.ticket_id).where(col(CallbackRow.id).in_(callbacks))
    rows = await session.exec(scoped(query, scope, CallbackRow.municipality, CallbackRow.office))
    return {callback or 0: ticket for callback, ticket in rows}


async def open_for_number(session: AsyncSession, scope: Scope, number: str) -> Sequence[Callback]:
    """Open callbacks to this number, for "earlier open promises" at the desk; the scope names one municipality."""
    query = select(CallbackRow).where(
        col(CallbackRow.number) == number, col(CallbackRow.state) == CallbackState.OPEN.value
    )
    rows = (await session.exec(scoped(query, scope, CallbackRow.municipality, CallbackRow.office))).all()
    return [_callback(row, ()) for row in rows]


async def tickets_of_number(session: AsyncSession, scope: Scope, number: str, limit: int = 20) -> Sequence[int]:
    """The latest tickets with a callback to this number, whatever became of it."""
    query = select(CallbackRow.ticket_id).where(col(CallbackRow.number) == number)
    query = query.order_by(col(CallbackRow.id).desc()).limit(limit)
    return (await session.exec(scoped(query, scope, CallbackRow.municipality, CallbackRow.office))).all()


async def _attempts(session: AsyncSession, scope: Scope, rows: Sequence[CallbackRow]) -> dict[int, tuple[Attempt, ...]]:
    query = (
        select(AttemptRow)
        .join(CallbackRow)
        .where(col(AttemptRow.callback_id).in_([row.id for row in rows]))
        .order_by(col(AttemptRow.id))
    )
    grouped: dict[int, tuple[Attempt, ...]] = {}
    for row in await session.exec(scoped(query, scope, CallbackRow.municipality, CallbackRow.office)):
        attempt = Attempt(row.at, row.by, Outcome(row.outcome), row.note)
        grouped[row.callback_id] = (*grouped.get(row.callback_id, ()), attempt)
    return grouped


def _callback(row: CallbackRow, attempts: tuple[Attempt, ...]) -> Callback:
    return Callback(
        id=row.id or 0, ticket=row.ticket_id, case_number=row.case_number, municipality=row.municipality,
        office=row.office, number=row.number or "", window=row.window, state=CallbackState(row.state),
        made_at=row.made_at, closed_at=row.closed_at, attempts=attempts, attempts_elsewhere=row.attempts_elsewhere,
    )  # fmt: skip
