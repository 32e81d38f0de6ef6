"""How long a caller will wait: an honest estimate, and how it was made. Pure.

The method, little and open: whoever stands at place k is served when the k-th agent becomes free. With n agents at
work, each busy with a call for h seconds on average (talk and wrap-up), one becomes free every h/n seconds: k · h/n.
Agents who are free now take the first places at once. h is the average of the last conversations; before there are
some, what is usual. Nobody at work: no estimate, rather than a wrong one. It is told in whole minutes, rounded up, as
a range from the estimate to half as much again: waiting times scatter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import mean

from servicecenter.telephony.callflow import scheduler
from servicecenter.telephony.callflow.model import Agent, AgentState, Floor

USUAL_SECONDS = 240.0  # talk and wrap-up, until some calls were measured
ENOUGH = 10  # measured calls
SCATTER = 1.5
AT_WORK = (AgentState.FREE, AgentState.RINGING, AgentState.TALKING, AgentState.WRAP_UP)


@dataclass(frozen=True, slots=True)
class Estimate:
    """`seconds` None: nobody is at work."""

    place: int
    agents: int
    handled_seconds: float
    seconds: float | None

    @property
    def minutes(self) -> tuple[int, int] | None:
        """From, to; as it is said."""
        if self.seconds is None:
            return None
        least = max(1, ceil(self.seconds / 60))
        return least, max(least, ceil(self.seconds * SCATTER / 60))


def handled(measured: Sequence[float]) -> float:
    """Average seconds an agent is busy with a call; `measured` are those of the last conversations."""
    return mean(measured) if len(measured) >= ENOUGH else USUAL_SECONDS


def estimate(place: int, agents: Iterable[Agent], handled_seconds: float) -> Estimate:
    """For whoever stands at that place, 1 being next, among agents who may take the call."""
    able = [agent for agent in agents if agent.state in AT_WORK and not agent.dials_only]
    free = sum(agent.state is AgentState.FREE and not agent.writing for agent in able)
    if not able:
        return Estimate(place, 0, handled_seconds, None)
    return Estimate(place, len(able), handled_seconds, max(0, place - free) * handled_seconds / len(able))


def queue(floor: Floor, handled_seconds: float) -> list[tuple[scheduler.Turn, Estimate]]:
    """Everybody who waits, next first. The agents of a call are those who may answer for its municipality."""
    order = scheduler.turns(floor.calls.values(), floor.shares)
    return [(turn, estimate(place, _able(floor, turn), handled_seconds)) for place, turn in enumerate(order, start=1)]


def _able(floor: Floor, turn: scheduler.Turn) -> list[Agent]:
    town, skills = turn.call.municipality, turn.call.terms.skills
    return [
        agent
        for agent in floor.agents.values()
        if (not agent.municipalities or town in agent.municipalities) and skills <= agent.skills
    ]
