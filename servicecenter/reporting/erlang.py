"""Erlang C: how many agents a stretch of time needs. Pure.

It supposes calls that come at random (Poisson) at one rate, exponential handling times, one queue, and callers who
never hang up: so it needs rather too many agents than too few. `load` is in erlangs: calls a second times seconds of
handling.

Computed by the recursion of Erlang B, which stays between 0 and 1 for thousands of agents; the powers and factorials of
the textbook overflow at 170.
"""

from dataclasses import dataclass
from math import exp

MOST_AGENTS = 10_000


@dataclass(frozen=True, slots=True)
class Queue:
    """What callers meet. `speed_of_answer` in seconds; None where the queue grows without end."""

    agents: int
    occupancy: float  # the share of their time that agents speak
    waits: float  # the probability that a call waits at all
    answered_within: float
    speed_of_answer: float | None


def blocking(load: float, agents: int) -> float:
    """Erlang B: the probability that all agents speak, if nobody could wait."""
    blocked = 1.0
    for n in range(1, agents + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def queue(load: float, agents: int, handling: float, within: float) -> Queue:
    """`handling` and `within` in seconds. Raises ValueError for what no queue can be."""
    _check(load, handling, within)
    return _queue(load, agents, blocking(load, agents), handling, within)


def agents_needed(load: float, handling: float, within: float, target: float, most_occupied: float = 1.0) -> Queue:
    """The fewest agents who answer the share `target` within so many seconds, speaking no more than `most_occupied`.

    Raises ValueError for what no number of agents reaches, and for more than MOST_AGENTS.
    """
    _check(load, handling, within)
    if not (0 < target < 1 and 0 < most_occupied <= 1):
        raise ValueError("target and occupancy are shares")
    blocked = 1.0
    for agents in range(MOST_AGENTS + 1):
        if agents:
            blocked = load * blocked / (agents + load * blocked)
        if 0 < agents <= load:
            continue  # the queue grows without end
        found = _queue(load, agents, blocked, handling, within)
        if found.answered_within >= target and found.occupancy <= most_occupied:
            return found
    raise ValueError("more agents than any centre has")


def _queue(load: float, agents: int, blocked: float, handling: float, within: float) -> Queue:
    if load == 0:
        return Queue(agents, 0.0, 0.0, 1.0, 0.0)
    if agents <= load:
        return Queue(agents, 1.0, 1.0, 0.0, None)
    free = agents - load
    waits = agents * blocked / (agents - load * (1 - blocked))
    return Queue(agents, load / agents, waits, 1 - waits * exp(-free * within / handling), waits * handling / free)


def _check(load: float, handling: float, within: float) -> None:
    if not (0 <= load < MOST_AGENTS and handling > 0 and within >= 0):
        raise ValueError("a load and times that can be")
