"""The Lotse opens a case from the own ticket; a town whose places matter asks for the place."""

import re
from dataclasses import replace

from servicecenter.access.model import Role
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.pages.case_opening import likely
from servicecenter.web.program import Program
from tests.cases.conftest import ANNA
from tests.web.conftest import Enter

WISH = Wish("Will ein Restaurant eröffnen", ReplyChannel.NONE)


async def ticket_of(program: Program, dialled: str, **facts: object) -> int:
    rang = await program.desk.ring("c1", dialled, "+49 30 23125 044")
    await program.desk.take(ANNA, rang.id)
    await program.desk.learn(ANNA, rang.id, leistung="wirtschaftsfoerderung", business=True, **facts)  # type: ignore[arg-type]
    return (await program.desk.forward(ANNA, rang.id, WISH)).ticket.id


async def test_from_the_ticket_of_the_lotse(enter: Enter, program: Program):
    lotte = await enter(Role.FACHAMT, "lotte.lotse", "servicezentrum-wirtschaft", municipality="hagen")
    ticket = await ticket_of(program, "+49 30 23125 500")
    assert f"/inbox/{ticket}/case" in (await lotte.get(f"/inbox/{ticket}")).html
    form = await lotte.get(f"/inbox/{ticket}/case?vorhaben=restaurant")
    assert "Will ein Restaurant eröffnen" in form
    given = [("vorhaben", "restaurant"), ("leistungen", "bauberatung"), ("business", "new")]
    refused = await lotte.post(f"/inbox/{ticket}/case", given)
    assert (refused.status, "Der Name des Betriebs fehlt." in refused.text) == (422, True)
    made = await lotte.post(f"/inbox/{ticket}/case", [*given, ("name", "Trattoria Beispiel")])
    page = await lotte.get(made.to)
    assert "Das Vorhaben ist eröffnet." in page
    assert "Ganzes Vorhaben" in await lotte.get(f"/inbox/{ticket}")
    again = await lotte.post(f"/inbox/{ticket}/case", [*given, ("name", "Noch einer")])
    assert (again.status, "schon ein Vorhaben" in again.text) == (409, True)


async def test_in_dortmund_the_adviser_of_the_district_has_it(enter: Enter, program: Program):
    ticket = await ticket_of(program, "+49 40 66969 500", district="Hörde")
    lotse = await enter(Role.FACHAMT, "dora.dlzw", "dlzw-hoerde", municipality="dortmund")
    other = await enter(Role.FACHAMT, "emil.dlzw", "dlzw-eving", municipality="dortmund")
    given = [("vorhaben", "restaurant"), ("leistungen", "bauberatung"), ("business", "new"), ("name", "Café Probe")]
    made = await lotse.post(f"/inbox/{ticket}/case", [*given, ("district", "Hörde")])
    assert "DLZW, Stadtbezirk Hörde" in await lotse.get(made.to)
    number = re.findall(r"/cases/(\d{8})", made.to)[0]
    assert (await other.get(f"/cases/{number}")).to == f"/inbox/find?case_number={number}"


async def test_a_business_that_is_known_is_offered(enter: Enter, program: Program):
    lotte = await enter(Role.FACHAMT, "lotte.lotse", "servicezentrum-wirtschaft", municipality="hagen")
    ticket = await ticket_of(program, "+49 30 23125 500")
    made = await lotte.post("/businesses", {"municipality": "hagen", "name": "Trattoria Beispiel"})
    found = await lotte.get(f"/inbox/{ticket}/case?q=Tratoria")
    assert "Trattoria Beispiel" in found
    business = re.findall(r"/businesses/(\d+)", made.to)[0]
    given = [("vorhaben", "restaurant"), ("leistungen", "bauberatung"), ("business", business)]
    seen = await lotte.post(f"/inbox/{ticket}/case", given)
    assert f"/businesses/{business}" in (await lotte.get(seen.to)).html


async def test_what_was_said_chooses_the_vorhaben(enter: Enter, program: Program):
    contact = await program.desk.open_by_hand(ANNA, "hagen")
    known = program.rulebooks.vorhaben("hagen")
    assert likely(contact, known) == "handwerksbetrieb"
    assert likely(replace(contact, leistung="gaststaette"), known) == "restaurant"
    assert likely(replace(contact, note="will eine Werkstatt eröffnen", leistung="gaststaette"), known) != "restaurant"
    assert likely(contact, {}) == ""
