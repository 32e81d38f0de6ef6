"""A municipality keeps its own PBX, which tells of its calls by webhook: from the first ring to the month's figures."""

from datetime import timedelta
from typing import Any

import pytest

from servicecenter.clock import FixedClock
from servicecenter.web.program import Program
from tests.journeys.calling import CALLER, GELDERN, building_permit
from tests.web.asking import Asking, Client


@pytest.fixture
async def token(program: Program) -> str:
    return (await program.pbxes.add("Rathaus Geldern", "geldern", by=None))[1]


async def tells(client: Client, token: str, event: str, call: str, **fields: str) -> Any:
    body = {"event": event, "callId": call, "direction": "in", "from": CALLER, "to": GELDERN} | fields
    response = await client.post(f"/api/v1/cti/{token}", json=body)
    assert response.status == 200, await response.text()
    return await response.json()


async def test_a_call_at_the_town_s_own_telephone_is_answered_and_counted(
    client: Client, token: str, agent: Asking, supervisor: Asking, clock: FixedClock
) -> None:
    # given a call that the PBX tells
    assert await tells(client, token, "newCall", "77", user="Anna.Agent") == {}
    assert [call["municipality"] for call in await agent.get("/calls")] == ["geldern"]

    # when the agent lifts the telephone after nine seconds
    clock.advance(timedelta(seconds=9))
    await tells(client, token, "answer", "77", user="Anna.Agent")

    # then the screen follows by itself, and the contact ends as every other
    [contact] = await agent.get("/contacts/mine")
    assert await agent.get("/calls") == []
    path = f"/contacts/{contact['id']}"
    await agent.post(f"{path}/article", {"article": "personalausweis", "query": "perso"})
    clock.advance(timedelta(seconds=80))
    await tells(client, token, "hangup", "77", cause="normalClearing")
    closed = await agent.post(f"{path}/close", {"outcome": "answered"})
    assert closed["caller"] is None

    # and the month counts it by Geldern's formula, printed beside it
    month = await supervisor.get("/board/telephone", month="2026-11", municipality="geldern")
    [total] = month["totals"]
    assert (total["service_level"]["in_words"], total["speed_of_answer"]) == ("1 von 1", 9.0)
    assert "answered_in_time/answered" in month["definitions"]["geldern"][0]


async def test_a_colleague_s_call_back_becomes_an_attempt_and_is_confirmed_by_a_person(
    client: Client, token: str, agent: Asking, clerk: Asking
) -> None:
    # given a promised callback
    made = await building_permit(agent)
    ticket = f"/inbox/{made['ticket']['id']}"
    out = {"direction": "out", "from": "21", "to": CALLER, "user": "Carl.Clerk"}

    # when the clerk calls twice: busy, then somebody takes the call
    await tells(client, token, "newCall", "78", **out)
    await tells(client, token, "hangup", "78", **out, cause="busy")
    await tells(client, token, "newCall", "79", **out)
    await tells(client, token, "answer", "79", **out)
    await tells(client, token, "hangup", "79", **out)

    # then both stand there, and the promise runs until the clerk says who that was
    callback = (await clerk.get(ticket))["callback"]
    assert [attempt["outcome"] for attempt in callback["attempts"]] == ["engaged", "connected"]
    assert callback["state"] == "open"
    kept = await clerk.post(f"{ticket}/attempt", {"outcome": "reached"})
    assert kept["callback"]["state"] == "reached"
