"""What is to be done. Every id is chosen by us, so that doing something twice does it once. Pure."""

from dataclasses import dataclass

from servicecenter.calls.model import Instant
from servicecenter.telephony.callflow.explained import Choice
from servicecenter.telephony.callflow.model import Address, Call, Cause

# To the switch


@dataclass(frozen=True, slots=True)
class Answer:
    leg: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """A text of the municipality's own, spoken: docs/announcements.md names them."""

    municipality: str
    name: str


@dataclass(frozen=True, slots=True)
class Digits:
    """Read one by one."""

    digits: str


@dataclass(frozen=True, slots=True)
class Number:
    value: int


Media = Announcement | Digits | Number


@dataclass(frozen=True, slots=True)
class Play:
    """On the leg, one after the other; `Played` with the same id follows in any case."""

    leg: str
    playback: str
    media: tuple[Media, ...]


@dataclass(frozen=True, slots=True)
class StopPlaying:
    playback: str


@dataclass(frozen=True, slots=True)
class Park:
    """Music for this leg, away from everybody else of the call."""

    leg: str


@dataclass(frozen=True, slots=True)
class Connect:
    """Exactly these legs speak in this bridge, made where it is not there yet; whoever was elsewhere is moved."""

    bridge: str
    legs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Originate:
    """A new leg with the id we chose; the other side sees `shown`. It gives up by itself after `seconds`."""

    leg: str
    to: Address
    shown: str
    seconds: int


@dataclass(frozen=True, slots=True)
class PickUp:
    """The agent accepts on the screen: phones that can answer by themselves do."""

    leg: str


@dataclass(frozen=True, slots=True)
class HangUpLeg:
    leg: str
    cause: Cause = Cause.NORMAL


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Lets go of the line on which a phone asked somebody itself: who was asked comes to us, as the dialplan says."""

    call: str
    line: str


@dataclass(frozen=True, slots=True)
class Clear:
    """The call is over: its bridges go."""

    call: str


SwitchCommand = Answer | Play | StopPlaying | Park | Connect | Originate | PickUp | HangUpLeg | TakeOver | Clear

# To the program


@dataclass(frozen=True, slots=True)
class Record:
    """An instant to keep, for service level and evidence."""

    instant: Instant


@dataclass(frozen=True, slots=True)
class OpenContact:
    call: Call


@dataclass(frozen=True, slots=True)
class TakeContact:
    call: str
    agent: str


@dataclass(frozen=True, slots=True)
class EndContact:
    """The citizen is gone, or was put through: what remains is the wrap-up. `call` says how."""

    call: Call


@dataclass(frozen=True, slots=True)
class PromiseCallback:
    """Said to the citizen, after the privacy sentence was played: it must be owed, whatever happens now."""

    call: Call


@dataclass(frozen=True, slots=True)
class NoteAttempt:
    """A number dialled for a callback: reached or not, so that the attempt need not be typed."""

    call: Call
    agent: str


@dataclass(frozen=True, slots=True)
class NoteOverflow:
    """What became of a call that waited too long, and why, for the journal. `to` None: a callback was offered."""

    call: Call
    to: Address | None


@dataclass(frozen=True, slots=True)
class Tell:
    """One agent's screen has something new to say; what, stands with the agent."""

    agent: str
    code: str


@dataclass(frozen=True, slots=True)
class Explain:
    """Keep why the call was offered to this agent."""

    choice: Choice
    agent: str


Command = (
    SwitchCommand
    | Record
    | OpenContact
    | TakeContact
    | EndContact
    | PromiseCallback
    | NoteAttempt
    | NoteOverflow
    | Tell
    | Explain
)
