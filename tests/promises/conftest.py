"""Promises as a row knows them, without handbook and calendar: what is tested here is the watch."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from sqlmodel import col, select

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.journal.tables import JournalRow
from servicecenter.promises import service
from servicecenter.promises.model import Promise
from servicecenter.promises.tables import PromiseLevelRow
from servicecenter.promises.terms import Terms
from servicecenter.settings import Settings

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RISK = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
DUE = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
ALL = Scope.system("test")
Make = Callable[..., Awaitable[Promise]]


def terms(
    due_at: datetime = DUE, at_risk_at: datetime = RISK, name: str = "callback", last_open_at: datetime | None = None
) -> Terms:
    due_on = (due_at - timedelta(hours=2)).date()
    return Terms(name, "§ 6.1", due_at, due_on, at_risk_at, 2, 480, {"holidays": []}, last_open_at)


@pytest.fixture
def make(db: Database) -> Make:
    """Makes a promise; each has a subject of its own unless one is given."""
    numbers = count(1)

    async def made(
        due_at: datetime = DUE, at_risk_at: datetime = RISK, *, name: str = "callback", subject: str = "",
        municipality: str = "geldern", office: str = "bauordnung", last_open_at: datetime | None = None,
    ) -> Promise:  # fmt: skip
        number = next(numbers)
        async with db.write() as session:
            return await service.make(
                session, terms(due_at, at_risk_at, name, last_open_at), subject=subject or f"callback:{number}",
                case_number=f"{number:08}", municipality=municipality, office=office, handbook=date(2026, 1, 1),
                at=MADE, actor="7",
            )  # fmt: skip

    return made


@pytest.fixture
async def second(db: Database, settings: Settings) -> AsyncIterator[Database]:
    """Another process over the same database."""
    made = Database(settings.url)
    yield made
    await made.close()


async def acts(db: Database) -> list[str]:
    """What the journal tells, in order."""
    async with db.read() as session:
        return list(await session.exec(select(JournalRow.act).order_by(col(JournalRow.id))))


async def levels(db: Database) -> list[tuple[int, str]]:
    async with db.read() as session:
        rows = await session.exec(select(PromiseLevelRow).order_by(col(PromiseLevelRow.id)))
        return [(row.promise_id, row.level) for row in rows]
