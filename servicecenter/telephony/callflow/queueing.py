"""In the queue: joining, what is heard, the place that may be kept, and being offered to an agent. Pure."""

from datetime import timedelta

from servicecenter.calls.model import Step
from servicecenter.telephony import waiting
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow import scheduler
from servicecenter.telephony.callflow.agents import AgentAct
from servicecenter.telephony.callflow.events import Event
from servicecenter.telephony.callflow.explained import Choice
from servicecenter.telephony.callflow.flow import Flow
from servicecenter.telephony.callflow.model import (
    Address,
    AddressKind,
    Call,
    CallState,
    Offer,
    Result,
    Role,
    Share,
)

RETRY_SECONDS = 1.0


def join(flow: Flow, call: Call, event: Event) -> None:
    """The greeting was heard, or did not come to its end in time."""
    wait(flow, call)


def wait(flow: Flow, call: Call, *, wanted: str | None = None) -> None:
    """Music, and a place: the one it had, where it comes back."""
    call = flow.quiet(call)
    flow.park(call)
    is_new = call.queued_at is None
    if is_new:
        _enter(flow, call.municipality)
    call = flow.put(
        call, state=CallState.WAITING, queued_at=call.queued_at or flow.at, offer=None, wanted=wanted, agent=None
    )
    terms = call.terms
    waited = (flow.at - (call.queued_at or flow.at)).total_seconds()
    place = None if terms.place_after_seconds is None or call.place_offered else terms.place_after_seconds - waited
    call = flow.timed(call, place=place, position=terms.position_every_seconds, overflow=_overflow(call, waited))
    if is_new:
        flow.record(call, Step.QUEUED, by="caller")


def _overflow(call: Call, waited: float) -> float | None:
    """Seconds; None for whom it was done, and for whom somebody has already spoken with."""
    agreed = call.terms.overflow
    return None if agreed is None or call.overflowed or call.is_talked else agreed.after_seconds - waited


def _enter(flow: Flow, municipality: str) -> None:
    is_alone = not any(
        call.municipality == municipality and call.state in scheduler.QUEUED for call in flow.calls.values()
    )
    share = flow.shares.get(municipality, Share())
    flow.shares[municipality] = scheduler.joined(share, flow.served, is_alone=is_alone)


def say_position(flow: Flow, call: Call, event: Event) -> None:
    """The place in the order of turns, kept places included; and how long it will take, where somebody is at work."""
    call = flow.timed(call, position=call.terms.position_every_seconds)
    told = next(
        told for turn, told in waiting.queue(flow.floor(), call.terms.handled_seconds) if turn.call.id == call.id
    )
    wait = ("wait-minutes", cmd.Number(told.minutes[1])) if told.minutes and told.seconds else ()
    flow.play(call, "position", cmd.Number(told.place), *wait)


def offer_place(flow: Flow, call: Call, event: Event) -> None:
    call = flow.put(flow.timed(call, place=None), place_offered=True)
    if not call.overflowed:  # was offered something else with the same key
        flow.play(call, "keep-place")


def heard(flow: Flow, call: Call, event: Event) -> None:
    """What was played is over, the music goes on."""
    flow.put(call, playing=None)


def caller_gone(flow: Flow, call: Call, event: Event) -> None:
    """Who comes back from a transfer has been answered before."""
    flow.end(flow.without(call, Role.CALLER), Result.ANSWERED if call.is_talked else Result.ABANDONED)


def place_told(flow: Flow, call: Call, event: Event) -> None:
    """The citizen knows, and hangs up, or is hung up: the place goes on alone."""
    flow.put(flow.drop(call, Role.CALLER), playing=None)


def keep_over(flow: Flow, call: Call, event: Event) -> None:
    """The place did not come up in time: an ordinary callback, owed under the handbook."""
    promise(flow, call)


def promise(flow: Flow, call: Call) -> None:
    """What was said to the citizen is owed, as an ordinary callback."""
    call = flow.put(flow.calls[call.id], promised=True)
    flow.do(cmd.PromiseCallback(call))
    flow.end(call, Result.CALLBACK)


def dispatch(flow: Flow) -> None:
    """As long as somebody waits whom somebody free may take."""
    while flow.is_connected:
        chosen = scheduler.choose(flow.calls.values(), flow.agents, flow.shares, flow.at)
        if chosen is None:
            return
        call, agent, choice = chosen
        if call.start_tag is None:
            flow.shares[call.municipality] = scheduler.charged(flow.shares.get(call.municipality, Share()), call)
            flow.served = max(flow.served, choice.start)
            call = flow.put(call, start_tag=choice.start)
        seconds = call.terms.offer_seconds
        offer(flow, call, agent, Offer(agent, flow.at, flow.at + timedelta(seconds=seconds)), choice)


def offer(flow: Flow, call: Call, agent_id: str, made: Offer, choice: Choice | None = None) -> Call:
    """The agent is reserved, and the phone rings; the caller goes on hearing music. Without `choice`, nobody chose."""
    seconds = (made.until - made.at).total_seconds()
    call = flow.put(call, state=CallState.OFFERED, offer=made, agent=agent_id)
    call = flow.timed(call, ring=seconds)
    flow.move(agent_id, AgentAct.OFFER, call=call.id)
    phone = Address(AddressKind.PHONE, flow.agents[agent_id].phone)
    # The switch's own patience is a little longer: ours decides.
    call = flow.originate(call, Role.AGENT, phone, call.number or "", int(seconds) + 5)
    if choice is not None:
        flow.do(cmd.Explain(choice, agent_id))
    return call


def back(flow: Flow, call: Call, *, refused: bool) -> None:
    """The offer came to nothing: the call takes its place in the queue again, or its kept place."""
    agent = call.agent
    flow.drop(call, Role.AGENT)
    call = flow.put(call, refused={**call.refused, agent: flow.at} if refused and agent else call.refused)
    if call.leg(Role.CALLER) is not None:
        wait(flow, call, wanted=None)
    else:
        keep_on(flow, call)


def keep_on(flow: Flow, call: Call) -> None:
    """Without a leg, with its place; it does not begin to wait anew."""
    left = (flow.at - (call.queued_at or flow.at)).total_seconds()
    call = flow.put(call, state=CallState.KEPT, offer=None, agent=None, playing=None)
    flow.timed(call, keep=max(0.0, call.terms.keep_seconds - left))
