"""The clerk's acts on callbacks and colleagues through the API, and what the desk is told of a wished time."""

import pytest

from servicecenter.access.model import Person, Role
from servicecenter.callbacks.model import Outcome
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program
from tests.web.asking import Asking, Client, new
from tests.web.browsing import forwarded

WISH = Wish("Carport", ReplyChannel.CALLBACK, "Frau Muster", "030 23125 042", "vormittags", "frau@muster.example")


@pytest.fixture
async def carl(client: Client, program: Program) -> Asking:
    return await new(client, program, Role.FACHAMT, "carl.api", "bauordnung", municipality="geldern")


async def test_the_desk_is_told_what_a_wished_time_means(client: Client, program: Program) -> None:
    anna = await new(client, program, Role.AGENT, "anna.api")
    contact = (await anna.post("/contacts", {"municipality": "geldern"}, expect=201))["id"]
    await anna.post(f"/contacts/{contact}/facts", {"leistung": "fuehrerschein-umtausch"})  # Kreis Kleve: outside
    assert (await anna.get(f"/contacts/{contact}/outlook", expect=422))["code"] == "nobody-owes"
    await anna.post(f"/contacts/{contact}/facts", {"leistung": "baugenehmigung"})
    told = await anna.get(f"/contacts/{contact}/outlook", window="ab 16 Uhr, bitte Handy")
    assert (told["open_minutes"], told["meeting_minutes"], told["misses"]) == (390, 0, True)
    assert (told["window_in_words"], told["window_unread"]) == ("täglich ab 16:00", ["handy"])


async def test_a_callback_is_ended_that_nobody_answers(carl: Asking, program: Program, agent: Person) -> None:
    path = f"/inbox/{(await forwarded(program, agent, WISH)).ticket.id}"
    (item,) = await carl.get("/inbox")
    assert (item["turn"]["group"], item["turn"]["plan_why"], item["turn"]["attempts_left"]) == (1, "now", 3)
    assert item["callback"]["window_in_words"] == "täglich bis 12:00"
    early = await carl.post(f"{path}/exhaust", {"said": "x"}, expect=409)
    assert early["details"]["left"] == 3
    await carl.post(f"{path}/attempt", {"outcome": Outcome.WRONG_NUMBER.value})
    mended = await carl.post(f"{path}/number", {"number": "030 23125 077"})
    assert (mended["callback"]["number"], mended["turn"]["attempts_left"]) == ("+493023125077", 3)
    for _ in range(3):
        await carl.post(f"{path}/attempt", {"outcome": Outcome.ENGAGED.value})
    assert (await carl.post(f"{path}/exhaust", {}, expect=422))["details"]["field"] == "said"
    ended = await carl.post(f"{path}/exhaust", {"said": "Bitte rufen Sie uns an."})
    assert (ended["ticket"]["state"], ended["callback"]["state"], ended["turn"]) == ("exhausted", "exhausted", None)
    assert {promise["state"] for promise in ended["promises"]} == {"exhausted"}


async def test_handed_over_and_returned(client: Client, carl: Asking, program: Program, agent: Person) -> None:
    cora = await new(client, program, Role.FACHAMT, "cora.api", "bauordnung", municipality="geldern")
    path = f"/inbox/{(await forwarded(program, agent, WISH)).ticket.id}"
    await carl.post(f"{path}/accept", {})
    (colleague,) = await carl.get(f"{path}/colleagues")
    handed = await carl.post(f"{path}/hand-over", {"colleague": colleague["id"], "note": "Plan im Fach"})
    assert (handed["ticket"]["accepted_name"], handed["ticket"]["handed_over_note"]) == (
        colleague["name"], "Plan im Fach",
    )  # fmt: skip
    (holder,) = await cora.get("/held")
    assert holder["id"] == colleague["id"]
    returned = await carl.post(f"/held/{colleague['id']}/return", {})
    assert returned["tickets"] == holder["tickets"]
    assert await carl.get("/held") == []
    undone = await carl.post(f"/held/{returned['bundle']}/undo", {})
    assert undone["tickets"] == holder["tickets"]
    assert (await carl.post(f"/held/{returned['bundle']}/undo", {}, expect=409))["code"] == "conflict"
