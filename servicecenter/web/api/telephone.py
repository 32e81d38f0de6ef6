"""The telephone's figures with their definitions, and the agents a forecast needs: as on the screens."""

from datetime import date, datetime, time

from pydantic import Field

from servicecenter.reporting import staffing
from servicecenter.reporting.telephone import Line, View
from servicecenter.web.api.figures import ServiceLevel, Share
from servicecenter.web.api.shapes import Shape
from servicecenter.web.planned import PlanningQuery, planned
from servicecenter.web.table import WATCHING, Ask, Table
from servicecenter.web.telephone_asked import TelephoneQuery, shown

table = Table()


class TelephoneLine(Shape):
    """One municipality in one stretch of time. Seconds; null where nobody was answered."""

    begins_at: datetime
    municipality: str
    offered: int
    answered: int
    abandoned: int
    short: int  # of the abandoned
    kept: int  # kept the place, to be called back
    turned_away: int  # heard that it is closed or full
    refused: int  # blocked, or too many from one number
    service_level: ServiceLevel
    speed_of_answer: float | None
    wait_50: float | None
    wait_90: float | None
    wait_95: float | None
    first_contact: Share
    average_handling: float | None


class Telephone(Shape):
    """`definitions`: by municipality, how it counts."""

    at: datetime
    first: date
    definitions: dict[str, list[str]]
    totals: list[TelephoneLine]
    lines: list[TelephoneLine]


class Need(Shape):
    """One half hour. Shares between 0 and 1; seconds. `measured_…`: of the past weeks, null where nothing was."""

    begins: time
    calls: float
    load: float
    agents: int
    scheduled: int
    answered_within: float
    speed_of_answer: float | None
    occupancy: float
    measured_calls: float | None
    measured_level: Share | None


class Planning(Shape):
    assumed: list[str]
    handling: float
    within: float
    target: float
    shrinkage: float
    most_occupied: float
    needs: list[Need]


class TelephoneAsked(TelephoneQuery):
    month: str = Field(default="", max_length=20, description="2026-11; ohne Angabe der laufende")
    day: str = Field(default="", max_length=20, description="2026-11-23; dann nach halben Stunden")


@table.get(
    "/api/v1/board/telephone", WATCHING, body=TelephoneAsked, answer=Telephone,
    summary="Servicelevel, Wartezeiten und Erstkontaktquote nach Tagen oder halben Stunden",
)  # fmt: skip
async def telephone_figures(ask: Ask[TelephoneAsked]) -> Telephone:
    """Nach der Formel im Handbuch jeder Kommune, mit ihrer Definition. Keine Zahl über eine einzelne Servicekraft."""
    view, _, _ = await shown(ask)
    return Telephone(
        at=view.at, first=view.first, definitions={town: list(told) for town, told in view.definitions.items()},
        totals=[_line(line, view) for line in view.totals.values()], lines=[_line(line, view) for line in view.lines],
    )  # fmt: skip


@table.get(
    "/api/v1/planning", WATCHING, body=PlanningQuery, answer=Planning,
    summary="Nötige Servicekräfte je halbe Stunde nach Erlang C",
)  # fmt: skip
async def agents_for_a_day(ask: Ask[PlanningQuery]) -> Planning:
    """Aus einer eingetragenen Prognose (`source=typed`) oder aus gemessenen Wochen; mit den Annahmen."""
    plan = await planned(ask)
    if plan.error is not None or plan.supposed is None:
        raise plan.error or RuntimeError("a plan without an error has assumptions")
    supposed = plan.supposed
    needs = [_need(need, plan.past.get(need.begins)) for need in plan.needs]
    return Planning(
        assumed=list(plan.assumed), handling=supposed.handling, within=supposed.within, target=supposed.target,
        shrinkage=supposed.shrinkage, most_occupied=supposed.most_occupied, needs=needs,
    )  # fmt: skip


def _line(line: Line, view: View) -> TelephoneLine:
    calls, target = line.calls, view.targets.get(line.municipality)
    return TelephoneLine(
        begins_at=line.begins_at, municipality=line.municipality, offered=calls.offered, answered=calls.answered,
        abandoned=calls.abandoned, short=calls.short, kept=calls.kept, turned_away=calls.turned_away,
        refused=calls.refused, speed_of_answer=calls.speed_of_answer, wait_50=calls.wait(50), wait_90=calls.wait(90),
        wait_95=calls.wait(95), first_contact=Share.model_validate(line.first_contact),
        average_handling=line.average_handling,
        service_level=ServiceLevel(
            n=calls.level.n, m=calls.level.m, percent=calls.level.percent,
            within_seconds=target.within_seconds if target else None,
            target_percent=target.target_percent if target else None,
        ),
    )  # fmt: skip


def _need(need: staffing.Need, was: staffing.Measured | None) -> Need:
    return Need(
        begins=need.begins, calls=need.calls, load=need.load, agents=need.queue.agents, scheduled=need.scheduled,
        answered_within=need.queue.answered_within, speed_of_answer=need.queue.speed_of_answer,
        occupancy=need.queue.occupancy, measured_calls=was.calls if was else None,
        measured_level=Share.model_validate(was.sum.level) if was else None,
    )  # fmt: skip
