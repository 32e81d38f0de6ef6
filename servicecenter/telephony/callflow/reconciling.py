"""What the switch really has, against what we believe: after every connect, and now and then. Pure.

Events are not replayed: what happened meanwhile is read off the difference, and goes through the same table. Whatever
the switch has and we do not know is hung up: nothing else would ever end it.
"""

from collections.abc import Iterator
from datetime import timedelta

from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow.agents import AgentAct
from servicecenter.telephony.callflow.events import Answered, Gone, Ringing, SeenLeg, Snapshot
from servicecenter.telephony.callflow.flow import CONSULT, TALK, Flow
from servicecenter.telephony.callflow.model import (
    SEPARATOR,
    AgentState,
    Call,
    CallState,
    Cause,
    LegState,
    Origin,
    Role,
    call_of,
)

YOUNG = timedelta(seconds=5)  # a leg we asked for a moment ago need not be there yet
PARKED = (CallState.WAITING, CallState.OFFERED, CallState.HELD, CallState.PASSING)
SPEAKING = (CallState.TALKING, CallState.HANDED)


def missed_events(flow: Flow, seen: Snapshot) -> Iterator[Gone | Answered | Ringing]:
    """What must have happened for the switch to be as it is, in the order in which it is safe to hear it."""
    there = {} if seen.restarted else {leg.id: leg for leg in seen.legs}
    for call in list(flow.calls.values()):
        for leg in call.legs:
            now = there.get(leg.id)
            if now is None:
                if seen.restarted or leg.state is not LegState.DIALLED or flow.at - call.since > YOUNG:
                    yield Gone(leg.id, Cause.LOST)
            elif now.state is LegState.UP and leg.state is not LegState.UP:
                yield Answered(leg.id)
            elif now.state is LegState.RINGING and leg.state is LegState.DIALLED:
                yield Ringing(leg.id)


def repair(flow: Flow, seen: Snapshot) -> None:
    """Afterwards: strangers are hung up, everybody else is where the call's state wants them, no agent sticks."""
    if not seen.restarted:
        _end_strangers(flow, seen)
        bridges = {leg.id: leg.bridge for leg in seen.legs}
        unanswered = {leg.id for leg in seen.legs if leg.state is not LegState.UP}
        for call in list(flow.calls.values()):
            if call.origin is Origin.INBOUND and call.id in unanswered:
                flow.do(cmd.Answer(call.id))  # the switch could not when it was told
            _place(flow, call, bridges)
        for bridge in seen.bridges:
            if call_of(bridge) not in flow.calls:
                flow.do(cmd.Clear(call_of(bridge)))
    free_stuck(flow)


def _end_strangers(flow: Flow, seen: Snapshot) -> None:
    """Only who was a stranger at the last look too: of one that is new, the news may be on its way."""
    strangers = frozenset(leg.id for leg in seen.legs if _is_stranger(flow, leg))
    flow.do(*(cmd.HangUpLeg(leg) for leg in sorted(strangers & flow.strangers)))
    flow.strangers = strangers


def _is_stranger(flow: Flow, leg: SeenLeg) -> bool:
    call = flow.call_with(leg.id)
    return call is None or call.is_over or all(own.id != leg.id for own in call.legs)


def _place(flow: Flow, call: Call, bridges: dict[str, str | None]) -> None:
    """Only what is out of place is moved: who speaks hears nothing of it."""
    caller = call.leg(Role.CALLER)
    if call.state in PARKED and caller is not None and bridges.get(caller.id) is None and caller.id in bridges:
        flow.park(call)
    elif call.state in SPEAKING and any(_elsewhere(call, TALK, leg, bridges) for leg in call.up):
        flow.connect(call)
    elif call.state is CallState.ASKING:
        asking = [leg.id for leg in call.legs if leg.role is not Role.CALLER and leg.state is LegState.UP]
        if any(_elsewhere(call, CONSULT, leg, bridges) for leg in asking):
            flow.connect(call, bridge=CONSULT, roles=(Role.AGENT, Role.TARGET))


def _elsewhere(call: Call, bridge: str, leg: str, bridges: dict[str, str | None]) -> bool:
    return leg in bridges and bridges[leg] != f"{call.id}{SEPARATOR}{bridge}"


def free_stuck(flow: Flow) -> None:
    """An agent who rings or talks does so for a call that knows it; otherwise the state is a leftover."""
    for agent in list(flow.agents.values()):
        if agent.state not in (AgentState.RINGING, AgentState.TALKING):
            continue
        call = flow.calls.get(agent.call or "")
        if call is None or call.is_over or call.agent != agent.id or call.leg(Role.AGENT) is None:
            flow.move(agent.id, AgentAct.HANG_UP, due_at=flow.at)
