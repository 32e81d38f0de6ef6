"""What is asked of planning, and what comes of it: the same for the page and the API."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal

from pydantic import Field

from servicecenter.directory.calendars import local_day
from servicecenter.errors import Invalid
from servicecenter.reporting import staffing
from servicecenter.reporting.staffing import ASSUMED, Assumptions, Measured, Need
from servicecenter.web.table import Ask, Form, narrowed

USUAL_HANDLING = 240.0  # seconds, where nothing was measured
USUAL = {"within": 20, "target": 80.0, "shrinkage": 30.0, "occupied": 85.0}


class PlanningQuery(Form):
    """Percentages and seconds as people write them; what is missing is what was measured, or usual."""

    municipality: str = Field(default="", max_length=80)
    weekday: int = Field(default=0, ge=0, le=6)
    weeks: int = Field(default=8, ge=1, le=26)
    source: Literal["measured", "typed"] = "measured"
    forecast: str = Field(default="", max_length=staffing.LONGEST)
    handling: str = Field(default="", max_length=20)
    within: str = Field(default="", max_length=20)
    target: str = Field(default="", max_length=20)
    shrinkage: str = Field(default="", max_length=20)
    occupied: str = Field(default="", max_length=20)


@dataclass
class Plan:
    """What can be said so far; `error` where something typed cannot be."""

    given: PlanningQuery
    past: Mapping[time, Measured] = field(default_factory=dict)
    forecast: Mapping[time, float] = field(default_factory=dict)
    supposed: Assumptions | None = None
    needs: list[Need] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    error: Invalid | None = None
    assumed: tuple[str, ...] = ASSUMED


async def planned(ask: Ask[PlanningQuery]) -> Plan:
    plan = Plan(ask.body)
    today = local_day(ask.program.clock.now())
    first = today - timedelta(weeks=plan.given.weeks)
    lines = await ask.program.figures.between(narrowed(ask.scope, plan.given.municipality), first, today)
    plan.past = staffing.measured(lines, plan.given.weekday)
    plan.typed = _typed(ask, staffing.handling_of(lines), today)
    try:
        plan.supposed = _supposed(plan.typed)
        is_typed = plan.given.source == "typed"
        past = {begins: found.calls for begins, found in plan.past.items()}
        plan.forecast = staffing.read_forecast(plan.given.forecast) if is_typed else past
        plan.typed["forecast"] = plan.given.forecast if is_typed else staffing.written(past)
        # Thousands of agents are some hundred thousand steps: nobody else waits for them.
        plan.needs = await asyncio.to_thread(staffing.needs, plan.forecast, plan.supposed)
    except Invalid as error:
        plan.error = error
        plan.typed.setdefault("forecast", plan.given.forecast)
    return plan


def _typed(ask: Ask[PlanningQuery], measured: float | None, today: date) -> dict[str, str]:
    """What stands in the form: as typed, else as measured, as the handbook wants it, or as is usual."""
    level = ask.program.figures.level(ask.body.municipality, today) if ask.body.municipality else None
    usual = USUAL | ({"within": level.within_seconds, "target": level.target_percent} if level else {})
    known = {"handling": f"{measured or USUAL_HANDLING:.0f}"} | {name: _plain(value) for name, value in usual.items()}
    return {name: getattr(ask.body, name) or value for name, value in known.items()}


def _supposed(typed: Mapping[str, str]) -> Assumptions:
    """Raises Invalid, with the field."""
    return Assumptions(
        handling=_number(typed, "handling", "Die Bearbeitungszeit", 1, 36_000),
        within=_number(typed, "within", "Die Wartezeit", 0, 3_600),
        target=_number(typed, "target", "Das Ziel", 1, 99.9) / 100,
        shrinkage=_number(typed, "shrinkage", "Der Schwund", 0, 90) / 100,
        most_occupied=_number(typed, "occupied", "Die Auslastung", 10, 100) / 100,
    )


def _number(typed: Mapping[str, str], name: str, what: str, least: float, most: float) -> float:
    try:
        value = float(typed[name].replace(",", "."))
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise Invalid(
            f"{what} ist nicht verwendbar.", f"Möglich ist eine Zahl von {_plain(least)} bis {_plain(most)}.",
            "Bitte diese Angabe berichtigen.", field=name,
        )  # fmt: skip
    return value


def _plain(value: float) -> str:
    return f"{value:g}".replace(".", ",")
