"""One step's working copy: handlers change calls and agents in it and say what is to be done. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from servicecenter.calls import model as instants
from servicecenter.calls.model import CALLER, Instant, Step
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow.agents import AgentAct, moved
from servicecenter.telephony.callflow.model import (
    SEPARATOR,
    Address,
    Admission,
    Agent,
    Call,
    CallState,
    Cause,
    Floor,
    Leg,
    LegState,
    Result,
    Role,
    Share,
    Told,
    call_of,
)

TALK, CONSULT = "talk", "consult"
REMEMBERED = timedelta(minutes=10)  # a switch repeats itself within seconds

CAUSES = {
    Cause.NORMAL: instants.Cause.NORMAL,
    Cause.BUSY: instants.Cause.BUSY,
    Cause.NO_ANSWER: instants.Cause.NO_ANSWER,
    Cause.DECLINED: instants.Cause.REJECTED,
    Cause.UNAVAILABLE: instants.Cause.UNAVAILABLE,
    Cause.CONGESTION: instants.Cause.CONGESTION,
    Cause.CANCELLED: instants.Cause.RESCINDED,
    Cause.LOST: instants.Cause.LOST,
}
REFUSED = {
    Admission.CLOSED: instants.Cause.CLOSED,
    Admission.FULL: instants.Cause.FULL,
    Admission.FLOOD: instants.Cause.FLOOD,
    Admission.SUBSTITUTE: instants.Cause.FORWARDED,
}


class Flow:
    """Lives for one step. Handlers read a call, and give back what became of it with `put`."""

    def __init__(self, floor: Floor, at: datetime) -> None:
        self.at = at
        self.calls: dict[str, Call] = dict(floor.calls)
        self.agents: dict[str, Agent] = dict(floor.agents)
        self.shares: dict[str, Share] = dict(floor.shares)
        self.served = floor.served
        self.over = floor.over
        self.strangers = floor.strangers
        self.is_connected = floor.is_connected
        self.commands: list[cmd.Command] = []

    def floor(self) -> Floor:
        """Of calls that are over only the ids stay, for a while."""
        running = {name: call for name, call in self.calls.items() if not call.is_over}
        ended = {name: self.at for name in self.calls if name not in running}
        over = {**self.over, **ended} if ended else self.over
        return Floor(running, self.agents, self.shares, self.served, over, self.strangers, self.is_connected)

    def forget(self) -> None:
        if any(self.at - at >= REMEMBERED for at in self.over.values()):
            self.over = {name: at for name, at in self.over.items() if self.at - at < REMEMBERED}

    # Calls

    def now(self, call: Call) -> Call:
        """As it stands by now: a handler may hold what it read at its beginning."""
        return self.calls.get(call.id, call)

    def put(self, call: Call, **changes: Any) -> Call:
        """A new state begins now, without the timers of the old one."""
        call = self.now(call)
        if "state" in changes and changes["state"] is not call.state:
            changes = {"since": self.at, "timers": {}} | changes
        self.calls[call.id] = changed = replace(call, **changes)
        return changed

    def timed(self, call: Call, **seconds: float | None) -> Call:
        """Timers by name; None stops one."""
        call = self.now(call)
        timers = {name: at for name, at in call.timers.items() if name not in seconds}
        timers |= {name: self.at + timedelta(seconds=s) for name, s in seconds.items() if s is not None}
        return self.put(call, timers=timers)

    def do(self, *commands: cmd.Command) -> None:
        self.commands += commands

    def tell(self, agent: str | None, code: str, name: str = "", cause: Cause | None = None) -> None:
        if agent is not None and agent in self.agents:
            self.agents[agent] = replace(self.agents[agent], told=Told(code, self.at, name, cause))
            self.do(cmd.Tell(agent, code))

    def record(
        self, call: Call, step: Step, leg: str = CALLER, by: str | None = None, cause: instants.Cause | None = None
    ) -> Call:
        """`leg` without its call; counted there, so that an instant that is recorded twice is one."""
        call, leg = self.now(call), leg.rpartition(SEPARATOR)[2]
        key = f"{leg} {step.value}"
        n = call.recorded.get(key, 0) + 1
        self.do(cmd.Record(Instant(self.at, call.municipality, call.id, step, by or "system", leg, n, cause)))
        return self.put(call, recorded={**call.recorded, key: n})

    # Legs

    def call_with(self, leg: str) -> Call | None:
        """To which a leg belongs; one that was taken over has an id that nobody chose."""
        if (call := self.calls.get(call_of(leg))) is not None:
            return call
        return next((each for each in self.calls.values() if any(own.id == leg for own in each.legs)), None)

    def originate(self, call: Call, role: Role, to: Address, shown: str, seconds: int) -> Call:
        call = self.now(call)
        leg = Leg(f"{call.id}{SEPARATOR}{role.value}{call.count}", role, LegState.DIALLED, to)
        self.do(cmd.Originate(leg.id, to, shown, seconds))
        return self.put(call, legs=(*call.legs, leg), count=call.count + 1)

    def leg_is(self, call: Call, leg: Leg, state: LegState) -> Call:
        call = self.now(call)
        return self.put(
            call, legs=tuple(replace(each, state=state) if each.id == leg.id else each for each in call.legs)
        )

    def without(self, call: Call, *roles: Role) -> Call:
        """The legs are gone by themselves."""
        call = self.now(call)
        return self.put(call, legs=tuple(leg for leg in call.legs if leg.role not in roles))

    def drop(self, call: Call, *roles: Role, cause: Cause = Cause.NORMAL) -> Call:
        """Hang up, and forget: what they still report is late."""
        call = self.now(call)
        self.do(*(cmd.HangUpLeg(leg.id, cause) for leg in call.legs if leg.role in roles))
        return self.without(call, *roles)

    def park(self, call: Call) -> None:
        if leg := call.leg(Role.CALLER):
            self.do(cmd.Park(leg.id))

    def connect(self, call: Call, *, bridge: str = TALK, roles: Iterable[Role] = tuple(Role)) -> None:
        """Those of these roles whose leg is up speak with each other."""
        call = self.now(call)
        wanted = tuple(roles)
        legs = tuple(leg.id for leg in call.legs if leg.state is LegState.UP and leg.role in wanted)
        self.do(cmd.Connect(f"{call.id}{SEPARATOR}{bridge}", legs))

    def play(self, call: Call, *media: cmd.Media | str) -> Call:
        """Names of announcements, or what else can be spoken; whatever played before stops."""
        call = self.quiet(call)
        leg = call.leg(Role.CALLER)
        if leg is None:
            return call
        playback = f"{call.id}{SEPARATOR}play{call.count}"
        spoken = tuple(cmd.Announcement(call.municipality, each) if isinstance(each, str) else each for each in media)
        self.do(cmd.Play(leg.id, playback, spoken))
        return self.put(call, playing=playback, count=call.count + 1)

    def quiet(self, call: Call) -> Call:
        call = self.now(call)
        if call.playing is None:
            return call
        self.do(cmd.StopPlaying(call.playing))
        return self.put(call, playing=None)

    # The end

    def end(self, call: Call, result: Result, cause: Cause = Cause.NORMAL) -> None:
        """Whoever is still there is hung up; the contact learns how it ended. A call ends once."""
        if self.now(call).is_over:
            return
        call = self.drop(call, *Role, cause=cause)
        call = self.record(call, Step.ENDED, by=call.agent, cause=_why(call, result, cause))
        call = self.put(call, state=CallState.ENDED, result=result, cause=cause, offer=None, playing=None)
        self.do(cmd.Clear(call.id), cmd.EndContact(call))

    # Agents

    def agent(self, agent_id: str | None) -> Agent | None:
        return self.agents.get(agent_id or "")

    def move(self, agent_id: str | None, act: AgentAct, **changes: Any) -> None:
        """As the table of agents says; an act that it does not know in this state changes nothing."""
        if (agent := self.agent(agent_id)) is not None:
            self.agents[agent.id] = moved(agent, act, self.at, **changes)

    def release(self, call: Call) -> None:
        """The conversation is over for the agent, and the wrap-up begins."""
        agent = self.agent(call.agent)
        if agent is None or agent.call != call.id:
            return
        self.move(agent.id, AgentAct.HANG_UP, due_at=self.at + timedelta(seconds=call.terms.wrap_up_seconds))
        if call.terms.wrap_up_seconds == 0 or not self.agents[agent.id].writing:
            self.wrapped_up(agent.id)

    def wrapped_up(self, agent_id: str) -> None:
        """The countdown has ended, or everything is written: a contact that is still open keeps others waiting."""
        agent = self.agents[agent_id]
        if agent.writing:
            self.move(agent_id, AgentAct.OVERRUN)
            self.tell(agent_id, "wrap-up-overrun")
        else:
            self.move(agent_id, AgentAct.DONE)


def _why(call: Call, result: Result, cause: Cause) -> instants.Cause:
    """Of the whole call: that it was never put through says more than how the line ended."""
    if not call.is_talked and call.admission in REFUSED:
        return REFUSED[call.admission]
    return instants.Cause.CANCELLED if result is Result.ABANDONED else CAUSES[cause]
