"""What a PBX is answered, in the words of its dialect. Pure."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from servicecenter.telephony.pbx.model import Action, Event, Reply

XML = '<?xml version="1.0" encoding="UTF-8"?>'


def generic(reply: Reply) -> Mapping[str, str]:
    match reply.action:
        case Action.REJECT:
            return {"action": "reject", "reason": "busy"}
        case Action.DIAL:
            return {"action": "dial", "caller_id": reply.caller_id, "number": reply.number}
        case _:
            return {}


def sipgate(reply: Reply, event: Event, address: str) -> str:
    """`address`: where later events of this call are to be sent; without it none would come."""
    inside = ""
    match reply.action:
        case Action.REJECT:
            inside = '<Reject reason="busy"/>'
        case Action.DIAL:
            inside = f"<Dial callerId={quoteattr(reply.caller_id)}><Number>{escape(reply.number)}</Number></Dial>"
        case _:
            pass
    where = quoteattr(address)
    later = f" onAnswer={where} onHangup={where}" if event is Event.NEW_CALL else ""
    return f"{XML}\n<Response{later}>{inside}</Response>\n"
