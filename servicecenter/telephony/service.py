"""Drives the call flow: gather, decide, apply. One program leads, and every other hands it what its agents do.

Whatever changed is written before anything is done about it, together with the proof that this program still leads;
so no call is offered twice, and a program that starts again goes on where the last one stood.
"""
# Long because the order in which is led, written, done and told must be seen in one place.

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from servicecenter.access.model import Scope
from servicecenter.calls import store as instants
from servicecenter.calls.course import courses
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.errors import NotFound
from servicecenter.live import Live, Message
from servicecenter.telephony import store
from servicecenter.telephony.applying import Applying
from servicecenter.telephony.callers import REMEMBERED
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow.events import Event, Inbound, Lost, Played, Tick
from servicecenter.telephony.callflow.model import Call, CallState, Floor, Origin
from servicecenter.telephony.callflow.table import step
from servicecenter.telephony.gathering import Gathering
from servicecenter.telephony.model import Switch
from servicecenter.telephony.waiting import handled

log = structlog.get_logger()
SYSTEM = Scope.system("call flow")
LEASE = timedelta(seconds=4)  # renewed every second: who falls silent is replaced within five
EXPLAINED_FOR = timedelta(days=30)
HANDED_OVER_FOR = timedelta(days=1)
MEASURED_FOR = timedelta(hours=4)
MEASURED_EVERY = timedelta(minutes=1)
SWITCH_COMMANDS = (
    cmd.Answer, cmd.Play, cmd.StopPlaying, cmd.Park, cmd.Connect, cmd.Originate, cmd.PickUp, cmd.HangUpLeg,
    cmd.TakeOver, cmd.Clear,
)  # fmt: skip


class Telephony:
    """`holder` names this program among those that share the database."""

    def __init__(
        self, db: Database, clock: Clock, live: Live, gathering: Gathering, applying: Applying, holder: str
    ) -> None:
        self._db, self._clock, self._live = db, clock, live
        self._gathering, self._applying, self._holder = gathering, applying, holder
        self._switch: Switch | None = None
        self._measured: tuple[datetime, list[float]] | None = None
        self._floor = Floor()
        self._is_leading = False
        self._events: deque[Event] = deque()
        self._acts: list[asyncio.Future[None]] = []  # of those whose events wait
        self._untold: deque[Callable[[], Awaitable[None]]] = deque()
        self._told: list[str] = []  # calls that are over, and whose contacts know it: their rows go with what is next
        self._news = asyncio.Event()
        self._working = asyncio.Lock()

    def connect(self, switch: Switch) -> None:
        """Whoever composes the program says which telephone it is."""
        self._switch = switch

    @property
    def switch(self) -> Switch | None:
        return self._switch

    @property
    def is_connected(self) -> bool:
        """Whether there is any telephone at all."""
        return self._switch is not None

    @property
    def is_leading(self) -> bool:
        return self._is_leading

    # What happens

    def post(self, event: Event) -> None:
        """Returns at once; `run` or the next `settle` sees to it."""
        self._events.append(event)
        self._news.set()

    async def act(self, *events: Event) -> None:
        """An agent's acts: when this returns, everything that follows from them has been done or asked for.

        Where somebody else is at it already, what others do meanwhile is not waited for.
        """
        self._events.extend(events)
        if not self._working.locked():
            await self.settle()
            return
        done = asyncio.get_running_loop().create_future()
        self._acts.append(done)
        settling = asyncio.ensure_future(self.settle())
        settling.add_done_callback(lambda task: task.cancelled() or task.exception())  # seen, though nobody waits
        await asyncio.wait({done, settling}, return_when=asyncio.FIRST_COMPLETED)
        if settling.done():
            settling.result()

    async def run(self) -> None:
        """Until it is cancelled: whatever is posted is dealt with at once, all that waits in one go."""
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self.settle()
            except Exception as error:  # a database that is away for a moment: what was posted is still there
                log.error("call-flow-stopped", error=str(error))
                await asyncio.sleep(1)
                self._news.set()

    async def settle(self) -> None:
        """Until nothing more is to be done now."""
        dealt_with: list[asyncio.Future[None]] = []
        async with self._working:
            while self._events or self._untold or dealt_with:
                if not self._events and dealt_with:  # also what the switch said to it at once
                    self._untold.append(partial(_tell_done, dealt_with))
                    dealt_with = []
                if not self._events:
                    await self._untold.popleft()()  # one at a time: who is put through waits for no contact
                    continue
                if not (self._is_leading or await self._lead()):
                    await self._hand_over()
                    continue
                batch, acts = list(self._events), list(self._acts)
                if await self._work(batch):
                    self._acts = self._acts[len(acts) :]
                    dealt_with += acts
                    for _ in batch:
                        self._events.popleft()

    # The clock

    async def tick(self) -> None:
        """Timers, and the acts of agents at other programs. Several times a second."""
        if not self._is_leading:
            return
        if not self._db.is_sqlite:  # there a second program would have no share in the switch either
            async with self._db.write() as session:
                self._events.extend(await store.take_acts(session))
        await self.act(Tick())

    async def keep_leading(self) -> None:
        """Every second: who leads stays so, who does not looks whether the other has fallen silent."""
        async with self._working:
            await self._lead()
        if self._is_leading:
            await self.measured()  # so that callers are told an estimate of today
        await self.settle()

    async def reconcile(self) -> None:
        """Every few seconds: what the switch really has. Also what ends legs that nobody else would end."""
        if self._is_leading and self._switch is not None:
            seen = await self._switch.snapshot()
            await self.act(Lost() if seen is None else seen)

    async def resign(self) -> None:
        """The program stops: another may lead at once."""
        if self._is_leading:
            self._is_leading = False
            async with self._db.write() as session:
                await store.resign(session, self._holder, self._clock.now())

    # Looking

    async def floor(self, scope: Scope) -> Floor:
        """Calls of these municipalities, and, for those who see everything, the agents."""
        if not self._is_leading:
            if self._switch is None:
                return Floor()
            async with self._db.read() as session:
                shares, served = await store.shares(session, scope) or ({}, 0.0)
                calls = await store.calls(session, scope)
                return Floor(calls, await store.agents(session, scope), shares, served)
        calls = {name: call for name, call in self._floor.calls.items() if scope.covers(call.municipality)}
        return replace(self._floor, calls=calls, agents=self._floor.agents if scope.municipalities is None else {})

    async def tidy(self) -> int:
        """Why a call went to whom is asked within weeks: then it goes."""
        async with self._db.write() as session:
            at = self._clock.now()
            gone = await store.drop_handovers(session, at - HANDED_OVER_FOR)
            gone += await store.drop_arrivals(session, at - REMEMBERED)
            return gone + await store.tidy(session, at - EXPLAINED_FOR)

    async def measured(self) -> list[float]:
        """Seconds from the answer to the end of the conversations that began in the last hours."""
        at = self._clock.now()
        if self._measured is None or at - self._measured[0] > MEASURED_EVERY:
            async with self._db.read() as session:
                known = courses(await instants.of_calls_between(session, SYSTEM, at - MEASURED_FOR, at))
            self._measured = at, [each.talked.total_seconds() for each in known if each.talked is not None]
        return self._measured[1]

    # Inside

    async def _lead(self) -> bool:
        at = self._clock.now()
        async with self._db.write() as session:
            leads = await store.lead(session, self._holder, at, at + LEASE)
        if leads and not self._is_leading:
            await self._adopt()
        elif not leads and self._is_leading:
            log.warning("call-flow-follows", holder=self._holder)
        self._is_leading = leads
        return leads

    async def _adopt(self) -> None:
        """Where the last one stood: its calls and agents, and what of them was not told to the contacts yet."""
        async with self._db.read() as session:
            shares, served = await store.shares(session, SYSTEM) or ({}, 0.0)
            calls, agents = await store.calls(session, SYSTEM), await store.agents(session, SYSTEM)
            lately = await store.arrivals(session, SYSTEM, self._clock.now() - REMEMBERED)
        self._gathering.callers.remember(lately)
        over = [call for call in calls.values() if call.is_over]
        running = {name: call for name, call in calls.items() if not call.is_over}
        self._floor = Floor(running, agents, shares, served, {call.id: self._clock.now() for call in over})
        # A greeting may have ended while nobody led: whoever hears one waits from here on.
        greeted = [call for call in running.values() if call.state is CallState.GREETED]
        self._events.extend(Played(call.playing) for call in greeted if call.playing)
        await self._applying.tell([each for call in running.values() for each in _told_again(call)])
        await self._tell_ends([cmd.EndContact(call) for call in over])
        if self._switch is not None and (seen := await self._switch.snapshot()) is not None:
            self._events.appendleft(seen)
        log.info("call-flow-leads", holder=self._holder, calls=len(running))

    async def _hand_over(self) -> None:
        """This program does not lead: what its agents do goes to the one that does, what a switch says to nobody."""
        at = self._clock.now()
        async with self._db.write() as session:
            for event in self._events:
                if store.is_act(event):
                    await store.add_act(session, event, at)
        self._events.clear()

    async def _work(self, batch: Sequence[Event]) -> bool:
        """False: another leads, and nothing of this was done."""
        at, floor = self._clock.now(), self._floor
        commands: list[cmd.Command] = []
        for event in batch:
            stepped = step(floor, self._gathered(event, floor, at), at)
            floor = stepped.floor
            commands += stepped.commands
        if any(isinstance(command, cmd.PromiseCallback) for command in commands):
            await self._tell_all()  # the contact it is owed to has to be there
        await self._applying.promise(commands, at)
        if not await self._write(floor, commands, at):
            self._is_leading = False
            log.warning("call-flow-lost-its-lead", holder=self._holder)
            return False
        was, self._floor = self._floor, floor
        if self._switch is not None:
            await self._switch.carry_out([each for each in commands if isinstance(each, SWITCH_COMMANDS)])
        self._tell_later(was, floor, commands)
        return True

    def _tell_later(self, was: Floor, floor: Floor, commands: Sequence[cmd.Command]) -> None:
        """Contacts first, screens last, each in its order; a program that dies before tells it after its next start."""
        for command in commands:
            if isinstance(command, cmd.OpenContact | cmd.TakeContact):
                self._untold.append(partial(self._applying.tell, [command]))
        if ends := [each for each in commands if isinstance(each, cmd.EndContact)]:
            self._untold.append(partial(self._tell_ends, ends))
        self._untold.append(partial(self._publish, was, floor, commands))

    def _gathered(self, event: Event, floor: Floor, at: datetime) -> Event:
        if not isinstance(event, Inbound):
            return event
        try:
            return self._gathering.arrived(event, floor, at, handled(self._measured[1] if self._measured else []))
        except NotFound as error:  # not even the operator has rules that hold today
            log.error("call-without-rules", dialled=event.dialled, error=str(error))
            return event

    async def _write(self, floor: Floor, commands: Sequence[cmd.Command], at: datetime) -> bool:
        """Whether this program still led while it was written; where nothing changed, nothing is."""
        was = self._floor
        calls = [call for name, call in floor.calls.items() if was.calls.get(name) is not call]
        agents = [agent for name, agent in floor.agents.items() if was.agents.get(name) is not agent]
        over = [each.call for each in commands if isinstance(each, cmd.EndContact) and each.call.is_over]
        if not (calls or agents or over or commands or self._told):
            return True
        async with self._db.write() as session:
            if not await store.note_shares(session, self._holder, floor.shares, floor.served, at + LEASE):
                return False
            await store.put_calls(session, [*calls, *over], at)
            await store.put_agents(session, agents, at)
            await store.add_arrivals(session, self._gathering.arrivals(commands, at))
            await self._applying.write(session, commands, at)
            await store.drop_calls(session, self._told)
        self._told.clear()
        return True

    async def _tell_all(self) -> None:
        while self._untold:
            await self._untold.popleft()()

    async def _tell_ends(self, ends: Sequence[cmd.EndContact]) -> None:
        """The row of a call that is over goes once its contact knows: a program that dies here tells it again."""
        await self._applying.tell(ends)
        self._told += [each.call.id for each in ends if each.call.is_over]

    async def _publish(self, was: Floor, now: Floor, commands: Sequence[cmd.Command]) -> None:
        changed = {call.municipality for name, call in now.calls.items() if was.calls.get(name) is not call}
        gone = {call.municipality for name, call in was.calls.items() if name not in now.calls}
        for municipality in sorted(changed | gone):
            self._live.publish(Message("calls", municipality))
        told = {each.agent for each in commands if isinstance(each, cmd.Tell)}
        for name, agent in now.agents.items():
            if was.agents.get(name) is not agent or name in told:
                self._live.publish(Message("phone", person=name))
                self._live.publish(Message("agents"))


async def _tell_done(acts: Sequence[asyncio.Future[None]]) -> None:
    for each in acts:
        if not each.done():
            each.set_result(None)


def _told_again(call: Call) -> list[cmd.Command]:
    """Of a call that goes on: what its contact must know, whether or not it does."""
    if call.origin is not Origin.INBOUND:
        return []
    taken = [cmd.TakeContact(call.id, call.agent)] if call.is_talked and call.agent else []
    return [cmd.OpenContact(call), *taken]
