from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from servicecenter.callbacks.model import (
    OUTCOME_WORDS,
    TRANSITIONS,
    Attempt,
    Callback,
    CallbackAct,
    CallbackState,
    Outcome,
    after,
    after_attempt,
)
from servicecenter.errors import Conflict

CALLBACK = Callback(
    id=17, ticket=1, case_number="48273196", municipality="geldern", office="bauordnung", number="+493023125017",
    window="ab 16 Uhr", state=CallbackState.OPEN, made_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
)  # fmt: skip


@pytest.mark.parametrize(("state", "outcome"), list(product(CallbackState, Outcome)))
def test_only_a_reached_caller_ends_an_open_callback(state: CallbackState, outcome: Outcome) -> None:
    callback = replace(CALLBACK, state=state)
    if state is not CallbackState.OPEN:
        with pytest.raises(Conflict, match="schon abgeschlossen"):
            after_attempt(callback, outcome)
    else:
        ended = CallbackState.REACHED if outcome is Outcome.REACHED else CallbackState.OPEN
        assert after_attempt(callback, outcome) is ended


@pytest.mark.parametrize(("state", "act"), list(product(CallbackState, CallbackAct)))
def test_every_act_on_every_state_is_a_transition_or_a_conflict(state: CallbackState, act: CallbackAct) -> None:
    callback = replace(CALLBACK, state=state)
    if (state, act) in TRANSITIONS:
        assert state is CallbackState.OPEN
        assert after(callback, act) is not CallbackState.OPEN
    else:
        with pytest.raises(Conflict, match="schon abgeschlossen"):
            after(callback, act)


NOT, WRONG = Outcome.NOT_REACHED, Outcome.WRONG_NUMBER


@pytest.mark.parametrize(
    ("tried", "elsewhere", "left"),
    [
        pytest.param([], 0, 3, id="none yet"),
        pytest.param([NOT, Outcome.ENGAGED], 0, 1, id="two failed"),
        pytest.param([NOT, NOT, Outcome.VOICE_BOX], 0, 0, id="as many as the handbook says"),
        pytest.param([NOT] * 5, 0, 0, id="more than that"),
        pytest.param([WRONG], 0, 0, id="a wrong number is final"),
        pytest.param([NOT, WRONG], 2, 3, id="unless another was found: they begin anew"),
        pytest.param([NOT, WRONG, NOT], 2, 2, id="tried once on the number that was found"),
        pytest.param([NOT, WRONG, WRONG], 2, 0, id="which was wrong as well"),
    ],
)
def test_attempts_are_left_as_the_handbook_says(tried: list[Outcome], elsewhere: int, left: int) -> None:
    attempts = tuple(Attempt(CALLBACK.made_at, "Carl", outcome) for outcome in tried)
    callback = replace(CALLBACK, attempts=attempts, attempts_elsewhere=elsewhere)
    assert callback.left(3) == left
    assert callback.is_exhausted(3) is (left == 0)
    assert not replace(callback, state=CallbackState.REACHED).is_exhausted(3)


def test_every_outcome_has_its_word() -> None:
    assert set(OUTCOME_WORDS) == set(Outcome)


def test_a_promise_names_the_callback() -> None:
    assert CALLBACK.subject == "callback:17"
