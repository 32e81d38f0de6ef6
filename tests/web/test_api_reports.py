"""Articles reported, answered and seen through the JSON API."""

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from tests.web.asking import Asking, Client, new


async def reading(agent: Asking, article: str) -> str:
    contact = await agent.post("/contacts", {"municipality": "geldern"}, expect=201)
    await agent.post(f"/contacts/{contact['id']}/article", {"article": article})
    return f"/contacts/{contact['id']}"


async def test_from_the_report_to_the_answer_that_is_seen(client: Client, program: Program) -> None:
    agent = await new(client, program, Role.AGENT, "anna.agent")
    clerk = await new(client, program, Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")
    path = await reading(agent, "baugenehmigung")

    made = await agent.post(f"{path}/report", {"said": "Die Gebühr ist höher."}, expect=201)
    assert (made["office"], made["due_on"], made["assessment"]) == ("bauordnung", "2026-11-30", None)
    assert await clerk.get("/reports") == [made]
    given = {"assessment": "will_change", "answer": "Ab morgen."}
    answered = await clerk.post(f"/reports/{made['id']}/answer", given)
    assert answered["assessment_in_words"] == "wird geändert"
    assert (await clerk.post(f"/reports/{made['id']}/answer", given, expect=409))["details"]["by"] == "Carl.Clerk"
    await agent.post(f"/reports/{made['id']}/seen", expect=204)
    (own,) = await agent.get("/reports")
    assert own["seen_at"] is not None


async def test_no_words_about_social_concerns(client: Client, program: Program) -> None:
    agent = await new(client, program, Role.AGENT, "anna.agent")
    path = await reading(agent, "kindeswohl")
    assert (await agent.post(f"{path}/report", {"said": "Das Kind weint"}, expect=201))["said"] == ""
