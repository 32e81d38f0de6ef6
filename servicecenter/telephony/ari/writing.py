"""What the call flow wants, as requests to Asterisk. Pure: each may be sent again and does no more than once."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from servicecenter.telephony.ari.model import Request
from servicecenter.telephony.ari.reading import LEG
from servicecenter.telephony.callflow import commands as do
from servicecenter.telephony.callflow.model import SEPARATOR, Address, AddressKind, Cause, call_of

HANG_UP_REASONS = {
    Cause.BUSY: "busy",
    Cause.NO_ANSWER: "no_answer",
    Cause.DECLINED: "rejected",
    Cause.CONGESTION: "congestion",
    Cause.CANCELLED: "answered_elsewhere",
}
UNHEARD = (
    "ChannelVarset",
    "ChannelDialplan",
    "ChannelCallerId",
    "ChannelConnectedLine",
    "ChannelHold",
    "ChannelUnhold",
)
WITHHELD = "anonymous"  # shown where the caller shows nothing
SPOKEN_NUMBERS = range(100)  # numbers of which there is a sound; others are read digit by digit


@dataclass(frozen=True, slots=True)
class Dialling:
    """How addresses are dialled in this Asterisk: patterns with one place each."""

    phone: str = "PJSIP/{}"
    number: str = "PJSIP/{}@trunk"
    dialled: str = "Local/{}@from-agents/n"

    def endpoint(self, to: Address) -> str:
        pattern = {AddressKind.PHONE: self.phone, AddressKind.NUMBER: self.number}.get(to.kind, self.dialled)
        return pattern.format(to.value)


def quoted(name: str) -> str:
    """An id within an address: Asterisk reads a plus as a blank."""
    return quote(name, safe=SEPARATOR)


def answer(leg: str) -> Request:
    return Request("POST", f"channels/{quoted(leg)}/answer")


def music(leg: str) -> Request:
    return Request("POST", f"channels/{quoted(leg)}/moh")


def no_music(leg: str) -> Request:
    return Request("DELETE", f"channels/{quoted(leg)}/moh")


def play(leg: str, playback: str, sounds: Iterable[str]) -> Request:
    return Request(
        "POST", f"channels/{quoted(leg)}/play/{quoted(playback)}", {"media": [f"sound:{sound}" for sound in sounds]}
    )


def stop_playing(playback: str) -> Request:
    return Request("DELETE", f"playbacks/{quoted(playback)}")


def make_bridge(bridge: str) -> Request:
    """Again: 200 or 409, and it stays what it is."""
    return Request("POST", f"bridges/{quoted(bridge)}", {"type": "mixing"})


def add(bridge: str, legs: Iterable[str]) -> Request:
    """Whoever is in another bridge is moved."""
    return Request("POST", f"bridges/{quoted(bridge)}/addChannel", {"channel": list(legs)})


def remove(bridge: str, legs: Iterable[str]) -> Request:
    return Request("POST", f"bridges/{quoted(bridge)}/removeChannel", {"channel": list(legs)})


def drop_bridge(bridge: str) -> Request:
    return Request("DELETE", f"bridges/{quoted(bridge)}")


def hang_up(leg: str, cause: Cause = Cause.NORMAL) -> Request:
    return Request("DELETE", f"channels/{quoted(leg)}?reason={HANG_UP_REASONS.get(cause, 'normal')}")


def originate(command: do.Originate, app: str, dialling: Dialling) -> Request:
    variables = {
        "SC_CALL": call_of(command.leg),
        "SC_LEG": command.leg,
        # What the phone's own transfer key asks for comes to us, and not into the dialplan.
        "PJSIP_TRANSFER_HANDLING()": "ari-only",
    }
    body = {
        "endpoint": dialling.endpoint(command.to),
        "app": app,
        "appArgs": LEG,
        "channelId": command.leg,
        # The dialplan's half of a leg that is dialled there; not one of ours: it goes when ours goes.
        "otherChannelId": f"dialplan-{command.leg.replace(SEPARATOR, '-')}",
        "callerId": command.shown or WITHHELD,
        "timeout": command.seconds,
        "variables": variables,
    }
    return Request("POST", "channels", body)


def transferred(leg: str) -> Request:
    """Tells the phone that its transfer was taken over: it lets go of the call."""
    return Request("POST", f"channels/{quoted(leg)}/transfer_progress", {"states": "channel_answered"})


def look_at_channels() -> Request:
    return Request("GET", "channels")


def look_at_bridges() -> Request:
    return Request("GET", "bridges")


def look_at_playback(playback: str) -> Request:
    """Asterisk has no list of them."""
    return Request("GET", f"playbacks/{quoted(playback)}")


def look_at_start() -> Request:
    return Request("GET", "asterisk/info?only=status")


def hear_less(app: str) -> Request:
    """Most of what Asterisk tells is about variables and numbers shown on phones, and most of its work then too."""
    return Request("PUT", f"applications/{app}/eventFilter", {"disallowed": [{"type": name} for name in UNHEARD]})


def sounds(media: Iterable[do.Media]) -> list[tuple[str, str]]:
    """(municipality, name) of each sound; numbers and digits belong to nobody."""
    found = []
    for each in media:
        if isinstance(each, do.Announcement):
            found.append((each.municipality, each.name))
        elif isinstance(each, do.Number) and each.value in SPOKEN_NUMBERS:
            found.append(("", f"number-{each.value}"))
        else:
            digits = each.digits if isinstance(each, do.Digits) else str(each.value)
            found += [("", f"number-{digit}") for digit in digits if digit.isdigit()]
    return found
