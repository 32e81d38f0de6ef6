"""A real Asterisk for the tests, with phones and a trunk that sipp plays, and the whole program beside it.

Where Asterisk or sipp are missing the tests that want them fail and say what to do; they are never skipped.
"""

import asyncio
import itertools
import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from servicecenter.access.model import Person, Role, Scope
from servicecenter.app import build, runs_of
from servicecenter.bench import asterisk, peers
from servicecenter.bench.asterisk import Asterisk, Phone
from servicecenter.bench.peers import Caller, Peer
from servicecenter.calls import store as instants
from servicecenter.calls.model import Instant, Step
from servicecenter.clock import Clock
from servicecenter.contacts.model import Contact, Outcome
from servicecenter.settings import Settings
from servicecenter.telephony.ari import speaking
from servicecenter.telephony.ari.switch import AsteriskSwitch
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import Agent, Floor
from tests.conftest import MONDAY, quick_passwords, somebody
from tests.shared import SharedSearch

DIALLED = "+493023125300"  # Geldern's, whose hours are open on MONDAY at ten
# What the phones do stands in their names: servicecenter/bench/sipp/phones.xml.
MANY = tuple(f"20{number:02}" for number in range(40))
PHONES = ("101", "102", "1486", "1603", "1480", "1503", "1408", "1302", "1311", *MANY)
PLACES = {"1302": 4, "1311": 5}  # the last part of the address of phones with keys of their own
SHOW = "core show channels concise"
ALL = Scope.system("test")


@dataclass(frozen=True)
class Exchange:
    """Asterisk with its peers: phones ring for 0.2 s; the one that transfers does so 0.5 s after it answered."""

    asterisk: Asterisk
    folder: Path
    peers: Sequence[Peer]
    passing: list[Peer] = field(default_factory=list)  # whoever is there for one test
    counted: Iterator[int] = field(default_factory=itertools.count)

    @property
    def trunk(self) -> Peer:
        """Who is called over the trunk."""
        return self.peers[1]

    def call(self, *callers: Caller, per_second: float = 20.0) -> Peer:
        folder = self.folder / f"callers{next(self.counted)}"
        made = peers.callers(f"{self.asterisk.net}.2", self.asterisk.address, folder, callers, per_second=per_second)
        self.passing.append(made)
        return made

    def two_lines(self, asks: str, **does: Any) -> Peer:
        """The phone 1311, which asks somebody on its second line."""
        folder = self.folder / f"two_lines{next(self.counted)}"
        made = peers.two_lines(f"{self.asterisk.net}.5", self.asterisk.address, folder, asks=asks, **does)
        self.passing.append(made)
        return made

    def clear(self) -> None:
        """Nobody calls any more, and whoever a failed test has left is gone."""
        for peer in self.passing:
            peer.stop()
        self.passing.clear()
        self.asterisk.command("channel request hangup all")

    def settings(self, **changes: Any) -> dict[str, Any]:
        """With which a program finds this Asterisk."""
        return {
            "asterisk_url": self.asterisk.url, "asterisk_password": asterisk.PASSWORD,
            "asterisk_sounds": str(self.asterisk.sounds),
        } | changes  # fmt: skip


@contextmanager
def running(folder: Path, *, ring_ms: int = 200, talk_ms: int = 60_000) -> Iterator[Exchange]:
    number = os.getpid()  # a net of its own for each process of the run
    net = asterisk.net(number)
    endpoints = [Phone(name, f"{name}@{net}.{PLACES.get(name, 3)}:5060") for name in PHONES]
    with ExitStack() as stack:
        made = stack.enter_context(asterisk.started(number, endpoints))
        for name in speaking.texts():
            speaking.write(made.sounds / "_common" / f"{name}.wav", speaking.tone(0.1))
        played = [
            stack.enter_context(peers.phones(f"{net}.3", folder / "phones", ring_ms=ring_ms, talk_ms=talk_ms)),
            stack.enter_context(peers.phones(f"{net}.2", folder / "trunk", ring_ms=ring_ms, talk_ms=talk_ms)),
            stack.enter_context(
                peers.phones(f"{net}.4", folder / "transfers", ring_ms=ring_ms, talk_ms=500, refer_to="02831398111")
            ),
        ]
        yield Exchange(made, folder, played)


# The shortest times a handbook may name.
QUICK = "{ weight = 2, offer_seconds = 5, wrap_up_seconds = 0, place_after_seconds = 5, keep_minutes = 5 }"


class Line:
    """The whole program, connected to Asterisk. What is waited for is read anew each time."""

    def __init__(self, exchange: Exchange, settings: Settings, clock: Clock) -> None:
        self.exchange, self.settings, self.clock = exchange, settings, clock
        self.floor = Floor()
        self.instants: list[Instant] = []
        self.people: dict[str, Person] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, people: dict[str, Person] | None = None) -> "Line":
        """`people` have signed in with a program that ran before."""
        self.people = dict(people or {})
        self.program = await build(self.settings, clock=self.clock, passwords=quick_passwords(), search=SharedSearch())
        self._tasks = [asyncio.create_task(run()) for run in (*runs_of(self.program), self._ticking)]
        return self

    async def connected(self, seconds: float = 10.0) -> "Line":
        await self.until(lambda: self.switch.is_connected, seconds)
        return self

    @property
    def switch(self) -> AsteriskSwitch:
        switch = self.program.telephony.switch
        assert isinstance(switch, AsteriskSwitch)
        return switch

    async def stop(self, *, killed: bool = False) -> None:
        """`killed`: nobody is told anything, and the lead is not given back. Again: nothing."""
        if not self._tasks:
            return
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        if not killed:
            await self.program.telephony.resign()
        await self.switch.close()
        await self.program.db.close()

    async def until(self, true: Callable[[], Any], seconds: float = 10.0) -> None:
        """Until it holds; fails with what happened when it never does."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._look()
                while not true():
                    await asyncio.sleep(0.02)
                    await self._look()
        assert true(), (self.steps(), self.floor.calls, self.floor.agents, self.exchange.asterisk.command(SHOW))

    async def quiet(self) -> None:
        """No call is under way, no agent is stuck, and Asterisk's own list of channels is empty."""
        await self.until(lambda: not self.floor.calls)
        await self.until(lambda: not self.exchange.asterisk.channels())
        await self.until(lambda: all(agent.call is None for agent in self.floor.agents.values()))

    async def agents(self, *phones: str) -> None:
        for phone in phones:
            self.people[phone] = await somebody(self.program, Role.AGENT, f"agent{phone}")
            await self.act(on.SignIn(self.people[phone].id, phone, phone))

    async def act(self, *events: on.Event) -> None:
        await self.program.telephony.act(*events)

    def who(self, phone: str) -> str:
        return self.people[phone].id

    def agent(self, phone: str) -> Agent:
        return self.floor.agents[self.who(phone)]

    def steps(self) -> list[str]:
        return [instant.step.value for instant in self.instants]

    def is_over(self) -> bool:
        return "ended" in self.steps() and not self.floor.calls

    def is_in(self, state: str) -> bool:
        return any(call.state == state for call in self.floor.calls.values())

    def has(self, role: str) -> bool:
        """Whether somebody in this role speaks."""
        return any(leg.role == role and leg.state == "up" for call in self.floor.calls.values() for leg in call.legs)

    async def contact(self, call: str = "", *, is_over: bool = True) -> Contact:
        """Of this or the first call; once it knows that the call is over, or was taken, which it is told last."""
        async with asyncio.timeout(5):
            while True:
                contact = await self.program.desk.called(ALL, call or self.instants[0].call)
                if (contact.call_ended_at if is_over else contact.agent) is not None:
                    return contact
                await asyncio.sleep(0.02)

    async def _look(self) -> None:
        self.floor = await self.program.telephony.floor(ALL)
        day = timedelta(days=1)
        async with self.program.db.read() as session:
            found = await instants.of_calls_between(session, ALL, MONDAY - day, MONDAY + day)
        self.instants = sorted(found, key=lambda each: (each.at, list(Step).index(each.step)))

    async def _ticking(self) -> None:
        """The program's own jobs, a little quicker; and agents who write down nothing, as soon as the call is over."""
        telephony = self.program.telephony
        acts: itertools.cycle[Callable[[], Awaitable[object]]] = itertools.cycle(
            [telephony.keep_leading, telephony.tick, self._write_down, telephony.tick, telephony.tick]
        )
        for act in acts:
            await act()
            await asyncio.sleep(0.05)

    async def _write_down(self) -> None:
        for person in list(self.people.values()):
            contact = await self.program.desk.mine(person)
            running = (await self.program.telephony.floor(ALL)).calls
            if contact is not None and (contact.call not in running or running[contact.call].state == "handed"):
                await self.program.desk.close(person, contact.id, Outcome.NO_CONCERN)
                await self.program.telephone.closed(person, contact)
