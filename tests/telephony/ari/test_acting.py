from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from servicecenter.telephony.ari.acting import Acting
from servicecenter.telephony.ari.book import Book
from servicecenter.telephony.ari.client import AsteriskAway
from servicecenter.telephony.ari.sounds import Sounds
from servicecenter.telephony.ari.writing import Dialling
from servicecenter.telephony.callflow import commands as do
from servicecenter.telephony.callflow.events import Gone, Played
from servicecenter.telephony.callflow.model import Address, AddressKind, Cause
from tests.telephony.ari.door import Door

CALLER, AGENT, TALK = "1.0", "1.0~agent2", "1.0~talk"
DIAL = do.Originate(AGENT, Address(AddressKind.PHONE, "101"), "+49170123", 25)


class Actor:
    def __init__(self, door: Door, sounds: Path, timeout: float) -> None:
        self.told: list[Any] = []
        self.book = Book()
        self.acting = Acting(door.ari(timeout), self.book, Sounds(sounds, "/srv/sounds"), Dialling(), self.told.append)

    async def __call__(self, *commands: do.SwitchCommand) -> None:
        for command in commands:
            await self.acting.act(command)


@pytest.fixture
async def act(door: Door, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Actor]:
    """The parameter is how many seconds it waits for an answer."""
    actor = Actor(door, tmp_path, getattr(request, "param", 5.0))
    yield actor
    await actor.acting.ari.close()


async def test_two_who_speak_meet_in_a_bridge_and_the_music_ends(door, act):
    await act(do.Answer(CALLER), do.Park(CALLER), DIAL, do.Connect(TALK, (CALLER, AGENT)))
    assert door.acts() == [
        "POST channels/1.0/answer", "POST channels/1.0/moh", "POST channels", "POST bridges/1.0~talk",
        "DELETE channels/1.0/moh", "POST bridges/1.0~talk/addChannel",
    ]  # fmt: skip
    assert door.bodies[-1] == {"channel": [CALLER, AGENT]}


async def test_the_line_on_which_a_phone_asked_somebody_is_let_go(door, act):
    await act(do.TakeOver("1.0", "7.1"))
    assert door.acts() == ["DELETE channels/7.1?reason=normal"]


async def test_done_again_nothing_is_done(door, act):
    await act(do.Connect(TALK, (CALLER, AGENT)))
    before = door.acts()
    await act(do.Connect(TALK, (CALLER, AGENT)))
    assert door.acts() == before


async def test_whoever_is_parked_leaves_the_bridge_first(door, act):
    await act(do.Connect(TALK, (CALLER, AGENT)), do.Park(CALLER))
    assert door.acts()[-2:] == ["POST bridges/1.0~talk/removeChannel", "POST channels/1.0/moh"]


async def test_who_is_not_named_leaves_the_bridge(door, act):
    await act(do.Connect(TALK, (CALLER, AGENT)), do.Connect(TALK, (AGENT,)))
    assert (door.acts()[-1], door.bodies[-1]) == ("POST bridges/1.0~talk/removeChannel", {"channel": [CALLER]})


async def test_a_caller_who_is_gone_in_the_instant_of_the_answer_is_told_and_the_agent_stands_alone(door, act):
    door.wrong["bridges/1.0~talk/addChannel"] = [400, 400, 204]
    await act(do.Connect(TALK, (CALLER, AGENT)))
    assert act.told == [Gone(CALLER)]
    assert act.book.members(TALK) == {AGENT}


async def test_a_phone_that_is_not_registered_is_told_at_once(door, act):
    door.wrong["channels"] = [500]
    await act(DIAL)
    assert act.told == [Gone(AGENT, Cause.UNAVAILABLE)]


async def test_a_leg_that_could_not_be_asked_for_is_told_and_is_nobody_s_fault(door, act):
    door.wrong["channels"] = [503, 503, 503]
    with pytest.raises(AsteriskAway):
        await act(DIAL)
    assert act.told == [Gone(AGENT, Cause.CANCELLED)]


async def test_a_leg_that_is_there_already_was_asked_for_before(door, act):
    door.wrong["channels"] = [409]
    await act(DIAL)
    assert act.told == []


@pytest.mark.parametrize("act", [0.3], indirect=True)
async def test_a_slow_answer_is_asked_for_again_under_the_same_id(door, act):
    door.wrong["channels"] = [5.0, 409]
    await act(DIAL)
    assert (set(door.acts()), act.told) == ({"POST channels"}, [])
    assert len(door.bodies) > 1
    assert all(body == door.bodies[0] for body in door.bodies)


async def test_after_several_attempts_asterisk_is_away(door, act):
    door.wrong["channels"] = [503, 503, 503]
    with pytest.raises(AsteriskAway):
        await act(do.HangUpLeg(CALLER))
    assert len(door.acts()) == 3


@pytest.mark.parametrize(
    "command", [do.HangUpLeg(CALLER), do.StopPlaying("1.0~play1"), do.PickUp(AGENT), do.Clear("1.0")]
)
async def test_what_is_over_already_needs_nothing(door, act, command):
    door.wrong |= {"channels": [404], "playbacks": [404]}
    await act(command)
    assert act.told == []


async def test_answering_who_is_gone_says_so(door, act):
    door.wrong["channels"] = [404]
    await act(do.Answer(CALLER))
    assert act.told == [Gone(CALLER)]


async def test_a_municipality_s_own_announcement_is_played_and_the_common_one_otherwise(door, act, tmp_path):
    (tmp_path / "geldern").mkdir()
    (tmp_path / "geldern" / "greeting.wav").touch()
    spoken = (do.Announcement("geldern", "greeting"), do.Announcement("geldern", "closed"), do.Number(3))
    await act(do.Play(CALLER, "1.0~play1", spoken))
    assert door.bodies[-1] == {
        "media": [
            "sound:/srv/sounds/geldern/greeting", "sound:/srv/sounds/_common/closed",
            "sound:/srv/sounds/_common/number-3",
        ]
    }  # fmt: skip


@pytest.mark.parametrize("media", [(do.Announcement("geldern", "closed"),), ()])
async def test_what_cannot_be_played_has_been_played(door, act, media):
    door.wrong["channels"] = [404]
    await act(do.Play(CALLER, "1.0~play1", media))
    assert Played("1.0~play1") in act.told


async def test_what_could_not_be_asked_to_be_played_has_been_played(door, act):
    door.wrong["channels"] = [503, 503, 503]
    with pytest.raises(AsteriskAway):
        await act(do.Play(CALLER, "1.0~play1", (do.Number(3),)))
    assert act.told == [Played("1.0~play1")]


async def test_music_goes_on_after_an_announcement_for_who_waits(door, act):
    await act(do.Park(CALLER), do.Play(CALLER, "1.0~play1", (do.Number(3),)))
    await act.acting.music_again("1.0~play1")
    assert door.acts()[-1] == "POST channels/1.0/moh"


async def test_no_music_between_two_announcements_and_none_for_who_speaks(door, act):
    await act(do.Park(CALLER), do.Play(CALLER, "p1", (do.Number(3),)), do.Play(CALLER, "p2", (do.Number(3),)))
    await act.acting.music_again("p1")
    await act(do.Connect(TALK, (CALLER, AGENT)))
    await act.acting.music_again("p2")
    assert door.acts().count("POST channels/1.0/moh") == 1


async def test_the_bridges_of_a_call_go_with_it(door, act):
    await act(do.Connect(TALK, (CALLER,)), do.Connect("1.0~consult", (AGENT,)), do.Connect("2.0~talk", ("2.0",)))
    await act(do.Clear("1.0"))
    assert sorted(door.acts()[-2:]) == ["DELETE bridges/1.0~consult", "DELETE bridges/1.0~talk"]
    assert act.book.bridges == {"2.0~talk"}


async def test_a_phone_whose_transfer_was_taken_over_is_told(door, act):
    await act.acting.let_go(AGENT)
    assert door.acts() == [f"POST channels/{AGENT}/transfer_progress"]
