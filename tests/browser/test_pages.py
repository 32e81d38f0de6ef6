"""Every page in a real browser: no accessibility violation, light and dark; nothing sticks out at 320 px."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from servicecenter.access.model import Person, Role, Scope
from servicecenter.contacts.model import Outcome
from servicecenter.feedback.links import Answered, Probed
from servicecenter.feedback.probing import Prober
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, settled, violations
from tests.promising import of_a_business, promise_all
from tests.web.browsing import forwarded

SMALL = {"width": 320, "height": 640}


async def is_too_wide(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


async def check(page: Page, address: str, path: str, problems: list[str]) -> None:
    await page.goto(address + path)
    problems += [f"{path}: {each}" for each in await violations(page)]
    size = page.viewport_size
    await page.set_viewport_size(SMALL)  # type: ignore[arg-type]
    if await is_too_wide(page):
        problems.append(f"{path}: wider than 320 px")
    if size:
        await page.set_viewport_size(size)


@pytest.mark.parametrize("path", ["/login", "/nowhere"])
async def test_strangers_pages_are_accessible(chromium: Browser, address: str, path: str) -> None:
    page = await chromium.new_page()
    problems: list[str] = []
    await check(page, address, path, problems)

    assert problems == []


async def test_the_desk_is_accessible_in_every_state(enter: Enter, program: Program, address: str) -> None:
    anna = await enter(Role.AGENT, "anna.agent")
    problems: list[str] = []
    await program.desk.ring("call-1", "+49 30 23125 300", "+49 30 23125 017")
    await check(anna, address, "/desk", problems)
    await anna.keyboard.press("F8")
    await expect(anna.locator("#q")).to_be_focused()
    await anna.keyboard.type("baugenehmigung")
    await anna.keyboard.press("Enter")
    await expect(anna.locator("#way")).to_contain_text("Bauordnung")
    await settled(anna)
    problems += await violations(anna)
    await anna.keyboard.press("Alt+4")
    await expect(anna.locator("#forward")).to_be_visible()
    await settled(anna)
    problems += await violations(anna)
    await anna.fill("#f-number", "12")
    await anna.fill("#f-concern", "Carport")
    await anna.keyboard.press("Alt+1")
    await expect(anna.locator("#forward")).to_contain_text("kann nicht zurückgerufen werden")
    problems += await violations(anna)

    assert problems == []


async def leave_something_to_look_after(program: Program, agent: Person) -> None:
    """A report, gaps, a lesson, a notice and links, so that no page is empty."""
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.searched(agent, contact.id, "zwerghamster")
    await program.desk.read(agent, contact.id, "baugenehmigung", "carport grenze")
    await program.desk.report(agent, contact.id, "Die Gebühr ist höher.")
    await program.desk.close(agent, contact.id, Outcome.ANSWERED)
    supervisor = replace(agent, role=Role.SUPERVISOR)
    until = program.clock.now() + timedelta(hours=1)
    await program.notices.post(supervisor, ["geldern", "kreis-wesel"], "Sturm", program.clock.now(), until)
    await replace(program.links, is_on=True, prober=Silent()).run()


class Silent(Prober):
    """Nothing is asked; nothing answers."""

    async def probe(self, urls: Collection[str]) -> dict[str, Probed]:
        return dict.fromkeys(urls, Probed(Answered.SILENT))


async def test_every_other_page_is_accessible(enter: Enter, program: Program, address: str) -> None:
    anna = await enter(Role.AGENT, "anna.agent")
    person = (await program.access.list_people(Scope.system("test")))[0]
    made = await forwarded(program, person)
    await promise_all(program.db, program.rulebooks, program.clock.now())
    business = await of_a_business(program, person)
    await leave_something_to_look_after(program, person)
    visits = (
        (anna, ("/contacts", f"/contacts/{made.contact.id}", "/password", "/desk/reports")),
        (
            await enter(Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern"),
            ("/inbox", f"/inbox/{made.ticket.id}", f"/inbox/{business.ticket.id}", "/inbox/done", "/inbox/articles"),
        ),
        (
            await enter(Role.SUPERVISOR, "sven.super"),
            (
                "/board",
                "/board/unkept?municipality=geldern&name=callback",
                "/board/promises",
                "/board/promises/cases?figure=made&municipality=geldern",
                "/board/calendar-changes",
                "/board/messages",
                "/board/telephone",
                "/planning?source=typed&forecast=08:00;50",
            ),
        ),
        (
            await enter(Role.EDITOR, "eva.editor"),
            (
                "/articles/reports",
                "/articles/due",
                "/articles/gaps",
                "/articles/links",
                "/articles/lessons",
                "/notices",
            ),
        ),
        (await enter(Role.ADMIN, "ada.admin"), ("/people", "/pbx")),
    )
    problems: list[str] = []
    for page, paths in visits:
        for path in paths:
            await check(page, address, path, problems)

    assert problems == []


async def test_nothing_is_loaded_from_outside(enter: Enter, program: Program, address: str) -> None:
    anna = await enter(Role.AGENT, "anna.agent")
    asked: list[str] = []
    refused: list[str] = []
    anna.on("request", lambda request: asked.append(request.url))
    anna.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)

    await anna.goto(f"{address}/desk")
    await anna.keyboard.press("Alt+2")
    await expect(anna.locator("#q")).to_be_focused()
    await anna.keyboard.type("sperrmüll")
    await expect(anna.locator(".sc-hit").first).to_be_visible()

    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert refused == []
