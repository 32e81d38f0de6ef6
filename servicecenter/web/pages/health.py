"""For those who operate the program: alive, ready, and its figures."""

from typing import Any

from aiohttp import web
from sqlmodel import text

from servicecenter.web.metrics import exposition
from servicecenter.web.table import PUBLIC, Ask, Table

table = Table()


@table.get("/healthz", PUBLIC)
async def healthz(ask: Ask[Any]) -> web.Response:  # noqa: ARG001  # being asked is the answer
    return web.json_response({"status": "ok"})


@table.get("/readyz", PUBLIC)
async def readyz(ask: Ask[Any]) -> web.Response:
    """Ready when the database answers and there are rules and articles to work with."""
    async with ask.program.db.read() as session:
        await session.exec(text("SELECT 1"))  # type: ignore[call-overload]  # plain SQL is accepted
    ready = bool(ask.program.rulebooks.municipalities()) and len(ask.program.knowledge) > 0
    return web.json_response({"status": "ready" if ready else "no-content"}, status=200 if ready else 503)


@table.get("/metrics", PUBLIC)
async def metrics(ask: Ask[Any]) -> web.Response:  # noqa: ARG001
    return web.Response(text=exposition(), content_type="text/plain")
