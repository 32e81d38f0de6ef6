"""A call arrives: into the queue, to the centre that stands in, or it hears why not, and may wish a callback. Pure."""

from servicecenter.calls.model import Step
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow import queueing, wishing
from servicecenter.telephony.callflow.events import Arrived, Event, Key
from servicecenter.telephony.callflow.flow import REFUSED, Flow
from servicecenter.telephony.callflow.model import (
    Address,
    Admission,
    Call,
    CallState,
    Leg,
    LegState,
    Origin,
    Result,
    Role,
    WishKind,
)

LONGEST_ANNOUNCEMENT = 60.0  # seconds: an announcement of which we hear no end is over by then
ANNOUNCED = {Admission.CLOSED: "closed", Admission.FULL: "full", Admission.FLOOD: "flood"}


def arrived(flow: Flow, event: Arrived) -> None:
    """A call that is told twice is there already, or was."""
    if event.call in flow.calls or event.call in flow.over:
        return
    leg = Leg(event.call, Role.CALLER, LegState.UP)
    call = Call(
        id=event.call, origin=Origin.INBOUND, municipality=event.municipality, terms=event.terms,
        state=CallState.GREETED, since=flow.at, arrived_at=flow.at, dialled=event.dialled, number=event.number,
        admission=event.admission, legs=(leg,),
    )  # fmt: skip
    flow.put(call)
    flow.do(cmd.OpenContact(call), cmd.Answer(leg.id))
    flow.record(call, Step.OFFERED, by="caller")
    _admit(flow, flow.calls[call.id], event)


def _admit(flow: Flow, call: Call, event: Arrived) -> None:
    if call.admission is Admission.QUEUE and not call.terms.greets:
        queueing.wait(flow, call)
    elif call.admission is Admission.QUEUE:
        call = flow.timed(flow.play(call, "greeting"), greeting=LONGEST_ANNOUNCEMENT)
        flow.record(call, Step.ANNOUNCED)
    elif call.admission is Admission.SUBSTITUTE and event.substitute is not None:
        substitute(flow, call, event.substitute)
    else:
        tell(flow, call)


def substitute(flow: Flow, call: Call, to: Address) -> None:
    """To the centre that stands in."""
    flow.park(call)
    call = flow.put(flow.quiet(call), state=CallState.PASSING, target="substitute")
    call = flow.originate(call, Role.TARGET, to, call.number or "", call.terms.ring_seconds)
    flow.timed(call, target=call.terms.ring_seconds + 5)


def tell(flow: Flow, call: Call) -> None:
    """Why nobody answers now; who called too often is offered nothing more."""
    name = ANNOUNCED.get(call.admission, "full")
    call = flow.put(call, state=CallState.TOLD)
    media = (name, "wish-callback") if _may_wish(call) else (name,)
    call = flow.timed(flow.play(call, *media), key=LONGEST_ANNOUNCEMENT)
    flow.record(call, Step.ANNOUNCED, cause=REFUSED.get(call.admission))


def told(flow: Flow, call: Call, event: Event) -> None:
    """The announcement has ended: who wants a callback has a moment for the key."""
    call = flow.put(call, playing=None)
    if call.promised or not _may_wish(call):
        end(flow, call, event)
    else:
        flow.timed(call, key=wishing.KEY_SECONDS)


def wished(flow: Flow, call: Call, event: Key) -> None:
    if event.digit == call.terms.wish_key and not call.promised and _may_wish(call):
        wishing.begin(flow, call, WishKind.CALLBACK)


def end(flow: Flow, call: Call, event: Event) -> None:
    if call.promised:
        flow.end(call, Result.CALLBACK)
    else:
        flow.end(call, Result.CLOSED if call.admission is Admission.CLOSED else Result.TURNED_AWAY)


def abandoned(flow: Flow, call: Call, event: Event) -> None:
    flow.end(flow.without(call, Role.CALLER), Result.ABANDONED)


def _may_wish(call: Call) -> bool:
    return bool(call.terms.wish_key) and call.admission is not Admission.FLOOD
