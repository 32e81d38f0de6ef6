"""Somebody who uses the JSON API: a client with a token, and with an opinion on what the answer's status must be."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from servicecenter.access.model import Role
from servicecenter.web.program import Program

API = "/api/v1"
Client = TestClient[Any, Any]


@dataclass
class Asking:
    client: Client
    login: str
    password: str
    token: str = ""

    async def log_in(self) -> "Asking":
        answer = await self.post("/login", {"login": self.login, "password": self.password})
        self.token = answer["token"]
        return self

    async def get(self, path: str, expect: int = 200, **query: Any) -> Any:
        return await self._read(await self.client.get(API + path, params=query, headers=self._headers()), expect)

    async def post(self, path: str, body: Any = None, expect: int = 200) -> Any:
        return await self._read(await self.client.post(API + path, json=body, headers=self._headers()), expect)

    async def send(self, path: str, raw: bytes, **headers: str) -> tuple[int, Any]:
        """Bytes as they are; the status and the answer."""
        given = self._headers() | {"Content-Type": "application/json"} | headers
        response = await self.client.post(API + path, data=BytesIO(raw), headers=given)
        return response.status, await response.json(content_type=None)

    def at(self, client: Client) -> "Asking":
        """The same person, with the same token, at another process."""
        return Asking(client, self.login, self.password, self.token)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    @staticmethod
    async def _read(response: ClientResponse, expect: int) -> Any:
        text = await response.text()
        assert response.status == expect, f"{response.status} instead of {expect}: {text}"
        assert (
            response.content_type == ("application/problem+json" if expect >= 400 else "application/json") or not text
        )
        return await response.json(content_type=None) if text else None


async def new(
    client: Client, program: Program, role: Role, login: str, *offices: str, municipality: str | None = None
) -> Asking:
    """A new person who has changed the first password and is logged in."""
    _, password = await program.access.add_person(
        login, login.title(), role, by=None, municipality=municipality, offices=offices, must_change_password=False
    )
    return await Asking(client, login, password).log_in()
