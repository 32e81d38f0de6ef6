import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from servicecenter.telephony.ari.sounds import Sounds
from servicecenter.telephony.ari.switch import AsteriskSwitch
from servicecenter.telephony.callflow import commands as do
from servicecenter.telephony.callflow.events import Gone, Inbound, Key, Lost, Played, SeenLeg, Snapshot
from servicecenter.telephony.callflow.model import Address, AddressKind, LegState
from tests.telephony.ari.door import Door, until
from tests.telephony.ari.test_reading import CALLER

CALL, LEG = "1795331106.0", "1795331106.0~agent2"
DIAL = do.Originate(LEG, Address(AddressKind.PHONE, "101"), "+49170123", 25)


class Board:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def post(self, event: Any) -> None:
        self.heard.append(event)


class Connected:
    def __init__(self, door: Door) -> None:
        self.board = Board()
        self.switch = AsteriskSwitch(door.ari(), self.board, Sounds(Path(), "/srv/sounds"))
        self.task = asyncio.create_task(self.switch.run())

    @property
    def heard(self) -> list[Any]:
        return self.board.heard

    def looks(self) -> list[Snapshot]:
        return [event for event in self.heard if isinstance(event, Snapshot)]


@pytest.fixture
async def line(door: Door) -> AsyncIterator[Connected]:
    connected = Connected(door)
    yield connected
    connected.task.cancel()
    await connected.switch.close()


async def test_everything_is_looked_at_after_connecting(door, line):
    await until(line.looks)
    assert line.heard == [Snapshot((), ())]
    assert line.switch.is_connected


async def test_a_caller_who_came_while_nobody_listened_is_told_before_the_look(door):
    door.channels = [CALLER]
    line = Connected(door)
    await until(line.looks)
    assert line.heard == [
        Inbound(CALL, "02831398000", "0170123"), Snapshot((SeenLeg(CALL, LegState.UP),), ()),
    ]  # fmt: skip
    line.task.cancel()
    await line.switch.close()


async def test_what_happens_is_told_as_it_comes(door, line):
    await until(line.looks)
    await door.tell(type="ChannelDtmfReceived", digit="1", channel={"id": CALL})
    await door.tell(type="StasisEnd", channel={"id": CALL})
    await until(lambda: len(line.heard) == 3)
    assert line.heard[1:] == [Key(CALL, "1"), Gone(CALL)]


async def test_a_lost_connection_is_told_and_made_again(door, line):
    await until(line.looks)
    await door.hang_up()
    await until(lambda: len(line.looks()) == 2)
    assert line.heard == [Snapshot((), ()), Lost(), Snapshot((), ())]


async def test_an_announcement_that_ended_while_nobody_listened_is_told_and_one_that_goes_on_is_not(door, line):
    await until(line.looks)
    played = [do.Play(CALL, f"{CALL}~play{number}", (do.Number(3),)) for number in (1, 2)]
    await line.switch.carry_out(played)
    await until(lambda: len(door.acts()) == 2)
    door.wrong[f"playbacks/{CALL}~play1"] = [404]
    await door.hang_up()
    await until(lambda: len(line.looks()) == 2)
    assert [event for event in line.heard if isinstance(event, Played)] == [Played(f"{CALL}~play1")]


async def test_an_asterisk_that_was_started_anew_is_found_out(door, line):
    await until(line.looks)
    door.startup_time = "2026-11-23T09:30:00.000+0000"
    await door.hang_up()
    await until(lambda: len(line.looks()) == 2)
    assert [look.restarted for look in line.looks()] == [False, True]


async def test_who_was_replaced_notices_and_connects_again(door, line):
    await until(line.looks)
    await door.tell(type="ApplicationReplaced", application="servicecenter")
    await until(lambda: len(door.sockets) == 2)
    assert Lost() in line.heard


async def test_an_asterisk_with_errors_is_not_connected_until_it_answers_again(door):
    door.wrong["channels"] = [503]
    line = Connected(door)
    await until(line.looks)
    assert (len(door.sockets), Lost() in line.heard) == (2, False)
    line.task.cancel()
    await line.switch.close()


async def test_a_command_that_cannot_be_done_makes_us_look_at_everything(door, line):
    await until(line.looks)
    door.wrong["channels"] = [503, 503, 503]
    await line.switch.carry_out([do.HangUpLeg(LEG)])
    await until(lambda: len(line.looks()) == 2)
    assert Lost() in line.heard


async def test_a_leg_asked_for_a_moment_ago_is_seen_though_asterisk_has_not_made_it(door, line):
    await until(line.looks)
    await line.switch.carry_out([do.Answer(CALL), DIAL])
    seen = await line.switch.snapshot()
    assert seen is not None
    assert SeenLeg(LEG, LegState.DIALLED) in seen.legs


async def test_a_caller_whom_we_hang_up_just_now_does_not_call_again(door, line):
    await until(line.looks)
    await line.switch.carry_out([do.HangUpLeg(CALL)])
    door.channels = [CALLER]
    await door.hang_up()
    await until(lambda: len(line.looks()) == 2)
    assert not any(isinstance(event, Inbound) for event in line.heard)


async def test_a_look_at_an_asterisk_that_does_not_answer_sees_nothing(door, line):
    await until(line.looks)
    door.wrong["bridges"] = ["<html>"]
    assert await line.switch.snapshot() is None
