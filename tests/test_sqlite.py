"""SQLite's connection: one trip for a statement, and everything SQLAlchemy asks of a cursor."""

import asyncio
import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from servicecenter import sqlite
from servicecenter.database import Database


async def test_a_cursor_gives_what_sqlalchemy_asks_for(tmp_path: Path) -> None:
    connection = await sqlite.connect(str(tmp_path / "x.sqlite3"))
    cursor = await connection.cursor().__aenter__()
    await cursor.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)")
    assert cursor.description is None
    await cursor.executemany("INSERT INTO t (n) VALUES (?)", [(1,), (2,), (3,), (4,)])
    assert (cursor.rowcount, await cursor.fetchall()) == (4, [])
    await cursor.execute("INSERT INTO t (n) VALUES (?)", (9,))
    assert cursor.lastrowid == 9
    await cursor.execute("SELECT n FROM t ORDER BY n")
    assert cursor.description is not None
    assert (await cursor.fetchone(), await cursor.fetchmany(2)) == ((1,), [(2,), (3,)])
    assert (await cursor.fetchall(), await cursor.fetchone()) == ([(4,), (9,)], None)
    await cursor.execute("SELECT n FROM t")
    await cursor.close()
    assert await cursor.fetchall() == []
    with pytest.raises(sqlite3.OperationalError):
        await cursor.execute("SELECT nothing")
    await connection.close()


async def test_rows_can_be_streamed(db: Database) -> None:
    async with db.engine.connect() as connection:
        streamed = await connection.stream(text("SELECT n FROM (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3)"))
        assert [row.n async for row in streamed] == [1, 2, 3]


async def test_errors_are_told_apart(db: Database) -> None:
    async with db.engine.connect() as connection:
        insert = text("INSERT INTO journal_strand (id, count, hash) VALUES (1, 0, '')")
        await connection.execute(insert)
        with pytest.raises(IntegrityError):
            await connection.execute(insert)


async def test_a_statement_is_one_trip_to_the_thread_and_the_end_of_reading_none(db: Database) -> None:
    async with db.engine.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert isinstance(raw, sqlite.QuickConnection)
        trips = 0
        put = raw._tx

        class Counted:
            def put_nowait(self, what: object) -> None:
                nonlocal trips
                trips += 1
                put.put_nowait(what)

        raw._tx = Counted()
        await connection.execute(text("SELECT 1"))
        await connection.rollback()
        raw._tx = put
    assert trips == 1


async def test_what_was_begun_is_taken_back(db: Database) -> None:
    async with db.engine.connect() as connection:
        await connection.execute(text("BEGIN IMMEDIATE"))
        await connection.execute(text("INSERT INTO journal_strand (id, count, hash) VALUES (1, 0, '')"))
        await connection.rollback()
        assert (await connection.execute(text("SELECT count(*) FROM journal_strand"))).scalar_one() == 0


async def test_the_loop_and_its_connections_stay_on_one_core_and_what_runs_beside_does_not(tmp_path: Path) -> None:
    everywhere = os.sched_getaffinity(0)
    seen: list[set[int]] = []
    with sqlite.one_core("sqlite+aiosqlite:///x"):
        connection = await sqlite.connect(str(tmp_path / "x.sqlite3"))
        await connection.in_thread(lambda: seen.append(os.sched_getaffinity(0)))
        await connection.close()
        here = os.sched_getaffinity(0)
        beside = await asyncio.to_thread(os.sched_getaffinity, 0)
    assert seen == [here]
    assert len(here) == 1
    assert beside == os.sched_getaffinity(0) == everywhere


async def test_postgresql_needs_no_core_of_its_own() -> None:
    everywhere = os.sched_getaffinity(0)
    with sqlite.one_core("postgresql+asyncpg://somewhere/x"):
        assert os.sched_getaffinity(0) == everywhere
