"""Two programs share a PostgreSQL and an Asterisk: one leads; it is killed like a machine that loses its power."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest

from servicecenter.bench.peers import Caller
from servicecenter.clock import RunningClock, SystemClock
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.settings import Settings
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import AgentState
from tests.asterisk import ALL, DIALLED, MANY, SHOW, Exchange, Line
from tests.conftest import MONDAY
from tests.postgres import Postgres
from tests.telephony.asterisk.program import LEADS

TALKS = "+493023125017"
WAIT = ("+493023125018", "+493023125019", "+493023125020")
TAKEN_OVER_WITHIN = 5.0  # seconds


@pytest.fixture
async def shared(exchange: Exchange, quick_content: Path, postgres: Postgres, tmp_path: Path) -> Settings:
    """Of both programs."""
    settings = Settings(data=tmp_path, database_url=postgres.fresh(), **exchange.settings())
    db = Database(settings.url)
    await load(db, ALL, quick_content, MONDAY)
    await db.close()
    return settings


@asynccontextmanager
async def leading(settings: Settings, clock: RunningClock) -> AsyncIterator[Process]:
    """A program in a process of its own, as soon as it leads."""
    ahead = (clock.now() - SystemClock().now()).total_seconds()
    module = ["-m", "tests.telephony.asterisk.program", settings.model_dump_json(), str(ahead)]
    process = await asyncio.create_subprocess_exec(sys.executable, *module, stdout=PIPE)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            while (line := await process.stdout.readline()) != LEADS:
                assert line, "it ended before it led"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.fixture
async def pair(exchange: Exchange, shared: Settings) -> AsyncIterator[tuple[Process, Line]]:
    """Who leads, and who follows."""
    clock = RunningClock(MONDAY)
    async with leading(shared, clock) as leader:
        follower = await Line(exchange, shared, clock).start()
        try:
            yield leader, follower
            await follower.quiet()
        finally:
            await follower.stop()
            exchange.clear()


def numbers(line: Line, state: str) -> list[str | None]:
    """Of the callers in this state, in the order in which they came."""
    calls = sorted(line.floor.calls.values(), key=lambda call: call.arrived_at)
    return [call.number for call in calls if call.state == state]


def connections(line: Line) -> set[tuple[str, str]]:
    """Each channel with its bridge, as Asterisk says it."""
    rows = [row.split("!") for row in line.exchange.asterisk.command(SHOW).splitlines()]
    return {(row[0], row[-2]) for row in rows if len(row) > 1}


async def test_one_leads_is_killed_and_the_other_takes_over(pair):
    leader, line = pair
    phones = line.exchange.peers[0]
    rung_before = sum(each.what == "rung" for each in phones.log())
    await line.agents("101")  # at the program that follows
    line.exchange.call(Caller(TALKS, DIALLED))
    await line.until(lambda: numbers(line, "talking") == [TALKS])
    for act, state in ((on.Hold, "held"), (on.Retrieve, "talking")):
        await line.act(act(line.who("101")))
        await line.until(lambda state=state: line.is_in(state))
    assert not line.switch.is_connected, "who follows hands over what its agents do"
    for number in WAIT:
        line.exchange.call(Caller(number, DIALLED))
        await line.until(lambda number=number: number in numbers(line, "waiting"))
    up = connections(line)

    leader.kill()
    killed_at = monotonic()
    await line.until(lambda: line.program.telephony.is_leading)
    assert monotonic() - killed_at <= TAKEN_OVER_WITHIN
    await line.until(lambda: line.switch.is_connected)

    assert connections(line) == up, "who talks and who waits notices nothing"
    assert line.agent("101").state is AgentState.TALKING
    assert numbers(line, "waiting") == list(WAIT)
    for phone in ("102", *MANY[:2]):
        await line.agents(phone)
        await line.until(lambda phone=phone: line.agent(phone).state is AgentState.TALKING)
    answered = [each.call for each in line.instants if each.step == "answered"]
    arrived = [each.call for each in line.instants if each.step == "offered"]
    assert answered == arrived, "they keep their order"
    rung = [each.one for each in phones.log() if each.what == "rung"][rung_before:]
    assert rung == ["101", "102", *MANY[:2]], "nobody is offered a call twice"
    line.exchange.asterisk.command("channel request hangup all")
