"""The telephone's figures and planning by the API."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from servicecenter.access.model import Person, Role
from servicecenter.clock import FixedClock
from servicecenter.contacts.model import Outcome
from servicecenter.web.program import Program
from servicecenter.web.routes import ROUTES
from servicecenter.web.server import create
from tests.web.asking import Asking, new


@pytest.fixture
async def sven(program: Program) -> AsyncIterator[Asking]:
    async with TestClient(TestServer(create(program, ROUTES))) as client:
        yield await new(client, program, Role.SUPERVISOR, "sven.super")


async def test_figures_come_with_their_definition(
    sven: Asking, program: Program, agent: Person, clock: FixedClock
) -> None:
    call = await program.desk.ring("call", "+49 30 23125 300", None)
    clock.advance(timedelta(seconds=12))
    await program.desk.take(agent, call.id)
    clock.advance(timedelta(seconds=100))
    await program.desk.close(agent, call.id, Outcome.REFERRED)
    told: Any = await sven.get("/board/telephone", day="2026-11-23", municipality="geldern")
    (line,) = told["lines"]
    assert (line["offered"], line["service_level"]["percent"], line["wait_90"]) == (1, 100.0, 12.0)
    assert (line["first_contact"]["in_words"], line["average_handling"]) == ("1 von 1", 100.0)
    assert "§ 8.1" in told["definitions"]["geldern"][0]
    assert (await sven.get("/board/telephone", month="2026-11"))["totals"][0]["answered"] == 1
    await sven.get("/board/telephone", 422, day="heute")
    assert (await sven.get("/board/telephone", municipality="hagen"))["totals"] == []


async def test_a_typed_forecast_needs_agents(sven: Asking) -> None:
    given = {"source": "typed", "forecast": "08:00;50", "handling": "180", "shrinkage": "30", "occupied": "100"}
    told = await sven.get("/planning", **given)
    (need,) = told["needs"]
    assert (need["begins"], need["agents"], need["scheduled"], need["measured_calls"]) == ("08:00:00", 8, 12, None)
    assert (told["handling"], told["target"]) == (180.0, 0.8)
    assert (await sven.get("/planning", 422, handling="viel"))["details"]["field"] == "handling"
