from dataclasses import replace
from itertools import product

import pytest

from servicecenter.errors import Conflict
from servicecenter.tickets.model import OPEN, REPLY_WORDS, ReplyChannel, TicketAct, TicketState, after
from servicecenter.tickets.store import unsaved

from .conftest import MADE, VALUES

S, A = TicketState, TicketAct
TICKET = unsaved(MADE, **VALUES)
EXPECTED = {
    (S.NEW, A.ACCEPT): S.ACCEPTED,
    (S.NEW, A.ANSWER): S.ANSWERED,
    (S.NEW, A.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, A.HAND_OVER): S.ACCEPTED,
    (S.ACCEPTED, A.RELEASE): S.NEW,
    (S.ACCEPTED, A.ANSWER): S.ANSWERED,
    (S.ACCEPTED, A.EXHAUST): S.EXHAUSTED,
}
WORDS = {
    S.NEW: "noch niemand angenommen",
    S.ACCEPTED: "Carl Beispiel hat dieses Ticket gerade angenommen",
    S.ANSWERED: "schon beantwortet",
    S.EXHAUSTED: "schon beendet",
    S.WITHDRAWN: "zurückgenommen",
}


@pytest.mark.parametrize(("state", "act"), list(product(TicketState, TicketAct)))
def test_every_act_on_every_state_is_a_transition_or_a_conflict_in_words(state: TicketState, act: TicketAct) -> None:
    ticket = replace(TICKET, state=state, accepted_name="Carl Beispiel")
    if (state, act) in EXPECTED:
        assert after(ticket, act) is EXPECTED[state, act]
    else:
        with pytest.raises(Conflict, match=WORDS[state]):
            after(ticket, act)


def test_a_ticket_is_open_until_it_is_answered_or_withdrawn() -> None:
    assert set(OPEN) == {S.NEW, S.ACCEPTED}


@pytest.mark.parametrize(
    ("address", "channel"),
    [("", ReplyChannel.NONE), ("p@beispiel.example", ReplyChannel.EMAIL), ("Am Markt 1, Geldern", ReplyChannel.POST)],
)
def test_who_is_not_reached_is_written_to_where_an_address_is_known(address: str, channel: ReplyChannel) -> None:
    assert replace(TICKET, address=address).written_channel is channel


def test_every_reply_channel_has_its_word() -> None:
    assert set(REPLY_WORDS) == set(ReplyChannel)
