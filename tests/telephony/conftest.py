"""A switch in memory and the call flow over the project's own content, with the rules as they hold for real callers."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.calls import store as instants
from servicecenter.clock import FixedClock
from servicecenter.contacts.model import Contact
from servicecenter.telephony.applying import Applying
from servicecenter.telephony.callers import Callers
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import Agent, Call, CallState
from servicecenter.telephony.callflow.model import Role as LegRole
from servicecenter.telephony.gathering import Gathering
from servicecenter.telephony.service import Telephony
from servicecenter.telephony.simulated import SimulatedSwitch
from servicecenter.web.program import Program
from tests.conftest import somebody

GELDERN = "+49 30 23125 300"
CALLER = "+49 30 23125 017"
ALL = Scope.system("test")


@dataclass
class Centre:
    program: Program
    clock: FixedClock
    telephony: Telephony
    switch: SimulatedSwitch

    async def arrives(self, call: str, dialled: str = GELDERN, caller: str | None = CALLER) -> None:
        self.switch.call(call, dialled, caller)
        await self.telephony.settle()

    async def sign_in(self, person: Person) -> None:
        await self.telephony.act(on.SignIn(person.id, person.name, person.login))

    async def picks_up(self, call: str, role: LegRole = LegRole.AGENT) -> None:
        self.switch.pick_up(await self.leg(call, role))
        await self.telephony.settle()

    async def hangs_up(self, leg: str) -> None:
        self.switch.hang_up(leg)
        await self.telephony.settle()

    async def presses(self, call: str, keys: str) -> None:
        self.switch.press(call, keys)
        await self.telephony.settle()

    async def after(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))
        await self.telephony.tick()

    async def leg(self, call: str, role: LegRole) -> str:
        leg = (await self.call(call)).leg(role)
        assert leg is not None
        return leg.id

    async def call(self, call: str) -> Call:
        return (await self.telephony.floor(ALL)).calls[call]

    async def state(self, call: str) -> CallState:
        calls = (await self.telephony.floor(ALL)).calls
        return calls[call].state if call in calls else CallState.ENDED

    async def agent(self, person: Person) -> Agent:
        return (await self.telephony.floor(ALL)).agents[person.id]

    async def contact(self, call: str) -> Contact:
        return await self.program.desk.called(ALL, call)

    async def steps(self, call: str) -> list[str]:
        async with self.program.db.read() as session:
            return [each.step.value for each in await instants.of_call(session, ALL, call)]

    def another(self, holder: str) -> "Centre":
        """A second program over the same database and the same switch."""
        return _centre(self.program, self.clock, holder, self.switch)


def _centre(program: Program, clock: FixedClock, holder: str, switch: SimulatedSwitch | None = None) -> Centre:
    gathering = Gathering(program.rulebooks, "kreis-wesel", Callers(b"secret"))
    applying = Applying(program.desk, program.access)
    made = Telephony(program.db, clock, program.live, gathering, applying, holder)
    switch = switch or SimulatedSwitch(made)
    made.connect(switch)
    return Centre(program, clock, made, switch)


@pytest.fixture
def centre(program: Program, clock: FixedClock) -> Centre:
    return _centre(program, clock, "first")


@pytest.fixture
async def anna(program: Program) -> Person:
    return await somebody(program, Role.AGENT, "anna")


@pytest.fixture
async def bert(program: Program) -> Person:
    return await somebody(program, Role.AGENT, "bert")
