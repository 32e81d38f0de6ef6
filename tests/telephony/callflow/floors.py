"""A floor on which tests let things happen: events in, commands out, and what became of everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import (
    Address,
    AddressKind,
    Admission,
    Agent,
    AgentState,
    Call,
    CallState,
    Cause,
    Floor,
    Role,
    Terms,
)
from servicecenter.telephony.callflow.table import step

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TERMS = Terms(greets=False, place_after_seconds=60, position_every_seconds=None)
CITIZEN = "+4915228817386"
OFFICE = Address(AddressKind.NUMBER, "+493023125310")


@dataclass
class Theatre:
    floor: Floor = field(default_factory=Floor)
    at: datetime = START
    commands: list[cmd.Command] = field(default_factory=list)

    def happens(self, *events: on.Event) -> list[cmd.Command]:
        """What is to be done after the last of them."""
        for event in events:
            stepped = step(self.floor, event, self.at)
            self.floor, last = stepped.floor, list(stepped.commands)
            self.commands += last
        return last

    def after(self, seconds: float) -> list[cmd.Command]:
        self.at += timedelta(seconds=seconds)
        return self.happens(on.Tick())

    # Shorthands

    def sign_in(self, *agents: str, **more: Any) -> None:
        for agent in agents:
            self.happens(on.SignIn(agent, agent.title(), f"2{agent}", **more))

    def arrive(
        self, call: str, municipality: str = "geldern", terms: Terms = TERMS, number: str | None = CITIZEN, **more: Any
    ) -> list[cmd.Command]:
        return self.happens(on.Arrived(call, municipality, "+493023125300", number, terms, **more))

    def talking(self, call: str = "c", agent: str = "anna", **more: Any) -> None:
        """An agent and a caller, in conversation."""
        self.sign_in(agent)
        self.arrive(call, **more)
        self.answer(call, Role.AGENT)

    def answer(self, call: str, role: Role) -> list[cmd.Command]:
        return self.happens(on.Answered(self.leg(call, role)))

    def fail(self, call: str, role: Role, cause: Cause) -> list[cmd.Command]:
        return self.happens(on.Gone(self.leg(call, role), cause))

    def leg(self, call: str, role: Role) -> str:
        leg = self.call(call).leg(role)
        assert leg is not None, f"{call} has no {role}"
        return leg.id

    def call(self, call: str) -> Call:
        return self.floor.calls[call]

    def state(self, call: str) -> CallState:
        """Of a call that is over nothing is left."""
        return self.floor.calls[call].state if call in self.floor.calls else CallState.ENDED

    def agent(self, agent: str) -> Agent:
        return self.floor.agents[agent]

    def told(self) -> list[str]:
        return [command.code for command in self.commands if isinstance(command, cmd.Tell)]

    def steps(self, call: str = "c") -> list[str]:
        return [
            each.instant.step.value
            for each in self.commands
            if isinstance(each, cmd.Record) and each.instant.call == call
        ]

    def played(self, call: str) -> None:
        playing = self.call(call).playing
        assert playing is not None
        self.happens(on.Played(playing))

    def ended(self, call: str = "c") -> Call:
        """As its contact hears of the end."""
        return [each.call for each in self.commands if isinstance(each, cmd.EndContact) and each.call.id == call][-1]


def names(commands: list[cmd.Command]) -> list[str]:
    return [type(command).__name__ for command in commands]


def spoken(commands: list[cmd.Command]) -> list[str]:
    played = [command for command in commands if isinstance(command, cmd.Play)]
    return [
        media.name if isinstance(media, cmd.Announcement) else str(media) for each in played for media in each.media
    ]


def of(commands: list[cmd.Command], kind: type) -> list[Any]:
    return [command for command in commands if isinstance(command, kind)]


ADMISSIONS: Mapping[Admission, str] = {Admission.CLOSED: "closed", Admission.FULL: "full", Admission.FLOOD: "flood"}
BUSY_STATES = (AgentState.RINGING, AgentState.TALKING)
