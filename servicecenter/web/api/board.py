"""What is at risk, what was kept: the same figures as on the board, with their definitions."""

from typing import Any

from pydantic import Field

from servicecenter.directory.calendars import local_day
from servicecenter.reporting.promise_month import parsed
from servicecenter.web.api import figures, owed, showing
from servicecenter.web.table import AGENT, CLERK, WATCHING, Ask, Form, Table

table = Table()


@table.get("/api/v1/board", WATCHING, answer=figures.Board, summary="Zahlen des Tages und des Monats mit Definitionen")
async def board(ask: Ask[Any]) -> figures.Board:
    """Eine Kommune sieht nur ihre eigenen Zahlen."""
    return showing.board(await ask.program.board.view(ask.scope))


class MonthQuery(Form):
    month: str = Field(default="", max_length=20)


@table.get(
    "/api/v1/board/promises", WATCHING, body=MonthQuery, answer=figures.PromiseMonth,
    summary="Zusagen eines Monats nach Kommune, Fachamt und Zusage, mit Definitionen",
)  # fmt: skip
async def promise_month(ask: Ask[MonthQuery]) -> figures.PromiseMonth:
    """`month` als „2026-11“; ohne Angabe der laufende Monat. Verspätungen in Minuten."""
    month = parsed(ask.body.month, local_day(ask.program.clock.now()))
    return showing.promise_month(await ask.program.promise_month.view(ask.scope, month))


@table.get(
    "/api/v1/promises", AGENT | CLERK | WATCHING, answer=list[owed.Promise],
    summary="Laufende Zusagen, die nächste Frist zuerst",
)  # fmt: skip
async def promises(ask: Ask[Any]) -> list[owed.Promise]:
    """Ein Fachamt sieht nur, was es selbst schuldet."""
    view = await ask.program.board.view(ask.scope)
    return [owed.Promise.model_validate(promise) for promise in view.running]
