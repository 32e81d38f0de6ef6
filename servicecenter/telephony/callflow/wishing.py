"""The wish for a callback, by keys: privacy sentence, then the number read and confirmed. Pure.

Nothing is promised before the privacy sentence was played to its end: a key that comes earlier says nothing.
"""

from dataclasses import replace

from servicecenter.callbacks.numbers import same, shown
from servicecenter.calls.model import Step
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow import queueing
from servicecenter.telephony.callflow.events import Event, Key
from servicecenter.telephony.callflow.flow import Flow
from servicecenter.telephony.callflow.model import (
    Admission,
    Call,
    CallState,
    Result,
    Role,
    Wish,
    WishKind,
    WishStage,
)

KEY_SECONDS = 15.0
KEYING_SECONDS = 40.0  # for a whole number
OTHER_NUMBER = "0"
DONE = "#"
LONGEST_KEYED = 20


def wanted(flow: Flow, call: Call, event: Key) -> None:
    """The key means what was offered last; while the talk about it lasts nobody is offered the call."""
    if event.digit == call.terms.wish_key and (call.overflowed or call.place_offered):
        begin(flow, call, WishKind.CALLBACK if call.overflowed else WishKind.PLACE)


def begin(flow: Flow, call: Call, kind: WishKind) -> None:
    call = flow.put(call, state=CallState.WISHING, wish=Wish(kind, WishStage.PRIVACY))
    flow.timed(flow.play(call, "privacy"), key=60.0)


def spoken(flow: Flow, call: Call, event: Event) -> None:
    """After the privacy sentence comes the number; after everything else, silence until a key."""
    call = flow.put(call, playing=None)
    if call.wish is not None and call.wish.stage is WishStage.PRIVACY:
        if call.number is None:
            _ask_number(flow, call, "key-number")
        else:
            _read_number(flow, call)


def pressed(flow: Flow, call: Call, event: Key) -> None:
    wish = call.wish
    if wish is None or wish.stage is WishStage.PRIVACY:
        return
    if wish.stage is WishStage.NUMBER:
        _keyed(flow, call, wish, event.digit)
    elif event.digit == call.terms.wish_key:
        _confirmed(flow, call, wish)
    elif event.digit == OTHER_NUMBER:
        _ask_number(flow, call, "key-number")


def _keyed(flow: Flow, call: Call, wish: Wish, digit: str) -> None:
    if digit != DONE:
        keyed = (wish.keyed + digit)[:LONGEST_KEYED]
        flow.timed(flow.put(call, wish=replace(wish, keyed=keyed)), key=KEY_SECONDS)
    elif number := same(wish.keyed):
        _read_number(flow, flow.put(call, number=number))
    else:
        _ask_number(flow, call, "number-wrong")


def _ask_number(flow: Flow, call: Call, announcement: str) -> None:
    call = _stage(flow, call, WishStage.NUMBER)
    flow.timed(flow.play(call, announcement), key=KEYING_SECONDS)


def _read_number(flow: Flow, call: Call) -> None:
    call = _stage(flow, call, WishStage.CONFIRM)
    digits = "".join(char for char in shown(call.number or "") if char.isdigit())
    flow.timed(flow.play(call, "your-number", cmd.Digits(digits), "confirm-number"), key=KEYING_SECONDS)


def _stage(flow: Flow, call: Call, stage: WishStage) -> Call:
    return flow.put(call, wish=Wish(call.wish.kind if call.wish else WishKind.CALLBACK, stage))


def _confirmed(flow: Flow, call: Call, wish: Wish) -> None:
    call = flow.put(call, wish=None)
    if wish.kind is WishKind.PLACE:
        call = flow.record(flow.put(call, kept=True), Step.KEPT, by="caller")
        queueing.keep_on(flow, call)
        flow.play(flow.calls[call.id], "place-kept")
    else:
        call = flow.put(call, state=CallState.TOLD, promised=True)
        flow.do(cmd.PromiseCallback(call))
        flow.timed(flow.play(call, "callback-promised"), key=KEYING_SECONDS)


def given_up(flow: Flow, call: Call, event: Event) -> None:
    """No key came: who waits goes on waiting, with the place it had."""
    call = flow.put(call, wish=None)
    if call.queued_at is not None:
        queueing.wait(flow, call)
    else:
        _unwished(flow, call)


def caller_gone(flow: Flow, call: Call, event: Event) -> None:
    call = flow.without(call, Role.CALLER)
    if call.queued_at is not None:
        flow.end(call, Result.ABANDONED)
    else:
        _unwished(flow, call)


def _unwished(flow: Flow, call: Call) -> None:
    flow.end(call, Result.CLOSED if call.admission is Admission.CLOSED else Result.TURNED_AWAY)
