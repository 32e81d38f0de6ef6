"""What goes away comes back, and nobody is lost: the connection, our program, Asterisk itself. And many at once."""

import asyncio

from servicecenter.bench.peers import Caller
from servicecenter.clock import RunningClock
from servicecenter.telephony.callflow.model import AgentState
from tests.asterisk import DIALLED, MANY, Line
from tests.conftest import MONDAY
from tests.telephony.ari.door import until
from tests.telephony.asterisk.conftest import settings

CITIZEN, SECOND, THIRD = "+493023125017", "+493023125018", "+493023125019"
SWITCHBOARD = "02831398999"  # of the example in extensions_switchboards.conf


async def one_talks(line: Line, phone: str = "101") -> None:
    await line.agents(phone)
    line.exchange.call(Caller(CITIZEN, DIALLED, 40_000))
    await line.until(lambda: line.is_in("talking"))


def states(line: Line) -> list[str]:
    return [call.state.value for call in sorted(line.floor.calls.values(), key=lambda call: call.arrived_at)]


async def test_the_connection_is_lost_while_a_caller_hangs_up(exchange, quick, tmp_path, wire):
    url = await wire.open()
    line = await Line(exchange, settings(exchange, quick, tmp_path, asterisk_url=url), RunningClock(MONDAY)).start()
    try:
        await line.connected()
        await one_talks(line)
        wire.cut()
        await line.until(lambda: not line.switch.is_connected)
        assert len(exchange.asterisk.channels()) == 2  # they go on talking
        exchange.asterisk.command("channel request hangup all")
        wire.mend()
        await line.until(line.is_over)
        await line.until(lambda: line.agent("101").state is AgentState.FREE)
    finally:
        await line.stop()
        exchange.clear()


async def test_our_program_is_killed_while_one_talks_and_two_wait(exchange, quick, tmp_path):
    known, clock = settings(exchange, quick, tmp_path), RunningClock(MONDAY, 5.0)  # the lease is over in a second
    first = await (await Line(exchange, known, clock).start()).connected()
    await one_talks(first)
    exchange.call(Caller(SECOND, DIALLED, 40_000), Caller(THIRD, DIALLED, 40_000))
    await first.until(lambda: states(first) == ["talking", "waiting", "waiting"])
    await first.stop(killed=True)
    before = set(exchange.asterisk.channels())
    line = await Line(exchange, known, clock).start(first.people)
    try:
        await line.connected()
        assert set(exchange.asterisk.channels()) == before
        assert states(line) == ["talking", "waiting", "waiting"]
        await line.agents("102")
        await line.until(lambda: states(line) == ["talking", "talking", "waiting"])
        exchange.asterisk.command("channel request hangup all")
        await line.quiet()
        assert line.steps().count("offered") == 3
    finally:
        await line.stop()
        exchange.clear()


async def test_asterisk_is_killed_and_comes_back(line):
    await one_talks(line)
    line.exchange.asterisk.kill()
    await line.until(lambda: not line.switch.is_connected)
    await asyncio.to_thread(line.exchange.asterisk.start)
    await line.until(line.is_over)
    assert {each.cause for each in line.instants if each.step == "ended"} == {"lost"}
    await line.until(lambda: line.agent("101").state is AgentState.FREE)
    line.exchange.call(Caller(SECOND, DIALLED, 1500))
    await line.until(lambda: line.is_in("talking"))


async def test_while_our_program_is_down_callers_reach_the_municipality_s_switchboard(exchange):
    exchange.call(Caller(CITIZEN, "02831398000", 1000))
    await until(lambda: ("answered", SWITCHBOARD) in [(each.what, each.one) for each in exchange.trunk.log()])
    exchange.clear()


async def test_many_calls_at_once_all_reach_somebody_and_nothing_is_left(line):
    """Twenty seconds of it; how quick it is says `bench telephony`."""
    await line.agents(*MANY)
    rate, seconds = 8, 20
    callers = [Caller(f"+4930{number:08}", DIALLED, 3000) for number in range(rate * seconds)]
    peer = line.exchange.call(*callers, per_second=rate)
    assert await asyncio.to_thread(peer.wait, seconds + 60) == 0, peer.said()
    await line.quiet()
    answered = {each.call for each in line.instants if each.step == "answered"}
    ended = [each.call for each in line.instants if each.step == "ended" and each.leg == "caller"]
    assert (len(answered), len(ended)) == (rate * seconds, rate * seconds)
