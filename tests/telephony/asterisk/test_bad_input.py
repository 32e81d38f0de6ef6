"""What a switch and its callers can do wrong, against a real Asterisk: nobody is lost, and nothing happens twice."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from servicecenter.bench.peers import Caller
from servicecenter.clock import RunningClock
from servicecenter.contacts.model import Outcome
from tests.asterisk import DIALLED, Exchange, Line
from tests.conftest import MONDAY
from tests.telephony.asterisk.conftest import settings
from tests.telephony.asterisk.test_calls import CITIZEN
from tests.telephony.asterisk.wire import Wire

WITHHELD = "anonymous"
LET_THROUGH = 10  # in ten minutes from one number, says Geldern's handbook
SLOW = 0.5  # seconds after which an answer has not been understood


@pytest.fixture
async def far(exchange: Exchange, quick: Path, tmp_path: Path, wire: Wire) -> AsyncIterator[Line]:
    """The program at the other end of the wire."""
    given = settings(exchange, quick, tmp_path, asterisk_url=await wire.open(), asterisk_timeout=SLOW)
    made = await Line(exchange, given, RunningClock(MONDAY)).start()
    try:
        yield await made.connected()
        exchange.asterisk.command("channel request hangup all")
        await made.quiet()
    finally:
        await made.stop()
        exchange.clear()


async def spoken_with(line: Line, caller: str, dialled: str) -> None:
    await line.agents("101")
    line.exchange.call(Caller(caller, dialled, 30_000))
    await line.until(lambda: line.is_in("talking"))
    line.exchange.asterisk.command("channel request hangup all")
    await line.until(line.is_over)


async def test_a_number_nobody_knows_reaches_the_centre_all_the_same(line):
    await spoken_with(line, CITIZEN, "0999123")
    contact = await line.contact()
    assert (contact.municipality, contact.number_known, contact.agent) == ("kreis-wesel", False, line.who("101"))


async def test_a_caller_without_a_number_is_spoken_with_like_any_other(line):
    await spoken_with(line, WITHHELD, DIALLED)
    contact = await line.contact()
    assert (contact.municipality, contact.caller, contact.agent) == ("geldern", None, line.who("101"))


async def test_of_a_flood_from_one_number_nothing_is_lost_and_others_get_through(line):
    line.exchange.call(*[Caller(CITIZEN, DIALLED, 1000)] * (LET_THROUGH + 3), Caller(WITHHELD, DIALLED, 1000))
    ends = LET_THROUGH + 4
    await line.until(lambda: [each.leg for each in line.instants if each.step == "ended"].count("caller") == ends)
    causes = Counter(each.cause for each in line.instants if each.step == "ended")
    assert causes == {"cancelled": LET_THROUGH + 1, "flood": 3}
    outcomes = Counter([(await line.contact(call)).outcome for call in {each.call for each in line.instants}])
    assert outcomes == {Outcome.ABANDONED: LET_THROUGH + 1, Outcome.TURNED_AWAY: 3}


async def test_an_asterisk_that_answers_slowly_is_asked_again_and_rings_once(far, wire):
    await far.agents("101")
    rung = len(far.exchange.peers[0].log())
    wire.delays = [2 * SLOW] * 2
    far.exchange.call(Caller(CITIZEN, DIALLED, 30_000))
    await far.until(lambda: far.is_in("talking"))
    assert wire.delays == [], "it was slow"
    assert [each.what for each in far.exchange.peers[0].log()[rung:]] == ["rung", "answered"]
    assert len(far.exchange.asterisk.channels()) == 2


@pytest.mark.parametrize("errors", [2, 7], ids=["asked again", "given up and looked anew"])
async def test_an_asterisk_that_answers_with_errors_loses_nobody(far, wire, errors):
    await far.agents("101")
    wire.errors = errors
    far.exchange.call(Caller(CITIZEN, DIALLED, 30_000))
    await far.until(lambda: far.is_in("talking"))
    assert wire.errors == 0, "it had errors"
    assert far.steps().count("offered") == 1
    assert len(far.exchange.asterisk.channels()) == 2
