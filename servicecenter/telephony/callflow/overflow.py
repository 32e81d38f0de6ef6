"""Who has waited as long as the handbook names: passed on, or offered a callback and waiting on. Once. Pure.

What is done then was judged when the call came, for that later hour: the rules and the opening hours were known.
"""

from servicecenter.telephony.callflow import arriving, queueing
from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow.events import Event
from servicecenter.telephony.callflow.flow import Flow
from servicecenter.telephony.callflow.model import Admission, Call


def waited_too_long(flow: Flow, call: Call, event: Event) -> None:
    agreed = call.terms.overflow
    if agreed is None or call.overflowed:
        return
    call = flow.put(call, overflowed=True)
    if agreed.substitute is not None:
        flow.do(cmd.NoteOverflow(call, agreed.substitute))
        arriving.substitute(flow, flow.put(call, admission=Admission.SUBSTITUTE), agreed.substitute)
    else:
        _offer_callback(flow, call)


def nobody_there(flow: Flow, call: Call) -> None:
    """Where somebody stands in nobody answers: back to the place the call had, with the other offer."""
    call = flow.put(call, admission=Admission.QUEUE, target="")
    queueing.wait(flow, call)
    _offer_callback(flow, flow.now(call))


def _offer_callback(flow: Flow, call: Call) -> None:
    if call.terms.wish_key:
        flow.do(cmd.NoteOverflow(call, None))
        flow.play(call, "wish-callback")
