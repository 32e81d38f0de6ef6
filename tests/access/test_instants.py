"""What servicecenter/database.py says about instants, held against the library by a table of its own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import MetaData
from sqlalchemy.exc import StatementError
from sqlmodel import Field, SQLModel, col, select

from servicecenter.database import Database

NOON = datetime(2026, 7, 1, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=2)))


class Moment(SQLModel, table=True):
    """Outside the program's metadata, so that no migration looks for it."""

    metadata = MetaData()
    __tablename__ = "moment"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    until: datetime | None = None


@pytest.fixture
async def moments(tmp_path: Path) -> AsyncIterator[Database]:
    db = Database(f"sqlite+aiosqlite:///{tmp_path / 'moments.sqlite3'}")
    async with db.engine.begin() as connection:
        await connection.run_sync(Moment.metadata.create_all)
    yield db
    await db.close()


async def test_an_instant_comes_back_aware_and_in_utc(moments: Database) -> None:
    async with moments.write() as session:
        session.add(Moment(at=NOON))
    async with moments.read() as session:
        moment = (await session.exec(select(Moment))).one()
    assert (moment.at, moment.at.tzinfo, moment.until) == (NOON, UTC, None)


async def test_a_naive_instant_is_refused_in_a_row(moments: Database) -> None:
    with pytest.raises(StatementError, match="timezone"):
        async with moments.write() as session:
            session.add(Moment(at=datetime(2026, 7, 1)))  # noqa: DTZ001  # naive on purpose


async def test_a_naive_instant_is_refused_in_a_comparison(moments: Database) -> None:
    naive = datetime(2026, 7, 1)  # noqa: DTZ001  # naive on purpose
    async with moments.read() as session:
        with pytest.raises(StatementError, match="timezone"):
            await session.exec(select(Moment).where(col(Moment.at) < naive))


async def test_instants_of_different_zones_compare_as_instants(moments: Database) -> None:
    async with moments.write() as session:
        session.add(Moment(at=NOON))
    utc = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    async with moments.read() as session:
        assert (await session.exec(select(Moment.id).where(col(Moment.at) <= utc))).all() == []
        later = utc + timedelta(microseconds=5)
        assert (await session.exec(select(Moment.id).where(col(Moment.at) <= later))).all() == [1]
