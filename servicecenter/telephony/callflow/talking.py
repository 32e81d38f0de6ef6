"""While agent and caller speak: hold, a third who joins, and the end, whoever hangs up. Pure."""

from servicecenter.calls.model import Step
from servicecenter.telephony.callflow import queueing
from servicecenter.telephony.callflow.events import Event, Gone, Invite
from servicecenter.telephony.callflow.flow import Flow
from servicecenter.telephony.callflow.model import Call, CallState, Cause, LegState, Origin, Result, Role

GUEST_SECONDS = 45  # an interpreter may sit anywhere


def caller_left(flow: Flow, call: Call, event: Event) -> None:
    """The conversation is over for everybody."""
    is_lost = isinstance(event, Gone) and event.cause is Cause.LOST
    call = flow.drop(flow.without(call, Role.CALLER), *Role)
    flow.release(call)
    flow.end(call, Result.ANSWERED, Cause.LOST if is_lost else Cause.NORMAL)


def agent_left(flow: Flow, call: Call, event: Event) -> None:
    """Who hangs up ends the call, unless a guest goes on. Whose phone was lost has not hung up: the caller waits."""
    cause = event.cause if isinstance(event, Gone) else Cause.NORMAL
    call = flow.drop(call, Role.AGENT)
    flow.release(call)
    if cause is Cause.LOST and call.is_up(Role.CALLER) and call.origin is Origin.INBOUND:
        flow.tell(call.agent, "phone-lost")
        queueing.wait(flow, flow.drop(call, Role.GUEST, Role.TARGET), wanted=call.agent)
    elif call.is_up(Role.GUEST) and call.is_up(Role.CALLER):
        call = flow.put(call, state=CallState.HANDED, result=Result.ANSWERED)
        flow.connect(call)
        flow.record(call, Step.TRANSFERRED, by=call.agent)
    else:
        flow.end(call, Result.ANSWERED)


def hold(flow: Flow, call: Call, event: Event) -> None:
    flow.put(call, state=CallState.HELD)
    flow.park(call)
    flow.record(call, Step.HELD, by=call.agent)


def retrieve(flow: Flow, call: Call, event: Event) -> None:
    again(flow, call)


def again(flow: Flow, call: Call) -> None:
    """Caller and agent, and whoever joined them, speak again."""
    call = flow.put(call, state=CallState.TALKING, target="")
    flow.connect(call)
    flow.record(call, Step.RETRIEVED, by=call.agent)


def invite(flow: Flow, call: Call, event: Invite) -> None:
    """The guest's phone rings while the two go on speaking; one guest at a time."""
    if call.leg(Role.GUEST) is not None:
        flow.tell(call.agent, "guest-is-there")
        return
    call = flow.originate(call, Role.GUEST, event.to, call.dialled, GUEST_SECONDS)
    flow.timed(call, guest=GUEST_SECONDS + 5)


def guest_joined(flow: Flow, call: Call, event: Event) -> None:
    leg = call.leg(Role.GUEST)
    if leg is not None and leg.state is not LegState.UP:
        call = flow.timed(flow.leg_is(call, leg, LegState.UP), guest=None)
        if call.state is CallState.TALKING:
            flow.connect(call)
        flow.tell(call.agent, "guest-joined")


def guest_left(flow: Flow, call: Call, event: Event) -> None:
    cause = event.cause if isinstance(event, Gone) else Cause.NO_ANSWER
    call = flow.timed(flow.drop(call, Role.GUEST), guest=None)
    flow.tell(call.agent, "guest-left", cause=cause)


def dismiss(flow: Flow, call: Call, event: Event) -> None:
    flow.timed(flow.drop(call, Role.GUEST), guest=None)
