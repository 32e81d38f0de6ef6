"""A PBX's body in either dialect. Pure. Lenient about how a field is called, strict about what it may hold.

Names are compared without case, underscores and the brackets of a form's lists: `callId`, `call_id` and `user[]` are
what PBXs really send.
"""

import re
from collections.abc import Mapping

from servicecenter.calls.model import Cause
from servicecenter.telephony.pbx.model import CAUSES, Direction, Event, Malformed, Told

LONGEST = 200
MOST_USERS = 50
EVENTS = {event.value.casefold(): event for event in Event}
_NO_TEXT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
# The first name that has a value is taken.
NAMES = {
    "event": ("event",),
    "call": ("callid",),
    "direction": ("direction",),
    "caller": ("from",),
    "dialled": ("to",),
    "users": ("user", "users", "fulluserid", "caller", "userid"),
    "answering": ("answeringnumber",),
    "cause": ("cause",),
    "original": ("origcallid", "originalcallid"),
}


def read(fields: Mapping[str, object], direction: Direction | None = None) -> Told:
    """`direction`: what the address says; it is believed. Raises Malformed, in words that name the field."""
    given = {_plain(name): value for name, value in fields.items()}
    values = {field: _first(given, names) for field, names in NAMES.items()}
    call = _one("callId", values["call"])
    if not call:
        raise Malformed("callId fehlt: Ohne ihn ist nicht klar, welches Gespräch gemeint ist.", "callId")
    return Told(
        event=_event(_one("event", values["event"])),
        call=call,
        direction=direction or _direction(_one("direction", values["direction"])),
        caller=_one("from", values["caller"]),
        dialled=_one("to", values["dialled"]),
        users=tuple(user for user in values["users"] if user)[:MOST_USERS],
        answering=_one("answeringNumber", values["answering"]),
        cause=CAUSES.get(_plain(_one("cause", values["cause"])), Cause.NORMAL),
        original=_one("origCallId", values["original"]),
    )


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]|\[\d*\]", "", name).casefold()


def _first(given: Mapping[str, object], names: tuple[str, ...]) -> tuple[str, ...]:
    texts = (_texts(name, given.get(name)) for name in names)
    return next((found for found in texts if any(found)), ())


def _texts(name: str, value: object) -> tuple[str, ...]:
    match value:
        case None:
            return ()
        case bool() | Mapping():
            raise Malformed(f"{name} ist weder ein Text noch eine Liste von Texten.", name)
        case list() | tuple():
            return tuple(text for each in value for text in _texts(name, each if _is_single(each) else {}))
        case _:
            return (_checked(name, str(value).strip()),)


def _is_single(value: object) -> bool:
    """A list in a list is nothing a PBX sends, and could be deep."""
    return not isinstance(value, list | tuple)


def _checked(name: str, text: str) -> str:
    if len(text) > LONGEST:
        raise Malformed(f"{name} hat mehr als {LONGEST} Zeichen.", name)
    if _NO_TEXT.search(text):
        raise Malformed(f"{name} enthält Zeichen, die kein Text sind.", name)
    return text


def _one(name: str, values: tuple[str, ...]) -> str:
    if len(set(values)) > 1:
        raise Malformed(f"{name} steht mehrmals da, mit verschiedenen Werten.", name)
    return values[0] if values else ""


def _event(text: str) -> Event:
    try:
        return EVENTS[_plain(text)]
    except KeyError:
        raise Malformed("event muss newCall, answer oder hangup sein.", "event") from None


def _direction(text: str) -> Direction:
    try:
        return Direction(text.casefold())
    except ValueError:
        raise Malformed("direction muss in oder out sein.", "direction") from None
