"""What a caller asked and no article answers, from the keystroke to the editor's list."""

import re

from playwright.async_api import expect

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, settled, violations


async def test_a_search_that_stands_and_finds_nothing_is_listed(enter: Enter, program: Program, address: str) -> None:
    anna = await enter(Role.AGENT, "anna.agent")
    await anna.keyboard.press("Alt+2")
    await expect(anna.locator("#q")).to_be_focused()
    async with anna.expect_response("**/searched") as told:
        await anna.keyboard.type("zwerghamster")
    assert (await told.value).status == 204

    # The words go along with the end, whatever button was pressed
    await anna.locator("#q").fill("zwerghamster halten")
    await anna.select_option("#f-leistung", "baugenehmigung")
    await expect(anna.locator("#way")).to_contain_text("Ticket an Bauordnung")
    await settled(anna)
    await anna.keyboard.press("Alt+7")
    await anna.wait_for_url("**/desk?closed=*")

    erika = await enter(Role.EDITOR, "erika.editor", municipality="geldern")
    await erika.goto(f"{address}/articles/gaps")
    await expect(erika.locator("tbody")).to_contain_text("auch: zwerghamster halten")
    await expect(erika.locator("tbody")).to_contain_text("1-mal bis zum Ende ohne Artikel")
    assert await violations(erika) == []
    await erika.get_by_role("button", name=re.compile("^Erledigt")).click()
    await expect(erika.locator("main")).to_contain_text("Keine Lücke.")
    await erika.keyboard.press("Alt+8")
    await expect(erika.locator("tbody")).to_contain_text("zwerghamster")
