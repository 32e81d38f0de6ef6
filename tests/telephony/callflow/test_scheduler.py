"""Who is next, and with whom: fair between municipalities by weight, the longest idle first, and always explained."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecenter.telephony.callflow.explained import Verdict
from servicecenter.telephony.callflow.model import Agent, AgentState, Call, CallState, Origin, Share
from servicecenter.telephony.callflow.scheduler import Turn, charged, choose, joined, turns
from tests.telephony.callflow.floors import START, TERMS


def waiting(name: str, municipality: str = "geldern", waited: float = 10, **terms: object) -> Call:
    since = START - timedelta(seconds=waited)
    return Call(
        name, Origin.INBOUND, municipality, replace(TERMS, **terms), CallState.WAITING, since, since, queued_at=since
    )


def free(name: str, idle: float = 60, **more: object) -> Agent:
    since = START - timedelta(seconds=idle)
    return Agent(name, name.title(), "21", AgentState.FREE, since, since, **more)


def chosen(calls: list[Call], *agents: Agent, shares: dict[str, Share] | None = None) -> tuple[str, str] | None:
    found = choose(calls, {agent.id: agent for agent in agents}, shares or {}, START)
    return (found[0].id, found[1]) if found else None


def verdicts(calls: list[Call], *agents: Agent) -> dict[str, Verdict]:
    found = choose(calls, {agent.id: agent for agent in agents}, {}, START)
    assert found is not None
    return {candidate.agent: candidate.verdict for candidate in found[2].candidates}


def test_the_longest_idle_is_rung_and_of_equals_the_lowest_id() -> None:
    call = [waiting("c")]
    assert chosen(call, free("anna", 10), free("bert", 20)) == ("c", "bert")
    assert chosen(call, free("cleo"), free("anna"), free("bert")) == ("c", "anna")


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        pytest.param(free("bert", 5), Verdict.LESS_IDLE, id="free for a shorter time"),
        pytest.param(free("bert", 60), Verdict.HIGHER_ID, id="as long, with a higher id"),
        pytest.param(replace(free("bert", 99), state=AgentState.TALKING), Verdict.NOT_FREE, id="talks"),
        pytest.param(free("bert", 99, writing=True), Verdict.NOT_FREE, id="has a contact open"),
        pytest.param(free("bert", 99, dials_only=True), Verdict.NOT_FREE, id="a clerk"),
        pytest.param(replace(free("bert", 99), phone=""), Verdict.NO_PHONE, id="without a phone"),
        pytest.param(free("bert", 99, municipalities=frozenset({"hagen"})), Verdict.OTHER_MUNICIPALITY, id="of Hagen"),
    ],
)
def test_everybody_else_hears_why_it_was_not_they(other: Agent, verdict: Verdict) -> None:
    assert verdicts([waiting("c")], free("anna"), other) == {"anna": Verdict.CHOSEN, "bert": verdict}


def test_who_cannot_what_the_handbook_asks_for_is_passed_over_and_so_is_a_call_nobody_can_take() -> None:
    calls = [waiting("first", waited=99, skills=frozenset({"englisch"})), waiting("second", "hagen")]
    assert chosen(calls, free("anna")) == ("second", "anna")
    found = choose(calls, {"anna": free("anna")}, {}, START)
    assert found is not None
    assert [rival.call for rival in found[2].passed_over] == ["first"]
    assert chosen(calls, free("anna", skills=frozenset({"englisch"}))) == ("first", "anna")


def test_who_let_a_call_go_is_not_asked_for_it_at_once_but_for_another() -> None:
    refused = replace(waiting("c", waited=99), refused={"anna": START - timedelta(seconds=3)})
    assert chosen([refused], free("anna")) is None
    assert chosen([refused, waiting("d")], free("anna")) == ("d", "anna")
    assert chosen([replace(refused, refused={"anna": START - timedelta(seconds=10)})], free("anna")) == ("c", "anna")


def test_a_call_that_comes_back_goes_first_and_to_whom_it_knows() -> None:
    back = replace(waiting("back", waited=5), wanted="bert", since=START)
    writes = replace(free("bert", 1, writing=True), state=AgentState.WRAP_UP)
    assert chosen([waiting("c", waited=99), back], free("anna"), writes) == ("back", "bert")
    long_ago = replace(back, since=START - timedelta(seconds=30))
    assert chosen([long_ago], free("anna")) == ("back", "anna"), "after a while anybody may take it"


def test_within_a_municipality_who_came_first_and_kept_places_count() -> None:
    kept = replace(waiting("kept", waited=50), state=CallState.KEPT)
    order = turns([waiting("late", waited=1), kept, waiting("early", waited=90)], {})
    assert [turn.call.id for turn in order] == ["early", "kept", "late"]


def test_a_municipality_nobody_waited_for_has_no_claim_out_of_the_past() -> None:
    assert joined(Share(1.0), 7.0, is_alone=True) == Share(7.0)
    assert joined(Share(1.0), 7.0, is_alone=False) == Share(1.0)


towns = st.dictionaries(
    st.sampled_from(["geldern", "hagen", "dortmund", "muenster"]), st.tuples(st.integers(1, 9), st.integers(0, 3)),
    min_size=2,
)  # fmt: skip


def serve(calls: list[Call], shares: dict[str, Share]) -> Turn:
    """The next in turn, as the call flow charges it."""
    turn = turns(calls, shares)[0]
    town = turn.call.municipality
    shares[town] = charged(shares.get(town, Share()), turn.call)
    calls.remove(turn.call)
    return turn


@settings(max_examples=60, deadline=None)
@given(towns, st.integers(10, 80))
def test_while_all_wait_each_is_served_by_its_weight_and_none_starves(
    rules: dict[str, tuple[int, int]], rounds: int
) -> None:
    """The bound of start-time fair queueing: of two that wait, neither is ahead by more than one call of each and the
    calls that their priorities allow.
    """
    calls = [
        waiting(f"{town}-{number:03}", town, 999 - number, weight=weight, priority=priority)
        for town, (weight, priority) in rules.items()
        for number in range(rounds)
    ]
    shares: dict[str, Share] = {}
    served: Counter[str] = Counter()
    while all(any(call.municipality == town for call in calls) for town in rules):
        served[serve(calls, shares).call.municipality] += 1
        for one, (weight, priority) in rules.items():
            for other, (other_weight, other_priority) in rules.items():
                ahead = served[one] / weight - served[other] / other_weight
                allowed = (1 + priority) / weight + (1 + other_priority) / other_weight
                assert ahead <= allowed + 1e-9, (one, other, served)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["hagen", "dortmund", "muenster"]), min_size=30, max_size=120), st.integers(0, 3))
def test_one_caller_of_a_light_municipality_is_served_however_many_others_keep_coming(
    arrivals: list[str], priority: int
) -> None:
    lonely = waiting("lonely", "geldern", 1, weight=1)
    calls, shares, top = [lonely], {"geldern": Share(0.0)}, 0.0
    for number, town in enumerate(arrivals):
        is_alone = not any(call.municipality == town for call in calls)
        shares[town] = joined(shares.get(town, Share()), top, is_alone=is_alone)
        calls.append(waiting(f"c{number:03}", town, 1000 - number, weight=3, priority=priority))
        turn = serve(calls, shares)
        top = max(top, turn.start)
        if turn.call is lonely:
            break
    assert lonely not in calls
    assert number <= 3 * (2 + 2 * priority) * 3


@given(st.permutations([waiting("a", "hagen"), waiting("b"), waiting("c", waited=30), waiting("d", "dortmund")]))
def test_the_order_does_not_depend_on_how_they_are_listed(calls: list[Call]) -> None:
    assert [turn.call.id for turn in turns(calls, {})] == ["c", "a", "d", "b"]
