from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from servicecenter.callbacks.model import OUTCOME_WORDS, Callback, CallbackState, Outcome, after_attempt
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


def test_every_outcome_has_its_word() -> None:
    assert set(OUTCOME_WORDS) == set(Outcome)


def test_a_promise_names_the_callback() -> None:
    assert CALLBACK.subject == "callback:17"
