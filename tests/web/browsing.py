"""Somebody at a browser: logs in as people do, keeps the cookie, sends each form with its token."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from servicecenter.access.model import Person, Role
from servicecenter.contacts.forwarding import Forwarded
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program
from servicecenter.web.routes import ROUTES
from servicecenter.web.server import create

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
TAGS = re.compile(r"<[^>]*>|\s+")


@dataclass
class Seen:
    """An answer: its status, where it sends to, its markup, and what a person reads in it."""

    status: int
    html: str
    to: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return re.sub(r" +", " ", unescape(TAGS.sub(" ", self.html)))

    def __contains__(self, words: str) -> bool:
        return words in self.text


@dataclass
class Browser:
    client: TestClient[Any, Any]
    token: str = ""
    known_as: tuple[str, str] = ("", "")

    async def get(self, path: str, **headers: str) -> Seen:
        return await self._seen(await self.client.get(path, headers=headers, allow_redirects=False))

    async def post(self, path: str, fields: Any = None, *, token: str | None = None, htmx: bool = False) -> Seen:
        form = list((fields or {}).items()) if isinstance(fields, dict) or fields is None else list(fields)
        form.append(("csrf_token", self.token if token is None else token))
        headers = {"HX-Request": "true"} if htmx else {}
        return await self._seen(await self.client.post(path, data=form, headers=headers, allow_redirects=False))

    async def log_in(self, login: str, password: str, to: str = "/") -> Seen:
        given = {"login": login, "password": password, "next": to}
        response = await self.client.post("/login", data=given, allow_redirects=False)
        seen = await self._seen(response)
        if seen.status == 303:
            self.known_as = login, password
            await self.get("/password")  # any page with a form tells the token
        return seen

    async def anew(self) -> "Browser":
        """Days have passed, and with them the session."""
        await self.log_in(*self.known_as)
        return self

    async def _seen(self, response: ClientResponse) -> Seen:
        html = await response.text()
        if found := TOKEN.search(html):
            self.token = found[1]
        return Seen(response.status, html, response.headers.get("Location", ""), dict(response.headers))


async def opened(program: Program) -> Browser:
    """A stranger's browser."""
    client: TestClient[Any, Any] = TestClient(TestServer(create(program, ROUTES)))
    await client.start_server()
    return Browser(client)


async def added(
    program: Program, role: Role, login: str, *offices: str, municipality: str | None = None, must_change: bool = False
) -> tuple[Person, str]:
    return await program.access.add_person(
        login,
        login.title(),
        role,
        by=None,
        municipality=municipality,
        offices=offices,
        must_change_password=must_change,
    )


async def forwarded(program: Program, agent: Person, wish: Wish | None = None, article: str = "") -> Forwarded:
    """A building permit in Geldern, which only the Fachamt may answer; with a callback unless wished otherwise."""
    contact = await program.desk.open_by_hand(agent, "geldern")
    if article:
        await program.desk.read(agent, contact.id, article)
    else:
        await program.desk.learn(agent, contact.id, leistung="baugenehmigung")
    wish = wish or Wish("Will einen Carport bauen", ReplyChannel.CALLBACK, "Frau Muster", "030 23125 042", "ab 16 Uhr")
    return await program.desk.forward(agent, contact.id, wish)
