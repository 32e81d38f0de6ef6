"""What is at risk, what was kept: the same figures as on the board, with their definitions."""

from typing import Any

from servicecenter.web.api import owed, showing
from servicecenter.web.table import AGENT, CLERK, WATCHING, Ask, Table

table = Table()


@table.get("/api/v1/board", WATCHING, answer=owed.Board, summary="Zahlen des Tages und des Monats mit Definitionen")
async def board(ask: Ask[Any]) -> owed.Board:
    """Eine Kommune sieht nur ihre eigenen Zahlen."""
    return showing.board(await ask.program.board.view(ask.scope))


@table.get(
    "/api/v1/promises", AGENT | CLERK | WATCHING, answer=list[owed.Promise],
    summary="Laufende Zusagen, die nächste Frist zuerst",
)  # fmt: skip
async def promises(ask: Ask[Any]) -> list[owed.Promise]:
    """Ein Fachamt sieht nur, was es selbst schuldet."""
    view = await ask.program.board.view(ask.scope)
    return [owed.Promise.model_validate(promise) for promise in view.running]
