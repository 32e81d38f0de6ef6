"""Browsers of people in different roles, and a client without one, closed at the test's end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from servicecenter.web.routes import ROUTES
from servicecenter.web.server import create
from tests.web.browsing import Browser, added, opened

Enter = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def client(program: Program) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(create(program, ROUTES))) as made:
        yield made


@pytest.fixture
async def stranger(program: Program) -> AsyncIterator[Browser]:
    made = await opened(program)
    yield made
    await made.client.close()


@pytest.fixture
async def enter(program: Program) -> AsyncIterator[Enter]:
    """enter(Role.FACHAMT, "carl", "bauordnung", municipality="geldern"): a new person, logged in."""
    made: list[Browser] = []

    async def log_in(role: Role, login: str, *offices: str, municipality: str | None = None) -> Browser:
        _, password = await added(program, role, login, *offices, municipality=municipality)
        made.append(await opened(program))
        await made[-1].log_in(login, password)
        return made[-1]

    yield log_in
    for browser in made:
        await browser.client.close()


@pytest.fixture
async def carl(enter: Enter) -> Browser:
    """A clerk of Geldern's building office."""
    return await enter(Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")


@pytest.fixture
async def cora(enter: Enter) -> Browser:
    """Carl's colleague."""
    return await enter(Role.FACHAMT, "cora.clerk", "bauordnung", municipality="geldern")


@pytest.fixture
async def anna(enter: Enter) -> Browser:
    """An agent."""
    return await enter(Role.AGENT, "anna.browser")


@pytest.fixture
async def sven(enter: Enter) -> Browser:
    """The supervisor."""
    return await enter(Role.SUPERVISOR, "sven.super")


@pytest.fixture
async def ada(enter: Enter) -> Browser:
    """The admin."""
    return await enter(Role.ADMIN, "ada.admin")
