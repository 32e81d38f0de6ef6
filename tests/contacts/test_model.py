from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from servicecenter.contacts.model import (
    FORWARDED,
    OUTCOME_WORDS,
    Channel,
    Contact,
    ContactAct,
    ContactState,
    Outcome,
    after,
)
from servicecenter.errors import Conflict

S, A = ContactState, ContactAct
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CONTACT = Contact(
    id=1, case_number="48273196", municipality="geldern", channel=Channel.TELEPHONE, state=S.CLOSED, opened_at=AT,
    handbook=date(2026, 1, 1), stage=3, agent="1", agent_name="Anna Agent", closed_at=AT, outcome=Outcome.ANSWERED,
)  # fmt: skip
EXPECTED = {
    (S.RINGING, A.TAKE): S.OPEN,
    (S.RINGING, A.ABANDON): S.CLOSED,
    (S.OPEN, A.CLOSE): S.CLOSED,
    (S.CLOSED, A.REOPEN): S.OPEN,
}
WORDS = {
    S.RINGING: "klingelt noch",
    S.OPEN: "Anna Agent hat diesen Anruf angenommen",
    S.CLOSED: "schon abgeschlossen. Er endete als „beantwortet“",
}


@pytest.mark.parametrize(("state", "act"), list(product(ContactState, ContactAct)))
def test_every_act_on_every_state_is_a_transition_or_a_conflict_in_words(state: ContactState, act: ContactAct) -> None:
    contact = replace(CONTACT, state=state)
    if (state, act) in EXPECTED:
        assert after(contact, act) is EXPECTED[state, act]
    else:
        with pytest.raises(Conflict, match=WORDS[state]):
            after(contact, act)


@pytest.mark.parametrize(
    ("contact", "after_seconds", "may"),
    [
        pytest.param(CONTACT, 0, True, id="at once"),
        pytest.param(CONTACT, 10, True, id="ten seconds, as the button says"),
        pytest.param(CONTACT, 15, True, id="and the way of the click"),
        pytest.param(CONTACT, 15.1, False, id="later"),
        pytest.param(replace(CONTACT, outcome=Outcome.CALLBACK), 5, True, id="forwarded"),
        pytest.param(replace(CONTACT, outcome=Outcome.ABANDONED), 5, False, id="who hung up is gone"),
        pytest.param(replace(CONTACT, state=S.OPEN, closed_at=None, outcome=None), 5, False, id="open"),
        pytest.param(replace(CONTACT, state=S.RINGING, closed_at=None, outcome=None), 5, False, id="ringing"),
    ],
)
def test_closing_can_be_undone_for_ten_seconds(contact: Contact, after_seconds: float, *, may: bool) -> None:
    assert contact.may_undo(AT + timedelta(seconds=after_seconds)) is may


def test_every_outcome_has_its_word() -> None:
    assert set(OUTCOME_WORDS) == set(Outcome)
    assert set(FORWARDED) < set(Outcome)
