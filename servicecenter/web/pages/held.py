"""Who has accepted what; everything of somebody who fell ill goes back at once, and that can be taken back."""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Role
from servicecenter.errors import Conflict
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import CLERK, Ask, Form, Table

table = Table()
SHARING = CLERK | {Role.SUPERVISOR}
HELD = "/inbox/held"


class HeldQuery(Form):
    returned: str = Field(default="", pattern=r"^([0-9a-f]{32})?$")
    count: int = Field(default=0, ge=0, le=10_000)


@table.get(HELD, SHARING, body=HeldQuery)
async def held(ask: Ask[HeldQuery]) -> web.Response:
    count, bundle = ask.body.count, ask.body.returned
    text = "Ein Ticket liegt wieder im Eingang." if count == 1 else f"{count} Tickets liegen wieder im Eingang."
    return await _shown(ask, toasts=[(text, f"{HELD}/{bundle}/undo")] if bundle else [])


@table.post(HELD + r"/{person:[0-9a-f]{32}}/return", SHARING)
async def return_all(ask: Ask[Any]) -> web.Response:
    try:
        returned = await ask.program.sharing.return_all(ask.person, ask.text("person"))
    except Conflict as error:
        return await _shown(ask, error=error, status=error.status)
    return go(f"{HELD}?returned={returned.bundle}&count={len(returned.tickets)}", ask.http)


@table.post(HELD + r"/{bundle:[0-9a-f]{32}}/undo", SHARING)
async def undo(ask: Ask[Any]) -> web.Response:
    try:
        await ask.program.sharing.take_back_return(ask.person, ask.text("bundle"))
    except Conflict as error:
        return await _shown(ask, error=error, status=error.status)
    return go(HELD, ask.http)


async def _shown(ask: Ask[Any], **values: Any) -> web.Response:
    holders = await ask.program.sharing.holders(ask.scope)
    given = {"error": None, "toasts": [], "status": 200} | values
    return framed(ask, "held.html", holders=holders, names=Names.of(ask.program), **given)
