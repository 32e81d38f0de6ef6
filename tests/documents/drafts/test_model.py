"""The states of a draft, as a table."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servicecenter.documents.drafts.model import OPEN, STATE_WORDS, Draft, DraftAct, DraftState, moved
from servicecenter.documents.model import Kind
from servicecenter.errors import Conflict, Forbidden
from tests.conftest import MONDAY

DRAFT = Draft(
    1, Kind.ARTICLE, "geldern", "pass", "text", 3, DraftState.EDITED, 7, frozenset({"rita"}), "rita", "Rita Entwurf",
    MONDAY,
)  # fmt: skip
E, R, A = DraftState.EDITED, DraftState.IN_REVIEW, DraftState.APPROVED
ALLOWED = {
    (E, DraftAct.SAVE): E, (E, DraftAct.SUBMIT): R, (E, DraftAct.DISCARD): DraftState.DISCARDED,
    (R, DraftAct.SAVE): E, (R, DraftAct.SEND_BACK): E, (R, DraftAct.APPROVE): A,
    (R, DraftAct.DISCARD): DraftState.DISCARDED,
    (A, DraftAct.SAVE): E, (A, DraftAct.SEND_BACK): E, (A, DraftAct.RELEASE): DraftState.RELEASED,
    (A, DraftAct.DISCARD): DraftState.DISCARDED,
}  # fmt: skip


@pytest.mark.parametrize("state", DraftState)
@pytest.mark.parametrize("act", DraftAct)
def test_every_act_in_every_state(state: DraftState, act: DraftAct):
    draft = replace(DRAFT, state=state)
    if (state, act) in ALLOWED:
        assert draft.after(act) is ALLOWED[state, act]
    else:
        with pytest.raises(Conflict, match="inzwischen geändert"):
            draft.after(act)


def test_whoever_saves_takes_review_and_approval_back():
    assert {replace(DRAFT, state=state).after(DraftAct.SAVE) for state in OPEN} == {E}


def test_who_wrote_in_it_does_not_release_it():
    replace(DRAFT).check_reviewer("gesa")
    with pytest.raises(Forbidden, match="gibt jemand anderes frei"):
        DRAFT.check_reviewer("rita")


@pytest.mark.parametrize(
    ("person", "minutes", "writing"),
    [
        pytest.param("gesa", 14, True, id="a colleague, a moment ago"),
        pytest.param("gesa", 15, False, id="a colleague, a while ago"),
        pytest.param("rita", 1, False, id="oneself"),
    ],
)
def test_whether_a_colleague_is_writing(person: str, minutes: int, *, writing: bool):
    assert DRAFT.is_being_written(person, MONDAY + timedelta(minutes=minutes)) is writing


@pytest.mark.parametrize("state", DraftState)
def test_who_was_quicker_is_said(state: DraftState):
    told = str(moved(replace(DRAFT, state=state)))
    assert "Rita Entwurf" in told
    assert STATE_WORDS[state] in told
