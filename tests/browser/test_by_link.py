"""A clerk without a login opens the mail's link for the first time, attaches a file, answers; all accessible."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from servicecenter.access.model import Role
from servicecenter.settings import Settings
from servicecenter.web.program import Program
from tests.attachments.files import PDF
from tests.browser.conftest import Enter, violations
from tests.browser.test_pages import check
from tests.messages.mails import mail
from tests.posting import ALL, BY_CALL, BY_MAIL, OFFICE, link_in, writing, written
from tests.web.browsing import forwarded


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "box" / "new").mkdir(parents=True)
    return writing(tmp_path / "var", mailbox=str(tmp_path / "box"))


def put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


async def test_a_clerk_without_a_login_answers_on_the_first_day(
    chromium: Browser, program: Program, address: str
) -> None:
    agent, _ = await program.access.add_person("otto.other", "Otto", Role.AGENT, by=None, must_change_password=False)
    ticket = (await forwarded(program, agent, BY_MAIL)).ticket
    page, link = await chromium.new_page(), link_in((await written(program))[-1].body)
    problems: list[str] = []
    await check(page, address, link, problems)
    await expect(page.get_by_role("navigation")).to_have_count(0)
    await page.set_input_files("[name=file]", {"name": "Merkblatt.pdf", "mimeType": "application/pdf", "buffer": PDF})
    await page.locator("#f-name-file").fill("Frau Amt")
    await page.get_by_label("Ja, diese Datei zum Ticket legen").check()
    await page.get_by_role("button", name="Hochladen").click()
    await expect(page.locator("main")).to_contain_text("Merkblatt.pdf")
    await page.get_by_label("Ihre Antwort").fill("Ein Carport bis 30 m² ist frei.")
    await page.locator("#f-name-act").fill("Frau Amt")
    await page.get_by_role("button", name="Beantworten").click()
    await expect(page.locator("h1")).to_have_text("Antwort so abgeben?")
    problems += await violations(page)
    assert (await program.inbox.item(ALL, ticket.id)).ticket.state == "new", "asked first"
    await page.get_by_role("button", name="Ja, so antworten").click()
    await expect(page.locator("main")).to_contain_text("Das Ticket ist beantwortet.")
    assert (await program.inbox.item(ALL, ticket.id)).ticket.accepted_name is None
    assert (await program.inbox.item(ALL, ticket.id)).ticket.answer == "Ein Carport bis 30 m² ist frei."
    await check(page, address, "/t/1-1-x", problems)
    assert problems == []


async def test_what_is_to_be_cleared_and_a_callback_behind_a_link_are_accessible(
    enter: Enter, chromium: Browser, program: Program, address: str
) -> None:
    agent, _ = await program.access.add_person("otto.other", "Otto", Role.AGENT, by=None, must_change_password=False)
    ticket = (await forwarded(program, agent, BY_CALL)).ticket
    box = Path(program.settings.mailbox) / "new" / "1"
    put(box, mail(OFFICE, text="Ja.", subject=f"Vorgang {ticket.case_number}").as_bytes())
    await program.receiving.run()
    problems: list[str] = []
    await check(await chromium.new_page(), address, link_in((await written(program))[-1].body), problems)
    sven = await enter(Role.SUPERVISOR, "sven.super")
    await check(sven, address, "/board/mail", problems)
    await check(sven, address, "/board", problems)
    await sven.goto(f"{address}/board/mail")
    await sven.get_by_role("button", name="Bauordnung").click()
    await expect(sven.locator("main")).to_contain_text("Die E-Mail liegt beim Ticket.")
    carl = await enter(Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")
    await check(carl, address, f"/inbox/{ticket.id}", problems)
    assert problems == []
