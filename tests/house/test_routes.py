"""Every route says who may use it; every form of a page wants its token."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from servicecenter.access.model import OF_A_MUNICIPALITY, Role
from servicecenter.web.pages import by_link
from servicecenter.web.program import Program
from servicecenter.web.routes import ROUTES
from servicecenter.web.server import COOKIE, CSRF_FIELD, create
from servicecenter.web.table import PUBLIC, Route

# Whom a stranger may ask: the login, the program's health, what describes the API, and the webhooks.
MAY_BE_PUBLIC = {
    ("GET", "/login"), ("POST", "/login"), ("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/metrics"),
    ("POST", "/api/v1/login"), ("GET", "/api/v1/openapi.json"),
    # A PBX cannot log in: its token stands in the address.
    ("POST", "/api/v1/cti/{token:[^/]+}"), ("POST", "/api/v1/sipgate/{token:[^/]+}/in"),
    ("POST", "/api/v1/sipgate/{token:[^/]+}/out"),
    # Behind the signed link of a mail, which names one ticket and is the permission.
    ("GET", by_link.LINK), ("POST", by_link.LINK + "/{act:accept|attempt|answer|give-back}"),
    ("POST", by_link.LINK + "/attachments"),
    ("GET", by_link.LINK + r"/attachments/{attachment:\d+}"), ("GET", by_link.LINK + "/rueckruf.ics"),
}  # fmt: skip
FORMS = [route for route in ROUTES if route.writes and not route.is_api and route.roles != PUBLIC]
PRIVATE = [route for route in ROUTES if route.roles != PUBLIC]


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


def somewhere(route: Route) -> str:
    """The path with something in every gap that its pattern lets through."""
    return re.sub(r"\{\w+(?::((?:[^{}]|\{[\d,]+\})+))?\}", lambda gap: fitting(gap[1] or "."), route.path)


def fitting(pattern: str) -> str:
    return next(text for text in ("1", "geldern", "1" * 32, "12345678", "2026-01-01") if re.fullmatch(pattern, text))


@pytest.fixture
async def client(program: Program) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(create(program, ROUTES))) as made:
        yield made


def test_strangers_may_ask_only_what_is_listed():
    assert {(route.method, route.path) for route in ROUTES if route.roles == PUBLIC} <= MAY_BE_PUBLIC


def test_no_route_stands_twice():
    assert len({named(route) for route in ROUTES}) == len(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_a_route_s_roles_are_roles(route):
    assert isinstance(route.roles, frozenset)
    assert route.roles <= frozenset(Role)
    assert route.method in {"GET", "POST"}


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.writes], ids=named)
def test_asking_takes_no_form(route):
    """A GET that changed something would be done by every link checker."""
    assert route.status == 200


async def test_a_stranger_gets_nowhere_else(client):
    for route in PRIVATE:
        response = await client.request(route.method, somewhere(route), allow_redirects=False)
        assert response.status in {401, 303, 302}, named(route)
        assert route.is_api or response.headers.get("Location", "").startswith("/login"), named(route)


async def test_every_form_of_a_page_wants_its_token(client, program):
    cookies = {role: await logged_in(program, role) for role in Role}
    for route in FORMS:
        for body in ({}, {CSRF_FIELD: "falsch"}):
            headers = {"Cookie": f"{COOKIE}={cookies[min(route.roles)]}"}
            response = await client.post(somewhere(route), data=body, headers=headers, allow_redirects=False)
            assert response.status == 403, named(route)
            assert "Das Formular ist veraltet" in await response.text(), named(route)


async def logged_in(program: Program, role: Role) -> str:
    """The cookie of a new person."""
    town = "geldern" if role in OF_A_MUNICIPALITY else None
    offices = ["bauordnung"] if role is Role.FACHAMT else []
    login = f"somebody.{role}"
    _, password = await program.access.add_person(
        login, "Some Body", role, by=None, municipality=town, offices=offices, must_change_password=False
    )
    return (await program.access.login(login, password, "127.0.0.1")).token
