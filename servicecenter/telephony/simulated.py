"""A switch that ships: phones, lines and callers in memory, with faults on demand. It drives the demo and the tests.

Time does not pass in it: announcements are over at once, and a phone rings until somebody picks it up or the call flow
has had enough.
"""

import itertools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from secrets import token_hex

from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import AddressKind, Cause, LegState
from servicecenter.telephony.model import Switchboard

LEGS_REMEMBERED = 100


class Behaviour(StrEnum):
    """What a number does when it is called."""

    ANSWERS = "answers"
    RINGS = "rings"  # until somebody picks up
    BUSY = "busy"
    DECLINES = "declines"
    UNAVAILABLE = "unavailable"


REFUSALS = {
    Behaviour.BUSY: Cause.BUSY,
    Behaviour.DECLINES: Cause.DECLINED,
    Behaviour.UNAVAILABLE: Cause.UNAVAILABLE,
}


@dataclass
class SimulatedSwitch:
    """`behaviours` by number or phone; phones ring and numbers answer where nothing else is said."""

    board: Switchboard
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    legs: dict[str, LegState] = field(default_factory=dict)
    bridges: dict[str, str] = field(default_factory=dict)  # leg → where it is
    played: list[cmd.Media] = field(default_factory=list)
    heard: dict[str, list[cmd.Media]] = field(default_factory=dict)  # leg → what was played to it; of the latest legs
    is_reachable: bool = True

    async def carry_out(self, commands: Sequence[cmd.SwitchCommand]) -> None:
        for command in commands:
            if self.is_reachable:
                self._carry_out(command)

    async def snapshot(self) -> on.Snapshot | None:
        if not self.is_reachable:
            return None
        seen = tuple(on.SeenLeg(leg, state, self.bridges.get(leg)) for leg, state in self.legs.items())
        return on.Snapshot(seen, tuple(sorted(set(self.bridges.values()))))

    # What people do

    def call(self, leg: str, dialled: str, caller: str | None) -> None:
        """Told again, the leg stays what it is."""
        self.legs.setdefault(leg, LegState.UP)
        self.board.post(on.Inbound(leg, dialled, caller))

    def hang_up(self, leg: str, cause: Cause = Cause.NORMAL) -> None:
        if self.legs.pop(leg, None) is not None:
            self.bridges.pop(leg, None)
            self.board.post(on.Gone(leg, cause))

    def pick_up(self, leg: str) -> None:
        if leg in self.legs and self.legs[leg] is not LegState.UP:
            self.legs[leg] = LegState.UP
            self.board.post(on.Answered(leg))

    def press(self, leg: str, keys: str) -> None:
        for key in keys:
            self.board.post(on.Key(leg, key))

    # What the call flow wants

    def _carry_out(self, command: cmd.SwitchCommand) -> None:
        match command:
            case cmd.Originate():
                self._originate(command)
            case cmd.PickUp(leg):
                self.pick_up(leg)
            case cmd.HangUpLeg(leg):
                self.hang_up(leg)
            case cmd.Park(leg) if leg in self.legs:
                self.bridges[leg] = f"{leg}/music"
            case cmd.Connect(bridge, legs):
                self.bridges |= {leg: bridge for leg in legs if leg in self.legs}
            case cmd.Play(leg, playback, media):
                self.played += media
                self._hears(leg, media)
                self.board.post(on.Played(playback))
            case _:
                pass  # an inbound leg is up as soon as it calls, and nothing plays for long enough to be stopped

    def _hears(self, leg: str, media: Sequence[cmd.Media]) -> None:
        self.heard.setdefault(leg, []).extend(media)
        if len(self.heard) > LEGS_REMEMBERED:
            del self.heard[next(iter(self.heard))]

    def _originate(self, command: cmd.Originate) -> None:
        if command.leg in self.legs:
            return
        usual = Behaviour.RINGS if command.to.kind is AddressKind.PHONE else Behaviour.ANSWERS
        behaviour = self.behaviours.get(command.to.value, usual)
        if behaviour in REFUSALS:
            self.board.post(on.Gone(command.leg, REFUSALS[behaviour]))
            return
        self.legs[command.leg] = LegState.RINGING
        self.board.post(on.Ringing(command.leg))
        if behaviour is Behaviour.ANSWERS:
            self.pick_up(command.leg)


@dataclass(frozen=True, slots=True)
class Scenario:
    municipality: str
    caller: str  # empty: withheld
    says: str


def scenarios() -> tuple[Scenario, ...]:
    text = files("servicecenter.telephony").joinpath("scenarios.toml").read_text(encoding="utf-8")
    return tuple(Scenario(**entry) for entry in tomllib.loads(text)["scenario"])


class Script:
    """Who calls next and what they say. What a caller says is found again from the call's id, also after a restart.

    `numbers` maps a municipality to the number its callers dial.
    """

    def __init__(self, numbers: Mapping[str, str], scenes: Sequence[Scenario]) -> None:
        self._numbers, self._scenes = numbers, scenes
        # Counted in the whole script: a call keeps its sentence when another municipality joins.
        self._turn = itertools.cycle([i for i, scenario in enumerate(scenes) if scenario.municipality in numbers])

    def next(self) -> tuple[str, str, str | None] | None:
        """The call's id, what is dialled, and who calls. None: nobody in the script has a number to dial."""
        index = next(self._turn, None)
        if index is None:
            return None
        scenario = self._scenes[index]
        return f"simulated-{index}-{token_hex(6)}", self._numbers[scenario.municipality], scenario.caller or None

    def said(self, call: str | None) -> str:
        known = re.fullmatch(r"simulated-([0-9]{1,4})-[0-9a-f]+", call or "")
        index = int(known[1]) if known else len(self._scenes)
        return self._scenes[index].says if index < len(self._scenes) else ""
