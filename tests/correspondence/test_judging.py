from dataclasses import replace

import pytest

from servicecenter.correspondence.judging import MOST_A_DAY, Known, judge
from servicecenter.correspondence.model import Fate, MailReason, Verdict
from servicecenter.messages.bounces import Bounce
from servicecenter.messages.model import Message
from servicecenter.messages.parsing import Mail, Part
from servicecenter.messages.tokens import Side
from servicecenter.tickets.model import ReplyChannel, Ticket, TicketState
from tests.conftest import MONDAY

FRAU = "frau@muster.example"
TICKET = Ticket(
    1, 1, "48273196", "geldern", "bauordnung", None, None, "x", "", "", ReplyChannel.EMAIL, FRAU, TicketState.NEW,
    MONDAY, "", "",
)  # fmt: skip
MAIL = Mail("k", "<1@x>", (), FRAU, (), "Re: Vorgang 48273196", "Ja", "", False, None, ())
KNOWN = Known(False, None, TICKET, Side.CITIZEN, {FRAU}, 0)
OURS = Message(
    "ticket:1", "x", "citizen", "geldern", "bauordnung", None, "48273196", FRAU, "", "", MONDAY, MONDAY, "<o@x>"
)
FINAL, DELAYED = Bounce(("<o@x>",), True, ""), Bounce(("<o@x>",), False, "")


@pytest.mark.parametrize(
    ("mail", "known", "fate", "reason"),
    [
        pytest.param({}, {}, Fate.FILED, MailReason.REPLY, id="a reply"),
        pytest.param({"text": "", "parts": (Part("a", b""),)}, {}, Fate.FILED, MailReason.REPLY, id="only a file"),
        pytest.param({"text": ""}, {}, Fate.HELD, MailReason.EMPTY, id="nothing in it"),
        pytest.param({}, {"is_ours": True}, Fate.HELD, MailReason.LOOP, id="one of ours in a circle"),
        pytest.param(
            {}, {"ticket": None, "side": None}, Fate.HELD, MailReason.NO_TICKET, id="the subject decides nothing"
        ),
        pytest.param({"sender": "wer@anders.example"}, {}, Fate.HELD, MailReason.STRANGER, id="a stranger"),
        pytest.param({"sender": ""}, {}, Fate.HELD, MailReason.STRANGER, id="nobody"),
        pytest.param({"is_automatic": True}, {}, Fate.NOTED, MailReason.ABSENCE, id="an absence note"),
        pytest.param(
            {"is_automatic": True, "sender": "x@y"}, {}, Fate.NOTED, MailReason.ABSENCE, id="of a colleague of theirs"
        ),
        pytest.param({}, {"today": MOST_A_DAY}, Fate.HELD, MailReason.TOO_MANY, id="a program that answers"),
        pytest.param(
            {}, {"ticket": replace(TICKET, state=TicketState.WITHDRAWN)}, Fate.HELD, MailReason.OVER, id="taken back"
        ),
        pytest.param({}, {"ticket": replace(TICKET, erased_at=MONDAY)}, Fate.HELD, MailReason.OVER, id="erased"),
        pytest.param(
            {"bounce": FINAL}, {"returned": OURS}, Fate.BOUNCED, MailReason.RETURNED, id="one of ours came back"
        ),
        pytest.param({"bounce": DELAYED}, {"returned": OURS}, Fate.NOTED, MailReason.DELAYED, id="it is still tried"),
        pytest.param({"bounce": FINAL}, {}, Fate.HELD, MailReason.RETURNED, id="something of somebody's came back"),
    ],
)
def test_the_first_rule_that_fits_decides(
    mail: dict[str, object], known: dict[str, object], fate: Fate, reason: MailReason
) -> None:
    assert judge(replace(MAIL, **mail), replace(KNOWN, **known)) == Verdict(fate, reason)  # type: ignore[arg-type]
