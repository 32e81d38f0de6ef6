"""The JSON API: the same steps as on the screens. All of it together is ROUTES.

session.py    logging in       knowledge.py  municipalities, search, articles    explain.py  any case, and why
desk.py       the agent        inbox.py      the clerk        board.py  the supervisor
tickets.py    given back, asked, delayed, merged, reopened, complained about
reports.py    articles reported and answered        messages.py  who was reminded
pbx.py  what a PBX tells        telephone.py  service level, agents needed
phone.py  the agent's own telephone        queue.py  who waits, why a call went to whom, duties
businesses.py, cases.py  businesses, and what several offices do for one
shapes.py, owed.py, case_shapes.py, figures.py  the answers        showing.py  from what the program knows to them
"""

from functools import cache
from typing import Any

from servicecenter.web.api import (
    board,
    businesses,
    cases,
    desk,
    explain,
    inbox,
    knowledge,
    mail,
    messages,
    pbx,
    phone,
    queue,
    reports,
    session,
    telephone,
    tickets,
)
from servicecenter.web.openapi import describe
from servicecenter.web.table import PUBLIC, Ask, Route, Table

table = Table()


@table.get("/api/v1/openapi.json", PUBLIC, answer=dict[str, Any], summary="Diese Beschreibung (OpenAPI 3.1)")
async def openapi(ask: Ask[Any]) -> dict[str, Any]:  # noqa: ARG001  # the same for everybody
    return description()


@cache
def description() -> dict[str, Any]:
    """Made once: it costs more than any other answer, and anybody may ask for it."""
    return describe(ROUTES)


MODULES = (
    session, knowledge, explain, desk, inbox, tickets, businesses, cases, reports, board, messages, mail, pbx,
    telephone, phone, queue,
)  # fmt: skip
ROUTES: list[Route] = [route for module in MODULES for route in module.table.routes] + table.routes
