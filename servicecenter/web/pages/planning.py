"""How many agents a day needs: a forecast typed, pasted or measured, and what was measured beside it."""

from typing import Any

from aiohttp import web

from servicecenter.errors import Invalid
from servicecenter.reporting.staffing_csv import as_csv, dictionary
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.pages.telephone import in_seconds
from servicecenter.web.planned import PlanningQuery, planned
from servicecenter.web.table import WATCHING, Ask, Table

table = Table()
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@table.get("/planning", WATCHING, body=PlanningQuery)
async def planning(ask: Ask[PlanningQuery]) -> web.Response:
    plan = await planned(ask)
    towns = [town for town in ask.program.rulebooks.municipalities() if ask.scope.covers(town.id)]
    return framed(
        ask, "planning.html",
        status=422 if plan.error else 200, plan=plan, given=plan.given, typed=plan.typed, error=plan.error,
        field_error=_at_field(plan.error), weekdays=list(enumerate(WEEKDAYS)), weekday=WEEKDAYS[plan.given.weekday],
        towns=[("", "alle zusammen"), *((town.id, town.name) for town in towns)], names=Names.of(ask.program),
        assumed=plan.assumed, seconds=in_seconds, query=ask.http.rel_url.query_string,
    )  # fmt: skip


@table.get("/planning.csv", WATCHING, body=PlanningQuery)
async def planning_csv(ask: Ask[PlanningQuery]) -> web.Response:
    """Raises Invalid where the page shows an error."""
    plan = await planned(ask)
    if plan.error is not None:
        raise plan.error
    return _file(as_csv(plan.needs, plan.past), "bedarf.csv")


@table.get("/planning-dictionary.csv", WATCHING)
async def planning_columns(_: Ask[Any]) -> web.Response:
    return _file(dictionary(), "bedarf-spalten.csv")


def _at_field(error: Invalid | None) -> dict[str, str]:
    return {str(error.details["field"]): f"{error.what} {error.why}"} if error else {}


def _file(text: str, name: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)
