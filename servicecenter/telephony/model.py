"""The door between a telephone and the program. Pure."""

from typing import Protocol


class CallHandler(Protocol):
    """What a telephone tells the program. Each call is safe to repeat: telephones tell things twice."""

    async def ring(self, call: str, dialled: str, caller: str | None) -> object:
        """Somebody calls `dialled`; `call` is the telephone's own id, `caller` None when withheld."""

    async def hung_up(self, call: str) -> None:
        """The caller is gone."""


class Telephone(Protocol):
    @property
    def is_simulated(self) -> bool:
        """Whether the screens have to say that nobody is really calling."""

    def said(self, call: str | None) -> str:
        """What the simulated caller says; empty for a real telephone."""

    async def end(self, call: str) -> None:
        """The agent has ended the contact: hang up, if the caller has not."""
