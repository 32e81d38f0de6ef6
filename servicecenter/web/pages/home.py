"""The first address: to the page of one's role, or to the login."""

from typing import Any

from aiohttp import web

from servicecenter.access.model import Role
from servicecenter.web.problems import go
from servicecenter.web.table import EVERYBODY, Ask, Table

table = Table()
FIRST = {
    Role.AGENT: "/desk",
    Role.FACHAMT: "/inbox",
    Role.SUPERVISOR: "/board",
    Role.CONTROLLER: "/board",
    Role.ADMIN: "/people",
    Role.EDITOR: "/articles",
}


@table.get("/", EVERYBODY)
async def home(ask: Ask[Any]) -> web.Response:
    return go(FIRST[ask.person.role], ask.http)
