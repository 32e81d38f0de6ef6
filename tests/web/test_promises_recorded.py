"""A Fachamt records what its handbook promises: on the page of a ticket, and through the API. And the month as JSON."""

import pytest

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from tests.promising import of_a_business, promise_all
from tests.web.asking import Asking, Client, new
from tests.web.browsing import forwarded


@pytest.fixture
async def ticket(program, agent, clock) -> int:
    """Of a business, under a handbook that promises everything."""
    await promise_all(program.db, program.rulebooks, clock.now())
    return (await of_a_business(program, agent)).ticket.id


async def test_the_page_offers_what_the_handbook_promises(carl, ticket):
    seen = await carl.get(f"/inbox/{ticket}")
    assert "Weitere Zusagen des Handbuchs" in seen
    for words in (
        "): der Bauantrag geht ein",
        "): der Betrieb ist benachrichtigt",
        "Eine Bauberatung wurde in Anspruch",
    ):
        assert words in seen, words


async def test_a_ticket_of_a_citizen_offers_nothing(carl, program, agent):
    made = await forwarded(program, agent)
    assert "Weitere Zusagen" not in await carl.get(f"/inbox/{made.ticket.id}")


async def test_begun_and_fulfilled_on_the_page(carl, ticket):
    begun = await carl.post(f"/inbox/{ticket}/promise", {"name": "gsm-4", "begun_on": "2026-11-19"})
    assert (begun.status, begun.to) == (303, f"/inbox/{ticket}?saved=begun")
    seen = await carl.get(begun.to)
    assert "Die Zusage läuft." in seen
    assert "Mo 30.11., in 7 Tagen" in seen
    assert "Zusage gegeben (Eingangsbestätigung zum Bauantrag, § 20" in seen
    done = await carl.post(f"/inbox/{ticket}/fulfilled", {"name": "gsm-4"})
    assert "ist als erfüllt eingetragen" in await carl.get(done.to)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        pytest.param({"name": "gsm-7"}, "Eine Bauberatung wurde in Anspruch genommen", id="without its condition"),
        pytest.param({"name": "gsm-4", "begun_on": "gestern"}, "kein Datum", id="no date"),
        pytest.param({"name": "gsm-4", "begun_on": "2027-01-01"}, "in der Zukunft", id="tomorrow"),
        pytest.param({"name": "gsm-1"}, "keine Frist", id="without a period"),
    ],
)
async def test_what_cannot_begin_is_said_on_the_page(carl, ticket, fields, told):
    seen = await carl.post(f"/inbox/{ticket}/promise", fields)
    assert seen.status == 422
    assert told in seen
    assert "Weitere Zusagen des Handbuchs" in seen


async def test_the_condition_is_confirmed_with_a_tick(carl, ticket):
    await carl.post(f"/inbox/{ticket}/promise", {"name": "gsm-7", "confirmed": "true"})
    assert "Mo 18.01." in await carl.get(f"/inbox/{ticket}")


async def test_what_the_handbook_does_not_promise_is_not_there(carl, ticket):
    assert (await carl.post(f"/inbox/{ticket}/promise", {"name": "einhorn"})).status == 404
    assert (await carl.post(f"/inbox/{ticket}/fulfilled", {"name": "gsm-4"})).status == 404


@pytest.fixture
async def asking(client: Client, program: Program) -> Asking:
    return await new(client, program, Role.FACHAMT, "carl.api", "bauordnung", municipality="geldern")


async def test_the_same_through_the_api(asking: Asking, ticket: int) -> None:
    path = f"/inbox/{ticket}/promises"
    offers = {offer["name"]: offer for offer in await asking.get(path)}
    assert (offers["gsm-4"]["running"], offers["gsm-1"]["without_period"]) == (None, True)
    begun = await asking.post(path, {"name": "gsm-4"}, expect=201)
    assert (begun["name"], begun["due_on"], begun["state"]) == ("gsm-4", "2026-12-02", "open")
    assert (await asking.post(path, {"name": "gsm-4"}, expect=409))["code"] == "conflict"
    assert (await asking.post(path, {"name": "gsm-7"}, expect=422))["details"]["field"] == "confirmed"
    story = await asking.post(f"{path}/fulfilled", {"name": "gsm-4"})
    assert {each["name"]: each["state"] for each in story["promises"]}["gsm-4"] == "kept"
    assert (await asking.post(f"{path}/fulfilled", {"name": "gsm-4"}, expect=404))["code"] == "not-found"


async def test_the_month_as_json(client: Client, program: Program, ticket: int) -> None:
    susi = await new(client, program, Role.SUPERVISOR, "susi.super")
    month = await susi.get("/board/promises", month="2026-11")
    assert {line["name"]: line["made"] for line in month["lines"]} == {"reply": 1, "ral-j": 1}
    assert set(month["definitions"]) == {"made", "kept", "unkept", "exhausted", "at_risk", "delay"}
    assert (await susi.get("/board/promises", expect=422, month="nie"))["details"]["field"] == "month"
    town = await new(client, program, Role.CONTROLLER, "cora.control", municipality="kreis-wesel")
    assert (await town.get("/board/promises"))["lines"] == []
