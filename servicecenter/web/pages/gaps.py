"""Gaps: what callers asked and no article answered, grouped and counted, so that editors know what to write next."""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Role
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import EDITOR, Ask, Form, Table

table = Table()
READING = EDITOR | {Role.SUPERVISOR}
SHOWN = 100  # groups; whoever has written those asks again


class GapsQuery(Form):
    settled: str = Field(default="", max_length=32)


class SettleForm(Form):
    municipality: str = Field(max_length=80)
    key: str = Field(max_length=400)


@table.get("/articles/gaps", READING, body=GapsQuery)
async def gaps(ask: Ask[GapsQuery]) -> web.Response:
    groups, settled = await ask.program.gaps.groups(ask.scope), await ask.program.gaps.settled(ask.scope)
    just = next((group for group in settled if group.bundle and group.bundle == ask.body.settled), None)
    toasts = [(f"Erledigt: „{just.name}“", f"/articles/gaps/{just.bundle}/undo")] if just else []
    return framed(
        ask, "gaps.html", groups=groups[:SHOWN], more=max(0, len(groups) - SHOWN), settled=settled[:SHOWN],
        names=Names.of(ask.program), toasts=toasts, may_write=ask.person.edits,
    )  # fmt: skip


@table.post("/articles/gaps/settle", READING, body=SettleForm)
async def settle(ask: Ask[SettleForm]) -> web.Response:
    bundle = await ask.program.gaps.settle(ask.scope, ask.body.municipality, ask.body.key)
    return go(f"/articles/gaps?settled={bundle}", ask.http)


@table.post("/articles/gaps/{bundle:[0-9a-f]{32}}/undo", READING)
async def undo(ask: Ask[Any]) -> web.Response:
    await ask.program.gaps.reopen(ask.scope, ask.text("bundle"))
    return go("/articles/gaps", ask.http)
