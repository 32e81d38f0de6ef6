"""Server-sent events: which part of a screen has changed. What changed, the screen asks for itself."""

import asyncio
import contextlib
from typing import Any

from aiohttp import web

from servicecenter.live import Message
from servicecenter.web.table import EVERYBODY, Ask, Table

table = Table()
HEARTBEAT_SECONDS = 15


@table.get("/live", EVERYBODY, passive=True)
async def live(ask: Ask[Any]) -> web.StreamResponse:
    scope, person = ask.scope, ask.person

    def wanted(message: Message) -> bool:
        if message.person is not None and message.person != person.id:
            return False
        return message.municipality is None or scope.covers(message.municipality, message.office)

    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    # A browser that is gone, or a program that stops, ends the stream: nothing to clean up but the subscription.
    with ask.program.live.subscribe(wanted) as messages, contextlib.suppress(ConnectionResetError):
        await response.prepare(ask.http)  # from here on nothing is missed
        await response.write(b": hello\n\n")
        while True:
            try:
                message = await asyncio.wait_for(messages.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            await response.write(f"event: {message.topic}\ndata: {{}}\n\n".encode())
    return response
