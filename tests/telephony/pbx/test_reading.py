import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecenter.calls.model import Cause
from servicecenter.telephony.pbx.model import Direction, Event, Malformed, Told
from servicecenter.telephony.pbx.reading import LONGEST, read

CTI = {
    "event": "newCall", "from": "02831/398123", "to": "0302312 5300", "direction": "in", "callId": "1",
    "user": ["Anna"],
}  # fmt: skip
SIPGATE = {
    "event": ["newCall"], "direction": ["in"], "from": ["492115684962"], "to": ["4915799912345"],
    "callId": ["123456"], "user[]": ["Alice", "Bob"], "userId[]": ["w0", "w1"], "xcid": ["abc"], "diversion": [""],
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (CTI, Told(Event.NEW_CALL, "1", Direction.IN, "02831/398123", "0302312 5300", ("Anna",))),
        (
            SIPGATE,
            Told(Event.NEW_CALL, "123456", Direction.IN, "492115684962", "4915799912345", ("Alice", "Bob")),
        ),
        (
            {"event": "answer", "call_id": 7, "direction": "IN", "caller": "Anna", "answeringNumber": "21"},
            Told(Event.ANSWER, "7", Direction.IN, users=("Anna",), answering="21"),
        ),
        (
            {"event": "hangup", "callId": "7", "direction": "out", "cause": "noAnswer", "user": None},
            Told(Event.HANGUP, "7", Direction.OUT, cause=Cause.NO_ANSWER),
        ),
        (
            {"event": "HANGUP", "call-id": "7", "direction": "in", "cause": "somethingNew"},
            Told(Event.HANGUP, "7", Direction.IN),
        ),
        (
            {"event": "newCall", "callId": "8", "direction": "in", "origCallId": "7", "user": "", "userId[0]": "w0"},
            Told(Event.NEW_CALL, "8", Direction.IN, original="7", users=("w0",)),
        ),
    ],
    ids=["generic", "sipgate", "names written otherwise", "a cause", "a cause nobody knows", "a transfer"],
)
def test_what_a_pbx_sends_is_read_in_either_dialect(fields, told):
    assert read(fields) == told


def test_the_address_says_the_direction_where_it_has_one():
    assert read({"event": "newCall", "callId": "1"}, Direction.OUT).direction is Direction.OUT
    assert read({"event": "newCall", "callId": "1", "direction": "in"}, Direction.OUT).direction is Direction.OUT


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"event": None}, "event"),
        ({"event": "dtmf"}, "event"),
        ({"callId": " "}, "callId"),
        ({"callId": ["1", "2"]}, "callId"),
        ({"callId": {"a": 1}}, "callid"),
        ({"callId": "x" * (LONGEST + 1)}, "callid"),
        ({"from": "a\x00b"}, "from"),
        ({"from": "\ud800"}, "from"),
        ({"direction": "sideways"}, "direction"),
        ({"direction": None}, "direction"),
        ({"user": [["Anna"]]}, "user"),
        ({"to": True}, "to"),
    ],
)
def test_what_cannot_be_is_refused_and_named(changed, field):
    with pytest.raises(Malformed) as refused:
        read(CTI | changed)
    assert refused.value.details == {"field": field}
    assert refused.value.status == 422


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.dictionaries(st.sampled_from([*CTI, *SIPGATE, "cause", "origCallId"]) | st.text(max_size=12), JSON)


@given(FIELDS, st.none() | st.sampled_from(Direction))
@settings(deadline=None)
def test_garbage_is_read_or_refused_and_never_anything_else(fields, direction):
    try:
        told = read(fields, direction)
    except Malformed:
        return
    assert told.call
    assert all(len(text) <= LONGEST for text in (told.call, told.caller, told.dialled, *told.users))
