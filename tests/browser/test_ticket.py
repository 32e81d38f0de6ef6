"""A ticket in a real browser: what else can be done with it stands in one card, one act open at a time."""

import pytest
from playwright.async_api import Page, expect

from servicecenter.access.model import Person, Role, Scope
from servicecenter.callbacks.model import Outcome
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, settled, violations
from tests.browser.test_pages import is_too_wide
from tests.web.browsing import forwarded

LONG_WORD = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"
LONG = Wish(
    f"Gilt die {LONG_WORD} auch für die Garage? " * 8, ReplyChannel.EMAIL, LONG_WORD, address="p@beispiel.example"
)
WIDTHS = (320, 768, 1366, 1920)


@pytest.fixture
async def carl(enter: Enter) -> Page:
    return await enter(Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")


async def opened(page: Page) -> list[str]:
    return list(await page.evaluate("[...document.querySelectorAll('.sc-act[open]')].map((each) => each.id)"))


async def test_one_act_is_open_at_a_time_and_keys_are_enough(
    carl: Page, program: Program, agent: Person, address: str
) -> None:
    made = await forwarded(program, agent, LONG)
    await carl.goto(f"{address}/inbox/{made.ticket.id}")
    await expect(carl.get_by_role("heading", name="Wenn es anders kommt")).to_be_visible()
    assert await opened(carl) == []
    await carl.locator("#delay > summary").focus()
    await carl.keyboard.press("Enter")
    assert await opened(carl) == ["delay"]
    await carl.keyboard.press("Tab")
    await expect(carl.get_by_label("Warum dauert es länger?")).to_be_focused()
    await carl.locator("#give-back > summary").focus()
    await carl.keyboard.press("Space")
    assert await opened(carl) == ["give-back"]
    assert await violations(carl) == []


async def test_a_link_to_an_act_opens_it_and_a_found_number_comes_first(
    carl: Page, program: Program, agent: Person, address: str
) -> None:
    made = await forwarded(program, agent)
    clerk = await program.access.person_by_login(Scope.system("test"), "carl.clerk")
    await program.inbox.attempt(clerk, made.ticket.id, Outcome.WRONG_NUMBER, "")
    await carl.goto(f"{address}/inbox/{made.ticket.id}")
    assert await opened(carl) == ["number"]
    await carl.goto(f"{address}/inbox/{made.ticket.id}#delay")
    await carl.reload()
    assert await opened(carl) == ["delay"]


async def test_a_long_ticket_fits_every_screen(carl: Page, program: Program, agent: Person, address: str) -> None:
    made = await forwarded(program, agent, LONG)
    await carl.goto(f"{address}/inbox/{made.ticket.id}")
    await carl.get_by_text("Rückfrage stellen").click()
    await carl.get_by_label("Was möchten Sie wissen?").fill(f"{LONG_WORD}? " * 20)
    await carl.get_by_role("button", name="Fragen").click()
    await carl.wait_for_url("**saved=asked")
    for width in WIDTHS:
        await carl.set_viewport_size({"width": width, "height": 768})
        assert not await is_too_wide(carl), width


async def test_a_saved_note_does_not_come_back(carl: Page, program: Program, agent: Person, address: str) -> None:
    made = await forwarded(program, agent)
    await carl.goto(f"{address}/inbox/{made.ticket.id}")
    await settled(carl)
    await carl.get_by_text("nicht erreicht", exact=True).click()
    await carl.get_by_label("Was wurde besprochen?").fill("Mailbox war voll.")
    await carl.get_by_role("button", name="Versuch eintragen").click()
    await carl.wait_for_url("**saved=attempted")
    await expect(carl.locator("#ticket")).to_contain_text("Mailbox war voll.")
    await expect(carl.get_by_label("Was wurde besprochen?")).to_have_value("")
    await expect(carl.locator("#sc-toasts")).to_contain_text("Der Versuch ist eingetragen.")
    await carl.reload()
    await expect(carl.locator("#sc-toasts")).not_to_contain_text("Der Versuch ist eingetragen.")
