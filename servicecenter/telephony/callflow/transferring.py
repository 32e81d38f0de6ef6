"""On to the Fachamt, a named person or an interpreter: asked first (warm) or not (blind); and back when nobody answers.

Pure. What was said stands on the clerk's screen before this begins: whoever drives the machine writes it first.
"""

from dataclasses import replace

from servicecenter.calls.model import CALLER, Step
from servicecenter.telephony.callflow import arriving, overflow, queueing, talking
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow.events import Ask, Event, Gone, Joined, Pass, Referred
from servicecenter.telephony.callflow.flow import CONSULT, Flow
from servicecenter.telephony.callflow.model import (
    Address,
    Admission,
    Call,
    CallState,
    Cause,
    Leg,
    LegState,
    Result,
    Role,
)

GRACE_SECONDS = 5  # the switch gives up first; ours is for a switch that says nothing


def ask(flow: Flow, call: Call, event: Ask) -> None:
    flow.park(call)
    call = flow.put(call, state=CallState.ASKING, target=event.name)
    flow.connect(call, bridge=CONSULT, roles=(Role.AGENT,))
    call = flow.record(call, Step.HELD, by=call.agent)
    _ring(flow, call, event.to)


def pass_on(flow: Flow, call: Call, event: Pass) -> None:
    _pass(flow, call, event.to, event.name)


def referred(flow: Flow, call: Call, event: Referred) -> None:
    """The phone's own transfer key is a blind transfer."""
    _pass(flow, call, event.to, event.to.value)


def joined(flow: Flow, call: Call, event: Joined) -> None:
    """The phone asked somebody itself, and is done: whoever was asked comes to us within a moment.

    Where it still rings there it rings anew, for the caller: then it is a blind transfer.
    """
    flow.do(cmd.TakeOver(call.id, event.line))
    if event.asked is None:
        _pass(flow, call, event.to, event.to.value)
        return
    call = _without_agent(flow, call, event.to.value)
    asked = Leg(event.asked, Role.TARGET, LegState.DIALLED, event.to)
    flow.timed(flow.put(call, legs=(*call.legs, asked)), target=GRACE_SECONDS)


def _pass(flow: Flow, call: Call, to: Address, name: str) -> None:
    _ring(flow, _without_agent(flow, call, name), to)


def _without_agent(flow: Flow, call: Call, target: str) -> Call:
    """The caller hears music until somebody else is there; the agent is done."""
    flow.park(call)
    call = flow.put(flow.drop(call, Role.AGENT, Role.GUEST), state=CallState.PASSING, target=target)
    flow.release(call)
    return flow.now(call)


def _ring(flow: Flow, call: Call, to: Address) -> None:
    seconds = call.terms.ring_seconds
    call = flow.originate(call, Role.TARGET, to, call.number or call.dialled, seconds)
    flow.timed(call, target=seconds + GRACE_SECONDS)


# The agent asks first


def target_there(flow: Flow, call: Call, event: Event) -> None:
    leg = call.leg(Role.TARGET)
    if leg is not None and leg.state is not LegState.UP:
        call = flow.timed(flow.leg_is(call, leg, LegState.UP), target=None)
        flow.connect(call, bridge=CONSULT, roles=(Role.AGENT, Role.TARGET))
        flow.tell(call.agent, "target-answered", call.target)


def target_not_there(flow: Flow, call: Call, event: Event) -> None:
    """Busy, silent, declined, or hung up again: the agent has the caller back, and the plan has a next step."""
    cause = event.cause if isinstance(event, Gone) else Cause.NO_ANSWER
    flow.tell(call.agent, "target-not-reached", call.target, cause)
    talking.again(flow, flow.drop(call, Role.TARGET, cause=Cause.CANCELLED))


def cancel(flow: Flow, call: Call, event: Event) -> None:
    talking.again(flow, flow.drop(call, Role.TARGET, cause=Cause.CANCELLED))


def complete(flow: Flow, call: Call, event: Event) -> None:
    """Put through; while the other side still rings the agent need not wait for it: then it is a blind transfer."""
    call = flow.drop(call, Role.AGENT)
    flow.release(call)
    if call.is_up(Role.TARGET):
        hand_over(flow, call)
    else:
        timers = call.timers
        flow.put(flow.put(call, state=CallState.PASSING), timers=timers)


def join(flow: Flow, call: Call, event: Event) -> None:
    """All three speak; the target is a guest from now on."""
    if call.is_up(Role.TARGET):
        legs = tuple(replace(leg, role=Role.GUEST) if leg.role is Role.TARGET else leg for leg in call.legs)
        talking.again(flow, flow.put(call, legs=legs))


def hand_over(flow: Flow, call: Call) -> None:
    """Caller and target speak; for the centre the call is over."""
    substituted = call.admission is Admission.SUBSTITUTE and not call.is_talked
    call = flow.put(call, state=CallState.HANDED, result=Result.SUBSTITUTED if substituted else Result.ANSWERED)
    flow.connect(call, roles=(Role.CALLER, Role.TARGET))
    target = call.leg(Role.TARGET)
    call = flow.record(call, Step.TRANSFERRED, target.id if target else CALLER, call.agent)
    flow.do(cmd.EndContact(call))
    flow.tell(call.agent, "transferred", call.target)


# Without the agent


def passed(flow: Flow, call: Call, event: Event) -> None:
    leg = call.leg(Role.TARGET)
    if leg is not None:
        hand_over(flow, flow.leg_is(call, leg, LegState.UP))


def came_back(flow: Flow, call: Call, event: Event) -> None:
    """Nobody there: back to the agent who knows the caller; from the centre that stands in, the wish for a callback."""
    cause = event.cause if isinstance(event, Gone) else Cause.NO_ANSWER
    call = flow.drop(call, Role.TARGET, cause=Cause.CANCELLED)
    if call.agent is None and call.overflowed:
        overflow.nobody_there(flow, call)
        return
    if call.agent is None:
        arriving.tell(flow, flow.put(call, admission=Admission.FULL))
        return
    flow.tell(call.agent, "transfer-came-back", call.target, cause)
    queueing.wait(flow, call, wanted=call.agent)


def left(flow: Flow, call: Call, event: Event) -> None:
    """The caller, before anybody answered."""
    flow.end(flow.without(call, Role.CALLER), Result.ANSWERED if call.is_talked else Result.ABANDONED)


def over(flow: Flow, call: Call, event: Event) -> None:
    flow.end(call, call.result or Result.ANSWERED)
