import pytest

from servicecenter.telephony.ari import writing
from servicecenter.telephony.ari.model import Request
from servicecenter.telephony.callflow import commands as do
from servicecenter.telephony.callflow.model import Address, AddressKind, Cause

LEG = "1.0~agent2"


@pytest.mark.parametrize(
    ("to", "endpoint"),
    [
        (Address(AddressKind.PHONE, "101"), "PJSIP/101"),
        (Address(AddressKind.NUMBER, "+492831398111"), "PJSIP/+492831398111@trunk"),
        (Address(AddressKind.DIALLED, "02831398111"), "Local/02831398111@from-agents/n"),
    ],
)
def test_an_address_is_dialled_as_the_administrator_says(to, endpoint):
    assert writing.Dialling().endpoint(to) == endpoint


def test_a_leg_is_asked_for_with_the_id_we_chose_and_its_transfer_key_is_ours():
    command = do.Originate(LEG, Address(AddressKind.PHONE, "101"), "+49170123", 25)
    asked = writing.originate(command, "servicecenter", writing.Dialling())
    assert (asked.method, asked.path) == ("POST", "channels")
    assert asked.body == {
        "endpoint": "PJSIP/101", "app": "servicecenter", "appArgs": "leg", "channelId": LEG,
        "otherChannelId": "dialplan-1.0-agent2", "callerId": "+49170123", "timeout": 25,
        "variables": {"SC_CALL": "1.0", "SC_LEG": LEG, "PJSIP_TRANSFER_HANDLING()": "ari-only"},
    }  # fmt: skip


def test_who_shows_no_number_is_shown_as_such():
    command = do.Originate(LEG, Address(AddressKind.PHONE, "101"), "", 25)
    assert writing.originate(command, "servicecenter", writing.Dialling()).body["callerId"] == "anonymous"


@pytest.mark.parametrize(
    ("cause", "reason"),
    [(Cause.NORMAL, "normal"), (Cause.BUSY, "busy"), (Cause.CANCELLED, "answered_elsewhere"), (Cause.LOST, "normal")],
)
def test_hanging_up_says_why(cause, reason):
    assert writing.hang_up(LEG, cause) == Request("DELETE", f"channels/{LEG}?reason={reason}")


@pytest.mark.parametrize(
    ("media", "names"),
    [
        (do.Announcement("geldern", "greeting"), [("geldern", "greeting")]),
        (do.Number(12), [("", "number-12")]),
        (do.Number(120), [("", "number-1"), ("", "number-2"), ("", "number-0")]),
        (do.Digits("0170"), [("", "number-0"), ("", "number-1"), ("", "number-7"), ("", "number-0")]),
        (do.Digits("+4"), [("", "number-4")]),
    ],
)
def test_what_is_spoken_is_made_of_sounds(media, names):
    assert writing.sounds([media]) == names


def test_several_sounds_are_one_playback():
    assert writing.play("1.0", "1.0~play3", ["/s/a", "/s/b"]) == Request(
        "POST", "channels/1.0/play/1.0~play3", {"media": ["sound:/s/a", "sound:/s/b"]}
    )


def test_an_id_is_safe_in_an_address():
    assert writing.hang_up("+4928~agent1").path == "channels/%2B4928~agent1?reason=normal"
