"""Who waits and for how long, why a call went to whom, and who answers whose calls. Names are the centre's alone."""

from datetime import datetime
from typing import Any

from pydantic import Field

from servicecenter.access.model import Person
from servicecenter.errors import NotFound
from servicecenter.telephony.callflow.explained import Candidate, Rival, Verdict
from servicecenter.telephony.callflow.model import AgentState, CallState
from servicecenter.telephony.callflow.scheduler import Turn
from servicecenter.telephony.store import Offered
from servicecenter.telephony.waiting import Estimate
from servicecenter.web import duties, phone_words
from servicecenter.web.api.shapes import Shape
from servicecenter.web.table import AGENT, SUPERVISOR, WATCHING, Ask, Form, Table

table = Table()
MOST_SHOWN = 200


class Place(Shape):
    """One who waits. The place is that among all municipalities. `minutes_…`: null while nobody is at work."""

    place: int
    call: str
    municipality: str
    state: CallState
    state_in_words: str
    waits_since: datetime
    returns: bool  # from a transfer, to the agent the caller spoke with
    agents: int  # at work, and allowed to take this call
    handled_seconds: float  # on average, talk and wrap-up
    seconds: float | None  # the estimate itself
    minutes_from: int | None
    minutes_to: int | None


class WaitingLine(Shape):
    """`agents`: how many are in each state; empty for who sees only a municipality. `method`: of the estimates."""

    is_connected: bool
    agents: dict[AgentState, int]
    waiting: list[Place]
    method: str


class Assigned(Shape):
    """A call that was offered. `agent`: null for who sees only a municipality."""

    call: str
    municipality: str
    agent: str | None
    at: datetime
    waited_seconds: int


class CandidateAgent(Shape):
    agent: str
    name: str
    verdict: Verdict
    verdict_in_words: str
    idle_seconds: int


class OtherCall(Shape):
    """The lower `start` goes first."""

    call: str
    municipality: str
    start: float
    waited_seconds: int


class AssignedWhy(Assigned):
    """Why this agent. `candidates`: everybody who might have had it; empty for who sees only a municipality."""

    clause: str
    weight: int
    priority: int
    start: float
    candidates: list[CandidateAgent]
    passed_over: list[OtherCall]  # earlier in turn, and nobody free could take them
    after: list[OtherCall]


class Duties(Shape):
    """`municipalities` empty: all."""

    person: str
    name: str
    state: AgentState
    municipalities: list[str]
    skills: list[str]


class AssignedQuery(Form):
    limit: int = Field(default=30, ge=1, le=MOST_SHOWN)


class SetDuties(Form):
    """All of it each time: what is left out holds no more."""

    municipalities: list[str] = Field(default=[], max_length=100)
    skills: list[str] = Field(default=[], max_length=50)


@table.get("/api/v1/queue", AGENT | WATCHING, answer=WaitingLine, summary="Wer wartet, mit Platz und Schätzung")
async def waiting_line(ask: Ask[Any]) -> WaitingLine:
    """Eine Kommune sieht nur, wer sie anruft."""
    handset = ask.program.handset
    floor = await handset.floor(ask.scope)
    states = [agent.state for agent in floor.agents.values()]
    return WaitingLine(
        is_connected=ask.program.telephony.is_connected,
        agents={state: states.count(state) for state in AgentState if state in states},
        waiting=[_place(turn, estimate) for turn, estimate in await handset.queue(ask.scope)],
        method=phone_words.METHOD,
    )


@table.get(
    "/api/v1/queue/assigned", AGENT | WATCHING, body=AssignedQuery, answer=list[Assigned],
    summary="Zuletzt zugeteilte Anrufe, der neueste zuerst",
)  # fmt: skip
async def assigned_calls(ask: Ask[AssignedQuery]) -> list[Assigned]:
    offers = await ask.program.handset.latest(ask.scope, ask.body.limit)
    return [Assigned.model_validate(_assigned(ask, offer)) for offer in offers]


@table.get(
    r"/api/v1/queue/assigned/{call:[A-Za-z0-9._~-]+}", AGENT | WATCHING, answer=list[AssignedWhy],
    summary="Warum dieser Anruf zu wem ging",
)  # fmt: skip
async def why_assigned(ask: Ask[Any]) -> list[AssignedWhy]:
    """Jedes Angebot in seiner Reihenfolge, 30 Tage lang."""
    offers = await duties.offers(ask, ask.text("call"))
    floor = await ask.program.handset.floor(ask.scope)
    names = {agent.id: agent.name for agent in floor.agents.values()}
    return [_why(ask, offer, names) for offer in offers]


@table.get("/api/v1/queue/duties", SUPERVISOR, answer=list[Duties], summary="Wer nimmt was an")
async def all_duties(ask: Ask[Any]) -> list[Duties]:
    return [await _duties(ask, person) for person in await duties.agents(ask)]


@table.post(
    r"/api/v1/queue/duties/{person:[0-9a-f]+}", SUPERVISOR, body=SetDuties, answer=Duties,
    summary="Eintragen, wer was annimmt",
)  # fmt: skip
async def set_agent_duties(ask: Ask[SetDuties]) -> Duties:
    """Unbekannte Kommunen sind ein 404."""
    person = await duties.agent(ask, ask.text("person"))
    known = {town.id for town in ask.program.rulebooks.municipalities()}
    if not known.issuperset(ask.body.municipalities):
        raise NotFound("Eine Kommune gibt es nicht.", "Kein Verzeichnis nennt sie.", "Bitte die Kennungen prüfen.")
    await ask.program.handset.set_duties(person, ask.body.municipalities, ",".join(ask.body.skills))
    return await _duties(ask, person)


def _place(turn: Turn, estimate: Estimate) -> Place:
    call, minutes = turn.call, estimate.minutes
    return Place(
        place=estimate.place, call=call.id, municipality=call.municipality, state=call.state,
        state_in_words=phone_words.state_of(call), waits_since=call.queued_at or call.arrived_at,
        returns=call.wanted is not None, agents=estimate.agents, handled_seconds=estimate.handled_seconds,
        seconds=estimate.seconds, minutes_from=minutes[0] if minutes else None,
        minutes_to=minutes[1] if minutes else None,
    )  # fmt: skip


def _assigned(ask: Ask[Any], offer: Offered) -> dict[str, Any]:
    return {
        "call": offer.call, "municipality": offer.municipality, "at": offer.at,
        "agent": offer.agent if ask.scope.municipalities is None else None,
        "waited_seconds": offer.choice.waited_seconds,
    }  # fmt: skip


def _why(ask: Ask[Any], offer: Offered, names: dict[str, str]) -> AssignedWhy:
    choice = offer.choice
    return AssignedWhy(
        **_assigned(ask, offer), clause=choice.clause, weight=choice.weight, priority=choice.priority,
        start=choice.start, candidates=[_candidate(each, names) for each in choice.candidates if names],
        passed_over=[_other(each) for each in choice.passed_over], after=[_other(each) for each in choice.rivals],
    )  # fmt: skip


def _candidate(candidate: Candidate, names: dict[str, str]) -> CandidateAgent:
    return CandidateAgent(
        agent=candidate.agent, name=names.get(candidate.agent, ""), verdict=candidate.verdict,
        verdict_in_words=phone_words.VERDICTS[candidate.verdict], idle_seconds=candidate.idle_seconds,
    )  # fmt: skip


def _other(rival: Rival) -> OtherCall:
    return OtherCall.model_validate(rival)


async def _duties(ask: Ask[Any], person: Person) -> Duties:
    agent = (await ask.program.handset.floor(ask.scope)).agents.get(person.id)
    return Duties(
        person=person.id, name=person.name, state=agent.state if agent else AgentState.AWAY,
        municipalities=sorted(agent.municipalities) if agent else [], skills=sorted(agent.skills) if agent else [],
    )  # fmt: skip
