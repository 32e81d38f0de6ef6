"""What Asterisk says, as events of the call flow. Pure: JSON in, events out; what is not ours is left out."""

from collections.abc import Iterable, Mapping
from typing import Any

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
from servicecenter.telephony.callflow.model import SEPARATOR, Address, AddressKind, Cause, LegState

Channel = Mapping[str, Any]
SwitchEvent = Inbound | Ringing | Answered | Gone | Key | Played | Referred | Joined
INBOUND, LEG, ASKED = "inbound", "leg", "asked"  # the first argument with which a channel enters our application
WITHHELD = {"", "anonymous", "restricted", "unavailable", "unknown"}
# Q.850 causes as Asterisk gives them; what is not named here is normal.
CAUSES = {
    1: Cause.UNAVAILABLE, 2: Cause.UNAVAILABLE, 3: Cause.UNAVAILABLE, 17: Cause.BUSY, 18: Cause.NO_ANSWER,
    19: Cause.NO_ANSWER, 20: Cause.UNAVAILABLE, 21: Cause.DECLINED, 22: Cause.UNAVAILABLE, 27: Cause.UNAVAILABLE,
    28: Cause.UNAVAILABLE, 34: Cause.CONGESTION, 38: Cause.CONGESTION, 41: Cause.CONGESTION, 42: Cause.CONGESTION,
    44: Cause.CONGESTION, 58: Cause.UNAVAILABLE, 88: Cause.UNAVAILABLE, 127: Cause.CANCELLED,
}  # fmt: skip
TEMPORARILY_UNAVAILABLE = 480  # SIP; Asterisk makes cause 19 of it, and of nobody answering too
STATES = {"Up": LegState.UP, "Ringing": LegState.RINGING}


def read(event: Mapping[str, Any]) -> tuple[SwitchEvent, ...]:
    """Nothing for most events: Asterisk tells more than a call flow needs."""
    reader = READERS.get(event.get("type", ""))
    return tuple(reader(event)) if reader else ()


def snapshot(
    channels: Iterable[Mapping[str, Any]], bridges: Iterable[Mapping[str, Any]], *, restarted: bool
) -> Snapshot:
    """Everything of ours that Asterisk holds."""
    ours = [bridge for bridge in bridges if is_ours(bridge["id"])]
    where = {channel: bridge["id"] for bridge in ours for channel in bridge.get("channels", ())}
    legs = tuple(
        SeenLeg(channel["id"], STATES.get(channel.get("state", ""), LegState.DIALLED), where.get(channel["id"]))
        for channel in channels
        if is_ours(channel["id"]) or _dialled(channel) is not None or _arguments(channel)[:1] == [ASKED]
    )
    return Snapshot(legs, tuple(bridge["id"] for bridge in ours), restarted)


def arrivals(channels: Iterable[Channel]) -> tuple[Inbound, ...]:
    """Callers who are in our hands already: whoever came while nobody listened is told like a new one."""
    return tuple(
        Inbound(channel["id"], dialled, _caller(channel))
        for channel in channels
        if (dialled := _dialled(channel)) is not None
    )


def is_ours(name: str) -> bool:
    """Whether we chose this id."""
    return SEPARATOR in name


def _dialled(channel: Channel) -> str | None:
    """The number with which a caller entered our application; None for any other channel."""
    arguments = _arguments(channel)
    return arguments[1] if arguments[:1] == [INBOUND] and len(arguments) > 1 else None


def _arguments(channel: Channel) -> list[str]:
    """With which the channel entered our application; none for one that is elsewhere."""
    place = channel.get("dialplan", {})
    return str(place.get("app_data", "")).split(",")[1:] if place.get("app_name") == "Stasis" else []


def _caller(channel: Channel) -> str | None:
    number = str(channel.get("caller", {}).get("number", ""))
    return None if number.lower() in WITHHELD else number


def _started(event: Mapping[str, Any]) -> Iterable[SwitchEvent]:
    channel, arguments = event["channel"], event.get("args", [])
    if arguments[:1] == [INBOUND]:
        yield Inbound(channel["id"], arguments[1] if len(arguments) > 1 else "", _caller(channel))
    elif arguments[:1] == [ASKED] or is_ours(channel["id"]):  # a leg of ours enters when it is answered, not before
        yield Answered(channel["id"])


def _changed(event: Mapping[str, Any]) -> Iterable[SwitchEvent]:
    channel = event["channel"]
    if channel.get("state") == "Ringing" and is_ours(channel["id"]):
        yield Ringing(channel["id"])


def _dialling(event: Mapping[str, Any]) -> Iterable[SwitchEvent]:
    peer = event.get("peer", {})
    if event.get("dialstatus") in {"RINGING", "PROGRESS"} and is_ours(peer.get("id", "")):
        yield Ringing(peer["id"])


def _ended(event: Mapping[str, Any]) -> Iterable[SwitchEvent]:
    # A caller's leg often gives no ChannelDestroyed; a leg of ours gives both, the second changes nothing.
    yield Gone(event["channel"]["id"], cause_of(event))


def _destroyed(event: Mapping[str, Any]) -> Iterable[SwitchEvent]:
    if is_ours(event["channel"]["id"]):
        yield Gone(event["channel"]["id"], cause_of(event))


def cause_of(event: Mapping[str, Any]) -> Cause:
    never_rang = event.get("channel", {}).get("state") == "Down"
    if event.get("tech_cause") == TEMPORARILY_UNAVAILABLE and never_rang:
        return Cause.UNAVAILABLE
    return CAUSES.get(event.get("cause", 0), Cause.NORMAL)


def _pressed(event: Mapping[str, Any]) -> Iterable[SwitchEvent]:
    yield Key(event["channel"]["id"], event["digit"])


def _played(event: Mapping[str, Any]) -> Iterable[SwitchEvent]:
    yield Played(event["playback"]["id"])


def _referred(event: Mapping[str, Any]) -> Iterable[SwitchEvent]:
    to = event.get("refer_to", {})
    wanted = to.get("requested_destination", {}).get("destination", "")
    source = event.get("referred_by", {}).get("source_channel", {}).get("id", "")
    # With a state it says what the phone was answered.
    if "state" in event or not wanted or not is_ours(source):
        return
    address = Address(AddressKind.DIALLED, wanted)
    if line := to.get("destination_channel", {}).get("id"):  # REFER with Replaces: it asked there first
        yield Joined(source, line, to.get("connected_channel", {}).get("id"), address)
    else:
        yield Referred(source, address)


READERS = {
    "StasisStart": _started,
    "ChannelStateChange": _changed,
    "Dial": _dialling,
    "StasisEnd": _ended,
    "ChannelDestroyed": _destroyed,
    "ChannelDtmfReceived": _pressed,
    "PlaybackFinished": _played,
    "ChannelTransfer": _referred,
}
