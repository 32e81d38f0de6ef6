"""The agent's own telephone by the API: the same acts as on the screen, and a conflict where one does not fit."""

from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from servicecenter.access.model import Role, Scope
from servicecenter.telephony.simulated import Behaviour
from servicecenter.telephony.telephones import SimulatedTelephone
from servicecenter.web.program import Program
from tests.web.asking import Asking, new
from tests.web.browsing import forwarded

ALL = Scope.system("test")
GELDERN = "+49 30 23125 300"


@pytest.fixture
async def anna(client: TestClient[Any, Any], program: Program) -> Asking:
    return await new(client, program, Role.AGENT, "anna.agent")


def switch(program: Program) -> Any:
    assert isinstance(program.telephone, SimulatedTelephone)
    return program.telephone.switch


async def offered(anna: Asking) -> Any:
    """A call of somebody in Geldern rings at Anna's phone."""
    await anna.post("/phone/sign-in", {})
    await anna.post("/calls", {"dialled": GELDERN, "caller": "+49 30 23125 017"}, 201)
    phone = await anna.get("/phone")
    assert (phone["state"], phone["call"]["state"]) == ("ringing", "offered")
    return phone


async def talking(anna: Asking) -> Any:
    await offered(anna)
    phone = await anna.post("/phone/acts", {"act": "accept"})
    assert (phone["state"], phone["state_in_words"], phone["call"]["state"]) == ("talking", "im Gespräch", "talking")
    return phone


async def test_signing_in_pausing_and_leaving(anna: Asking) -> None:
    away = await anna.get("/phone")
    assert (away["state"], away["acts"], away["call"], away["is_simulated"]) == ("away", [], None, True)
    assert (await anna.post("/phone", {"phone": "21"}))["extension"] == "21"
    assert (await anna.post("/phone", {"phone": "zwei eins"}, 422))["details"]["field"] == "phone"
    free = await anna.post("/phone/sign-in", {"phone": "21"})
    assert (free["state"], free["acts"]) == ("free", ["sign-out"])
    paused = await anna.post("/phone/pause", {"reason": "Besprechung"})
    assert (paused["state"], paused["reason"], paused["acts"]) == ("paused", "Besprechung", ["sign-out", "resume"])
    await anna.post("/phone/pause", {"reason": "Urlaub"}, 422)
    assert (await anna.post("/phone/acts", {"act": "resume"}))["state"] == "free"
    assert (await anna.post("/phone/acts", {"act": "resume"}, 409))["code"] == "telephone-not-now"
    assert (await anna.post("/phone/acts", {"act": "sign-out"}))["state"] == "away"
    await anna.post("/phone/pause", {}, 409)


async def test_an_offer_is_rejected_or_accepted_and_its_contact_is_known(anna: Asking) -> None:
    phone = await offered(anna)
    assert phone["acts"] == ["sign-out", "accept", "reject", "hang-up"]
    contact = phone["call"]["contact"]
    assert (await anna.get(f"/contacts/{contact}"))["state"] == "ringing"
    accepted = await anna.post("/phone/acts", {"act": "accept"})
    assert accepted["call"]["contact"] == contact
    assert [mine["id"] for mine in await anna.get("/contacts/mine")] == [contact]


async def test_a_rejected_call_waits_on(anna: Asking) -> None:
    await offered(anna)
    assert (await anna.post("/phone/acts", {"act": "reject"}))["state"] == "free"
    (waiting,) = (await anna.get("/queue"))["waiting"]
    assert waiting["state_in_words"] == "wartet"


async def test_holding_a_third_and_the_wrap_up(anna: Asking, program: Program) -> None:
    await talking(anna)
    held = await anna.post("/phone/acts", {"act": "hold"})
    assert (held["call"]["state"], "retrieve" in held["acts"]) == ("held", True)
    await anna.post("/phone/acts", {"act": "hold"}, 409)
    await anna.post("/phone/acts", {"act": "retrieve"})
    three = await anna.post("/phone/invite", {"number": "030 23125 018", "name": "Dolmetscherin"})
    assert (three["call"]["has_guest"], three["said"]["code"]) == (True, "guest-joined")
    assert (await anna.post("/phone/acts", {"act": "dismiss"}))["call"]["has_guest"] is False
    assert (await anna.post("/phone/invite", {"number": "nein"}, 422))["code"] == "number-unusable"
    leaving = await anna.post("/phone/pause", {"reason": "Technik"})
    assert (leaving["state"], leaving["then"]) == ("talking", "pause")
    wrap_up = await anna.post("/phone/acts", {"act": "hang-up"})
    assert (wrap_up["state"], wrap_up["call"], wrap_up["until"] is not None) == ("wrap_up", None, True)


async def test_transfers_follow_the_plan(anna: Asking, program: Program) -> None:
    assert (await anna.post("/phone/transfer", {"place": 0}, 409))["code"] == "telephone-not-now"
    phone = await talking(anna)
    await anna.post(f"/contacts/{phone['call']['contact']}/facts", {"leistung": "wohngeld"})
    ways = (await anna.get("/phone"))["ways"]
    assert [way["place"] for way in ways] == list(range(len(ways)))
    assert ways
    await anna.post("/phone/transfer", {"place": 50}, 404)
    asking = await anna.post("/phone/transfer", {"place": 0})
    assert (asking["call"]["state"], asking["call"]["target"]) == ("asking", ways[0]["name"])
    assert asking["call"]["target_answered"] is True
    back = await anna.post("/phone/acts", {"act": "retrieve"})
    assert back["call"]["state"] == "talking"
    passed = await anna.post("/phone/transfer", {"place": 0, "warm": False})
    assert (passed["call"], passed["state"]) == (None, "wrap_up")
    notes = await program.handset.mentioned(ALL)
    assert len(notes) == 2
    await anna.post("/phone/transfer", {"place": 0, "warm": False}, 409)
    assert len(await program.handset.mentioned(ALL)) == 2  # what does not happen stands on nobody's screen


async def test_a_clerk_dials_a_callback_and_sees_what_came_of_it(
    client: TestClient[Any, Any], program: Program, anna: Asking
) -> None:
    agent = await program.access.person_by_login(ALL, anna.login)
    ticket = (await forwarded(program, agent)).ticket.id
    carl = await new(client, program, Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")
    refused = await carl.post("/phone/dial", {"ticket": ticket}, 409)
    assert "kein Telefon" in refused["detail"]
    await carl.post("/phone", {"phone": "31"})
    calling = await carl.post("/phone/dial", {"ticket": ticket})
    assert (calling["call"]["origin"], calling["call"]["state"], calling["call"]["contact"]) == (
        "dialled", "talking", None,
    )  # fmt: skip
    assert (await carl.post("/phone/dial", {"ticket": ticket}, 409))["code"] == "telephone-not-now"
    await carl.post("/phone/acts", {"act": "hang-up"})
    (dialled,) = await carl.get(f"/tickets/{ticket}/dialled")
    assert (dialled["outcome"], dialled["outcome_in_words"]) == ("reached", "erreicht")
    foreign = await new(client, program, Role.FACHAMT, "fred.fremd", "buergerbuero", municipality="geldern")
    await foreign.post("/phone/dial", {"ticket": ticket}, 404)
    await foreign.get(f"/tickets/{ticket}/dialled", 404)
    await carl.post("/phone/sign-in", {"phone": "31"}, 403)  # calls are for agents


async def test_a_busy_citizen_is_an_attempt(client: TestClient[Any, Any], program: Program, anna: Asking) -> None:
    agent = await program.access.person_by_login(ALL, anna.login)
    ticket = (await forwarded(program, agent)).ticket.id
    switch(program).behaviours["+493023125042"] = Behaviour.BUSY
    carl = await new(client, program, Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")
    await carl.post("/phone", {"phone": "31"})
    assert await carl.get(f"/tickets/{ticket}/dialled") == []
    assert (await carl.post("/phone/dial", {"ticket": ticket}))["said"]["code"] == "citizen-not-reached"
    assert [each["outcome"] for each in await carl.get(f"/tickets/{ticket}/dialled")] == ["engaged"]
