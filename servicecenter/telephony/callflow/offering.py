"""An offer is a reservation: accepted, rejected, timed out, or rescinded because the caller is gone. Pure."""

from dataclasses import replace
from datetime import timedelta

from servicecenter.calls.model import CALLER, Step
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow import queueing
from servicecenter.telephony.callflow.agents import MISSED, MISSED_ALLOWED, UNREACHABLE, AgentAct, asked
from servicecenter.telephony.callflow.events import Dial, Event, Gone, Take
from servicecenter.telephony.callflow.flow import CAUSES, Flow
from servicecenter.telephony.callflow.model import (
    Address,
    AddressKind,
    AgentState,
    Call,
    CallState,
    Cause,
    LegState,
    Offer,
    Origin,
    Result,
    Role,
)

OWN_PHONE_SECONDS = 20  # whoever dials from the screen has the phone at hand
NOT_MISSED = (Cause.BUSY, Cause.DECLINED, Cause.CANCELLED)  # cancelled: the switch could not ring it
ABSENT = (Cause.UNAVAILABLE, Cause.CONGESTION, Cause.LOST)
MAY_DIAL = (AgentState.FREE, AgentState.WRAP_UP, AgentState.PAUSED)


def rings(flow: Flow, call: Call, event: Event) -> None:
    leg = call.leg(Role.AGENT)
    if leg is not None and leg.state is LegState.DIALLED:
        call = flow.leg_is(call, leg, LegState.RINGING)
        flow.record(call, Step.RUNG, leg.id, call.agent)


def accepted(flow: Flow, call: Call, event: Event) -> None:
    """The agent is there: with the caller at once, or the citizen's phone rings now."""
    leg = call.leg(Role.AGENT)
    if leg is None:
        return
    call = flow.quiet(flow.leg_is(call, leg, LegState.UP))
    flow.move(call.agent, AgentAct.ANSWER, missed=0, writing=call.origin is Origin.INBOUND)
    if call.is_up(Role.CALLER):
        talk(flow, call)
        return
    call = flow.put(call, state=CallState.REACHING, offer=None)
    flow.connect(call)
    call = flow.originate(
        call, Role.CALLER, Address(AddressKind.NUMBER, call.number or ""), call.dialled, call.terms.ring_seconds
    )
    flow.timed(call, reach=call.terms.ring_seconds + 5)


def talk(flow: Flow, call: Call) -> None:
    call = flow.put(call, state=CallState.TALKING, offer=None, wanted=None, is_talked=True, refused={})
    flow.connect(call)
    leg = call.leg(Role.AGENT)
    flow.record(call, Step.ANSWERED, leg.id if leg else CALLER, call.agent)
    if call.origin is Origin.INBOUND and call.agent is not None:
        flow.do(cmd.TakeContact(call.id, call.agent))


def failed(flow: Flow, call: Call, event: Gone) -> None:
    if event.cause in NOT_MISSED:
        flow.move(call.agent, AgentAct.LET_GO)
        _let_go(flow, call, event.cause)
    elif event.cause in ABSENT:
        _absent(flow, call)
    else:
        missed(flow, call, event)


def rejected(flow: Flow, call: Call, event: Event) -> None:
    flow.move(call.agent, AgentAct.LET_GO)
    _let_go(flow, call, Cause.DECLINED)


def missed(flow: Flow, call: Call, event: Event) -> None:
    """Who lets two ring is not there, whatever the screen says: a pause, and the agent is told."""
    if (agent := flow.agent(call.agent)) is not None:
        count = agent.missed + 1
        flow.move(agent.id, AgentAct.LET_GO, missed=count)
        if count >= MISSED_ALLOWED:
            _pause(flow, agent.id, MISSED)
    _let_go(flow, call, Cause.NO_ANSWER)


def _absent(flow: Flow, call: Call) -> None:
    flow.move(call.agent, AgentAct.LET_GO)
    _pause(flow, call.agent or "", UNREACHABLE)
    _let_go(flow, call, Cause.UNAVAILABLE)


def _pause(flow: Flow, agent_id: str, reason: str) -> None:
    if (agent := flow.agent(agent_id)) is not None:
        flow.agents[agent_id] = replace(asked(agent, reason, flow.at), missed=0)
        flow.tell(agent_id, f"paused-{reason}")


def _let_go(flow: Flow, call: Call, cause: Cause) -> None:
    _record_end(flow, call, cause)
    if call.origin is Origin.DIALLED:
        flow.end(flow.put(call, agent=None), Result.NOT_REACHED)
    else:
        queueing.back(flow, call, refused=True)


def caller_gone(flow: Flow, call: Call, event: Event) -> None:
    """In whatever instant: the phone stops ringing, the agent has missed nothing. A kept place goes on without it."""
    call = flow.without(call, Role.CALLER)
    if call.kept:
        flow.put(call, playing=None)
        return
    flow.move(call.agent, AgentAct.LET_GO)
    _record_end(flow, call, Cause.CANCELLED)
    call = flow.drop(call, Role.AGENT, cause=Cause.CANCELLED)
    flow.end(call, Result.ANSWERED if call.is_talked else Result.ABANDONED)


def _record_end(flow: Flow, call: Call, cause: Cause) -> None:
    """How the offer ended, on the leg of the agent who had it."""
    if (leg := call.leg(Role.AGENT)) is not None:
        flow.record(call, Step.ENDED, leg.id, call.agent, CAUSES[cause])


# The citizen's phone rings, the agent waits


def reached(flow: Flow, call: Call, event: Event) -> None:
    leg = call.leg(Role.CALLER)
    if leg is not None:
        call = flow.leg_is(call, leg, LegState.UP)
        if call.subject:
            flow.do(cmd.NoteAttempt(flow.put(call, result=Result.ANSWERED), call.agent or ""))
        talk(flow, flow.calls[call.id])


def not_reached(flow: Flow, call: Call, event: Event) -> None:
    """Busy, or nobody there: the agent is told, a kept place becomes an ordinary callback."""
    cause = event.cause if isinstance(event, Gone) else Cause.NO_ANSWER
    call = flow.put(flow.drop(call, Role.CALLER, cause=Cause.CANCELLED), cause=cause, result=Result.NOT_REACHED)
    flow.tell(call.agent, "citizen-not-reached", call.subject, cause)
    if call.subject:
        flow.do(cmd.NoteAttempt(call, call.agent or ""))
    call = flow.drop(call, Role.AGENT)
    if (agent := flow.agent(call.agent)) is not None:
        flow.agents[agent.id] = replace(agent, writing=False)
    flow.release(call)
    if call.kept:
        queueing.promise(flow, call)
    else:
        flow.end(call, Result.NOT_REACHED, cause)


def agent_left(flow: Flow, call: Call, event: Event) -> None:
    """Before the citizen answered: a kept place is still owed its call, what an agent dialled is not."""
    call = flow.drop(call, Role.CALLER, Role.AGENT, cause=Cause.CANCELLED)
    if (agent := flow.agent(call.agent)) is not None:
        flow.agents[agent.id] = replace(agent, writing=False)
    flow.release(call)
    if call.kept:
        queueing.keep_on(flow, call)
    else:
        flow.end(call, Result.NOT_REACHED, Cause.CANCELLED)


# Out of turn


def take(flow: Flow, event: Take) -> None:
    """A waiting call chosen by hand goes before the scheduler's order; only by an agent who is free."""
    call, agent = flow.calls.get(event.call), flow.agent(event.agent)
    if call is None or agent is None or call.state not in (CallState.WAITING, CallState.KEPT):
        return
    if agent.state not in MAY_DIAL or agent.writing or not agent.phone:
        return
    until = flow.at + timedelta(seconds=call.terms.offer_seconds)
    call = queueing.offer(flow, call, agent.id, Offer(agent.id, flow.at, until))
    if (leg := call.leg(Role.AGENT)) is not None:
        flow.do(cmd.PickUp(leg.id))


def dial(flow: Flow, event: Dial) -> None:
    """The id is the request's own: asked twice, dialled once. An agent who talks or is offered a call dials nobody."""
    agent = flow.agent(event.agent)
    if event.call in flow.calls or event.call in flow.over:
        return
    if agent is None or agent.state not in MAY_DIAL or not agent.phone:
        flow.tell(event.agent, "cannot-dial")
        return
    call = Call(
        id=event.call, origin=Origin.DIALLED, municipality=event.municipality, terms=event.terms,
        state=CallState.OFFERED, since=flow.at, arrived_at=flow.at, dialled=event.shown, number=event.number,
        subject=event.subject,
    )  # fmt: skip
    until = flow.at + timedelta(seconds=OWN_PHONE_SECONDS)
    call = flow.record(flow.put(call), Step.DIALLED, by=agent.id)
    call = queueing.offer(flow, call, agent.id, Offer(agent.id, flow.at, until))
    if (leg := call.leg(Role.AGENT)) is not None:
        flow.do(cmd.PickUp(leg.id))
