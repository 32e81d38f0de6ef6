"""A Fachamt without a login: what the link of the mail opens, and what it does not."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import FormData

from servicecenter.access.model import Person, Role
from servicecenter.clock import FixedClock
from servicecenter.contacts.letter_words import NOT_KEPT
from servicecenter.contacts.letters import Occasion
from servicecenter.settings import Settings
from servicecenter.tickets.model import Ticket
from servicecenter.web.pages.by_link import ASKED_A_MINUTE, WRONG_A_MINUTE
from servicecenter.web.program import Program
from tests.attachments.files import PDF, PROGRAM
from tests.posting import ALL, BY_CALL, BY_MAIL, link_in, writing, written
from tests.web.browsing import Browser, Seen, forwarded
from tests.web.conftest import Enter
from tests.web.test_pages_cases import opened

CONFIRMED = {"confirmed": "true"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return writing(tmp_path / "var")


async def sent(program: Program, agent: Person, wish: object = BY_MAIL) -> tuple[Ticket, str]:
    """A new ticket, and the path of the link in its mail."""
    ticket = (await forwarded(program, agent, wish)).ticket  # type: ignore[arg-type]
    return ticket, link_in((await written(program))[-1].body)


async def upload(browser: Browser, path: str, called: str, content: bytes, **fields: str) -> Seen:
    form = FormData(fields | {"csrf_token": browser.token}, quote_fields=False)
    form.add_field("file", BytesIO(content), filename=called, content_type="application/pdf")
    response = await browser.client.post(path, data=form, allow_redirects=False)
    return Seen(response.status, await response.text(), response.headers.get("Location", ""), dict(response.headers))


async def test_opening_shows_the_ticket_and_changes_nothing(stranger: Browser, agent: Person, program: Program) -> None:
    ticket, link = await sent(program, agent)
    for _ in range(3):
        seen = await stranger.get(link)
    for words in ("Will einen Carport bauen", "Frau Muster", "Antwort § 6.2", "Annehmen", "Beantworten"):
        assert words in seen, words
    assert seen.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert seen.headers["Referrer-Policy"] == "no-referrer"
    assert "<nav" not in seen.html
    assert 'href="/' not in seen.html.replace('href="/static', "").replace(f'href="{link}', "")
    item = await program.inbox.item(ALL, ticket.id)
    assert item.ticket == ticket
    assert [entry.act for entry in await program.inbox.story(item)].count("ticket-accepted") == 0


async def test_an_act_is_asked_first_and_done_when_confirmed(
    stranger: Browser, agent: Person, program: Program
) -> None:
    ticket, link = await sent(program, agent)
    given = {"name": "Frau Amt", "text": "Bis 30 m² frei."}
    asked = await stranger.post(f"{link}/answer", given, token="")
    assert "Antwort so abgeben?" in asked
    assert (await program.inbox.item(ALL, ticket.id)).ticket.state == "new"
    done = await stranger.client.post(f"{link}/answer", data=given | {"confirmed": "true"}, allow_redirects=False)
    assert (done.status, done.headers["Location"]) == (303, f"{link}?saved=answered")
    answered = (await program.inbox.item(ALL, ticket.id)).ticket
    assert (answered.state, answered.answer) == ("answered", "Bis 30 m² frei.")
    assert "Bis 30 m² frei." in (await written(program, Occasion.ANSWERED))[0].body
    assert "Das Ticket ist beantwortet." in await stranger.get(f"{link}?saved=answered")


async def acted(browser: Browser, path: str, **given: str) -> int:
    response = await browser.client.post(path, data=given | {"confirmed": "true"}, allow_redirects=False)
    return response.status


async def test_accepting_and_calling_back_go_the_same_way(stranger: Browser, agent: Person, program: Program) -> None:
    ticket, link = await sent(program, agent, BY_CALL)
    assert await acted(stranger, f"{link}/accept", name="Frau Amt") == 303
    item = await program.inbox.item(ALL, ticket.id)
    assert item.ticket.accepted_name == "Frau Amt (über den Link)"
    assert await acted(stranger, f"{link}/answer", name="Frau Amt", text="Ja") == 409, "a callback is owed"
    assert await acted(stranger, f"{link}/attempt", name="Herr Amt", outcome="") == 422
    assert await acted(stranger, f"{link}/attempt", name="Herr Amt", outcome="engaged") == 303
    assert await acted(stranger, f"{link}/attempt", name="", outcome="reached") == 422, "somebody did it"
    assert await acted(stranger, f"{link}/attempt", name="Herr Amt", outcome="reached") == 303
    item = await program.inbox.item(ALL, ticket.id)
    assert item.callback is not None
    assert (item.callback.state, item.ticket.state) == ("reached", "answered")


async def test_a_colleague_with_a_login_is_not_overruled(
    stranger: Browser, agent: Person, clerk: Person, program: Program
) -> None:
    ticket, link = await sent(program, agent)
    await program.inbox.accept(clerk, ticket.id)
    assert "Carl.Clerk kümmert sich" in await stranger.get(link)
    assert await acted(stranger, f"{link}/answer", name="Frau Amt", text="Ja") == 409


async def test_given_back_it_is_gone_from_here_and_told_to_the_next_office(
    stranger: Browser, agent: Person, program: Program
) -> None:
    ticket, link = await sent(program, agent)
    assert await acted(stranger, f"{link}/give-back", name="Frau Amt", text="") == 422
    asked = await stranger.post(f"{link}/give-back", {"name": "Frau Amt", "text": "Dafür ist das Planungsamt da."})
    assert "Nicht zuständig: zurückgeben?" in asked
    given = {"name": "Frau Amt", "text": "Dafür ist das Planungsamt da.", "proposal": "planungsamt"} | CONFIRMED
    done = await stranger.client.post(f"{link}/give-back", data=given)
    assert "Sie haben das Ticket zurückgegeben." in await done.text()
    assert (await program.inbox.item(ALL, ticket.id)).ticket.office == "planungsamt"
    assert (await stranger.get(link)).status == 404
    (_, told) = await written(program, Occasion.FORWARDED)
    assert told.to_office == "planungsamt"
    assert (await stranger.get(link_in(told.body))).status == 200


async def test_a_file_goes_to_the_ticket_and_comes_back_as_a_download(
    stranger: Browser, carl: Browser, agent: Person, program: Program
) -> None:
    ticket, link = await sent(program, agent)
    assert (await upload(stranger, f"{link}/attachments", "Plan.pdf", PDF, name="Frau Amt")).status == 422
    given = {"name": "Frau Amt", "confirmed": "true"}
    assert (await upload(stranger, f"{link}/attachments", "Plän.pdf", PDF, **given)).status == 303
    refused = await upload(stranger, f"{link}/attachments", "Rechnung.pdf", PROGRAM, **given)
    assert refused.status == 422
    assert "„Rechnung.pdf“ wird nicht angenommen." in refused
    large = await upload(stranger, f"{link}/attachments", "Plan.pdf", PDF + b" " * (10 * 1024**2), **given)
    assert (large.status, "ist zu groß" in large) == (413, True)
    (found,) = await program.enclosing.of_ticket(ALL, ticket.id)
    for browser, path in ((stranger, link), (carl, f"/inbox/{ticket.id}")):
        assert "Plän.pdf" in await browser.get(path)
        response = await browser.client.get(f"{path}/attachments/{found.id}")
        assert await response.read() == PDF
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Disposition"].startswith(
            "attachment; filename=\"Pl_n.pdf\"; filename*=UTF-8''Pl"
        )
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert (await stranger.get(f"/inbox/{ticket.id}/attachments/{found.id}")).to.startswith("/login")


async def test_a_clerk_uploads_at_the_ticket_and_another_office_sees_nothing(
    carl: Browser, enter: Enter, agent: Person, program: Program
) -> None:
    ticket, _ = await sent(program, agent)
    await carl.get(f"/inbox/{ticket.id}")
    assert (await upload(carl, f"/inbox/{ticket.id}/attachments", "Plan.pdf", PDF)).to.endswith("saved=attached")
    assert "Die Datei fehlt." in await carl.post(f"/inbox/{ticket.id}/attachments", {})
    (found,) = await program.enclosing.of_ticket(ALL, ticket.id)
    other = await enter(Role.FACHAMT, "olga", "steueramt", municipality="geldern")
    assert (await other.get(f"/inbox/{ticket.id}/attachments/{found.id}")).status == 404


async def test_the_callback_as_a_calendar_file(
    stranger: Browser, carl: Browser, agent: Person, program: Program
) -> None:
    ticket, link = await sent(program, agent, BY_CALL)
    for browser, path in ((stranger, link), (carl, f"/inbox/{ticket.id}")):
        seen = await browser.get(f"{path}/rueckruf.ics")
        assert seen.headers["Content-Type"].startswith("text/calendar")
        assert "BEGIN:VEVENT" in seen.html
        assert "Muster" not in seen.html
    without, link = await sent(program, agent)
    assert (await carl.get(f"/inbox/{without.id}/rueckruf.ics")).status == 404


async def test_a_link_dies_with_its_day_and_with_the_move_to_another_office(
    stranger: Browser, agent: Person, program: Program, clock: FixedClock
) -> None:
    ticket, link = await sent(program, agent)
    clock.advance(timedelta(days=30))
    assert (await stranger.get(link)).status == 200
    clock.advance(timedelta(days=1))
    seen = await stranger.get(link)
    assert (seen.status, "Er galt bis 23.12.2026." in seen) == (404, True)
    assert await acted(stranger, f"{link}/accept", name="x") == 404
    elsewhere = program.letters.signer.link(ticket.id, ("geldern", "steueramt"), clock.now().date())
    assert "Dieser Link gilt nicht mehr." in await stranger.get(f"/t/{elsewhere}")
    number, _, rest = link.partition("-")
    assert (await stranger.get(f"{number}9-{rest}")).status == 404, "another ticket"


async def test_guessing_is_slowed_down(stranger: Browser, agent: Person, program: Program, clock: FixedClock) -> None:
    _, link = await sent(program, agent)
    for _ in range(WRONG_A_MINUTE):
        assert (await stranger.get("/t/1-1-1")).status == 404
    refused = [(await stranger.get(path)).status for path in ("/t/1-1-1", "/t/1-1-1")]
    assert refused[-1] == 429
    assert (await stranger.get(link)).status == 200, "whoever has a good one is not slowed down by them"
    clock.advance(timedelta(minutes=1))
    statuses = {(await stranger.get(link)).status for _ in range(ASKED_A_MINUTE + 1)}
    assert statuses == {200, 429}


async def test_an_office_of_a_case_sees_its_dates_behind_the_link_too(
    stranger: Browser, anna: Browser, program: Program
) -> None:
    await opened(anna, program, "bauberatung", "gewerbeanmeldung")
    [link] = {link_in(mail.body) for mail in await written(program) if mail.to_office == "gewerbe"}
    seen = await stranger.get(link)
    for words in (
        "Teil eines Vorhabens: Restaurant oder Gaststätte eröffnen",
        "Servicezentrum Wirtschaft",
        "Bauberatung",
    ):
        assert words in seen, words
    for hidden in ("030 23125 044", "Maria Muster", 'href="/cases'):
        assert hidden not in seen.html


async def test_a_social_concern_is_answered_behind_the_link_without_words(
    stranger: Browser, agent: Person, program: Program
) -> None:
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.learn(agent, contact.id, leistung="grundsicherung")
    ticket = (await program.desk.forward(agent, contact.id, BY_MAIL)).ticket
    link = link_in((await written(program))[-1].body)
    seen = await stranger.get(link)
    assert "Es wird kein Freitext aufgenommen (§ 35 SGB I)" in seen
    assert "Ihre Antwort" not in seen
    fields = {"name": "Sina Sozial"}
    asked = await stranger.post(f"{link}/answer", fields)
    assert "Das Ticket ist beantwortet, ohne Wortlaut." in asked
    done = await stranger.post(f"{link}/answer", fields | CONFIRMED)
    assert "Das Ticket ist beantwortet." in await stranger.get(done.to)
    assert (await program.inbox.item(ALL, ticket.id)).ticket.answer == NOT_KEPT
