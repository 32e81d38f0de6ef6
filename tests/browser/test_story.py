"""The story a newcomer sees, in a real browser: from the first ring to a kept callback, and one that was not kept."""

import re
from datetime import timedelta

from playwright.async_api import Page, expect

from servicecenter.access.model import Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.promises import service as promises
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, settled


async def forward_a_carport(page: Page) -> None:
    """With the keyboard alone: search, open, promise a callback."""
    await expect(page.locator("#q")).to_be_focused()
    await page.keyboard.type("baugenemigung carport")
    await expect(page.locator(".sc-hit").first).to_contain_text("Baugenehmigung")
    await page.keyboard.press("Enter")
    await expect(page.locator("#way")).to_contain_text("Ticket an Bauordnung")
    await settled(page)
    await page.keyboard.press("Alt+4")
    await expect(page.locator("#forward")).to_contain_text("ruft Sie bis Mittwoch, 25. November, zurück")
    await settled(page)
    await page.fill("#f-concern", "Möchte einen Carport an der Grenze bauen")
    await page.fill("#f-number", "030 23125 017")
    await page.fill("#f-window", "ab 14 Uhr")
    await page.keyboard.press("Alt+1")
    await page.wait_for_url("**/desk?closed=*")


async def test_from_the_first_ring_to_a_kept_callback(enter: Enter, program: Program, clock: FixedClock) -> None:
    # Given an agent at a free desk
    anna = await enter(Role.AGENT, "anna.agent")
    await expect(anna.locator("#ringing")).to_contain_text("Gerade klingelt nichts.")

    # When a caller from Geldern rings, the desk shows it by itself, and one key takes it
    await program.desk.ring("call-1", "+49 30 23125 300", "+49 30 23125 017")
    await expect(anna.locator("#ringing")).to_contain_text("Stadt Geldern")
    await anna.keyboard.press("F8")

    # Then two sloppy words and Enter open the answer, and one key ends the contact
    await expect(anna.locator(".sc-call")).to_contain_text("Stadt Geldern, ServiceCenter")
    await expect(anna.locator("#q")).to_be_focused()
    await anna.keyboard.type("perso verlorn")
    await expect(anna.locator(".sc-hit").first).to_contain_text("Personalausweis verloren")
    await anna.keyboard.press("Enter")
    await expect(anna.locator("#article")).to_contain_text("116 116")
    await settled(anna)
    await anna.keyboard.press("Alt+1")
    await expect(anna.locator("#sc-toasts")).to_contain_text("beantwortet")

    # When the next two want to build, a callback is promised to each
    for _ in range(2):
        await anna.keyboard.press("Alt+2")
        await expect(anna.locator(".sc-call")).to_contain_text("Stadt Geldern")
        await forward_a_carport(anna)
    await expect(anna.locator("#sc-toasts")).to_contain_text("Rückruf zugesagt")

    # Then the building office has both in its inbox, and keeps one
    carl = await enter(Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")
    await expect(carl.locator(".sc-row")).to_have_count(2)
    await carl.locator(".sc-row a").first.click()
    await expect(carl.locator("#ticket")).to_contain_text("Carport an der Grenze")
    await carl.get_by_label("nicht erreicht").check()
    await carl.get_by_role("button", name="Versuch eintragen").click()
    await carl.wait_for_url("**saved=attempted")
    await carl.get_by_label("erreicht", exact=True).check()
    await carl.get_by_role("button", name="Versuch eintragen").click()
    await carl.wait_for_url("**saved=answered")
    await expect(carl.locator("#ticket")).to_contain_text("Zusage gehalten")

    # And the supervisor sees the other one get at risk, then breached, and counted
    for step in (timedelta(hours=23), timedelta(days=2)):
        clock.advance(step)
        await promises.sweep(program.db, Scope.system("test"), clock.now())
    sven = await enter(Role.SUPERVISOR, "sven.super")
    await expect(sven.locator("main")).to_contain_text(re.compile(r"1\s+von\s+2"))
    await expect(sven.locator("main")).to_contain_text("Bauordnung")


async def test_a_driving_licence_for_a_caller_from_geldern_goes_to_kleve(enter: Enter, program: Program) -> None:
    anna = await enter(Role.AGENT, "anna.agent")
    await anna.keyboard.press("Alt+2")
    await expect(anna.locator("#q")).to_be_focused()

    await anna.keyboard.type("lappen umtauschen")
    await expect(anna.locator(".sc-hit").first).to_contain_text("Führerschein")
    await anna.keyboard.press("Enter")

    way = anna.locator("#way")
    await expect(way).to_contain_text("Kreis Kleve")
    await expect(way).to_contain_text("069 90009")
    await expect(way.get_by_role("button", name="Rückruf")).to_be_disabled()
    await settled(anna)
    await anna.keyboard.press("Alt+7")
    await expect(anna.locator("#sc-toasts")).to_contain_text("Nummer genannt")


async def test_what_was_done_by_mistake_is_taken_back_with_one_key(enter: Enter, program: Program) -> None:
    anna = await enter(Role.AGENT, "anna.agent")
    await anna.keyboard.press("Alt+2")
    await expect(anna.locator("#q")).to_be_focused()
    await anna.locator("#note").fill("Ruft wegen der Tonne an")
    await expect(anna.locator(".sc-saved")).to_contain_text("gespeichert")

    await anna.keyboard.press("Alt+6")
    await expect(anna.locator("#sc-toasts")).to_contain_text("kein Anliegen")
    await anna.keyboard.press("Alt+8")

    await expect(anna.locator("#note")).to_have_value("Ruft wegen der Tonne an")


async def test_two_windows_the_second_hears_who_has_the_call(enter: Enter, program: Program) -> None:
    anna, otto = await enter(Role.AGENT, "anna.agent"), await enter(Role.AGENT, "otto.other")
    await program.desk.ring("call-1", "+49 30 23125 300", None)
    for page in (anna, otto):
        await expect(page.locator("#ringing")).to_contain_text("Stadt Geldern")
    contact = (await program.desk.ringing(Scope.system("test")))[0]
    person = await program.access.person_by_login(Scope.system("test"), "anna.agent")
    await program.desk.take(person, contact.id)

    await expect(otto.locator("#ringing")).to_contain_text("Gerade klingelt nichts.")
