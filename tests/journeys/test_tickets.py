"""What becomes of a ticket, through HTTP alone: in time; given back and rerouted; delayed with notice; a complaint."""

from datetime import date, timedelta
from typing import Any

import pytest

from servicecenter.access.model import Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.messages import store as outbox
from servicecenter.messages.model import MessageKind
from servicecenter.promises.service import sweep
from servicecenter.web.program import Program
from tests.journeys.calling import CALLER, building_permit, rings
from tests.web.asking import Asking, Client, new

BY_MAIL = {"reply": "email", "address": "kim@beispiel.example"}


@pytest.fixture
async def planner(client: Client, program: Program) -> Asking:
    return await new(client, program, Role.FACHAMT, "paula.planung", "planungsamt", municipality="geldern")


@pytest.fixture
async def complaint_desk(client: Client, program: Program) -> Asking:
    return await new(client, program, Role.FACHAMT, "zora.zentrale", "zentrale", municipality="geldern")


def acts(story: Any) -> list[str]:
    return [entry["act"] for entry in story["story"]]


async def test_a_forwarded_concern_is_answered_in_time(agent: Asking, clerk: Asking) -> None:
    # given a concern that went to the building office, to be answered by mail
    ticket = (await building_permit(agent, **BY_MAIL))["ticket"]
    path = f"/inbox/{ticket['id']}"
    assert (await clerk.get("/inbox/counts"))["total"] == 1

    # when the clerk accepts it, asks the service centre, is answered, and answers
    await clerk.post(f"{path}/accept")
    await clerk.post(f"{path}/question", {"to": "centre", "text": "Carport oder Garage?"})
    (asked,) = await agent.get("/questions")
    await agent.post(f"/questions/{asked['id']}/answer", {"text": "Ein Carport."})
    story = await clerk.post(f"{path}/answer", {"text": "Genehmigungsfrei bis 30 Quadratmeter."})

    # then the promise is kept, the question stands in the history with its answer, and nothing is open
    assert [promise["state"] for promise in story["promises"]] == ["kept"]
    assert [(remark["kind"], remark["answer"]) for remark in story["remarks"]] == [("question", "Ein Carport.")]
    assert await clerk.get("/inbox") == []
    await clerk.post(f"{path}/answer", {"text": "Noch einmal."}, expect=409)


async def test_one_given_back_is_rerouted_and_answered_by_the_same_date(
    agent: Asking, clerk: Asking, planner: Asking, supervisor: Asking
) -> None:
    # given a ticket in the wrong office, with a callback promised
    made = await building_permit(agent)
    ticket, due_at = made["ticket"], made["promise"]["due_at"]
    path = f"/inbox/{ticket['id']}"

    # when its clerk gives it back and names who is responsible
    assert "planungsamt" in [office["id"] for office in await clerk.get(f"{path}/offices")]
    moved = await clerk.post(f"{path}/give-back", {"reason": "Das ist Planung.", "proposal": "planungsamt"})

    # then it lies there at once, nothing of it is left at the first, and the promise runs on by the same date
    assert (moved["office"], moved["reason"]) == ("planungsamt", "proposed-by-office")
    assert await clerk.get("/inbox") == []
    await clerk.get(path, expect=404)
    await clerk.get("/inbox/found", expect=404, case_number=ticket["case_number"])
    await clerk.post(f"{path}/give-back", {"reason": "Noch einmal."}, expect=404)
    assert [promise["case_number"] for promise in await clerk.get("/promises")] == []
    (item,) = await planner.get("/inbox")
    assert due_at in [promise["due_at"] for promise in item["promises"]]
    assert [remark["text"] for remark in item["remarks"]] == ["Das ist Planung."]

    # when the planning office reaches the caller
    story = await planner.post(f"{path}/attempt", {"outcome": "reached", "note": "Geklärt."})

    # then every promise is kept by the office that answered, and the story tells the whole way
    assert {(promise["state"], promise["office"]) for promise in story["promises"]} == {("kept", "planungsamt")}
    assert {"ticket-given-back", "promise-handed-on", "ticket-answered"} <= set(acts(story))
    assert (await supervisor.get(f"/contacts/{made['contact']['id']}"))["state"] == "closed"


async def test_a_give_back_in_a_circle_ends_with_the_supervisor(
    agent: Asking, clerk: Asking, planner: Asking, supervisor: Asking
) -> None:
    # given a ticket that two offices gave back, each to the other
    ticket = (await building_permit(agent, **BY_MAIL))["ticket"]
    path = f"/inbox/{ticket['id']}"
    await clerk.post(f"{path}/give-back", {"reason": "Planung.", "proposal": "planungsamt"})
    await planner.post(f"{path}/give-back", {"reason": "Bauordnung.", "proposal": "bauordnung"}, expect=422)
    up = await planner.post(f"{path}/give-back", {"reason": "Wir nicht."})
    assert (up["state"], up["office"]) == ("unplaced", "")

    # when the supervisor decides
    (unplaced,) = await supervisor.get("/board/unplaced")
    assert [remark["office"] for remark in unplaced["remarks"]] == ["bauordnung", "planungsamt"]
    await clerk.post(f"/tickets/{ticket['id']}/assign", {"office": "bauordnung", "reason": "x"}, expect=403)
    given = {"office": "bauordnung", "reason": "Bauordnung bleibt zuständig."}
    await supervisor.post(f"/tickets/{ticket['id']}/assign", given)

    # then it is that office's, once
    await supervisor.post(f"/tickets/{ticket['id']}/assign", given, expect=409)
    assert [item["ticket"]["id"] for item in await clerk.get("/inbox")] == [ticket["id"]]
    assert await supervisor.get("/board/unplaced") == []


async def test_one_delayed_with_notice_is_late_with_notice_and_the_new_date_is_kept(
    agent: Asking, clerk: Asking, program: Program, clock: FixedClock
) -> None:
    # given a ticket that the clerk cannot answer in time
    ticket = (await building_permit(agent, **BY_MAIL))["ticket"]
    path, until = f"/inbox/{ticket['id']}", date(2026, 12, 30)

    # when the citizen is told why, and until when, before the deadline
    story = await clerk.post(f"{path}/delay", {"reason": "Ein Gutachten fehlt.", "until": until.isoformat()})
    assert {promise["name"] for promise in story["promises"]} == {"reply", "announced"}
    async with program.db.read() as session:
        mail = (await outbox.latest(session, Scope.system("test"), 1, kinds=(MessageKind.LETTER,)))[0]
    assert (mail.addressee, "Ein Gutachten fehlt." in mail.body) == ("citizen", True)

    # and the first date passes
    clock.advance(timedelta(days=25))
    await sweep(program.db, Scope.system("test"), clock.now())
    await clerk.log_in()

    # then the first promise is late with notice, and the answer keeps the second
    story = await clerk.post(f"{path}/answer", {"text": "Ja."})
    known = {promise["name"]: promise for promise in story["promises"]}
    assert (known["reply"]["state"], known["reply"]["noticed_until"]) == ("kept_late", until.isoformat())
    assert known["announced"]["state"] == "kept"


async def test_a_complaint_about_the_office_that_handles_the_ticket(
    agent: Asking, clerk: Asking, complaint_desk: Asking, supervisor: Asking, program: Program
) -> None:
    # given a ticket of the building office, and its citizen who calls to complain about it
    ticket = (await building_permit(agent, **BY_MAIL))["ticket"]
    contact = await rings(agent, caller=CALLER)
    wanted = {"concern": "Niemand meldet sich.", "about_case": ticket["case_number"], **BY_MAIL}
    made = await agent.post(f"/contacts/{contact['id']}/complaint", wanted, expect=201)

    # then the complaint desk has it with a deadline of its own, the supervisor sees it, the office does not
    assert (made["office"], made["due_on"]) == ("zentrale", "2026-12-07")
    (item,) = await complaint_desk.get("/inbox")
    complaint = item["ticket"]
    assert (complaint["kind"], complaint["about_office"]) == ("complaint", "bauordnung")
    assert [each["id"] for each in await supervisor.get("/board/complaints")] == [complaint["id"]]
    assert [each["ticket"]["id"] for each in await clerk.get("/inbox")] == [ticket["id"]]
    await clerk.get(f"/inbox/{complaint['id']}", expect=404)
    await clerk.get("/inbox/found", expect=404, case_number=made["case_number"])

    # when the office is asked for a statement, it reads the question alone
    await complaint_desk.post(f"/inbox/{complaint['id']}/statement", {"text": "Wann riefen Sie an?"})
    (asked,) = await clerk.get("/questions")
    assert asked["text"] == "Wann riefen Sie an?"
    await clerk.post(f"/questions/{asked['id']}/answer", {"text": "Am Montag um neun."})

    # then the desk answers, and its own promise is kept
    story = await complaint_desk.post(f"/inbox/{complaint['id']}/answer", {"text": "Wir entschuldigen uns."})
    assert [(promise["name"], promise["state"]) for promise in story["promises"]] == [("complaint", "kept")]
    assert await supervisor.get("/board/complaints") == []


async def test_the_same_concern_twice_and_one_that_was_no_answer(agent: Asking, clerk: Asking) -> None:
    # given the same concern twice
    first, second = [(await building_permit(agent, **BY_MAIL))["ticket"] for _ in range(2)]

    # when they are merged, separated, merged again, and the one that stays is answered
    path = f"/inbox/{second['id']}"
    await clerk.post(f"{path}/merge", {"case_number": first["case_number"]})
    await clerk.post(f"{path}/merge", {"case_number": first["case_number"]}, expect=409)
    await clerk.post(f"{path}/separate")
    await clerk.post(f"{path}/merge", {"case_number": first["case_number"]})
    await clerk.post(f"/inbox/{first['id']}/answer", {"text": "Ja."})

    # then both are answered and both promises kept
    story = await clerk.get(path)
    assert (story["ticket"]["state"], story["ticket"]["answer"]) == ("answered", "Ja.")
    assert [promise["state"] for promise in story["promises"]] == ["kept"]

    # when the citizen calls: that was no answer
    opened = await agent.post(f"/tickets/{first['id']}/reopen", {"reason": "Gefragt war nach der Garage."})
    assert (opened["state"], opened["reopened"]) == ("new", 1)
    await agent.post(f"/tickets/{first['id']}/reopen", {"reason": "Noch einmal."}, expect=409)
    assert [item["ticket"]["id"] for item in await clerk.get("/inbox")] == [first["id"]]
