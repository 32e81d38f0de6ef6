"""A wrong article in a real browser: reported with the keyboard while the caller speaks, answered, seen."""

from playwright.async_api import expect

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, settled, violations


async def test_falsch_oder_veraltet_from_the_desk_to_the_fachamt_and_back(enter: Enter, program: Program) -> None:
    # Given an agent who reads an article aloud, and hears that it is wrong
    anna = await enter(Role.AGENT, "anna.agent")
    await program.desk.ring("call-1", "+49 30 23125 300", "+49 30 23125 017")
    await expect(anna.locator("#ringing")).to_contain_text("Stadt Geldern")
    await anna.keyboard.press("F8")
    await expect(anna.locator("#q")).to_be_focused()
    await anna.keyboard.type("baugenehmigung")
    await expect(anna.locator(".sc-hit").first).to_contain_text("Baugenehmigung")
    await anna.keyboard.press("Enter")
    await expect(anna.locator("#article")).to_contain_text("Falsch oder veraltet")
    await settled(anna)

    # When one key opens the form, it covers nobody's name, and what is typed survives another article
    await anna.keyboard.press("Alt+0")
    await expect(anna.locator("#f-said")).to_be_focused()
    await expect(anna.locator(".sc-call")).to_contain_text("Stadt Geldern")
    await anna.keyboard.type("Die Gebühr ist höher.")
    await settled(anna)
    assert await violations(anna) == []
    await anna.locator("#q").press("Enter")
    await expect(anna.locator("#f-said")).to_have_count(0)
    await settled(anna)
    await anna.keyboard.press("Alt+0")
    await expect(anna.locator("#f-said")).to_have_value("Die Gebühr ist höher.")
    await anna.get_by_role("button", name="An Bauordnung melden").click()
    await expect(anna.locator("#report")).to_contain_text("antwortet bis Mo 30.11.")

    # Then the call goes on to its end
    await settled(anna)
    await anna.keyboard.press("Alt+1")
    await anna.wait_for_url("**/desk?closed=*")

    # And the Fachamt's answer comes to the free desk by itself
    carl = await enter(Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")
    await carl.get_by_role("link", name="Eine Meldung zu einem Artikel").click()
    await carl.get_by_label("wird geändert").check()
    await carl.get_by_label("Antwort in einem Satz").fill("Ab morgen 60 Euro.")
    assert await violations(carl) == []
    await carl.get_by_role("button", name="Antworten").click()
    await carl.wait_for_url("**?answered=*")
    await expect(anna.locator("#answers")).to_contain_text("Ab morgen 60 Euro.")
    assert await violations(anna) == []
    await anna.get_by_role("button", name="Gesehen").click()
    await expect(anna.locator("#answers")).not_to_contain_text("Ab morgen")
