import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import col, func, select

from servicecenter.database import Database
from servicecenter.journal.tables import JournalRow
from servicecenter.promises.tables import PromiseLevelRow
from servicecenter.settings import Settings

pytestmark = pytest.mark.each_database
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def row(case: str, at: datetime = AT) -> JournalRow:
    return JournalRow(at=at, municipality="geldern", case_number=case, act="tested", actor="system", details={})


async def cases(db: Database) -> list[str]:
    async with db.read() as session:
        return list(await session.exec(select(JournalRow.case_number).order_by(col(JournalRow.id))))


@pytest.fixture
async def second(db: Database, settings: Settings) -> AsyncIterator[Database]:
    """Another process over the same database, as far as the database can tell."""
    made = Database(settings.url)
    yield made
    await made.close()


async def test_a_write_that_ends_well_is_committed(db: Database) -> None:
    async with db.write() as session:
        session.add(row("1"))
    assert await cases(db) == ["1"]


@pytest.mark.parametrize("error", [RuntimeError, asyncio.CancelledError, KeyboardInterrupt])
async def test_a_write_that_raises_leaves_nothing(db: Database, error: type[BaseException]) -> None:
    async def failing() -> None:
        async with db.write() as session:
            session.add(row("1"))
            await session.flush()
            raise error

    with pytest.raises(error):
        await failing()
    assert await cases(db) == []


async def test_a_cancelled_task_gives_the_writers_place_back(db: Database) -> None:
    async def slow() -> None:
        async with db.write() as session:
            session.add(row("1"))
            await session.flush()
            await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with db.write() as session:
        session.add(row("2"))
    assert await cases(db) == ["2"]


async def test_fifty_writers_at_once_all_get_their_turn(db: Database, second: Database) -> None:
    async def write(number: int) -> None:
        async with (db if number % 2 else second).write() as session:
            seen = (await session.exec(select(func.count()).select_from(JournalRow))).one()
            await asyncio.sleep(0.001)
            session.add(row(f"{number}:{seen}"))

    await asyncio.gather(*(write(number) for number in range(50)))
    written = await cases(db)
    assert sorted(int(case.split(":")[0]) for case in written) == list(range(50))
    if db.is_sqlite:  # one writer at a time: each has seen all before it, in both processes
        assert [int(case.split(":")[1]) for case in written] == list(range(50))


async def test_a_reader_sees_what_is_committed_while_a_writer_is_at_work(db: Database) -> None:
    async with db.write() as session:
        session.add(row("1"))
    async with db.write() as session:
        session.add(row("2"))
        await session.flush()
        assert await asyncio.wait_for(cases(db), 2) == ["1"]
    assert await cases(db) == ["1", "2"]


async def test_whoever_is_alone_looks_and_adds_before_the_next_one_looks(db: Database, second: Database) -> None:
    async def add_once(through: Database, name: str) -> None:
        async with through.write() as session:
            await through.alone(session, name)
            known = await session.exec(select(JournalRow).where(col(JournalRow.case_number) == name))
            if known.first() is None:
                await asyncio.sleep(0.01)
                session.add(row(name))

    await asyncio.gather(*(add_once(through, name) for name in "abc" for through in (db, second, db, second)))
    assert sorted(await cases(db)) == ["a", "b", "c"]


async def test_an_error_in_a_nested_step_spares_the_rest_of_the_transaction(db: Database) -> None:
    async with db.write() as session:
        session.add(row("1"))
        with suppress(RuntimeError):
            async with session.begin_nested():
                session.add(row("2"))
                raise RuntimeError
        session.add(row("3"))
    assert await cases(db) == ["1", "3"]


async def test_a_reference_that_leads_nowhere_is_refused(db: Database) -> None:
    with pytest.raises(IntegrityError):
        async with db.write() as session:
            session.add(PromiseLevelRow(promise_id=4711, level="at_risk", at=AT))


async def test_an_instant_without_zone_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match=r"(?i)naive|timezone|aware"):
        async with db.write() as session:
            session.add(row("1", datetime(2026, 11, 23, 9, 0)))  # noqa: DTZ001  # that is the point
    assert await cases(db) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 10_000, id="ten thousand characters"),
        pytest.param("Ümläute ß € 😀 „Zitat“", id="any script"),
        pytest.param("<script>alert(1)</script> &amp;", id="HTML"),
        pytest.param("'; DROP TABLE journal; --", id="SQL"),
    ],
)
async def test_text_comes_back_as_it_went_in(db: Database, text: str) -> None:
    async with db.write() as session:
        session.add(row(text))
    assert await cases(db) == [text]


async def test_a_database_in_memory_needs_no_folder() -> None:
    made = Database("sqlite+aiosqlite:///:memory:")
    assert made.is_sqlite
    await made.close()
