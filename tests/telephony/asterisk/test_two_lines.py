"""An agent's phone asks somebody on its second line, with its own keys, and connects both: REFER with Replaces."""

from servicecenter.bench.peers import Caller, Peer
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import AgentState
from tests.asterisk import DIALLED, Line
from tests.telephony.asterisk.test_calls import BUSY, CITIZEN, THERE

PHONE = "1311"


async def begin(line: Line, asks: str, *, stays_ms: int = 30_000, **does: object) -> Peer:
    phone = line.exchange.two_lines(asks, **does)
    await line.agents(PHONE)
    line.exchange.call(Caller(CITIZEN, DIALLED, stays_ms))
    await line.until(lambda: line.is_in("talking"))
    return phone


def said(phone: Peer) -> list[str]:
    return [each.what for each in phone.log()]


async def test_the_phone_connects_the_caller_with_whom_it_asked(line):
    phone = await begin(line, THERE)
    await line.until(lambda: line.is_in("handed"))
    assert line.steps() == ["offered", "announced", "queued", "rung", "answered", "transferred"]
    await line.until(lambda: len(line.exchange.asterisk.channels()) == 2)  # both lines of the phone are free
    await line.until(lambda: said(phone).count("ended") == 2)
    assert [each.other for each in phone.log() if each.what == "told"] == ["100", "200"]
    await line.until(lambda: line.agent(PHONE).state is AgentState.FREE)
    line.exchange.asterisk.command("channel request hangup all")
    await line.until(line.is_over)


async def test_a_colleague_is_asked_like_a_fachamt(line):
    await begin(line, "102")
    await line.until(lambda: line.is_in("handed"))
    assert any(name.startswith("PJSIP/102-") for name in line.exchange.asterisk.channels())
    line.exchange.asterisk.command("channel request hangup all")
    await line.until(line.is_over)


async def test_whom_it_asks_is_busy_and_the_caller_is_still_there(line):
    phone = await begin(line, BUSY)
    await line.until(lambda: "refused" in said(phone))
    assert line.is_in("talking")
    assert len(line.exchange.asterisk.channels()) == 2
    await line.act(on.HangUp(line.who(PHONE)))
    await line.until(line.is_over)
    assert "transferred" not in line.steps()


async def test_the_agent_hangs_up_in_between(line):
    """Nobody asked to connect them: the Fachamt is not left alone on the line."""
    phone = await begin(line, THERE, then="leaves")
    await line.until(lambda: "leaves" in said(phone))
    await line.until(line.is_over)
    assert "transferred" not in line.steps()


async def test_the_caller_is_gone_in_between(line):
    phone = await begin(line, THERE, stays_ms=1200, pause_ms=20_000)
    await line.until(lambda: "heard" in said(phone))
    await line.until(line.is_over)
    await line.until(lambda: line.agent(PHONE).state is AgentState.FREE)
