"""A real database in a temporary folder, a clock that stands still, and hashes that cost little."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from servicecenter.access.model import Person, Role
from servicecenter.access.passwords import Passwords
from servicecenter.access.service import Access
from servicecenter.access.tables import AuditEntryRow, LoginSessionRow, LoginThrottleRow, PersonRow
from servicecenter.clock import FixedClock
from servicecenter.database import Database

TABLES = [
    SQLModel.metadata.tables[str(row.__tablename__)]
    for row in (PersonRow, LoginSessionRow, LoginThrottleRow, AuditEntryRow)
]


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'access.sqlite3'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all, tables=TABLES)
    yield database
    await database.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))


GOOD = "Kran Amsel Holz Brücke"


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(memory_kib=8, rounds=1)


@pytest.fixture
def access(db: Database, clock: FixedClock, passwords: Passwords) -> Access:
    return Access(db, clock, passwords)


@pytest.fixture
async def person(access: Access) -> Person:
    """An agent with the login "a.agent" and the password GOOD."""
    person, first = await access.add_person("a.agent", "A. Agent", Role.AGENT, by=None)
    await access.change_password(person, first, GOOD)
    return replace(person, must_change_password=False)
