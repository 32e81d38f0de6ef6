from itertools import product

import pytest

from servicecenter.errors import Conflict
from servicecenter.promises.states import (
    LEVELS,
    OVER,
    TRANSITIONS,
    UNKEPT,
    WATCHED,
    Level,
    PromiseAct,
    PromiseState,
    after,
)

S, A = PromiseState, PromiseAct
EXPECTED = {
    S.OPEN: {
        A.RISK: S.AT_RISK, A.BREACH: S.BREACHED, A.KEEP: S.KEPT, A.EXHAUST: S.EXHAUSTED, A.WITHDRAW: S.WITHDRAWN,
    },
    S.AT_RISK: {
        A.DUE: S.AT_RISK, A.BREACH: S.BREACHED, A.KEEP: S.KEPT, A.EXHAUST: S.EXHAUSTED, A.WITHDRAW: S.WITHDRAWN,
    },
    S.BREACHED: {A.KEEP: S.KEPT_LATE, A.EXHAUST: S.EXHAUSTED_LATE, A.WITHDRAW: S.WITHDRAWN},
    S.KEPT: {},
    S.KEPT_LATE: {},
    S.EXHAUSTED: {},
    S.EXHAUSTED_LATE: {},
    S.WITHDRAWN: {},
}  # fmt: skip


@pytest.mark.parametrize(("state", "act"), list(product(PromiseState, PromiseAct)))
def test_every_act_on_every_state_is_a_transition_or_a_conflict(state: PromiseState, act: PromiseAct) -> None:
    expected = EXPECTED[state].get(act)
    if expected is not None:
        assert after(state, act) is expected
    else:
        with pytest.raises(Conflict, match="schon abgeschlossen") as caught:
            after(state, act)
        assert caught.value.details == {"state": state.value, "act": act.value}


def test_states_only_go_forward() -> None:
    order = [S.OPEN, S.AT_RISK, S.BREACHED, S.KEPT, S.KEPT_LATE, S.EXHAUSTED, S.EXHAUSTED_LATE, S.WITHDRAWN]
    changing = {(state, to) for (state, act), to in TRANSITIONS.items() if act is not A.DUE}
    assert all(order.index(to) > order.index(state) for state, to in changing)


def test_every_act_of_the_watch_has_its_level() -> None:
    assert set(LEVELS.values()) == set(Level)


def test_a_promise_is_watched_breached_or_over() -> None:
    assert {*WATCHED, S.BREACHED, *OVER} == set(PromiseState)
    assert set(UNKEPT) == {S.BREACHED, S.KEPT_LATE, S.EXHAUSTED_LATE}
