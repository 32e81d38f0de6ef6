"""A notice in a real browser: written by an editor, on the open desk a moment later, gone when it is ended."""

from playwright.async_api import expect

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, violations


async def test_a_notice_appears_on_an_open_desk_and_goes_again(enter: Enter, program: Program, address: str) -> None:
    # Given an agent who talks to somebody from Geldern
    anna = await enter(Role.AGENT, "anna.agent")
    await anna.keyboard.press("Alt+2")
    await expect(anna.locator(".sc-call")).to_contain_text("Stadt Geldern")

    # When the town's editor writes that the town hall is closed
    erika = await enter(Role.EDITOR, "erika.editor", municipality="geldern")
    await erika.goto(f"{address}/notices")
    await erika.get_by_label("Hinweis", exact=True).fill("Rathaus heute geschlossen")
    assert await violations(erika) == []
    await erika.get_by_role("button", name="Auf die Arbeitsplätze setzen").click()

    # Then it stands on the desk, without a reload and without taking the focus
    await expect(anna.locator("#notices")).to_contain_text("Rathaus heute geschlossen")
    await expect(anna.locator("#q")).to_be_focused()
    assert await violations(anna) == []

    # And goes when it is ended
    await erika.wait_for_url("**done=posted*")
    await erika.get_by_role("button", name="Beenden").click()
    await expect(anna.locator("#notices")).not_to_contain_text("Rathaus heute geschlossen")
