"""What one program publishes the screens of another hear, over a real PostgreSQL; nothing is heard twice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from servicecenter.database import Database
from servicecenter.live import MISSED, Live, Message
from servicecenter.relay import CHANNEL, Relay
from servicecenter.settings import Settings

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
WITHIN = 3.0  # seconds, also to connect anew; the way itself takes some hundredths of one
CALLS = Message("calls", "geldern")


@dataclass(frozen=True)
class Program:
    """And a screen there that wants everything."""

    live: Live
    screen: asyncio.Queue[Message]

    async def hears(self, wanted: Message) -> list[Message]:
        """What came before it."""
        before = []
        while (heard := await asyncio.wait_for(self.screen.get(), WITHIN)) != wanted:
            before.append(heard)
        return before


Start = Callable[[], Awaitable[Program]]


@pytest.fixture
async def start(settings: Settings, db: Database) -> AsyncIterator[Start]:  # migrated
    async with AsyncExitStack() as stack:

        async def run() -> Program:
            own, live = Database(settings.url), Live()
            stack.push_async_callback(own.close)
            task = asyncio.create_task(Relay(own, live).run())
            stack.push_async_callback(_ended, task)
            made = Program(live, stack.enter_context(live.subscribe(lambda _: True)))
            await made.hears(Message(MISSED))  # it listens, and what was before nobody knows
            return made

        yield run


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_what_one_publishes_the_other_hears_once(start: Start) -> None:
    one, two = await start(), await start()
    for_anna = Message("phone", person="anna")
    one.live.publish(CALLS)
    one.live.publish(CALLS)
    one.live.publish(for_anna)
    assert set(await two.hears(for_anna)) <= {Message(MISSED), CALLS}
    assert (await one.hears(for_anna)).count(CALLS) == 2  # its own at once, and not again by the detour
    two.live.publish(Message("board"))
    assert CALLS not in await one.hears(Message("board"))


async def test_whoever_joins_makes_the_others_ask(start: Start) -> None:
    one = await start()
    await start()
    await one.hears(Message(MISSED))


async def test_a_lost_connection_is_made_anew_and_everybody_asks(start: Start, db: Database) -> None:
    one, two = await start(), await start()
    await one.hears(Message(MISSED))
    async with db.engine.connect() as connection:
        listening = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        await connection.execute(text(listening))
    one.live.publish(CALLS)
    await two.hears(Message(MISSED))
    await one.hears(Message(MISSED))
    two.live.publish(Message("board"))
    await one.hears(Message("board"))


async def test_what_another_version_says_means_that_anything_may_have_changed(start: Start, db: Database) -> None:
    one = await start()
    for said in ("kein JSON", "[1, 2]", '{"topic": "calls"}', "[]", "7"):
        async with db.engine.connect() as connection:
            await connection.execute(text("SELECT pg_notify(:channel, :said)"), {"channel": CHANNEL, "said": said})
            await connection.commit()
        assert await one.hears(Message(MISSED)) == []


@pytest.mark.parametrize("turns", range(4))
async def test_it_ends_also_in_the_instant_in_which_something_is_told(settings: Settings, turns: int) -> None:
    db, live = Database(settings.url), Live()
    task = asyncio.create_task(Relay(db, live).run())
    with live.subscribe(lambda _: True) as screen:
        assert await asyncio.wait_for(screen.get(), WITHIN) == Message(MISSED)
    await asyncio.sleep(0.2)  # it waits for news
    live.publish(CALLS)
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task}, timeout=1)
    assert task.cancelled()
    await db.close()
