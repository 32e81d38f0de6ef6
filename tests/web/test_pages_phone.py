"""The telephone on the desk, the queue and why, dialling from a ticket, announcements: through HTTP."""

import re
from dataclasses import replace

import pytest
from aiohttp import ClientResponse, FormData

from servicecenter.access.model import Role, Scope
from servicecenter.telephony.telephones import ConnectedTelephone, SimulatedTelephone
from servicecenter.web.program import Program
from tests.telephony.test_announcements import spoken
from tests.web.browsing import Browser, added, forwarded, opened
from tests.web.conftest import Enter

ALL = Scope.system("test")


async def rings(program: Program) -> str:
    assert isinstance(program.telephone, SimulatedTelephone)
    call = await program.telephone.ring_next()
    assert call is not None
    return call


async def test_signing_in_pausing_and_coming_back(anna: Browser) -> None:
    assert "Am Telefon anmelden" in await anna.get("/desk")
    await anna.post("/desk/phone/sign-in", {})
    assert "Pause" in await anna.get("/desk/phone")
    await anna.post("/desk/phone/pause", {"reason": "Besprechung"})
    assert "Besprechung" in await anna.get("/desk/phone")
    await anna.post("/desk/phone/act/resume", {})
    assert "frei" in await anna.get("/desk/phone")
    await anna.post("/desk/phone/act/sign-out", {})
    assert "nicht am Telefon" in await anna.get("/desk/phone")


async def test_an_offer_is_seen_and_rejected_and_explained(anna: Browser, program: Program) -> None:
    await anna.post("/desk/phone/sign-in", {})
    call = await rings(program)
    shown = await anna.get("/desk/phone")
    assert "Es klingelt bei Ihnen." in shown
    assert f"/queue/why/{call}" in shown.html
    assert "war am längsten frei" in await anna.get(f"/queue/why/{call}")
    await anna.post("/desk/phone/act/reject", {})
    assert "Es klingelt bei Ihnen." not in await anna.get("/desk/phone")
    queue = await anna.get("/queue")
    assert "Stadt Geldern" in queue
    assert "wartet" in queue


async def test_a_real_phone_that_rings_is_picked_up_by_hand(program: Program) -> None:
    """The screen has no key for what the switch cannot do; a call that rings nowhere yet is called to the own phone."""
    real = replace(program, telephone=ConnectedTelephone(program.desk, program.telephony))
    person, password = await added(real, Role.AGENT, "bea.browser")
    bea = await opened(real)
    try:
        await bea.log_in(person.login, password)
        await bea.post("/desk/phone/sign-in", {"phone": "21"})
        await rings(program)
        shown = await bea.get("/desk")
        assert "bitte dort abnehmen" in shown
        assert "Annehmen" not in shown
        await rings(program)
        assert shown.html.count("/desk/take/") == 0
        assert (await bea.get("/desk/ringing")).html.count("/desk/take/") == 1
    finally:
        await bea.client.close()


async def test_while_talking_the_call_is_held_and_the_way_can_be_rung(anna: Browser, program: Program) -> None:
    call = await rings(program)
    contact = await program.desk.called(ALL, call)
    await anna.post(f"/desk/take/{contact.id}", {})
    await anna.post(f"/desk/{contact.id}/facts", {"leistung": "baugenehmigung"})
    shown = await anna.get("/desk/phone")
    assert "Halten" in shown
    await anna.post("/desk/phone/act/hold", {})
    assert "Zurück zur Person" in await anna.get("/desk/phone")
    await anna.post("/desk/phone/act/retrieve", {})
    await anna.post("/desk/phone/invite", {"number": "030 23125 018", "name": "Dolmetscherin"})
    assert "Dritte Person verabschieden" in await anna.get("/desk/phone")
    if "Rückfragen" in shown:
        await anna.post("/desk/phone/transfer", {"place": "0", "warm": "yes"})
        assert "Verbinden und auflegen" in await anna.get("/desk/phone")
    await anna.post("/desk/phone/act/hang-up", {})
    assert "Nachbearbeitung" in await anna.get("/desk/phone") or "Pause" in await anna.get("/desk/phone")


async def test_a_controller_sees_its_own_queue_and_no_names(enter: Enter, program: Program, anna: Browser) -> None:
    await anna.post("/desk/phone/sign-in", {})
    call = await rings(program)
    gerd = await enter(Role.CONTROLLER, "gerd.geldern", municipality="geldern")
    why = await gerd.get(f"/queue/why/{call}")
    assert "Namen von Servicekräften sieht nur das ServiceCenter." in why
    hagen = await enter(Role.CONTROLLER, "hanna.hagen", municipality="hagen")
    assert (await hagen.client.get(f"/queue/why/{call}")).status == 404
    assert "Niemand wartet." in await hagen.get("/queue")


async def test_a_clerk_dials_from_the_ticket_and_enters_the_result(
    carl: Browser, program: Program, anna: Browser
) -> None:
    agent = await program.access.person_by_login(ALL, "anna.browser")
    ticket = (await forwarded(program, agent)).ticket.id
    assert "Jetzt anrufen" in await carl.get(f"/dial/{ticket}")
    refused = await carl.post(f"/dial/{ticket}", {})
    assert "kein Telefon" in refused
    await carl.post("/phone", {"phone": "31"})
    assert 'value="31"' in (await carl.get("/phone")).html
    assert "keine Nebenstelle" in await carl.post("/phone", {"phone": "drei eins"})
    await carl.post(f"/dial/{ticket}", {})
    assert "im Gespräch" in await carl.get(f"/dial/{ticket}")
    await carl.post(f"/dial/{ticket}/hang-up", {})
    assert "Als Versuch eintragen: erreicht" in await carl.get(f"/dial/{ticket}")
    await carl.post(f"/dial/{ticket}/attempt", {"outcome": "reached"})
    item = await program.inbox.item(ALL, ticket)
    assert item.callback is not None
    assert [attempt.outcome.value for attempt in item.callback.attempts] == ["reached"]


async def test_an_editor_uploads_an_announcement_and_hears_it(enter: Enter) -> None:
    gesa = await enter(Role.EDITOR, "gesa.geldern", municipality="geldern")
    assert "übliche" in await gesa.get("/announcements")
    answer = await upload(gesa, "closed", spoken(2))
    assert "Gespeichert" in await answer.text()
    heard = await gesa.client.get("/announcements/geldern/closed.wav")
    assert (heard.status, await heard.read()) == (200, spoken(2))
    refused = await upload(gesa, "closed", b"kein Ton")
    assert (refused.status, "keine WAV-Datei" in await refused.text()) == (422, True)
    await gesa.post("/announcements/drop", {"municipality": "geldern", "name": "closed"})
    assert (await gesa.client.get("/announcements/geldern/closed.wav")).status == 404


async def upload(browser: Browser, name: str, wav: bytes) -> ClientResponse:
    form = FormData()
    form.add_field("municipality", "geldern")
    form.add_field("name", name)
    form.add_field("wav", wav, filename="ansage.wav", content_type="audio/wav")
    form.add_field("csrf_token", browser.token)
    return await browser.client.post("/announcements", data=form)


@pytest.mark.parametrize("path", ["/desk/phone/act/dance", "/queue/why/nobody"])
async def test_what_there_is_not_is_said(anna: Browser, path: str) -> None:
    answer = await (anna.post(path, {}) if "act" in path else anna.get(path))
    assert answer.status == 404
    assert re.search(r"gibt es am Telefon nicht|keine Zuteilung", answer.text)


async def test_a_supervisor_says_who_answers_for_whom(sven: Browser, anna: Browser, program: Program) -> None:
    agent = await program.access.person_by_login(ALL, "anna.browser")
    assert "Anna.Browser" in await sven.get("/queue/duties")
    fields = [("towns", "hagen"), ("towns", "atlantis"), ("skills", "Englisch, ")]
    assert "Gespeichert" in await sven.post(f"/queue/duties/{agent.id}", fields)
    known = (await program.handset.floor(ALL)).agents[agent.id]
    assert (known.municipalities, known.skills) == ({"hagen"}, {"englisch"})
    await anna.post("/desk/phone/sign-in", {})
    await rings(program)  # somebody from Geldern
    assert "Es klingelt bei Ihnen." not in await anna.get("/desk/phone")
