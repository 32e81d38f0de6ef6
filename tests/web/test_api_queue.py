"""The queue by the API: who waits, why a call went to whom, who answers for whom, and what a municipality may see."""

from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from tests.web.asking import Asking, new

GELDERN, HAGEN = "+49 30 23125 300", "+49 30 23125 500"


@pytest.fixture
async def anna(client: TestClient[Any, Any], program: Program) -> Asking:
    return await new(client, program, Role.AGENT, "anna.agent")


@pytest.fixture
async def sven(client: TestClient[Any, Any], program: Program) -> Asking:
    return await new(client, program, Role.SUPERVISOR, "sven.super")


async def test_each_who_waits_has_a_place_and_an_estimate_with_its_method(anna: Asking) -> None:
    await anna.post("/phone/sign-in", {})
    for caller in ("+49 30 23125 017", "+49 30 23125 018", "+49 30 23125 019"):
        await anna.post("/calls", {"dialled": GELDERN, "caller": caller}, 201)
    told = await anna.get("/queue")
    assert told["agents"] == {"ringing": 1}
    assert [each["place"] for each in told["waiting"]] == [1, 2]
    first = told["waiting"][0]
    assert (first["agents"], first["handled_seconds"], first["seconds"]) == (1, 240.0, 240.0)
    assert (first["minutes_from"], first["minutes_to"]) == (4, 6)
    assert "k · h/n" in told["method"]
    assert "+4930" not in str(told)


async def test_a_played_call_can_meet_closed_doors(anna: Asking) -> None:
    await anna.post("/calls", {"dialled": GELDERN, "meets": "closed"}, 201)
    assert (await anna.get("/queue"))["waiting"] == []
    await anna.post("/calls", {"dialled": GELDERN, "meets": "sonntags"}, 422)


async def test_where_nobody_is_at_work_nothing_is_estimated(anna: Asking) -> None:
    await anna.post("/calls", {"dialled": GELDERN}, 201)
    (waits,) = (await anna.get("/queue"))["waiting"]
    assert (waits["seconds"], waits["minutes_from"], waits["minutes_to"]) == (None, None, None)


async def test_why_a_call_went_to_whom(anna: Asking, sven: Asking, client: Any, program: Program) -> None:
    await anna.post("/phone/sign-in", {})
    await anna.post("/calls", {"dialled": GELDERN}, 201)
    call = (await anna.get("/phone"))["call"]["id"]
    (assigned,) = await sven.get("/queue/assigned")
    assert (assigned["call"], assigned["municipality"]) == (call, "geldern")
    (why,) = await sven.get(f"/queue/assigned/{call}")
    (candidate,) = why["candidates"]
    assert (candidate["name"], candidate["verdict"]) == ("Anna.Agent", "chosen")
    assert candidate["verdict_in_words"] == "war am längsten frei"
    await sven.get("/queue/assigned/nobody", 404)
    await sven.get("/queue/assigned", 422, limit="0")

    gerd = await new(client, program, Role.CONTROLLER, "gerd.geldern", municipality="geldern")
    (own,) = await gerd.get(f"/queue/assigned/{call}")
    assert (own["agent"], own["candidates"]) == (None, [])
    assert (await gerd.get("/queue"))["agents"] == {}
    hanna = await new(client, program, Role.CONTROLLER, "hanna.hagen", municipality="hagen")
    await hanna.get(f"/queue/assigned/{call}", 404)
    assert await hanna.get("/queue/assigned") == []


async def test_a_municipality_sees_only_its_own_callers(anna: Asking, client: Any, program: Program) -> None:
    await anna.post("/calls", {"dialled": GELDERN}, 201)
    hanna = await new(client, program, Role.CONTROLLER, "hanna.hagen", municipality="hagen")
    assert (await hanna.get("/queue"))["waiting"] == []
    await hanna.get("/queue/duties", 403)


async def test_a_supervisor_says_who_answers_for_whom(anna: Asking, sven: Asking) -> None:
    (known,) = await sven.get("/queue/duties")
    assert (known["name"], known["state"], known["municipalities"]) == ("Anna.Agent", "away", [])
    wanted = {"municipalities": ["hagen"], "skills": ["Englisch"]}
    set_now = await sven.post(f"/queue/duties/{known['person']}", wanted)
    assert (set_now["municipalities"], set_now["skills"]) == (["hagen"], ["englisch"])
    await sven.post(f"/queue/duties/{known['person']}", {"municipalities": ["atlantis"]}, 404)
    await sven.post(f"/queue/duties/{'0' * 32}", wanted, 404)
    assert (await sven.get("/queue/duties"))[0]["skills"] == ["englisch"]
    await anna.get("/queue/duties", 403)
    await anna.post("/phone/sign-in", {})
    await anna.post("/calls", {"dialled": GELDERN}, 201)
    assert (await anna.get("/phone"))["state"] == "free"
