"""Against published values, the textbook's formula where it still works, and a queue that is simulated."""

import heapq
from math import exp, factorial, sqrt
from random import Random
from statistics import mean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecenter.reporting.erlang import MOST_AGENTS, agents_needed, blocking, queue

HOUR = 3600


@pytest.mark.parametrize(
    ("calls", "handling", "agents", "within", "waits", "level", "speed"),
    [
        (100, 180, 7, 20, 0.3241, 74.04, 29.2),
        (100, 180, 8, 20, 0.1673, 88.01, 10.0),
        (100, 180, 8, 30, 0.1673, 89.85, 10.0),
        (30, 240, 4, 20, 0.1739, 85.28, 20.9),
        (60, 240, 6, 30, None, 77.82, None),
        (60, 240, 7, 30, None, 90.71, None),
        (12, 240, 2, 30, 0.2286, 80.33, 45.7),
    ],
)
def test_the_vectors(calls, handling, agents, within, waits, level, speed):
    found = queue(calls / HOUR * handling, agents, handling, within)
    assert found.speed_of_answer is not None
    assert round(100 * found.answered_within, 2) == level
    assert waits is None or round(found.waits, 4) == waits
    assert speed is None or round(found.speed_of_answer, 1) == speed


def textbook(load: float, agents: int) -> float:
    waiting = load**agents / factorial(agents) * agents / (agents - load)
    return waiting / (sum(load**k / factorial(k) for k in range(agents)) + waiting)


@given(st.integers(1, 60), st.floats(0.01, 0.99))
@settings(deadline=None)
def test_it_is_the_textbook_s_formula(agents: int, occupancy: float):
    load = agents * occupancy
    found = queue(load, agents, 180, 20)
    assert found.waits == pytest.approx(textbook(load, agents), rel=1e-9)
    assert found.answered_within == pytest.approx(1 - found.waits * exp(-(agents - load) * 20 / 180))


@given(st.floats(0.0, 3000.0), st.floats(0.5, 0.99), st.floats(0.5, 1.0))
@settings(deadline=None)
def test_the_agents_needed_are_enough_and_one_fewer_is_not(load: float, target: float, occupied: float):
    found = agents_needed(load, 200, 20, target, occupied)
    assert found.answered_within >= target
    assert found.occupancy <= occupied
    if found.agents:
        fewer = queue(load, found.agents - 1, 200, 20)
        assert fewer.answered_within < target or fewer.occupancy > occupied


@pytest.mark.parametrize("agents", [200, 1000, 5000, 9_900])
def test_thousands_of_agents_are_no_trouble(agents: int):
    load = agents - sqrt(agents)
    found = queue(load, agents, 180, 20)
    # Halfin and Whitt: with beta spare square roots, 1 / (1 + beta * Phi(beta) / phi(beta)) wait; 0.2234 for one.
    assert found.waits == pytest.approx(0.2234, abs=0.012)
    assert 0 < blocking(load, agents) < found.waits


def test_edges():
    assert agents_needed(0, 180, 20, 0.8).agents == 0
    crowded = queue(5, 5, 180, 20)
    assert (crowded.answered_within, crowded.speed_of_answer, crowded.occupancy) == (0.0, None, 1.0)
    assert queue(0, 0, 180, 20).answered_within == 1.0
    assert agents_needed(0.001, 180, 0, 0.5).agents == 1


@pytest.mark.parametrize(
    "given_", [(-1, 180, 20, 0.8), (5, 0, 20, 0.8), (5, 180, -1, 0.8), (5, 180, 20, 1.0), (MOST_AGENTS, 180, 20, 0.8)]
)
def test_what_no_queue_can_be_is_refused(given_):
    with pytest.raises(ValueError, match=r"can be|shares"):
        agents_needed(*given_)


def simulated(calls_an_hour: float, handling: float, agents: int, within: float, chance: Random) -> tuple[float, float]:
    """The share answered within so many seconds and the mean wait, of 4,000 calls; knows no formula."""
    free = [0.0] * agents
    at, waits = 0.0, []
    for _ in range(4500):
        at += chance.expovariate(calls_an_hour / HOUR)
        begins = max(at, heapq.heappop(free))
        heapq.heappush(free, begins + chance.expovariate(1 / handling))
        waits.append(begins - at)
    settled = waits[500:]
    return sum(wait <= within for wait in settled) / len(settled), mean(settled)


@pytest.mark.parametrize(
    ("calls", "handling", "agents", "within"), [(100, 180, 7, 20), (60, 240, 6, 30), (400, 200, 26, 20)]
)
def test_a_simulated_queue_agrees_within_three_sigma(calls: int, handling: int, agents: int, within: int):
    runs = [simulated(calls, handling, agents, within, Random(seed)) for seed in range(40)]
    said = queue(calls / HOUR * handling, agents, handling, within)
    for found, formula in zip(zip(*runs, strict=True), (said.answered_within, said.speed_of_answer), strict=True):
        assert formula is not None
        assert abs(mean(found) - formula) <= 3 * stdev(found) / sqrt(len(found))
