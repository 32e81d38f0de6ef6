"""The doors between telephone and program: a switch on one side, the desk's telephone on the other. Pure."""

from collections.abc import Sequence
from typing import Protocol

from servicecenter.access.model import Person
from servicecenter.contacts.model import Contact
from servicecenter.telephony.callflow.commands import SwitchCommand
from servicecenter.telephony.callflow.events import Event, Snapshot


class Switchboard(Protocol):
    """Whoever drives the call flow, as a switch sees it."""

    def post(self, event: Event) -> None:
        """Something happened. Returns at once; telling it twice does no harm."""


class Switch(Protocol):
    """A telephone switch at arm's length: it does what it is told, by ids chosen by us, and tells what it sees."""

    async def carry_out(self, commands: Sequence[SwitchCommand]) -> None:
        """In this order; done once however often it is told. What cannot be done is told as an event: never raises."""

    async def snapshot(self) -> Snapshot | None:
        """Everything the switch has of ours; None where it does not answer."""


class Telephone(Protocol):
    """The telephone as the desk knows it."""

    @property
    def is_simulated(self) -> bool:
        """Whether the screens have to say that nobody is really calling."""

    def said(self, call: str | None) -> str:
        """What the simulated caller says; empty for a real telephone."""

    async def take(self, person: Person, contact: Contact) -> Contact:
        """The agent accepts: taken, or the agent's own phone rings now. Raises Conflict where somebody was quicker."""

    async def opened(self, person: Person) -> None:
        """The agent is busy with a contact that has no call, or has it open again."""

    async def closed(self, person: Person, contact: Contact) -> None:
        """The agent has ended the contact: hang up, if the caller has not, and be free for the next."""
