"""Reminders on the board, on their own page, and where the links in mails lead."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from servicecenter.access.model import Person, Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.contacts.forwarding import Forwarded
from servicecenter.promises import service as promises
from servicecenter.web.program import Program
from tests.reminded import without_supervisor
from tests.web.browsing import Browser, forwarded
from tests.web.conftest import Enter


async def breached(program: Program, agent: Person, clock: FixedClock, browser: Browser) -> Forwarded:
    """A callback nobody made; time has passed, and with it the session. The supervisor has no address."""
    await without_supervisor(program)
    made = await forwarded(program, agent)
    clock.advance(timedelta(days=3))
    await promises.sweep(program.db, Scope.system("test"), clock.now(), tell=program.reminding.messages)
    await browser.anew()
    return made


async def fail(program: Program) -> None:
    async with program.db.engine.begin() as connection:
        await connection.execute(
            text("UPDATE message SET state = 'failed', error = '550 weg', next_at = NULL WHERE addressee = 'owner'")
        )


async def test_the_board_says_who_was_told_and_by_which_way(
    sven: Browser, agent: Person, program: Program, clock: FixedClock
) -> None:
    assert "Erinnerungen" not in await sven.get("/board"), "nobody had to be told"
    await breached(program, agent, clock, sven)
    seen = await sven.get("/board")
    assert "Fachamt per E-Mail: Bauordnung" in seen
    assert "Aufsicht auf dem Bildschirm: Bauordnung" in seen
    assert 'href="/board/messages"' in seen.html
    await fail(program)
    assert "2 gescheitert" in await sven.get("/board")
    assert 'href="/board/messages?show=failed"' in (await sven.get("/board")).html


async def test_without_a_mail_server_the_page_shows_what_would_be_sent(
    sven: Browser, agent: Person, program: Program, clock: FixedClock
) -> None:
    assert "Keine Erinnerung." in await sven.get("/board/messages")
    made = await breached(program, agent, clock, sven)
    seen = await sven.get("/board/messages")
    for words in (
        "Es ist kein Mailserver eingerichtet.", "bauordnung@geldern.example",
        "Es ist keine E-Mail-Adresse eingetragen.", "die Frist dieser Zusage ist verstrichen.", "wartet: 3",
    ):  # fmt: skip
        assert words in seen, words
    assert f'href="/contacts/{made.contact.id}"' in seen.html
    assert "Bauordnung" in await sven.get("/board/messages?show=shown")
    assert "Keine Erinnerung mit diesem Stand." in await sven.get("/board/messages?show=sent")


async def test_the_supervisor_sends_a_failed_one_again(
    sven: Browser, agent: Person, program: Program, clock: FixedClock, enter: Enter
) -> None:
    await breached(program, agent, clock, sven)
    await fail(program)
    seen = await sven.get("/board/messages?show=failed")
    assert "550 weg" in seen
    failed = next(each for each in await program.outbox.latest(Scope.system("test"), 9) if each.is_stuck)
    controller = await enter(Role.CONTROLLER, "gerd", municipality="geldern")
    assert "Noch einmal senden" not in await controller.get("/board/messages")
    assert (await controller.post(f"/board/messages/{failed.id}/again")).status == 403

    sent = await sven.post(f"/board/messages/{failed.id}/again")
    assert f"Geht noch einmal an {failed.recipient}." in await sven.get(sent.to)
    assert (await sven.post(f"/board/messages/{failed.id}/again")).status == 409


async def test_a_controller_sees_the_own_municipality_s_alone(
    sven: Browser, agent: Person, program: Program, clock: FixedClock, enter: Enter
) -> None:
    await breached(program, agent, clock, sven)
    wesel = await enter(Role.CONTROLLER, "wanda", municipality="kreis-wesel")
    assert "Keine Erinnerung." in await wesel.get("/board/messages")
    geldern = await enter(Role.CONTROLLER, "gerd", municipality="geldern")
    assert "Bauordnung" in await geldern.get("/board/messages")


@pytest.mark.parametrize("path", ["/board/messages"])
async def test_only_who_watches_may_see_it(path: str, anna: Browser, carl: Browser, ada: Browser) -> None:
    for browser in (anna, carl, ada):
        assert (await browser.get(path)).status == 403


async def test_a_link_in_a_mail_leads_each_to_their_own_page(
    sven: Browser, carl: Browser, enter: Enter, agent: Person, program: Program
) -> None:
    made = await forwarded(program, agent)
    link = f"/cases/{made.contact.case_number}"
    assert (await sven.get(link)).to == f"/contacts/{made.contact.id}"
    assert (await carl.get(link)).to == f"/inbox/{made.ticket.id}"
    other = await enter(Role.FACHAMT, "tom", "steueramt", municipality="geldern")
    assert (await other.get(link)).to.startswith("/inbox/find"), "another Fachamt's is not theirs"
    wesel = await enter(Role.CONTROLLER, "wanda", municipality="kreis-wesel")
    assert (await wesel.get(link)).status == 404


async def test_the_case_s_story_tells_who_was_reminded(
    sven: Browser, agent: Person, program: Program, clock: FixedClock
) -> None:
    made = await breached(program, agent, clock, sven)
    seen = await sven.get(f"/contacts/{made.contact.id}")
    assert "Erinnert: Fachamt, per E-Mail, nicht gehalten" in seen
    assert "Erinnert: Aufsicht, auf dem Bildschirm, fällig" in seen
