from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from servicecenter.promises.model import Promise
from servicecenter.promises.states import PromiseAct, PromiseState

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RISK = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
DUE = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
PROMISE = Promise(
    id=1, name="callback", subject="callback:1", case_number="12345678", municipality="geldern", office="bauordnung",
    clause="§ 6.1", handbook=date(2026, 1, 1), state=PromiseState.OPEN, recorded_at=MADE, due_at=DUE,
    due_on=date(2026, 11, 25), at_risk_at=RISK,
)  # fmt: skip


@pytest.mark.parametrize(
    ("promise", "at", "act"),
    [
        pytest.param(PROMISE, RISK - INSTANT, None, id="open before the risk"),
        pytest.param(PROMISE, RISK, PromiseAct.RISK, id="open at the risk"),
        pytest.param(PROMISE, DUE, PromiseAct.RISK, id="open at the due instant: one step at a time"),
        pytest.param(replace(PROMISE, at_risk_at=DUE), DUE, PromiseAct.BREACH, id="open, too short for a warning"),
        pytest.param(replace(PROMISE, at_risk_at=DUE), DUE - INSTANT, None, id="open, too short, not yet due"),
        pytest.param(replace(PROMISE, state=PromiseState.AT_RISK), DUE - INSTANT, None, id="at risk, not yet due"),
        pytest.param(replace(PROMISE, state=PromiseState.AT_RISK), DUE, PromiseAct.BREACH, id="at risk and due"),
        *(
            pytest.param(replace(PROMISE, state=state), DUE + timedelta(days=9), None, id=f"{state} is not watched")
            for state in sorted(set(PromiseState) - {PromiseState.OPEN, PromiseState.AT_RISK})
        ),
    ],
)
def test_the_watch_does_what_is_due_and_nothing_else(promise: Promise, at: datetime, act: PromiseAct | None) -> None:
    assert promise.due_act(at) is act


@pytest.mark.parametrize("state", PromiseState)
def test_only_what_ended_after_the_due_instant_or_not_at_all_counts_as_not_kept(state: PromiseState) -> None:
    late = {PromiseState.BREACHED, PromiseState.KEPT_LATE, PromiseState.EXHAUSTED_LATE}
    assert replace(PROMISE, state=state).is_unkept is (state in late)
