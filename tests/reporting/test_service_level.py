"""The four classic formulas on the same calls, and what each call counts as."""

from datetime import timedelta

import pytest

from servicecenter.agreements.model import Clause, ServiceLevel
from servicecenter.calls.course import Course
from servicecenter.calls.model import Cause
from servicecenter.reporting.service_level import Calls, Share, counted, definition, share
from tests.conftest import MONDAY

CLASSIC = {
    "answered_in_time/answered": 86.0,
    "(answered_in_time+short_abandons)/offered": 83.0,
    "answered_in_time/(offered-short_abandons)": 82.7,
    "answered_in_time/offered": 81.1,
}
CLAUSE = Clause(number="8.1")


def level(formula: str = "answered_in_time/answered", callbacks: str = "left_out") -> ServiceLevel:
    return ServiceLevel(
        within_seconds=20, target_percent=80, short_abandon_seconds=10,
        formula=formula, callbacks=callbacks,  # type: ignore[arg-type]
    )  # fmt: skip


def call(
    answered: float | None = None, ended: float | None = None, kept: float | None = None, cause: Cause | None = None,
    *, queued: bool = True, outgoing: bool = False,
) -> Course:  # fmt: skip
    def at(seconds: float | None):
        return None if seconds is None else MONDAY + timedelta(seconds=seconds)

    return Course(
        "call", "geldern", is_outgoing=outgoing, offered_at=MONDAY, queued_at=MONDAY if queued else None,
        kept_at=at(kept), answered_at=at(answered), ended_at=at(ended), cause=cause,
    )  # fmt: skip


# 860 answered in time, 1000 answered, 60 abandoned, 20 of them early.
CALLS = [
    *(call(answered=20, ended=200),) * 860, *(call(answered=21, ended=200),) * 140,
    *(call(ended=10),) * 20, *(call(ended=11),) * 40,
]  # fmt: skip


@pytest.mark.parametrize(("formula", "percent"), CLASSIC.items())
def test_the_classic_formulas_differ_on_the_same_calls(formula: str, percent: float):
    found = counted(CALLS, level(formula)).level.percent
    assert found is not None
    assert round(found, 1) == percent


@pytest.mark.parametrize(
    ("callbacks", "expected"),
    [("left_out", Share(860, 1000)), ("in_time", Share(890, 1100)), ("against", Share(860, 1100))],
)
def test_who_keeps_the_place_counts_as_the_handbook_says(callbacks: str, expected: Share):
    kept = [*(call(kept=15, ended=16),) * 30, *(call(kept=60, answered=900, ended=1000),) * 70]
    calls = counted([*CALLS, *kept], level(callbacks=callbacks))
    assert (calls.level, calls.kept, calls.kept_in_time) == (expected, 100, 30)
    assert calls.answered == 1000, "a call back that is answered later is no answered wait"


def test_each_call_is_one_thing():
    calls = counted(
        [
            call(answered=5, ended=65), call(answered=25), call(ended=3), call(ended=30),
            call(kept=40, ended=41), call(), call(outgoing=True, answered=3, ended=9),
            call(queued=False, ended=8, cause=Cause.CLOSED), call(queued=False, ended=8, cause=Cause.FULL),
            call(queued=False, ended=0, cause=Cause.FLOOD), call(queued=False, ended=0, cause=Cause.REJECTED),
            call(queued=False),
        ],
        level(),
    )  # fmt: skip
    assert calls == Calls(
        answered=2, in_time=1, abandoned=2, short=1, kept=1, kept_in_time=0, turned_away=2, refused=2,
        waits=(5.0, 25.0), level=Share(1, 2),
    )  # fmt: skip
    assert (calls.offered, calls.abandonment, calls.speed_of_answer) == (5, Share(2, 5), 15.0)


def test_without_a_level_there_is_no_share_but_there_are_calls():
    calls = counted(CALLS, None)
    assert (calls.answered, calls.in_time, calls.short, calls.level) == (1000, 0, 0, Share(0, 0))


def test_the_threshold_itself_is_in_time_and_a_moment_later_is_not():
    assert counted([call(answered=20), call(answered=20.001)], level()).in_time == 1


@pytest.mark.parametrize(("percent", "seconds"), [(50, 3.0), (90, 9.0), (95, 9.0), (0, 1.0), (100, 9.0)])
def test_percentiles_are_waits_that_happened(percent: int, seconds: float):
    calls = counted([call(answered=wait) for wait in (9, 1, 2, 3, 4)], level())
    assert calls.wait(percent) == seconds
    assert Calls().wait(percent) is None


def test_stretches_add_up_also_under_two_handbooks():
    one, other = counted(CALLS, level()), counted(CALLS, level("answered_in_time/offered"))
    both = one + other
    assert both.level == Share(1720, 2060)
    assert both.waits == one.waits + other.waits
    assert (both.offered, both.abandonment) == (2120, Share(120, 2120))


@pytest.mark.parametrize(
    ("value", "percent"), [(Share(0, 0), None), (Share(0, 4), 0.0), (Share(1, 4), 25.0), (Share(4, 4), 100.0)]
)
def test_a_percentage_of_nothing_is_none(value: Share, percent: float | None) -> None:
    assert value.percent == percent


def test_nothing_of_nothing_where_all_hung_up_early():
    assert share(Calls(abandoned=3, short=3), level("answered_in_time/(offered-short_abandons)")) == Share(0, 0)


@pytest.mark.parametrize("formula", CLASSIC)
def test_the_definition_says_seconds_target_clause_and_formula(formula: str):
    told = definition(level(formula), CLAUSE)
    for words in ("20 Sekunden", "Ziel: 80 %", "§ 8.1", formula, "Wer den Platz behält"):
        assert words in told
    assert ("10 Sekunden" in told) == ("short" in formula)
