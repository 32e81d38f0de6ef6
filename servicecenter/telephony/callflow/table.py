"""Every state of a call with everything that may happen in it: one table, and the function that runs it. Pure.

What the table does not have in a state is late, repeated, or out of order, and changes nothing. A leg that answers
although its call is over or has let it go is hung up.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from servicecenter.telephony.callflow import (
    arriving,
    offering,
    overflow,
    queueing,
    reconciling,
    talking,
    transferring,
    wishing,
)
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.agents import LEAVE, WRITING, AgentAct, asked
from servicecenter.telephony.callflow.flow import Flow
from servicecenter.telephony.callflow.model import (
    Agent,
    AgentState,
    Call,
    CallState,
    Cause,
    Floor,
    Leg,
    LegState,
    Role,
    call_of,
)

Handler = Callable[[Flow, Call, Any], None]
OfLeg = on.Ringing | on.Answered | on.Gone | on.Key | on.Referred | on.Joined
S = CallState
TRANSITIONS: Mapping[tuple[CallState, str], Handler] = {
    (S.GREETED, "played"): queueing.join,
    (S.GREETED, "greeting over"): queueing.join,
    (S.GREETED, "caller gone"): arriving.abandoned,
    (S.TOLD, "played"): arriving.told,
    (S.TOLD, "key"): arriving.wished,
    (S.TOLD, "key over"): arriving.end,
    (S.TOLD, "caller gone"): arriving.end,
    (S.WISHING, "played"): wishing.spoken,
    (S.WISHING, "key"): wishing.pressed,
    (S.WISHING, "key over"): wishing.given_up,
    (S.WISHING, "caller gone"): wishing.caller_gone,
    (S.WAITING, "played"): queueing.heard,
    (S.WAITING, "key"): wishing.wanted,
    (S.WAITING, "place over"): queueing.offer_place,
    (S.WAITING, "position over"): queueing.say_position,
    (S.WAITING, "overflow over"): overflow.waited_too_long,
    (S.WAITING, "caller gone"): queueing.caller_gone,
    (S.KEPT, "played"): queueing.place_told,
    (S.KEPT, "caller gone"): queueing.place_told,
    (S.KEPT, "keep over"): queueing.keep_over,
    (S.OFFERED, "played"): queueing.heard,
    (S.OFFERED, "agent ringing"): offering.rings,
    (S.OFFERED, "agent answered"): offering.accepted,
    (S.OFFERED, "agent failed"): offering.failed,
    (S.OFFERED, "ring over"): offering.missed,
    (S.OFFERED, "reject"): offering.rejected,
    (S.OFFERED, "hang up"): offering.rejected,
    (S.OFFERED, "caller gone"): offering.caller_gone,
    (S.REACHING, "caller answered"): offering.reached,
    (S.REACHING, "caller failed"): offering.not_reached,
    (S.REACHING, "reach over"): offering.not_reached,
    (S.REACHING, "agent gone"): offering.agent_left,
    (S.REACHING, "hang up"): offering.agent_left,
    (S.TALKING, "caller gone"): talking.caller_left,
    (S.TALKING, "agent gone"): talking.agent_left,
    (S.TALKING, "hang up"): talking.agent_left,
    (S.TALKING, "hold"): talking.hold,
    (S.TALKING, "ask"): transferring.ask,
    (S.TALKING, "pass"): transferring.pass_on,
    (S.TALKING, "referred"): transferring.referred,
    (S.TALKING, "joined"): transferring.joined,
    (S.TALKING, "invite"): talking.invite,
    (S.TALKING, "dismiss"): talking.dismiss,
    (S.TALKING, "guest answered"): talking.guest_joined,
    (S.TALKING, "guest failed"): talking.guest_left,
    (S.TALKING, "guest gone"): talking.guest_left,
    (S.TALKING, "guest over"): talking.guest_left,
    (S.HELD, "caller gone"): talking.caller_left,
    (S.HELD, "agent gone"): talking.agent_left,
    (S.HELD, "hang up"): talking.agent_left,
    (S.HELD, "retrieve"): talking.retrieve,
    (S.HELD, "ask"): transferring.ask,
    (S.HELD, "pass"): transferring.pass_on,
    (S.HELD, "referred"): transferring.referred,
    (S.HELD, "joined"): transferring.joined,
    (S.HELD, "guest answered"): talking.guest_joined,
    (S.HELD, "guest failed"): talking.guest_left,
    (S.HELD, "guest gone"): talking.guest_left,
    (S.ASKING, "target answered"): transferring.target_there,
    (S.ASKING, "target failed"): transferring.target_not_there,
    (S.ASKING, "target gone"): transferring.target_not_there,
    (S.ASKING, "target over"): transferring.target_not_there,
    (S.ASKING, "retrieve"): transferring.cancel,
    (S.ASKING, "complete"): transferring.complete,
    (S.ASKING, "join"): transferring.join,
    (S.ASKING, "agent gone"): transferring.complete,
    (S.ASKING, "hang up"): transferring.complete,
    (S.ASKING, "caller gone"): talking.caller_left,
    (S.PASSING, "target answered"): transferring.passed,
    (S.PASSING, "target failed"): transferring.came_back,
    (S.PASSING, "target over"): transferring.came_back,
    (S.PASSING, "caller gone"): transferring.left,
    (S.HANDED, "caller gone"): transferring.over,
    (S.HANDED, "target gone"): transferring.over,
    (S.HANDED, "guest gone"): transferring.over,
}
ACTS: Mapping[type, str] = {
    on.Reject: "reject", on.Hold: "hold", on.Retrieve: "retrieve", on.Ask: "ask", on.Pass: "pass",
    on.Complete: "complete", on.Invite: "invite", on.Join: "join", on.Dismiss: "dismiss", on.HangUp: "hang up",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stepped:
    """The floor after an event, and what is to be done, in this order."""

    floor: Floor
    commands: tuple[cmd.Command, ...]


def step(floor: Floor, event: on.Event, at: datetime) -> Stepped:
    """Everything that follows from one event. Raises nothing: an event that fits nothing changes nothing."""
    flow = Flow(floor, at)
    _run(flow, event)
    queueing.dispatch(flow)
    return Stepped(flow.floor(), tuple(flow.commands))


def due_at(floor: Floor) -> datetime | None:
    """When the next `Tick` is wanted at the latest."""
    timers = [at for call in floor.calls.values() for at in call.timers.values()]
    return min([*timers, *(agent.due_at for agent in floor.agents.values() if agent.due_at)], default=None)


def _run(flow: Flow, event: on.Event) -> None:
    match event:
        case on.Ringing() | on.Answered() | on.Gone() | on.Key() | on.Referred() | on.Joined():
            _of_leg(flow, event)
        case on.Played(playback):
            call = flow.calls.get(call_of(playback))
            if call is not None and call.playing == playback:
                _happens(flow, call, "played", event)
        case on.Arrived():
            arriving.arrived(flow, event)
        case on.Tick():
            _tick(flow)
        case on.Take():
            offering.take(flow, event)
        case on.Dial():
            offering.dial(flow, event)
        case on.Lost():
            _lost(flow)
        case on.Snapshot():
            _snapshot(flow, event)
        case on.Inbound():
            flow.do(cmd.HangUpLeg(event.leg, Cause.CONGESTION))  # nobody found rules for it: see `Arrived`
        case _:
            _of_agent(flow, event)


def _happens(flow: Flow, call: Call, what: str, event: object) -> bool:
    handler = TRANSITIONS.get((call.state, what))
    if handler is not None:
        handler(flow, call, event)
    return handler is not None


def _of_leg(flow: Flow, event: OfLeg) -> None:
    call = flow.call_with(event.leg)
    leg = next((leg for leg in call.legs if leg.id == event.leg), None) if call else None
    if call is None or leg is None:
        if isinstance(event, on.Answered):  # nobody wants it any more
            flow.do(cmd.HangUpLeg(event.leg, Cause.CANCELLED))
        return
    for what in _names(leg, event):
        if _happens(flow, call, what, event):
            return
    if isinstance(event, on.Gone):  # nothing follows from it here, but it is gone
        flow.put(call, legs=tuple(each for each in call.legs if each.id != leg.id))


def _names(leg: Leg, event: OfLeg) -> Iterator[str]:
    match event:
        case on.Ringing():
            yield f"{leg.role} ringing"
        case on.Answered() if leg.state is not LegState.UP:
            yield f"{leg.role} answered"
        case on.Gone():
            yield f"{leg.role} {'gone' if leg.state is LegState.UP else 'failed'}"
        case on.Key() if leg.role is Role.CALLER:
            yield "key"
        case on.Referred() if leg.role is Role.AGENT:
            yield "referred"
        case on.Joined() if leg.role is Role.AGENT:
            yield "joined"


def _tick(flow: Flow) -> None:
    """Timers fire in the order in which they were due; one that its state does not know waits for its state."""
    due = sorted(
        (at, call.id, name) for call in flow.calls.values() for name, at in call.timers.items() if at <= flow.at
    )
    for at, call_id, name in due:
        call = flow.calls[call_id]
        if call.timers.get(name) == at and (call.state, f"{name} over") in TRANSITIONS:
            _happens(flow, flow.timed(call, **{name: None}), f"{name} over", on.Tick())
    flow.forget()
    for agent in list(flow.agents.values()):
        if agent.state is AgentState.WRAP_UP and agent.due_at is not None and agent.due_at <= flow.at:
            flow.wrapped_up(agent.id)


def _of_agent(flow: Flow, event: Any) -> None:
    agent = flow.agent(event.agent)
    if isinstance(event, on.SignIn):
        _sign_in(flow, event, agent)
    elif isinstance(event, on.SetPhone):
        _profile(flow, event, agent, phone=event.phone)
    elif isinstance(event, on.SetDuties):
        _profile(flow, event, agent, municipalities=event.municipalities, skills=event.skills)
    elif agent is not None and (what := ACTS.get(type(event))):
        call = flow.calls.get(agent.call or "")
        if call is not None and call.agent == agent.id:
            _happens(flow, call, what, event)
    elif agent is not None:
        _own_act(flow, agent, event)


def _own_act(flow: Flow, agent: Agent, event: Any) -> None:
    match event:
        case on.SignOut():
            flow.agents[agent.id] = asked(agent, LEAVE, flow.at)
        case on.Pause(reason=reason):
            flow.agents[agent.id] = asked(agent, reason, flow.at)
        case on.Resume():
            flow.agents[agent.id] = replace(agent, then="") if agent.then else agent
            flow.move(agent.id, AgentAct.RESUME, missed=0, reason="")
        case on.ContactOpened():
            flow.agents[agent.id] = replace(agent, writing=True)
        case on.ContactClosed():
            flow.agents[agent.id] = replace(agent, writing=False)
            if agent.state is AgentState.WRAP_UP:
                flow.wrapped_up(agent.id)
            elif agent.reason == WRITING:
                flow.move(agent.id, AgentAct.RESUME, reason="")
        case on.Accept():
            call = flow.calls.get(agent.call or "")
            if call is not None and call.state is S.OFFERED and (leg := call.leg(Role.AGENT)):
                flow.do(cmd.PickUp(leg.id))


def _profile(flow: Flow, event: on.SignIn | on.SetPhone | on.SetDuties, known: Agent | None, **changes: Any) -> None:
    """Whoever is in a call goes on with it; what is said here holds from now on."""
    agent = known or Agent(event.agent, event.name)
    flow.agents[agent.id] = replace(agent, name=event.name, **changes)


def _sign_in(flow: Flow, event: on.SignIn, known: Agent | None) -> None:
    _profile(flow, event, known, phone=event.phone, dials_only=event.dials_only)
    if known is None or known.state is AgentState.AWAY:
        flow.move(event.agent, AgentAct.SIGN_IN, idle_since=flow.at, reason="", then="", missed=0)


def _lost(flow: Flow) -> None:
    if flow.is_connected:
        flow.is_connected = False
        for agent in list(flow.agents.values()):
            if agent.state is not AgentState.AWAY:
                flow.tell(agent.id, "switch-lost")


def _snapshot(flow: Flow, seen: on.Snapshot) -> None:
    was_away, flow.is_connected = not flow.is_connected, True
    for event in list(reconciling.missed_events(flow, seen)):
        _of_leg(flow, event)
    reconciling.repair(flow, seen)
    for agent in list(flow.agents.values()):
        if agent.state is not AgentState.AWAY and (was_away or seen.restarted):
            flow.tell(agent.id, "switch-restarted" if seen.restarted else "switch-back")
