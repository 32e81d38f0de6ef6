"""Server-sent events: which part of a screen has changed. What changed, the screen asks for itself."""

import asyncio
import contextlib

from aiohttp import web
from pydantic import Field

from servicecenter.live import Message
from servicecenter.web.table import EVERYBODY, Ask, Form, Table

table = Table()
HEARTBEAT_SECONDS = 15


class LiveQuery(Form):
    since: str = Field(default="", max_length=40)  # the mark the page carries; empty: it cannot have missed anything


@table.get("/live", EVERYBODY, body=LiveQuery, passive=True)
async def live(ask: Ask[LiveQuery]) -> web.StreamResponse:
    """What happened between the page and its listening comes first."""
    scope, person, since = ask.scope, ask.person, ask.body.since

    def wanted(message: Message) -> bool:
        if message.person is not None and message.person != person.id:
            return False
        return message.municipality is None or scope.covers(message.municipality, message.office)

    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    # A browser that is gone, or a program that stops, ends the stream: nothing to clean up but the subscription.
    with ask.program.live.subscribe(wanted) as messages, contextlib.suppress(ConnectionResetError):
        missed = [message for message in ask.program.live.since(since) if wanted(message)] if since else []
        await response.prepare(ask.http)
        await response.write(b": hello\n\n")
        for topic in dict.fromkeys(message.topic for message in missed):
            await _tell(response, topic)
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):  # wait_for may not heed a cancellation before 3.12
                    message = await messages.get()
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            await _tell(response, message.topic)
    return response


async def _tell(response: web.StreamResponse, topic: str) -> None:
    await response.write(f"event: {topic}\ndata: {{}}\n\n".encode())
