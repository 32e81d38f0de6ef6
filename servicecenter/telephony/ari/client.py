"""ARI over HTTP: requests with a time limit, and the websocket of events. Knows nothing of calls."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from servicecenter.telephony.ari.model import Reply, Request

TIMEOUT_SECONDS = 2.0  # Asterisk answers within milliseconds; whatever takes longer has not been understood
HEARTBEAT_SECONDS = 5.0  # a network that is gone is noticed within twice that
CONNECTIONS = 20
CLOSED = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)


class AsteriskAway(Exception):
    """No answer in time, no connection, or a wrong password; the message says which."""


class Ari:
    """One application of one Asterisk. Used within the loop in which it was first used; `close` ends it."""

    def __init__(self, url: str, user: str, password: str, app: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self.app = app
        self._url = url.rstrip("/")
        self._headers = {"Authorization": aiohttp.encode_basic_auth(user, password)}
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def ask(self, request: Request) -> Reply:
        """Raises AsteriskAway."""
        try:
            async with self._client().request(
                request.method,
                f"{self._url}/ari/{request.path}",
                json=request.body or None,
                timeout=aiohttp.ClientTimeout(total=self._timeout),
            ) as answer:
                body = await answer.text()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise AsteriskAway(f"{request.method} {request.path}: {type(error).__name__}") from error
        if answer.status in {401, 403, 502, 503, 504}:
            raise AsteriskAway(f"{request.method} {request.path}: {answer.status}")
        return Reply(answer.status, _parsed(body))

    @asynccontextmanager
    async def events(self) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """Connected from the first line on; ends when the connection does. Raises AsteriskAway.

        Whoever connects for the same application later takes all events over: this one stays open and deaf.
        """
        try:
            async with asyncio.timeout(self._timeout):
                socket = await self._client().ws_connect(
                    f"{self._url}/ari/events?app={self.app}", heartbeat=HEARTBEAT_SECONDS, max_msg_size=0
                )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise AsteriskAway(f"events: {type(error).__name__}") from error
        try:
            yield _messages(socket)
        finally:
            await socket.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(headers=self._headers, connector=connector)
        return self._session


async def _messages(socket: aiohttp.ClientWebSocketResponse) -> AsyncIterator[dict[str, Any]]:
    while (message := await socket.receive()).type not in CLOSED:
        event = _parsed(message.data) if message.type is aiohttp.WSMsgType.TEXT else None
        if isinstance(event, dict):
            yield event


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:  # an HTML page of the web server, or half a message
        return None
