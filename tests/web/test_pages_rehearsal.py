"""Playing a call: what the caller hears when it is closed or full, the wish for a callback, and what is left of it."""

import io
import wave
from dataclasses import replace

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.telephony.telephones import NoTelephone
from servicecenter.web.program import Program
from tests.telephony.test_announcements import spoken
from tests.web.browsing import Browser, Seen, added, opened

ALL = Scope.system("test")


async def played(browser: Browser, meets: str, caller: str = "+49 30 23125 017") -> tuple[str, Seen]:
    form = {"municipality": "geldern", "caller": caller, "meets": meets}
    answer = await browser.post("/rehearsal", form)
    assert answer.status == 303, answer.text
    return answer.to, await browser.get(answer.to)


async def test_the_desk_leads_to_it(anna: Browser) -> None:
    assert 'href="/rehearsal"' in (await anna.get("/desk")).html
    seen = await anna.get("/rehearsal")
    assert "Außerhalb der Servicezeiten" in seen
    assert "Stadt Geldern" in seen


async def test_outside_the_hours_the_announcement_is_heard_and_a_callback_wished_by_key(
    anna: Browser, program: Program
) -> None:
    here, seen = await played(anna, "closed")
    assert "Das Servicecenter ist zurzeit nicht besetzt." in seen
    assert "hört eine Ansage" in seen
    assert "Ohne Taste endet die Ansage in" in seen
    wished = await anna.post(f"{here}/press", {"keys": "1"})
    assert "Für den Rückruf speichern wir Ihre Telefonnummer" in wished
    assert "0 3 0 2 3 1 2 5 0 1 7" in wished
    promised = await anna.post(f"{here}/press", {"keys": "1"})
    assert "Wir rufen Sie zurück." in promised
    over = await anna.post(f"{here}/hang-up", {})
    assert "beendet Rückruf" in over.text.replace("  ", " ")
    contact = await program.desk.called(ALL, here.removeprefix("/rehearsal/"))
    (item,) = await program.inbox.of_contact(ALL, contact.id)
    assert item.callback is not None
    assert item.callback.number == "+493023125017"


async def test_who_withholds_the_number_types_one(anna: Browser, program: Program) -> None:
    here, _ = await played(anna, "closed", caller="")
    assert "Bitte geben Sie Ihre Nummer mit Vorwahl ein" in await anna.post(f"{here}/press", {"keys": "1"})
    assert "0 3 0 2 3 1 2 5 0 4 2" in await anna.post(f"{here}/press", {"keys": "03023125042#"})
    assert (await anna.post(f"{here}/press", {"keys": "eins"})).status == 422


@pytest.mark.parametrize(
    ("meets", "heard", "outcome"),
    [
        ("closed", "nicht besetzt", "außerhalb der Servicezeit"),
        ("full", "warten sehr viele Anrufende", "abgewiesen: zu viele Anrufe"),
        ("flood", "Von dieser Nummer kamen gerade sehr viele Anrufe", "abgewiesen: zu viele Anrufe"),
    ],
)
async def test_each_case_is_heard_and_leaves_a_contact(anna: Browser, meets: str, heard: str, outcome: str) -> None:
    here, seen = await played(anna, meets)
    assert heard in seen
    over = await anna.post(f"{here}/hang-up", {})
    assert outcome in over
    assert "Was davon bleibt: Vorgang" in over


async def test_a_call_that_is_answered_waits_for_an_agent(anna: Browser) -> None:
    _, seen = await played(anna, "open")
    assert "wartet" in seen
    assert "Geldern" in await anna.get("/desk/ringing")


async def test_the_announcement_itself_can_be_listened_to(anna: Browser, program: Program) -> None:
    usual = await anna.client.get("/rehearsal/sound/geldern/closed.wav")
    with wave.open(io.BytesIO(await usual.read())) as sound:
        assert (usual.content_type, sound.getframerate()) == ("audio/wav", 8000)
        assert sound.getnframes() > 8000
    editor = Person("e", "gesa", "Gesa", Role.EDITOR, "geldern")
    await program.announcing.put(editor, "geldern", "closed", spoken(2))
    own = await anna.client.get("/rehearsal/sound/geldern/closed.wav")
    assert await own.read() == spoken(2)
    assert (await anna.client.get("/rehearsal/sound/geldern/fanfare.wav")).status == 404


async def test_what_cannot_be_played_is_said(anna: Browser) -> None:
    wrong = await anna.post("/rehearsal", {"municipality": "atlantis", "caller": "", "meets": "closed"})
    assert (wrong.status, "kann nicht angerufen werden" in wrong) == (404, True)
    number = await anna.post("/rehearsal", {"municipality": "geldern", "caller": "nein", "meets": "closed"})
    assert (number.status, "Diese Nummer gibt es nicht." in number) == (422, True)
    assert (await anna.get("/rehearsal/rehearsed-000000000000")).status == 404
    assert (await anna.post("/rehearsal/simulated-1/hang-up", {})).status == 404


async def test_with_a_real_telephone_nothing_is_played(program: Program) -> None:
    real = await opened(replace(program, telephone=NoTelephone(program.desk)))
    _, password = await added(program, Role.AGENT, "rosa.real")
    await real.log_in("rosa.real", password)
    seen = await real.get("/rehearsal")
    assert (seen.status, "Das simulierte Telefon ist nicht eingeschaltet." in seen) == (409, True)
    assert "/rehearsal" not in (await real.get("/desk")).html
    await real.client.close()
