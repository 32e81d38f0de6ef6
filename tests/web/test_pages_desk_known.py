"""What the desk and the API say of the number that calls: what is open, with whom, until when, and where to read it."""

from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from servicecenter.access.model import Person, Role, Scope
from servicecenter.businesses.model import BusinessPerson, Particulars
from servicecenter.cases.opening import Opening
from servicecenter.contacts.case_number import shown
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program
from servicecenter.web.routes import ROUTES
from servicecenter.web.server import create
from tests.web.asking import new
from tests.web.browsing import Browser

HAGEN, GELDERN, NUMBER = "+49 30 23125 500", "+49 30 23125 300", "+49 30 23125 044"
MARIA = BusinessPerson("Maria Muster", "Inhaberin", NUMBER)


async def rang(program: Program, agent: Person, call: str, dialled: str = HAGEN) -> int:
    contact = await program.desk.ring(call, dialled, NUMBER)
    return int((await program.desk.take(agent, contact.id)).id)


@pytest.fixture
async def begun(program: Program, agent: Person) -> tuple[str, str]:
    """A Vorhaben in Hagen and a promised callback in Geldern, of the same caller; their case numbers."""
    first = await rang(program, agent, "c1")
    await program.desk.learn(agent, first, business=True)
    offices = ("bauberatung", "gewerbeanmeldung")
    new_one = Opening("restaurant", offices, concern="Trattoria", new=Particulars("Trattoria", "GmbH"), someone=MARIA)
    case = await program.openings.from_contact(agent, first, new_one)
    second = await rang(program, agent, "c2", GELDERN)
    await program.desk.learn(agent, second, leistung="baugenehmigung")
    wish = Wish("Carport, ganz geheim", ReplyChannel.CALLBACK, number=NUMBER)
    return case.case_number, (await program.desk.forward(agent, second, wish)).contact.case_number


async def test_the_desk_names_case_offices_and_dates_with_a_link(
    anna: Browser, program: Program, begun: tuple[str, str]
) -> None:
    me = await program.access.person_by_login(Scope.system("test"), "anna.browser")
    await rang(program, me, "c3")
    seen = await anna.get("/desk")
    assert "Vorhaben läuft: " in seen
    assert "Trattoria GmbH" in seen
    assert "Bauberatung bis " in seen
    assert f'href="/cases/{begun[0]}"' in seen.html
    assert shown(begun[1]) not in seen  # Geldern's is none of Hagen's business
    assert (await anna.get(f"/cases/{begun[0]}")).status == 200


async def test_a_promised_callback_is_named_with_its_date_and_not_with_its_words(
    anna: Browser, program: Program, begun: tuple[str, str]
) -> None:
    me = await program.access.person_by_login(Scope.system("test"), "anna.browser")
    await rang(program, me, "c3", GELDERN)
    seen = await anna.get("/desk")
    assert "Rückruf zugesagt: " in seen
    assert "bis Mi 25.11., in 2 Tagen" in seen
    assert f"Vorgang {shown(begun[1])}" in seen
    assert "ganz geheim" not in seen
    assert "Vorhaben läuft" not in seen


async def test_of_many_two_are_shown_and_the_rest_on_demand(
    anna: Browser, program: Program, agent: Person, begun: tuple[str, str]
) -> None:
    for call in ("c3", "c4"):
        contact = await rang(program, agent, call, GELDERN)
        await program.desk.learn(agent, contact, leistung="wohngeld")
        await program.desk.forward(agent, contact, Wish("", ReplyChannel.CALLBACK, number=NUMBER))
    me = await program.access.person_by_login(Scope.system("test"), "anna.browser")
    await rang(program, me, "c5", GELDERN)
    seen = await anna.get("/desk")
    assert seen.text.count("Rückruf zugesagt: ") == 3
    assert "noch 1 offen" in seen


async def test_the_api_says_the_same(program: Program, begun: tuple[str, str]) -> None:
    async with TestClient(TestServer(create(program, ROUTES))) as client:
        made: TestClient[Any, Any] = client
        anna = await new(made, program, Role.AGENT, "anna.api")
        sven = await new(made, program, Role.SUPERVISOR, "sven.super")
        me = await program.access.person_by_login(Scope.system("test"), "anna.api")
        hagen = await rang(program, me, "c3")
        told = await anna.get(f"/contacts/{hagen}")
        (case,) = told["open_cases"]
        assert (case["case_number"], case["business"], told["open_tickets"]) == (begun[0], "Trattoria GmbH", [])
        assert all(owed["due_on"] for owed in case["owed"])
        assert (await sven.get(f"/contacts/{hagen}"))["open_cases"] == []  # only for who is talking
        await anna.post(f"/contacts/{hagen}/close", {"outcome": "no_concern"})
        geldern = await anna.get(f"/contacts/{await rang(program, me, 'c4', GELDERN)}")
        (ticket,) = geldern["open_tickets"]
        assert (ticket["case_number"], ticket["callback"], ticket["owed"]["due_on"]) == (begun[1], True, "2026-11-25")
        assert (len(geldern["earlier_promises"]), geldern["open_cases"]) == (1, [])
