import re

import pytest

from servicecenter.callbacks.numbers import parse
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import Address, AddressKind, Cause, LegState
from servicecenter.telephony.simulated import Behaviour, Scenario, Script, SimulatedSwitch, scenarios

# Ranges the Bundesnetzagentur keeps for film and print (Mitteilung 148/2021).
FICTION = re.compile(
    r"\+49(3023125\d{3}|6990009\d{3}|4066969\d{3}|2214710\d{3}|8999998\d{3}"
    r"|15228817386|15228895456|15254599371|17139200\d{2}|1729925904|1729968532|1729973185|1729973186|1729980752"
    r"|1749091317|1749464308|176040690\d{2})"
)
SCRIPT = (
    Scenario("geldern", "+49 30 23125 017", "Mein Perso ist weg."),
    Scenario("atlantis", "+49 30 23125 018", "Hier ist alles nass."),
    Scenario("kreis-wesel", "", "Ich bin umgezogen."),
)
NUMBERS = {"geldern": "+49 30 23125 300", "kreis-wesel": "+49 40 66969 200"}
PHONE, NUMBER = Address(AddressKind.PHONE, "21"), Address(AddressKind.NUMBER, "+493023125310")


class Board:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.heard: list[on.Event] = []

    def post(self, event: on.Event) -> None:
        self.heard.append(event)


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def switch(board: Board) -> SimulatedSwitch:
    return SimulatedSwitch(board)


def test_callers_ring_in_the_order_of_the_script_and_begin_again() -> None:
    script = Script(NUMBERS, SCRIPT)
    scenes = [scene for scene in (script.next() for _ in range(3)) if scene]
    assert [script.said(call) for call, *_ in scenes] == [
        "Mein Perso ist weg.", "Ich bin umgezogen.", "Mein Perso ist weg.",
    ]  # fmt: skip
    assert [(dialled, caller) for _, dialled, caller in scenes] == [
        ("+49 30 23125 300", "+49 30 23125 017"), ("+49 40 66969 200", None), ("+49 30 23125 300", "+49 30 23125 017"),
    ]  # fmt: skip
    assert len({call for call, *_ in scenes}) == 3, "each call has an id of its own"


@pytest.mark.parametrize("numbers", [{}, {"elsewhere": "+49 30 23125 999"}])
def test_where_nobody_has_a_number_nobody_rings(numbers: dict[str, str]) -> None:
    assert Script(numbers, SCRIPT).next() is None


def test_what_is_said_survives_a_restart_and_a_new_municipality() -> None:
    script = Script(NUMBERS, SCRIPT)
    calls = [scene[0] for scene in (script.next() for _ in range(2)) if scene]
    after = Script(NUMBERS | {"atlantis": "+49 30 23125 301"}, SCRIPT)
    assert [after.said(call) for call in calls] == [script.said(call) for call in calls]


@pytest.mark.parametrize(
    "call",
    [None, "", "asterisk-1", "simulated-", "simulated-x-1", "simulated-99-ab", "simulated-²-ab", "simulated--1-a"],
)
def test_a_call_of_another_telephone_says_nothing(call: str | None) -> None:
    assert Script(NUMBERS, SCRIPT).said(call) == ""


def test_every_caller_has_a_number_kept_for_fiction() -> None:
    strange = [s.caller for s in scenarios() if s.caller and not FICTION.fullmatch(parse(s.caller))]
    assert strange == []
    assert any(not scenario.caller for scenario in scenarios()), "and one withholds it"
    assert all(scenario.says.strip() for scenario in scenarios())


async def test_a_phone_rings_until_it_is_picked_up_and_a_number_answers(switch: SimulatedSwitch, board: Board) -> None:
    await switch.carry_out([cmd.Originate("c~agent1", PHONE, "", 20), cmd.Originate("c~target2", NUMBER, "", 20)])
    assert board.heard == [on.Ringing("c~agent1"), on.Ringing("c~target2"), on.Answered("c~target2")]
    await switch.carry_out([cmd.PickUp("c~agent1"), cmd.PickUp("c~agent1")])
    assert board.heard[3:] == [on.Answered("c~agent1")], "once, however often it is told"


@pytest.mark.parametrize(
    ("behaviour", "cause"),
    [(Behaviour.BUSY, Cause.BUSY), (Behaviour.DECLINES, Cause.DECLINED), (Behaviour.UNAVAILABLE, Cause.UNAVAILABLE)],
)
async def test_faults_on_demand(switch: SimulatedSwitch, board: Board, behaviour: Behaviour, cause: Cause) -> None:
    switch.behaviours[NUMBER.value] = behaviour
    await switch.carry_out([cmd.Originate("c~target1", NUMBER, "", 20)])
    assert board.heard == [on.Gone("c~target1", cause)]
    assert switch.legs == {}


async def test_what_it_has_can_be_asked_and_a_dead_switch_says_nothing(switch: SimulatedSwitch, board: Board) -> None:
    switch.call("c", "+49 30 23125 300", None)
    await switch.carry_out([cmd.Originate("c~agent1", PHONE, "", 20), cmd.Park("c")])
    seen = await switch.snapshot()
    assert seen is not None
    assert {leg.id: (leg.state, leg.bridge) for leg in seen.legs} == {
        "c": (LegState.UP, "c/music"), "c~agent1": (LegState.RINGING, None),
    }  # fmt: skip
    switch.is_reachable = False
    await switch.carry_out([cmd.HangUpLeg("c")])
    assert await switch.snapshot() is None
    assert "c" in switch.legs


async def test_either_side_may_hang_up(switch: SimulatedSwitch, board: Board) -> None:
    switch.call("c", "+49 30 23125 300", None)
    switch.hang_up("c")
    switch.hang_up("c")
    switch.press("c", "1")
    assert board.heard[1:] == [on.Gone("c"), on.Key("c", "1")]
