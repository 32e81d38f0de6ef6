"""Calls through a real Asterisk with real SIP peers, asserted on the journal of instants and on the contacts.

What a phone does stands in the digits called: servicecenter/bench/sipp/phones.xml.
"""

import pytest

from servicecenter.bench.peers import Caller
from servicecenter.contacts.model import Outcome
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import Address, AddressKind, AgentState, Terms
from tests.asterisk import DIALLED, MANY, Line

CITIZEN = "+493023125017"
BUSY, THERE = "+493023125486", "+493023125111"
HASTY = pytest.mark.parametrize("line", [5.0], indirect=True)  # handbooks name no shorter time than five seconds
WAITED = ["offered", "announced", "queued"]


def number(value: str) -> Address:
    return Address(AddressKind.NUMBER, value)


async def talking(line: Line, phone: str = "101", stays_ms: int = 30_000) -> None:
    await line.agents(phone)
    line.exchange.call(Caller(CITIZEN, DIALLED, stays_ms))
    await line.until(lambda: line.is_in("talking"))


async def end(line: Line) -> None:
    """Everybody is gone at once, as when the trunk goes down: our books follow."""
    line.exchange.asterisk.command("channel request hangup all")
    await line.until(line.is_over)


async def test_an_agent_answers_and_hangs_up(line):
    await talking(line)
    assert (await line.contact(is_over=False)).agent == line.who("101")
    await line.act(on.HangUp(line.who("101")))
    await line.until(line.is_over)
    assert line.steps() == [*WAITED, "rung", "answered", "ended"]
    await line.until(lambda: line.agent("101").state is AgentState.FREE)


async def test_the_caller_hangs_up(line):
    await talking(line, stays_ms=1500)
    await line.until(line.is_over)
    assert (await line.contact()).agent == line.who("101")


@pytest.mark.parametrize("phone", ["1486", "1603", "1480", "1503", "999"], ids=[
    "busy", "declined", "unavailable", "congested", "no such phone",
])  # fmt: skip
async def test_a_phone_that_does_not_take_the_call_leaves_the_caller_in_the_queue(line, phone):
    await line.agents(phone)
    line.exchange.call(Caller(CITIZEN, DIALLED, 700))
    await line.until(line.is_over)
    assert "answered" not in line.steps()
    assert (await line.contact()).outcome is Outcome.ABANDONED


async def test_the_next_agent_gets_it_when_the_first_is_busy(line):
    await line.agents("1486", "102")
    line.exchange.call(Caller(CITIZEN, DIALLED, 2000))
    await line.until(line.is_over)
    assert [each.by for each in line.instants if each.step == "answered"] == [line.who("102")]


@HASTY
async def test_nobody_answers_twice_and_the_agent_is_set_to_pause(line):
    await line.agents("1408")
    line.exchange.call(Caller(CITIZEN, DIALLED, 30_000), Caller("+493023125018", DIALLED, 30_000))
    await line.until(lambda: line.agent("1408").missed == 1)
    await line.until(lambda: line.agent("1408").state is AgentState.PAUSED)
    assert [call.state for call in line.floor.calls.values()] == ["waiting", "waiting"]
    await end(line)


async def test_the_caller_is_gone_while_the_phone_rings(line):
    await line.agents("1408")
    line.exchange.call(Caller(CITIZEN, DIALLED, 900))
    await line.until(lambda: line.is_in("offered"))
    await line.until(line.is_over)
    assert (await line.contact()).outcome is Outcome.ABANDONED
    assert line.agent("1408").state is AgentState.FREE


async def test_the_caller_is_gone_while_waiting(line):
    line.exchange.call(Caller(CITIZEN, DIALLED, 700))
    await line.until(line.is_over)
    assert line.steps() == [*WAITED, "ended"]


async def test_callers_gone_in_the_instant_of_the_answer(line):
    """Around the moment in which the phone answers: some are gone before, some in the middle, some after."""
    phones = MANY[:10]
    await line.agents(*phones)
    line.exchange.call(*(Caller(f"+4930231250{20 + n}", DIALLED, 300 + 14 * n) for n in range(10)))
    await line.until(lambda: [each.leg for each in line.instants if each.step == "ended"].count("caller") == 10)
    await line.until(lambda: {line.agent(phone).state for phone in phones} == {AgentState.FREE})


async def test_a_blind_transfer_comes_back_from_a_busy_fachamt_and_reaches_the_next(line):
    await talking(line)
    await line.act(on.Pass(line.who("101"), number(BUSY), "Bauordnung"))
    await line.until(lambda: line.steps().count("answered") == 2)
    await line.until(lambda: line.is_in("talking"))
    await line.act(on.Pass(line.who("101"), number(THERE), "Bauberatung"))
    await line.until(lambda: line.is_in("handed"))
    assert line.steps().count("transferred") == 1
    await line.until(lambda: line.agent("101").state is AgentState.FREE)
    await end(line)


async def test_a_warm_transfer_to_a_busy_fachamt_and_then_to_one_that_answers(line):
    await talking(line)
    await line.act(on.Ask(line.who("101"), number(BUSY), "Bauordnung"))
    await line.until(lambda: "retrieved" in line.steps())
    await line.act(on.Ask(line.who("101"), number(THERE), "Bauberatung"))
    await line.until(lambda: line.has("target"))
    assert len(line.exchange.asterisk.channels()) == 3
    await line.act(on.Complete(line.who("101")))
    await line.until(lambda: line.is_in("handed"))
    assert "transferred" in line.steps()
    await end(line)


async def test_the_phone_s_own_transfer_key(line):
    await talking(line, "1302")
    await line.until(lambda: line.is_in("handed"))
    assert "transferred" in line.steps()
    await end(line)


async def test_hold_and_back(line):
    await talking(line)
    await line.act(on.Hold(line.who("101")))
    await line.until(lambda: line.is_in("held"))
    await line.act(on.Retrieve(line.who("101")))
    await line.until(lambda: line.is_in("talking"))
    assert line.steps()[-2:] == ["held", "retrieved"]
    await end(line)


async def test_a_conference_with_an_interpreter(line):
    await talking(line)
    await line.act(on.Invite(line.who("101"), number(THERE), "Dolmetscherin"))
    await line.until(lambda: line.has("guest"))
    assert len(line.exchange.asterisk.channels()) == 3
    await end(line)


@pytest.mark.parametrize(("to", "is_reached"), [(BUSY, False), (THERE, True)])
async def test_a_callback_rings_the_agent_first_and_then_the_citizen(line, to, is_reached):
    await line.agents("101")
    await line.act(on.Dial(line.who("101"), f"callback{to}", "geldern", to, DIALLED, "callback:1", Terms()))
    if is_reached:
        await line.until(lambda: line.is_in("talking"))
        await end(line)
    await line.until(line.is_over)
    assert next(each.by for each in line.instants if each.step == "rung") == line.who("101")
    assert ("answered" in line.steps()[2:]) is is_reached


@HASTY
async def test_a_caller_keeps_the_place_and_is_called_when_it_is_the_turn(line):
    line.exchange.call(Caller(CITIZEN, DIALLED, 40_000, keys=((2000, "1"), (1000, "1"))))
    await line.until(lambda: line.is_in("kept"), 20)
    assert "kept" in line.steps()
    await line.agents("101")
    await line.until(lambda: line.is_in("talking"))
    rung = [each.by for each in line.instants if each.step == "rung"]
    assert rung[0] == line.who("101")
    await end(line)
