"""A database that goes away and comes back, and one that is full: a clear error, no lost row, and work goes on."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, text

from servicecenter.clock import SystemClock
from servicecenter.contacts.reminding import Reminding, record
from servicecenter.database import Database, DatabaseAway, DatabaseFull
from servicecenter.live import Live
from servicecenter.messages import store as outbox
from servicecenter.messages.model import MessageState
from servicecenter.messages.service import Outbox
from servicecenter.messages.smtp import MailServer
from servicecenter.messages.tokens import Signer
from servicecenter.promises import service
from servicecenter.routing.rulebooks import Rulebooks
from tests.mailserver import Mailbox, mailbox
from tests.postgres import Postgres, running
from tests.reminded import always_open

from .conftest import ALL, MADE, acts, levels, terms

HANDBOOK = '{ at_risk = ["owner"], due = [], breached = ["owner", "supervisor"] }'
DUE = datetime(2026, 1, 14, 23, 0, tzinfo=UTC)  # long ago: what is sent goes by the real clock
AWAY_SECONDS, MOST_SECONDS, PROMISES, SENDERS = 10, 600, 60, 3
SENDER = "servicecenter@kreis-wesel.example"


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as made:
        yield made


@pytest.fixture
async def own() -> AsyncIterator[Postgres]:
    """A server of its own: the others must not notice. It still knows after a crash what it has said is written."""
    with running("synchronous_commit=on") as server:
        yield server


async def make_many(db: Database, count: int) -> None:
    await always_open(db, MADE, HANDBOOK)
    async with db.write() as session:
        for number in range(count):
            await service.make(
                session, terms(DUE, DUE - timedelta(hours=15)), subject=f"callback:{number}",
                case_number=f"{number:08}", municipality="geldern", office="bauordnung", handbook=date(2026, 1, 1),
                at=MADE, actor="7",
            )  # fmt: skip


async def reminding(db: Database) -> Reminding:
    rulebooks = Rulebooks(db)
    await rulebooks.refresh()
    return Reminding(rulebooks, "https://servicecenter.example", SENDER, Signer(b"key"), 30)


def outbox_of(db: Database, told: Reminding, box: Mailbox) -> Outbox:
    server = MailServer("127.0.0.1", box.port, SENDER, starttls=False, timeout=5)
    return Outbox(db, SystemClock(), Live(), server, told.opens, record)


async def test_a_database_that_is_away_for_ten_seconds_loses_nothing(own: Postgres, box: Mailbox) -> None:
    url = own.fresh().replace("postgresql://", "postgresql+asyncpg://")
    dbs = [Database(url) for _ in range(SENDERS)]
    await make_many(dbs[0], PROMISES)
    told = await reminding(dbs[0])
    box.waits_seconds = 0.02  # so that it goes away while mails are on their way
    refused: list[str] = []
    sent: set[int] = set()  # written down as sent
    done = asyncio.Event()

    async def work(db: Database) -> None:
        """What a process does with every tick, told why not when it cannot."""
        while not done.is_set():
            try:
                await service.sweep(db, ALL, DUE, tell=told.messages)
                await outbox_of(db, told, box).run()
                async with db.read() as session:
                    sent.update(each.id for each in await outbox.latest(session, ALL, 999, MessageState.SENT))
            except DatabaseAway as error:
                refused.append(error.what)
            await asyncio.sleep(0.1)

    working = [asyncio.create_task(work(db)) for db in dbs]
    await until_done(working, lambda: len(box.taken) >= PROMISES // 2)
    stopped = threading.Thread(target=away, args=(own,))
    stopped.start()
    await until_done(working, lambda: len(set(box.ids)) == 3 * PROMISES)
    stopped.join()
    await until_done(working, lambda: len(sent) == 3 * PROMISES)
    done.set()
    await asyncio.gather(*working)

    assert set(refused) == {"Die Datenbank antwortet nicht."}
    assert Counter(Counter(await levels(dbs[0])).values()) == {1: 2 * PROMISES}
    assert Counter(await acts(dbs[0])) == {
        "promise-made": PROMISES, "promise-at-risk": PROMISES, "promise-breached": PROMISES,
        "promise-reminded": 3 * PROMISES, "reminder-sent": 3 * PROMISES,
    }  # fmt: skip
    assert len(box.ids) <= 3 * PROMISES + SENDERS, "each sender has repeated one at most"
    for db in dbs:
        await db.close()


async def until_done(working: Sequence[asyncio.Task[None]], is_done: Callable[[], bool]) -> None:
    async with asyncio.timeout(MOST_SECONDS):
        while not is_done():
            for task in working:
                if task.done():
                    task.result()  # raises what it died of
            await asyncio.sleep(0.05)


def away(server: Postgres) -> None:
    server.cluster.stop()
    time.sleep(AWAY_SECONDS)
    server.cluster.start()


async def test_a_full_disk_is_told_and_loses_no_row(db: Database, box: Mailbox) -> None:
    """SQLite itself says that it is full: it may not grow beyond the pages it has."""
    await make_many(db, 200)
    told = await reminding(db)
    pages = await only(db, "PRAGMA page_count")

    @event.listens_for(db.engine.sync_engine, "connect")
    def bounded(connection: object, _record: object) -> None:
        connection.cursor().execute(f"PRAGMA max_page_count = {pages + 4}")  # type: ignore[attr-defined]

    await db.engine.dispose()  # what is connected anew may not grow
    with pytest.raises(DatabaseFull) as full:
        await service.sweep(db, ALL, DUE, tell=told.messages)
    assert (full.value.code, full.value.what) == ("database-full", "Es ist kein Platz mehr.")
    before = Counter(await levels(db))
    assert len(await acts(db)) == 200 + 2 * len(before), "every level that acted is told, and none half done"

    event.remove(db.engine.sync_engine, "connect", bounded)
    await db.engine.dispose()
    await service.sweep(db, ALL, DUE, tell=told.messages)
    found = Counter(await levels(db))
    assert (len(found), set(found.values())) == (400, {1})
    assert await outbox_of(db, told, box).run() == 3 * 200
    assert len(set(box.ids)) == len(box.ids) == 3 * 200


async def only(db: Database, statement: str) -> int:
    async with db.engine.connect() as connection:
        return int((await connection.execute(text(statement))).scalar_one())
