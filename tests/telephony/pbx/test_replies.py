from xml.etree import ElementTree as ET

import pytest

from servicecenter.telephony.pbx.model import Action, Event, Reply
from servicecenter.telephony.pbx.replies import generic, sipgate

HERE = "https://center.example/api/v1/sipgate/tok&en/in"
DIAL = Reply(Action.DIAL, "493023125300", "492831398123")


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(), {}),
        (Reply(Action.REJECT), {"action": "reject", "reason": "busy"}),
        (DIAL, {"action": "dial", "caller_id": "493023125300", "number": "492831398123"}),
    ],
)
def test_the_generic_dialect(reply, said):
    assert generic(reply) == said


def test_sipgate_is_told_where_later_events_go():
    told = ET.fromstring(sipgate(Reply(), Event.NEW_CALL, HERE).encode())  # noqa: S314  # our own XML
    assert (told.tag, told.attrib, list(told)) == ("Response", {"onAnswer": HERE, "onHangup": HERE}, [])
    assert ET.fromstring(sipgate(Reply(), Event.ANSWER, HERE).encode()).attrib == {}  # noqa: S314


def test_sipgate_is_told_to_refuse_and_to_show_a_number():
    (refused,) = ET.fromstring(sipgate(Reply(Action.REJECT), Event.NEW_CALL, HERE).encode())  # noqa: S314
    assert (refused.tag, refused.attrib) == ("Reject", {"reason": "busy"})
    (dial,) = ET.fromstring(sipgate(DIAL, Event.NEW_CALL, HERE).encode())  # noqa: S314
    assert (dial.tag, dial.attrib, dial[0].text) == ("Dial", {"callerId": "493023125300"}, "492831398123")
