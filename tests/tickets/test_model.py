from dataclasses import replace
from datetime import timedelta
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
    (S.NEW, A.GIVE_BACK): S.NEW,
    (S.ACCEPTED, A.GIVE_BACK): S.NEW,
    (S.NEW, A.PUT_UP): S.UNPLACED,
    (S.ACCEPTED, A.PUT_UP): S.UNPLACED,
    (S.UNPLACED, A.ASSIGN): S.NEW,
    (S.ACCEPTED, A.ASK): S.ACCEPTED,
    (S.ACCEPTED, A.DELAY): S.ACCEPTED,
    (S.NEW, A.MERGE): S.MERGED,
    (S.ACCEPTED, A.MERGE): S.MERGED,
    (S.MERGED, A.SEPARATE): S.NEW,
    (S.MERGED, A.ANSWER): S.ANSWERED,
    (S.MERGED, A.EXHAUST): S.EXHAUSTED,
    (S.ANSWERED, A.REOPEN): S.NEW,
    (S.EXHAUSTED, A.REOPEN): S.NEW,
}
WORDS = {
    S.NEW: "noch niemand angenommen",
    S.ACCEPTED: "Carl Beispiel hat dieses Ticket gerade angenommen",
    S.ANSWERED: "schon beantwortet",
    S.EXHAUSTED: "schon beendet",
    S.WITHDRAWN: "zurückgenommen",
    S.UNPLACED: "liegt bei der Aufsicht",
    S.MERGED: "mit einem anderen zusammengeführt",
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


@pytest.mark.parametrize(("given_back", "act"), [(0, A.GIVE_BACK), (1, A.PUT_UP), (2, A.PUT_UP)])
def test_once_it_goes_from_office_to_office_then_the_supervisor_decides(given_back: int, act: TicketAct) -> None:
    assert replace(TICKET, given_back=given_back).next_give_back is act


@pytest.mark.parametrize(("hours", "may"), [(0, True), (24, True), (25, False)])
def test_a_merging_may_be_undone_for_a_day(hours: int, may: bool) -> None:
    merged = replace(TICKET, state=S.MERGED, merged_at=MADE)
    assert merged.may_separate(MADE + timedelta(hours=hours)) is may
    assert not replace(merged, state=S.NEW).may_separate(MADE)


@pytest.mark.parametrize(
    ("address", "channel"),
    [("", ReplyChannel.NONE), ("p@beispiel.example", ReplyChannel.EMAIL), ("Am Markt 1, Geldern", ReplyChannel.POST)],
)
def test_who_is_not_reached_is_written_to_where_an_address_is_known(address: str, channel: ReplyChannel) -> None:
    assert replace(TICKET, address=address).written_channel is channel


def test_every_reply_channel_has_its_word() -> None:
    assert set(REPLY_WORDS) == set(ReplyChannel)
