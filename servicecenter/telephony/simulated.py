"""The simulated telephone: callers with a number and a sentence. It drives the demo and the tests.

It keeps nothing of its own: what a caller says is found again from the call's id, so that a restart of the program in
the middle of a call loses nothing here either.
"""

import itertools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from secrets import token_hex

from servicecenter.telephony.model import CallHandler


@dataclass(frozen=True, slots=True)
class Scenario:
    municipality: str
    caller: str  # empty: withheld
    says: str


def scenarios() -> tuple[Scenario, ...]:
    text = files("servicecenter.telephony").joinpath("scenarios.toml").read_text(encoding="utf-8")
    return tuple(Scenario(**entry) for entry in tomllib.loads(text)["scenario"])


class SimulatedTelephone:
    """`numbers` maps a municipality to the number its callers dial."""

    is_simulated = True

    def __init__(self, handler: CallHandler, numbers: Mapping[str, str], script: Sequence[Scenario]) -> None:
        self._handler = handler
        self._numbers = numbers
        self._script = script
        # Counted in the whole script: a call keeps its sentence when another municipality joins.
        self._turn = itertools.cycle([i for i, scenario in enumerate(script) if scenario.municipality in numbers])

    async def ring_next(self) -> str | None:
        """The next caller of the script rings; the id of the call. None: nobody in the script has a number to dial."""
        index = next(self._turn, None)
        if index is None:
            return None
        scenario = self._script[index]
        call = f"simulated-{index}-{token_hex(6)}"
        await self._handler.ring(call, self._numbers[scenario.municipality], scenario.caller or None)
        return call

    async def hang_up(self, call: str) -> None:
        """The caller has had enough."""
        await self._handler.hung_up(call)

    def said(self, call: str | None) -> str:
        known = re.fullmatch(r"simulated-([0-9]{1,4})-[0-9a-f]+", call or "")
        index = int(known[1]) if known else len(self._script)
        return self._script[index].says if index < len(self._script) else ""

    async def end(self, call: str) -> None:
        """The agent has hung up; a simulated caller takes no offence."""
        await self._handler.hung_up(call)


class NoTelephone:
    """Where no telephone is connected: contacts are opened with a key."""

    is_simulated = False

    def said(self, call: str | None) -> str:  # noqa: ARG002  # the door's shape
        return ""

    async def end(self, call: str) -> None:
        """Nothing to hang up."""
