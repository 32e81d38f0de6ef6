"""The telephone on the screen: an offer comes by itself, keys act, and every page of it can be used by everybody."""

from playwright.async_api import expect

from servicecenter.access.model import Role
from servicecenter.telephony.telephones import SimulatedTelephone
from servicecenter.web.program import Program
from tests.browser.conftest import Enter
from tests.browser.test_pages import check


async def test_an_offer_rings_by_itself_and_the_call_is_held_by_mouse_and_key(
    enter: Enter, program: Program, address: str
) -> None:
    telephone = program.telephone
    assert isinstance(telephone, SimulatedTelephone)
    anna = await enter(Role.AGENT, "anna.agent")
    await anna.get_by_role("button", name="Am Telefon anmelden").click()
    phone = anna.locator("#phone")
    await expect(phone).to_contain_text("frei")
    await telephone.ring_next()
    await expect(phone).to_contain_text("Es klingelt bei Ihnen.")
    problems: list[str] = []
    await check(anna, address, "/desk", problems)
    await check(anna, address, "/queue", problems)
    await anna.goto(f"{address}/desk")
    await anna.keyboard.press("F8")
    await expect(anna.locator("#desk-bar")).to_contain_text("im Gespräch")
    await anna.get_by_role("button", name="Halten").click()
    await expect(phone).to_contain_text("wird gehalten")
    await anna.get_by_role("button", name="Zurück zur Person").click()
    await expect(anna.get_by_role("button", name="Halten")).to_be_visible()
    await check(anna, address, "/desk", problems)
    await check(anna, address, "/phone", problems)
    await anna.goto(f"{address}/queue")
    await anna.get_by_role("link", name="Warum?").first.click()
    await expect(anna.locator("main")).to_contain_text("war am längsten frei")
    await check(anna, address, anna.url.removeprefix(address), problems)
    await check(anna, address, "/rehearsal", problems)
    await anna.get_by_label("Außerhalb der Servicezeiten").check()
    await anna.get_by_role("button", name="Anrufen").click()
    await expect(anna.locator("#rehearsal")).to_contain_text("nicht besetzt")
    await check(anna, address, anna.url.removeprefix(address), problems)
    await anna.get_by_role("button", name="Taste 1").click()
    await expect(anna.locator("#rehearsal")).to_contain_text("Stimmt das?")
    rita = await enter(Role.EDITOR, "rita.editor")
    await check(rita, address, "/announcements", problems)
    assert problems == []
