"""Calls that are played where the telephone is simulated: what both faces ask, and what the caller heard, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from servicecenter.errors import Conflict
from servicecenter.telephony.announcements import NAMES
from servicecenter.telephony.callflow.commands import Announcement, Digits, Media
from servicecenter.telephony.telephones import SimulatedTelephone
from servicecenter.web.table import Ask


class NoSimulatedTelephone(Conflict):
    code = "no-simulated-telephone"


def simulated(ask: Ask[Any]) -> SimulatedTelephone:
    """Raises NoSimulatedTelephone where a real one is connected, or none."""
    telephone = ask.program.telephone
    if not isinstance(telephone, SimulatedTelephone):
        raise NoSimulatedTelephone(
            "Hier kann kein Anruf vorgespielt werden.", "Das simulierte Telefon ist nicht eingeschaltet.",
            "Bitte einen Kontakt ohne Telefon öffnen.",
        )  # fmt: skip
    return telephone


@dataclass(frozen=True, slots=True)
class Heard:
    """`text`: of the usual announcement. `sound`: its name; empty for numbers, which are read out."""

    title: str
    text: str
    sound: str = ""


def heard(media: Sequence[Media], usual: Mapping[str, str]) -> list[Heard]:
    return [_heard(each, usual) for each in media]


def _heard(media: Media, usual: Mapping[str, str]) -> Heard:
    match media:
        case Announcement(name=name):
            return Heard(NAMES.get(name, name), usual.get(name, ""), name)
        case Digits(digits):
            return Heard("Ziffern, einzeln gelesen", " ".join(digits))
    return Heard("Zahl", str(media.value))
