"""The program behind HTTP, and the people of a journey, each with a token."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from servicecenter.web.routes import ROUTES
from servicecenter.web.server import create
from tests.web.asking import Asking, Client, new


@pytest.fixture
async def client(program: Program) -> AsyncIterator[Client]:
    async with TestClient(TestServer(create(program, ROUTES))) as started:
        yield started


@pytest.fixture
async def agent(client: Client, program: Program) -> Asking:
    return await new(client, program, Role.AGENT, "anna.agent")


@pytest.fixture
async def clerk(client: Client, program: Program) -> Asking:
    """Of Geldern's building office."""
    return await new(client, program, Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")


@pytest.fixture
async def supervisor(client: Client, program: Program) -> Asking:
    return await new(client, program, Role.SUPERVISOR, "susi.super")
