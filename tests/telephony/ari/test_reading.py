"""What Asterisk 22 was seen to say, shortened."""

import pytest

from servicecenter.telephony.ari.reading import arrivals, read, snapshot
from servicecenter.telephony.callflow.events import (
    Answered,
    Gone,
    Inbound,
    Joined,
    Key,
    Played,
    Referred,
    Ringing,
    SeenLeg,
    Snapshot,
)
from servicecenter.telephony.callflow.model import Address, AddressKind, Cause, LegState

LEG = "1795331106.0~agent2"
CALLER = {
    "id": "1795331106.0", "name": "PJSIP/trunk-00000000", "state": "Up", "caller": {"name": "", "number": "0170123"},
    "dialplan": {"app_name": "Stasis", "app_data": "servicecenter,inbound,02831398000"},
}  # fmt: skip
AGENT = {
    "id": LEG, "state": "Ringing", "caller": {"number": "0170123"},
    "dialplan": {"app_name": "AppDial2", "app_data": "(Outgoing Line)"},
}  # fmt: skip
STRANGER = {"id": "1795331107.4", "state": "Up", "dialplan": {"app_name": "Dial", "app_data": "PJSIP/1"}}


def destroyed(cause: int, state: str = "Ringing", **more: int) -> dict[str, object]:
    return {"type": "ChannelDestroyed", "channel": AGENT | {"state": state}, "cause": cause} | more


ASKED = {
    "id": "1795342820.3", "state": "Up", "dialplan": {"app_name": "Stasis", "app_data": "servicecenter,asked"},
}  # fmt: skip


def transfer(destination: str, source: str = LEG, **replaced: object) -> dict[str, object]:
    """`replaced`: what Asterisk knows of the phone's second line, where its REFER has a Replaces."""
    return {
        "type": "ChannelTransfer", "refer_to": {"requested_destination": {"destination": destination}} | replaced,
        "referred_by": {"source_channel": {"id": source}},
    }  # fmt: skip


OFFICE, LINE = Address(AddressKind.DIALLED, "02831398111"), {"id": "1795342820.2"}


SAID = {
    "a call comes in": (
        {"type": "StasisStart", "args": ["inbound", "02831398000"], "channel": CALLER},
        Inbound("1795331106.0", "02831398000", "0170123"),
    ),
    "without a number": (
        {"type": "StasisStart", "args": ["inbound", "02831398000"], "channel": CALLER | {"caller": {"number": ""}}},
        Inbound("1795331106.0", "02831398000", None),
    ),
    "anonymous": (
        {
            "type": "StasisStart", "args": ["inbound", "02831398000"],
            "channel": CALLER | {"caller": {"number": "Anonymous"}},
        },
        Inbound("1795331106.0", "02831398000", None),
    ),
    "without a dialled number": (
        {"type": "StasisStart", "args": ["inbound"], "channel": CALLER}, Inbound("1795331106.0", "", "0170123"),
    ),
    "a leg of ours is answered": (
        {"type": "StasisStart", "args": ["leg"], "channel": AGENT | {"state": "Up"}}, Answered(LEG),
    ),
    "somebody else's channel": ({"type": "StasisStart", "args": ["leg"], "channel": STRANGER}, None),
    "a phone rings": ({"type": "ChannelStateChange", "channel": AGENT}, Ringing(LEG)),
    "a phone rings, said otherwise": ({"type": "Dial", "dialstatus": "RINGING", "peer": AGENT}, Ringing(LEG)),
    "early media": ({"type": "Dial", "dialstatus": "PROGRESS", "peer": AGENT}, Ringing(LEG)),
    "an answer is told when the leg can be used": ({"type": "Dial", "dialstatus": "ANSWER", "peer": AGENT}, None),
    "our own answer": ({"type": "ChannelStateChange", "channel": CALLER}, None),
    "the caller is gone": ({"type": "StasisEnd", "channel": CALLER}, Gone("1795331106.0")),
    "busy": (destroyed(17, "Down", tech_cause=486), Gone(LEG, Cause.BUSY)),
    "declined": (destroyed(21, "Down", tech_cause=603), Gone(LEG, Cause.DECLINED)),
    "unavailable": (destroyed(19, "Down", tech_cause=480), Gone(LEG, Cause.UNAVAILABLE)),
    "nobody answered": (destroyed(19, "Ringing", tech_cause=480), Gone(LEG, Cause.NO_ANSWER)),
    "congestion": (destroyed(34, "Down", tech_cause=503), Gone(LEG, Cause.CONGESTION)),
    "no such number": (destroyed(1, "Down", tech_cause=404), Gone(LEG, Cause.UNAVAILABLE)),
    "cancelled": (destroyed(127, "Down", tech_cause=487), Gone(LEG, Cause.CANCELLED)),
    "hung up": (destroyed(16, "Up"), Gone(LEG, Cause.NORMAL)),
    "the end of somebody else's channel": ({"type": "ChannelDestroyed", "channel": STRANGER, "cause": 16}, None),
    "a key": ({"type": "ChannelDtmfReceived", "digit": "1", "channel": CALLER}, Key("1795331106.0", "1")),
    "an announcement has ended": (
        {"type": "PlaybackFinished", "playback": {"id": "c~play3", "state": "failed"}}, Played("c~play3"),
    ),
    "an announcement goes on": ({"type": "PlaybackContinuing", "playback": {"id": "c~play3"}}, None),
    "the phone's transfer key": (transfer("02831398111"), Referred(LEG, OFFICE)),
    "the same once more, with what the phone was answered": (
        transfer("02831398111") | {"state": "channel_answered"}, None,
    ),
    "the phone asked there first": (
        transfer("02831398111", destination_channel=LINE, connected_channel=ASKED),
        Joined(LEG, "1795342820.2", "1795342820.3", OFFICE),
    ),
    "the phone asked there first, and it still rings": (
        transfer("02831398111", destination_channel=LINE), Joined(LEG, "1795342820.2", None, OFFICE),
    ),
    "the phone asked at another Asterisk": (
        transfer("02831398111", destination_channel={}, connected_channel={}), Referred(LEG, OFFICE),
    ),
    "whom the phone asked comes to us": (
        {"type": "StasisStart", "args": ["asked"], "channel": ASKED}, Answered("1795342820.3"),
    ),
    "a transfer to nobody": (transfer(""), None),
    "a transfer of somebody else's": (transfer("1", "1795331107.4"), None),
    "something new": ({"type": "RESTHeader"}, None),
    "nothing": ({}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_what_asterisk_says_means(name):
    said, expected = SAID[name]
    assert read(said) == (() if expected is None else (expected,))


def test_a_look_at_everything_finds_what_is_ours():
    bridges = [{"id": "1795331106.0~talk", "channels": ["1795331106.0"]}, {"id": "conference", "channels": ["x"]}]
    assert snapshot([CALLER, AGENT, STRANGER], bridges, restarted=False) == Snapshot(
        (SeenLeg("1795331106.0", LegState.UP, "1795331106.0~talk"), SeenLeg(LEG, LegState.RINGING)),
        ("1795331106.0~talk",),
    )


def test_whom_a_phone_asked_is_seen_once_they_came_to_us():
    assert snapshot([ASKED, STRANGER], [], restarted=False).legs == (SeenLeg("1795342820.3", LegState.UP),)


def test_callers_in_our_hands_are_told_like_new_ones():
    assert arrivals([CALLER, AGENT, STRANGER]) == (Inbound("1795331106.0", "02831398000", "0170123"),)
