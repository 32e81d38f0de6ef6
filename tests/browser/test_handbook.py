"""A supervisor prepares a handbook's next version with the mouse and the keyboard, and the municipality releases it."""

from playwright.async_api import expect

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, settled
from tests.browser.test_pages import check


async def test_a_promise_is_shortened_from_a_day_to_come(enter: Enter, program: Program, address: str) -> None:
    # Given a supervisor who prepares a version for March
    sven = await enter(Role.SUPERVISOR, "sven.super")
    await sven.get_by_role("link", name="Handbücher").click()
    town = sven.locator("section", has_text="Stadt Geldern").last
    await town.get_by_text("Neue Fassung vorbereiten").click()
    await town.get_by_label("Gilt ab").fill("2027-03-01")
    await town.get_by_role("button", name="Vorbereiten").click()
    await expect(sven.locator("h1")).to_have_text("Handbuch ab 01.03.2027")

    # When one field of one clause is changed, the page says what that changes
    await sven.get_by_text("Zusage: Rückruf").click()
    await sven.get_by_label("Arbeitstage", exact=True).first.fill("1")
    await expect(sven.locator("#article-state ins").first).to_have_text("1")
    await settled(sven)
    await sven.get_by_role("button", name="Zur Prüfung geben").click()
    await expect(sven.locator("#sc-toasts")).to_contain_text("liegt zur Prüfung")

    # Then the municipality's controller releases it, and it is announced
    gerd = await enter(Role.CONTROLLER, "gerd.control", municipality="geldern")
    await gerd.get_by_role("link", name="Handbuch", exact=True).click()
    await gerd.get_by_role("link", name="Fassung ab 01.03.2027").click()
    await gerd.get_by_role("button", name="Freigeben").click()
    await expect(gerd.locator("#sc-toasts")).to_contain_text("Freigegeben")
    await program.rulebooks.refresh()
    await gerd.goto(f"{address}/handbooks")
    await expect(gerd.locator("main")).to_contain_text("gilt ab 01.03.2027")


async def test_the_pages_of_handbooks_are_accessible(enter: Enter, address: str) -> None:
    sven = await enter(Role.SUPERVISOR, "sven.super")
    problems: list[str] = []
    await check(sven, address, "/handbooks", problems)
    await sven.locator("summary", has_text="Neue Fassung vorbereiten").first.click()
    await sven.locator("input[type=date]").first.fill("2027-03-01")
    await sven.get_by_role("button", name="Vorbereiten").first.click()
    await sven.wait_for_url("**/draft")
    own = sven.url.removeprefix(address).removesuffix("/draft")
    town = own.rsplit("/", 1)[0]
    for path in (
        f"{own}/draft",
        f"{own}/replay",
        f"{town}/2026-01-01",
        f"{town}/compare?left=2026-01-01&right=2027-03-01",
    ):
        await check(sven, address, path, problems)
    assert problems == []
