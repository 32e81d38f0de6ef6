"""Rows of instants. There is no function that changes or removes one; the first to tell a step is believed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.calls.model import Cause, Instant, Step
from servicecenter.calls.tables import InstantRow
from servicecenter.database import Insertion

ADD = Insertion(InstantRow, lambda insert: insert.on_conflict_do_nothing())
BEGINNINGS = (Step.OFFERED.value, Step.DIALLED.value)
# Columns, not rows: a month of calls is a hundred thousand steps.
_COLUMNS = [col(getattr(InstantRow, field.name)) for field in fields(Instant)]


async def record(session: AsyncSession, *instants: Instant) -> None:
    """Joins the caller's transaction. A step told again changes nothing."""
    if instants:
        await ADD.insert(session, [asdict(instant) for instant in instants])


async def of_call(session: AsyncSession, scope: Scope, call: str) -> Sequence[Instant]:
    """In the order in which they happened."""
    query = select(*_COLUMNS).where(col(InstantRow.call) == call).order_by(col(InstantRow.at), col(InstantRow.id))
    return _instants(await session.exec(scoped(query, scope, InstantRow.municipality)))


async def of_calls_between(session: AsyncSession, scope: Scope, first: datetime, before: datetime) -> Sequence[Instant]:
    """Every step of every call that began in [first, before), by call and time: also the steps after `before`."""
    begun = (
        select(InstantRow.call)
        .where(
            col(InstantRow.step).in_(BEGINNINGS),
            col(InstantRow.at) >= first,
            col(InstantRow.at) < before,
        )
        .distinct()
    )
    query = select(*_COLUMNS).where(col(InstantRow.call).in_(scoped(begun, scope, InstantRow.municipality)))
    found = _instants(await session.exec(scoped(query, scope, InstantRow.municipality)))
    # Here, not by the database: that would walk through all calls there ever were to have them in order.
    return sorted(found, key=lambda instant: (instant.call, instant.at))


def _instants(rows: Iterable[Sequence[object]]) -> list[Instant]:
    names = [field.name for field in fields(Instant)]
    return [_instant(dict(zip(names, row, strict=True))) for row in rows]


def _instant(values: dict[str, object]) -> Instant:
    cause = values["cause"]
    read = {"step": Step(str(values["step"])), "cause": Cause(str(cause)) if cause else None}
    return Instant(**values | read)  # type: ignore[arg-type]  # the columns are the fields, by their names
