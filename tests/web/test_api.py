"""Who may ask the API what: strangers, roles, first passwords, and whose numbers are shown to whom."""

import re
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from servicecenter.access.model import Role
from servicecenter.telephony.telephones import NoTelephone
from servicecenter.web.api import ROUTES
from servicecenter.web.program import Program
from servicecenter.web.server import create
from servicecenter.web.table import PUBLIC
from tests.web.asking import API, Asking, Client, new


@pytest.fixture
async def agent(client: Client, program: Program) -> Asking:
    return await new(client, program, Role.AGENT, "anna.agent")


@pytest.fixture
async def clerk(client: Client, program: Program) -> Asking:
    return await new(client, program, Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")


async def test_nothing_but_the_login_and_the_description_is_for_strangers(client: Client) -> None:
    for route in ROUTES:
        path = re.sub(r"\{\w+:(\\d|\[0-9\])\+\}", "1", route.path)
        path = re.sub(r"\{\w+:\[a-z0-9-\]\+\}", "geldern", path)
        path = path.replace("{article:[A-Za-z0-9._-]+}", "x").replace("{call:[A-Za-z0-9._~-]+}", "x")
        path = path.replace("{person:[0-9a-f]+}", "f").replace("{bundle:[0-9a-f]+}", "f")
        response = await client.request(route.method, path, cookies={"servicecenter_session": "x"})
        assert (response.status == 401) is (route.roles != PUBLIC), route.path
        if response.status == 401:
            assert response.headers["WWW-Authenticate"] == "Bearer"
            assert (await response.json(content_type="application/problem+json"))["code"] == "not-logged-in"


async def test_a_browsers_cookie_is_no_token(client: Client, agent: Asking) -> None:
    response = await client.get(f"{API}/me", cookies={"servicecenter_session": agent.token})
    assert response.status == 401


async def test_a_first_password_must_be_changed_before_anything_else(client: Client, program: Program) -> None:
    _, password = await program.access.add_person("nina.neu", "Nina Neu", Role.AGENT, by=None)
    nina = Asking(client, "nina.neu", password)
    answer = await nina.post("/login", {"login": " Nina.Neu ", "password": password})
    assert (answer["must_change_password"], answer["person"]["role"]) == (True, "agent")
    nina.token = answer["token"]

    assert (await nina.get("/calls", expect=403))["code"] == "password-must-change"
    assert (await nina.get("/me"))["must_change_password"] is True
    problem = await nina.post("/password", {"old": password, "new": "kurz"}, expect=422)
    assert (problem["code"], problem["details"]["field"]) == ("password-too-weak", "new")
    assert await nina.post("/password", {"old": password, "new": "vier-Wörter-ohne-Sinn"}, expect=204) is None

    assert await nina.get("/calls") == []
    assert await nina.post("/logout", expect=204) is None
    await nina.get("/me", expect=401)


async def test_guessing_is_throttled(agent: Asking) -> None:
    for _ in range(5):
        problem = await agent.post("/login", {"login": agent.login, "password": "geraten"}, expect=403)
        assert problem["code"] == "wrong-password"
    response = await agent.client.post(f"{API}/login", json={"login": agent.login, "password": agent.password})
    assert (response.status, response.headers["Retry-After"]) == (429, "60")


async def test_each_role_has_its_own_doors(agent: Asking, clerk: Asking, client: Client, program: Program) -> None:
    admin = await new(client, program, Role.ADMIN, "ada.admin")
    for who, closed in ((agent, "/inbox"), (agent, "/board"), (clerk, "/calls"), (clerk, "/board"), (admin, "/search")):
        assert (await who.get(closed, expect=403))["code"] == "forbidden"


async def test_a_clerk_reads_the_own_municipality_alone(agent: Asking, clerk: Asking) -> None:
    assert [town["id"] for town in await clerk.get("/municipalities")] == ["geldern"]
    assert [town["id"] for town in await agent.get("/municipalities")][:2] == ["kreis-wesel", "geldern"]
    await clerk.get("/articles/geldern/reisepass")
    for path, query in (("/articles/kreis-wesel/reisepass", {}), ("/search", {"municipality": "kreis-wesel"})):
        here = await clerk.get(path, expect=404, **query)
        nowhere = await clerk.get(
            path.replace("kreis-wesel", "nirgends"), expect=404, **dict.fromkeys(query, "nirgends")
        )
        assert here["title"] == nowhere["title"]  # a stranger learns nothing


async def test_a_callers_number_is_for_the_agent_who_is_talking(
    agent: Asking, client: Client, program: Program
) -> None:
    other = await new(client, program, Role.SUPERVISOR, "susi.super")
    call = await agent.post("/calls", {"dialled": "030 23125 300", "caller": "030 23125 017"}, expect=201)
    path = f"/contacts/{call['contact']}"
    assert "••" in (await agent.get(path))["caller"]
    await agent.post(f"{path}/take")
    assert (await agent.get(path))["caller"] == "+493023125017"
    assert "••" in (await other.get(path))["caller"]


async def test_what_is_owed_to_the_same_number_is_told_to_who_is_talking(agent: Asking) -> None:
    ring = {"dialled": "+49 30 23125 300", "caller": "030 23125 017"}
    for _ in range(2):
        contact = await agent.post("/calls", ring, expect=201)
        path = f"/contacts/{contact['contact']}"
        taken = await agent.post(f"{path}/take")
        await agent.post(f"{path}/facts", {"leistung": "baugenehmigung"})
        wish = {"concern": "Carport", "reply": "callback", "number": "030 23125 017", "window": "nach 14 Uhr"}
        made = await agent.post(f"{path}/forward", wish, expect=201)
    assert [(owed["office"], owed["window"]) for owed in taken["earlier_promises"]] == [("bauordnung", "nach 14 Uhr")]
    assert made["contact"]["earlier_promises"] == []


async def test_where_a_real_telephone_stands_no_call_is_played(program: Program) -> None:
    real = replace(program, telephone=NoTelephone(program.desk))
    async with TestClient(TestServer(create(real, ROUTES))) as client:
        agent = await new(client, real, Role.AGENT, "anna.agent")
        problem = await agent.post("/calls", {"dialled": "+49 30 23125 300"}, expect=409)
        assert problem["code"] == "no-simulated-telephone"
