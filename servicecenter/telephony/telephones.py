"""The desk's telephone: none, a real one behind the call flow, or the simulated one with its callers."""

from dataclasses import dataclass
from secrets import token_hex

from servicecenter.access.model import Person, Scope
from servicecenter.contacts.desk import Desk
from servicecenter.contacts.model import Contact, ContactState
from servicecenter.errors import Conflict
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import AgentState, CallState
from servicecenter.telephony.gathering import Gathering
from servicecenter.telephony.handset import MAY_BE_TAKEN
from servicecenter.telephony.rehearsing import Rehearsal
from servicecenter.telephony.service import Telephony
from servicecenter.telephony.simulated import Script, SimulatedSwitch

SYSTEM = Scope.system("desk's telephone")
REHEARSED = "rehearsed"
OUT_OF_REACH = (CallState.GREETED, CallState.TOLD, CallState.WISHING, CallState.PASSING)


@dataclass(frozen=True)
class NoTelephone:
    """Where no telephone is connected, or it only reports its calls: contacts are opened and taken with a key."""

    desk: Desk
    is_simulated = False

    def said(self, call: str | None) -> str:  # noqa: ARG002  # the door's shape
        return ""

    async def take(self, person: Person, contact: Contact) -> Contact:
        return await self.desk.take(person, contact.id)

    async def opened(self, person: Person) -> None:
        """Nobody would ring."""

    async def closed(self, person: Person, contact: Contact) -> None:
        """Nothing to hang up."""


@dataclass(frozen=True)
class ConnectedTelephone:
    """A switch behind the call flow. A call that the flow does not know, from another telephone, is taken as it is."""

    desk: Desk
    telephony: Telephony
    is_simulated = False

    def said(self, call: str | None) -> str:  # noqa: ARG002  # the door's shape
        return ""

    async def take(self, person: Person, contact: Contact) -> Contact:
        """Offered to this agent: accepted. Waiting, or offered to somebody else: the own phone rings for it."""
        floor = await self.telephony.floor(SYSTEM)
        call = floor.calls.get(contact.call or "")
        if call is not None and call.state in OUT_OF_REACH and not call.is_talked:
            raise Conflict(
                "Dieser Anruf kann gerade nicht angenommen werden.", "Die Person hört eine Ansage oder wird verbunden.",
                "Bitte einen anderen Anruf annehmen.",
            )  # fmt: skip
        if call is None or call.state not in MAY_BE_TAKEN or contact.state is not ContactState.RINGING:
            return await self.desk.take(person, contact.id)
        agent = floor.agents.get(person.id)
        if agent is not None and agent.state is AgentState.RINGING and agent.call == call.id:
            await self.telephony.act(on.Accept(person.id))
        else:
            await self.telephony.act(on.Take(person.id, call.id))
        return await self._taken(person, contact, call.id)

    async def _taken(self, person: Person, contact: Contact, call_id: str) -> Contact:
        now = await self.desk.get(SYSTEM, contact.id)
        agent = (await self.telephony.floor(SYSTEM)).agents.get(person.id)
        is_mine = now.state is ContactState.OPEN and now.agent == person.id
        if is_mine or (agent is not None and agent.call == call_id):
            return now
        return await self.desk.take(person, contact.id)  # says who was quicker, or what is in the way

    async def opened(self, person: Person) -> None:
        await self.telephony.act(on.ContactOpened(person.id))

    async def closed(self, person: Person, contact: Contact) -> None:
        floor = await self.telephony.floor(SYSTEM)
        call = floor.calls.get(contact.call or "")
        hang_up: list[on.Event] = []
        if call is not None and call.agent == person.id and call.state is not CallState.HANDED:
            hang_up = [on.HangUp(person.id)]
        await self.telephony.act(on.ContactClosed(person.id), *hang_up)


@dataclass(frozen=True)
class SimulatedTelephone(ConnectedTelephone):
    """Agents need no phone of their own: theirs is on the screen, and „Annehmen“ picks it up."""

    switch: SimulatedSwitch
    script: Script
    gathering: Gathering
    is_simulated = True

    def said(self, call: str | None) -> str:
        return self.script.said(call)

    async def ring_next(self) -> str | None:
        """The next caller of the script rings; the id of the call. None: nobody in the script has a number to dial."""
        scene = self.script.next()
        if scene is None:
            return None
        await self.ring(*scene)
        return scene[0]

    async def ring(self, call: str, dialled: str, caller: str | None, meets: Rehearsal = Rehearsal.OPEN) -> None:
        """Told again, a call is the one it was."""
        self.gathering.rehearse(call, meets)
        self.switch.call(call, dialled, caller)
        await self.telephony.settle()

    async def rehearse(self, dialled: str, caller: str | None, meets: Rehearsal) -> str:
        """A call that somebody plays, to see what it meets; its id."""
        call = f"{REHEARSED}-{token_hex(6)}"
        await self.ring(call, dialled, caller, meets)
        return call

    async def press(self, call: str, keys: str) -> None:
        self.switch.press(call, keys)
        await self.telephony.settle()

    async def hang_up(self, call: str) -> None:
        """The caller has had enough."""
        self.switch.hang_up(call)
        await self.telephony.settle()

    async def take(self, person: Person, contact: Contact) -> Contact:
        agent = (await self.telephony.floor(SYSTEM)).agents.get(person.id)
        if agent is None or agent.state is AgentState.AWAY:
            await self.telephony.act(on.SignIn(person.id, person.name, phone=person.login))
        return await super().take(person, contact)

    async def closed(self, person: Person, contact: Contact) -> None:
        """Whoever was taken by another way than the flow's has hung up all the same."""
        await super().closed(person, contact)
        if contact.call is not None:
            self.switch.hang_up(contact.call)
            await self.telephony.settle()
            await self.desk.hung_up(contact.call)
