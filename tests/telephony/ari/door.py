"""ARI's shape without an Asterisk behind it: answers as told, slowly or wrongly where a test wants it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from servicecenter.telephony.ari.client import Ari


@dataclass
class Door:
    """`wrong`: what is answered to requests whose path begins so; a number of seconds waits instead."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    wrong: dict[str, list[int | float | str]] = field(default_factory=dict)
    channels: list[dict[str, Any]] = field(default_factory=list)
    bridges: list[dict[str, Any]] = field(default_factory=list)
    version: str = "22.10.1"
    startup_time: str = "2026-11-23T09:00:00.000+0000"
    sockets: list[web.WebSocketResponse] = field(default_factory=list)

    def ari(self, timeout: float = 5.0) -> Ari:
        return Ari(f"http://127.0.0.1:{self.port}", "servicecenter", "secret", "servicecenter", timeout)

    async def tell(self, **event: Any) -> None:
        await self.sockets[-1].send_json(event)

    async def hang_up(self) -> None:
        await self.sockets[-1].close()

    def acts(self) -> list[str]:
        """What was asked for, without looks and filters."""
        return [line for line in self.asked if not line.startswith(("GET", "PUT"))]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/ari/")
        if path == "events":
            return await self._events(request)
        self.asked.append(f"{request.method} {path}" + (f"?{request.query_string}" if request.query_string else ""))
        self.bodies.append(await request.json() if request.can_read_body else None)
        for begin, answers in self.wrong.items():
            if path.startswith(begin) and answers:
                return await self._wrong(answers.pop(0))
        known = {
            "asterisk/info": {"status": {"startup_time": self.startup_time}, "system": {"version": self.version}},
            "channels": self.channels,
            "bridges": self.bridges,
        }
        return web.json_response(known.get(path, {}) if request.method == "GET" else None, status=200)

    async def _wrong(self, what: int | float | str) -> web.Response:
        if isinstance(what, str):
            return web.Response(text=what)
        if isinstance(what, int):
            return web.json_response({"message": "no"}, status=what)
        await asyncio.sleep(what)
        return web.json_response({})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        async for _ in socket:
            pass
        return socket


@asynccontextmanager
async def opened() -> AsyncIterator[Door]:
    door = Door()
    app = web.Application()
    app.router.add_route("*", "/ari/{path:.*}", door.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    door.port = runner.addresses[0][1]
    try:
        yield door
    finally:
        await runner.cleanup()


async def until(true: Any, seconds: float = 3.0) -> None:
    """Waits until it holds; fails when it never does."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  # what is waited for is anything at all
            await asyncio.sleep(0.01)
