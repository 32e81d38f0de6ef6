"""The same story where something comes between: two at once, a restart, a concern that must not be written down."""

import asyncio
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from servicecenter.access.model import Role
from servicecenter.app import build
from servicecenter.clock import FixedClock
from servicecenter.settings import Settings
from servicecenter.web.program import Program
from servicecenter.web.routes import ROUTES
from servicecenter.web.server import create
from tests.conftest import quick_passwords
from tests.journeys.calling import CALLER, GELDERN, building_permit, rings
from tests.web.asking import Asking, Client, new


async def test_of_two_who_act_at_once_one_wins_and_the_other_is_told_who(
    agent: Asking, clerk: Asking, client: Client, program: Program
) -> None:
    # given two agents, a call; and two clerks of one office, a ticket
    other = await new(client, program, Role.AGENT, "bert.agent")
    colleague = await new(client, program, Role.FACHAMT, "dora.clerk", "bauordnung", municipality="geldern")
    call = await agent.post("/calls", {"dialled": GELDERN}, expect=201)

    # when both take the call in the same moment
    winner, told = await at_once(agent, other, f"/contacts/{call['contact']}/take")
    # then the loser is told who has it
    assert told["details"]["by"] == winner["agent_name"]
    talking = agent if winner["agent_name"] == "Anna.Agent" else other
    await talking.post(f"/contacts/{call['contact']}/close", {"outcome": "no_concern"})

    # when both accept the ticket in the same moment
    made = await building_permit(agent)
    winner, told = await at_once(clerk, colleague, f"/inbox/{made['ticket']['id']}/accept")
    # then the loser is told who has it
    assert told["details"]["by"] == winner["ticket"]["accepted_name"]
    assert told["title"].startswith(winner["ticket"]["accepted_name"])

    # and what was accepted cannot be undone at the desk any more
    await agent.post(f"/contacts/{made['contact']['id']}/undo", expect=409)


async def at_once(one: Asking, two: Asking, path: str) -> tuple[Any, Any]:
    """What the winner and the other got."""
    answers = await asyncio.gather(*(who.send(path, b"") for who in (one, two)))
    assert sorted(status for status, _ in answers) == [200, 409]
    return tuple(answer for _, answer in sorted(answers, key=lambda answer: answer[0]))  # type: ignore[return-value]


async def test_a_restart_in_the_middle_of_a_contact_loses_nothing(
    agent: Asking, clerk: Asking, settings: Settings, clock: FixedClock
) -> None:
    # given an open contact with a note, an article and a call, and another call that rings
    contact = await rings(agent)
    path = f"/contacts/{contact['id']}"
    await agent.post(f"{path}/note", {"text": "Carport, 28 m²"})
    await agent.post(f"{path}/article", {"article": "baugenehmigung", "query": "carport"})
    waiting = await agent.post("/calls", {"dialled": GELDERN}, expect=201)
    before = await agent.get(path), await agent.get(f"{path}/way"), await agent.get(f"{path}/journal")

    # when the program starts anew over the same database
    again = await build(settings, clock=clock, passwords=quick_passwords(), simulate=True)
    async with TestClient(TestServer(create(again, ROUTES))) as restarted:
        agent, clerk = agent.at(restarted), clerk.at(restarted)

        # then who was logged in still is, and everything is as it was
        after = await agent.get(path), await agent.get(f"{path}/way"), await agent.get(f"{path}/journal")
        assert after == before
        assert [call["contact"] for call in await agent.get("/calls")] == [waiting["contact"]]

        # and the contact goes on to its end
        wish = {"concern": "Carport", "reply": "callback", "number": CALLER}
        made = await agent.post(f"{path}/forward", wish, expect=201)
        assert [item["ticket"]["id"] for item in await clerk.get("/inbox")] == [made["ticket"]["id"]]
    await again.db.close()


async def test_a_concern_of_the_youth_office_takes_no_free_text(
    agent: Asking, client: Client, program: Program
) -> None:
    # given a concern of a child's welfare
    contact = await rings(agent)
    path = f"/contacts/{contact['id']}"
    await agent.post(f"{path}/facts", {"leistung": "kindeswohl"})
    way = await agent.get(f"{path}/way")
    assert way["plan"][0]["reason"] == "danger"  # 110 and 112 come before every agreement

    # when it is forwarded with what the caller said
    wish = {"concern": "Das Kind von nebenan schreit", "already_said": "Namen genannt", "reply": "none"}
    made = await agent.post(f"{path}/forward", wish, expect=201)

    # then nothing of it is written down (§ 35 SGB I)
    assert "§ 35 SGB I" in made["ticket"]["concern"]
    assert made["ticket"]["already_said"] == ""
    assert "schreit" not in str(made)
