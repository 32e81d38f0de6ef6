"""A case explained in a real browser: with the keyboard alone, accessible at a desk and on a telephone."""

from playwright.async_api import expect

from servicecenter.access.model import Role
from tests.browser.conftest import Enter, violations
from tests.browser.test_pages import SMALL, check, is_too_wide

CASE = "/explain?municipality=geldern&leistung=fuehrerschein-umtausch&at=2026-11-23T10:00"


async def test_every_state_is_accessible(enter: Enter, address: str) -> None:
    sven = await enter(Role.SUPERVISOR, "sven.super")
    karla = await enter(Role.CONTROLLER, "karla", municipality="geldern")
    problems: list[str] = []
    for path in ("/explain", CASE, f"{CASE}&stage=9&longest=60", f"{CASE}&waiting=12&away=steueramt"):
        await check(sven, address, path, problems)
    await check(karla, address, CASE, problems)
    assert problems == []


async def test_an_opened_clause_is_accessible_and_fits_a_telephone(enter: Enter, address: str) -> None:
    sven = await enter(Role.SUPERVISOR, "sven.super")
    await sven.set_viewport_size(SMALL)  # type: ignore[arg-type]
    await sven.goto(address + CASE)
    for summary in await sven.locator("details.sc-cited > summary").all():
        await summary.click()
    assert not await is_too_wide(sven)
    assert await violations(sven) == []


async def test_a_case_is_asked_and_its_answer_read_with_the_keyboard_alone(enter: Enter, address: str) -> None:
    sven = await enter(Role.SUPERVISOR, "sven.super")
    await sven.goto(f"{address}/explain?municipality=geldern")
    await sven.keyboard.press("F2")
    await expect(sven.locator("#f-leistung")).to_be_focused()
    await sven.keyboard.press("Tab")
    await sven.keyboard.type("führerschein umtauschen")
    await sven.keyboard.press("Enter")
    await expect(sven.locator("#answer")).to_contain_text("wegen „Führerschein: Pflichtumtausch“")
    await expect(sven.locator("#answer")).to_be_in_viewport()
    await expect(sven.locator(".sc-say")).to_contain_text("Das geht an „Kreis Kleve, Führerscheinstelle“, weil")
    await sven.keyboard.press("Tab")
    await sven.keyboard.press("Enter")
    clause = sven.locator("details.sc-cited").first
    await expect(clause.locator("summary")).to_be_focused()
    await expect(clause.locator("p")).to_be_visible()


async def test_the_address_holds_the_case(enter: Enter, address: str) -> None:
    sven, eva = await enter(Role.SUPERVISOR, "sven.super"), await enter(Role.EDITOR, "eva.editor")
    await sven.goto(f"{address}/explain?municipality=geldern")
    await sven.fill("#f-text", "carport bauen")
    await sven.fill("#f-at", "2026-11-23T10:00")
    await sven.select_option("#f-stage", "1")
    await sven.keyboard.press("Alt+1")
    await expect(sven.locator("#answer")).to_be_visible()
    await eva.goto(sven.url)
    assert await eva.locator("main").inner_text() == await sven.locator("main").inner_text()
    assert await eva.locator("#f-text").input_value() == "carport bauen"


async def test_another_municipality_brings_its_own_places_and_keeps_the_rest(enter: Enter, address: str) -> None:
    sven = await enter(Role.SUPERVISOR, "sven.super")
    await sven.goto(f"{address}/explain?municipality=geldern")
    await sven.fill("#f-text", "gewerbe anmelden")
    await sven.select_option("#f-municipality", "dortmund")
    await expect(sven.locator("#f-district")).to_contain_text("Hörde")
    assert await sven.locator("#f-text").input_value() == "gewerbe anmelden"
    await sven.select_option("#f-district", "Hörde")
    await sven.check("[name=business]")
    await sven.keyboard.press("Alt+1")
    await expect(sven.locator("#answer")).to_contain_text("Ein Betrieb aus Hörde ruft")
    await expect(sven.locator(".sc-say")).to_contain_text("mit „DLZW, Stadtbezirk Hörde“ verbinden")
