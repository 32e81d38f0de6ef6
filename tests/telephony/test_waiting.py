"""The estimate against a queue that is played out, and what it says where it knows nothing."""

import random
from heapq import heapify, heapreplace
from statistics import mean

import pytest

from servicecenter.telephony.callflow.model import Agent, AgentState, Floor
from servicecenter.telephony.waiting import USUAL_SECONDS, Estimate, estimate, handled, queue
from tests.telephony.callflow.floors import Theatre

RUNS = 4000


def agents(busy: int, free: int = 0) -> list[Agent]:
    return [Agent(f"b{n}", "B", "2", AgentState.TALKING) for n in range(busy)] + [
        Agent(f"f{n}", "F", "2", AgentState.FREE) for n in range(free)
    ]


def played(place: int, busy: int, seconds: float, rng: random.Random) -> float:
    """How long whoever stands at that place waits, when talks last as long as talks do: exponentially, about."""
    ends = [rng.expovariate(1 / seconds) for _ in range(busy)]
    heapify(ends)
    for _ in range(place - 1):
        heapreplace(ends, ends[0] + rng.expovariate(1 / seconds))
    return ends[0]


@pytest.mark.parametrize(("place", "busy"), [(1, 1), (1, 8), (3, 4), (5, 8), (12, 5), (20, 3)])
def test_it_is_what_a_played_queue_takes_on_average(place: int, busy: int) -> None:
    rng = random.Random(place * 100 + busy)
    waits = [played(place, busy, 240, rng) for _ in range(RUNS)]
    told = estimate(place, agents(busy), 240)
    assert told.seconds == pytest.approx(mean(waits), rel=0.06)
    assert told.minutes is not None
    within = sum(wait <= told.minutes[1] * 60 for wait in waits) / RUNS
    assert within > 0.6, "most wait no longer than was told"


def test_who_is_free_takes_the_first_places_at_once() -> None:
    assert estimate(2, agents(3, free=2), 240).seconds == 0
    assert estimate(3, agents(3, free=2), 240).seconds == 48


def test_with_nobody_at_work_nothing_is_promised() -> None:
    away = [Agent("a", "A", "2", AgentState.PAUSED), Agent("b", "B", "2"), Agent("c", "C", "2", AgentState.FREE,
            dials_only=True)]  # fmt: skip
    assert estimate(1, away, 240) == Estimate(1, 0, 240, None)
    assert estimate(1, away, 240).minutes is None


def test_a_few_calls_say_nothing_yet() -> None:
    assert handled([10.0] * 9) == USUAL_SECONDS
    assert handled([10.0, 20.0] * 5) == 15


def test_everybody_in_the_queue_has_a_place_among_all_municipalities() -> None:
    play = Theatre()
    for number, town in enumerate(("geldern", "hagen", "geldern")):
        play.arrive(f"c{number}", town)
        play.at = play.at.replace(second=number + 1)
    rows = queue(play.floor, 240)
    assert [(turn.call.id, told.place) for turn, told in rows] == [("c0", 1), ("c1", 2), ("c2", 3)]
    assert queue(Floor(), 240) == []
