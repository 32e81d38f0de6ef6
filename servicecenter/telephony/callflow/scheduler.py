"""Which call is next, and who gets it: one scheduler for all, deterministic and explained. Pure.

Between municipalities: start-time fair queueing (Goyal, Vin, Cheng 1996). Each call that is offered moves its
municipality on by 1/weight, and the one that has moved least is next: under load each is served by its weight and none
waits for ever. A priority of p lets a municipality run p calls ahead, and no more. Within a municipality: who came
first. Between agents: who has been idle longest; of equals the lowest id.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from servicecenter.telephony.callflow.agents import WRITING
from servicecenter.telephony.callflow.explained import Candidate, Choice, Rival, Verdict
from servicecenter.telephony.callflow.model import Agent, AgentState, Call, CallState, Share

REFUSED_FOR = timedelta(seconds=10)  # who let a call go is not asked for the same one at once
WANTED_FOR = timedelta(seconds=30)  # a call that comes back waits so long for the agent it knows
RIVALS_SHOWN = 5
TAKES = (Verdict.CHOSEN, Verdict.RETURNS)
QUEUED = (CallState.WAITING, CallState.KEPT)


@dataclass(frozen=True, slots=True)
class Turn:
    """A waiting call with its place among all: the lowest `start` goes first."""

    call: Call
    start: float

    @property
    def key(self) -> tuple[bool, float, datetime, str]:
        return self.call.wanted is None, self.start, self.call.queued_at or self.call.arrived_at, self.call.id


def turns(calls: Iterable[Call], shares: Mapping[str, Share]) -> list[Turn]:
    """Everybody who waits, in the order in which they would be offered to somebody who may take them all."""
    waiting = sorted((call for call in calls if call.state in QUEUED), key=_place)
    found = []
    for municipality, group in groupby(waiting, key=lambda call: call.municipality):
        finish = shares.get(municipality, Share()).finish
        for call in group:
            start = call.start_tag
            if start is None:
                start, finish = finish - call.terms.priority / call.terms.weight, finish + 1 / call.terms.weight
            found.append(Turn(call, start))
    return sorted(found, key=lambda turn: turn.key)


def choose(
    calls: Iterable[Call], agents: Mapping[str, Agent], shares: Mapping[str, Share], at: datetime
) -> tuple[Call, str, Choice] | None:
    """The first call in turn that somebody free may take, that agent, and why. None: nobody can take anything."""
    able = [agent for agent in agents.values() if _could_take(agent)]
    order = turns(calls, shares) if able else []
    for number, turn in enumerate(order):
        # Only who is there is asked; all are looked at, for the explanation, once somebody is found.
        if any(_verdict_for(turn.call, agent, at) in TAKES for agent in able):
            candidates = sorted(_candidates(turn.call, agents.values(), at), key=_rank)
            others = tuple(_rival(each, at) for each in order[number + 1 : number + 1 + RIVALS_SHOWN])
            passed_over = tuple(_rival(each, at) for each in order[:number][:RIVALS_SHOWN])
            choice = _choice(turn, tuple(_told(candidates)), others, passed_over, at)
            return turn.call, candidates[0].agent, choice
    return None


def joined(share: Share, served: float, *, is_alone: bool) -> Share:
    """A municipality nobody waited for has no claim out of the past: it begins where the others are."""
    return Share(max(share.finish, served)) if is_alone else share


def charged(share: Share, call: Call) -> Share:
    return Share(share.finish + 1 / call.terms.weight)


def _place(call: Call) -> tuple[str, datetime, str]:
    return call.municipality, call.queued_at or call.arrived_at, call.id


def _could_take(agent: Agent) -> bool:
    return agent.state in (AgentState.FREE, AgentState.WRAP_UP) or agent.reason == WRITING


def _candidates(call: Call, agents: Iterable[Agent], at: datetime) -> Iterator[Candidate]:
    for agent in agents:
        idle = int((at - agent.idle_since).total_seconds()) if agent.idle_since else 0
        yield Candidate(agent.id, _verdict_for(call, agent, at), agent.state.value, idle)


def _verdict_for(call: Call, agent: Agent, at: datetime) -> Verdict:
    is_wanted = call.wanted is not None and at - call.since < WANTED_FOR
    return _verdict_if_wanted(call, agent) if is_wanted else _verdict(call, agent, at)


def _verdict_if_wanted(call: Call, agent: Agent) -> Verdict:
    if agent.id != call.wanted:
        return Verdict.NOT_FREE if agent.state is not AgentState.FREE else Verdict.LESS_IDLE
    writes = agent.state is AgentState.WRAP_UP or agent.reason == WRITING
    return Verdict.RETURNS if agent.phone and (writes or agent.state is AgentState.FREE) else Verdict.NOT_FREE


def _verdict(call: Call, agent: Agent, at: datetime) -> Verdict:
    if agent.state is not AgentState.FREE or agent.writing or agent.dials_only:
        return Verdict.NOT_FREE
    if not agent.phone:
        return Verdict.NO_PHONE
    if agent.municipalities and call.municipality not in agent.municipalities:
        return Verdict.OTHER_MUNICIPALITY
    if not call.terms.skills <= agent.skills:
        return Verdict.NO_SKILL
    refused = call.refused.get(agent.id)
    return Verdict.REFUSED if refused is not None and at - refused < REFUSED_FOR else Verdict.CHOSEN


def _rank(candidate: Candidate) -> tuple[bool, int, str]:
    return candidate.verdict not in TAKES, -candidate.idle_seconds, candidate.agent


def _told(ranked: Sequence[Candidate]) -> Iterator[Candidate]:
    """Everybody who might have had it after the first hears why it was not they."""
    first = ranked[0]
    yield first
    for each in ranked[1:]:
        verdict = each.verdict
        if verdict is Verdict.CHOSEN:
            verdict = Verdict.HIGHER_ID if each.idle_seconds == first.idle_seconds else Verdict.LESS_IDLE
        yield Candidate(each.agent, verdict, each.state, each.idle_seconds)  # a hundred of them for each call


def _rival(turn: Turn, at: datetime) -> Rival:
    return Rival(turn.call.id, turn.call.municipality, turn.start, _waited(turn.call, at))


def _choice(
    turn: Turn, candidates: tuple[Candidate, ...], rivals: tuple[Rival, ...], passed_over: tuple[Rival, ...],
    at: datetime,
) -> Choice:  # fmt: skip
    call, terms = turn.call, turn.call.terms
    return Choice(
        call.id, call.municipality, terms.clause, terms.weight, terms.priority, turn.start, _waited(call, at),
        candidates, rivals, passed_over,
    )  # fmt: skip


def _waited(call: Call, at: datetime) -> int:
    return int((at - (call.queued_at or call.arrived_at)).total_seconds())
