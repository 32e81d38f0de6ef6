"""A restaurant beside the call, by keyboard; the Lotse's pages are accessible, and one date line carries the case."""

import re

from playwright.async_api import expect

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, settled
from tests.browser.test_pages import check
from tests.cases.conftest import BERT, Town, town

__all__ = ["town"]


async def test_a_restaurant_is_opened_beside_the_call(enter: Enter, program: Program) -> None:
    anna = await enter(Role.AGENT, "anna.agent")
    await program.desk.ring("c1", "+49 30 23125 500", "+49 30 23125 044")
    await anna.reload()
    await anna.keyboard.press("F8")
    await expect(anna.locator("h1")).to_contain_text("Stadt Hagen")
    async with anna.expect_response("**/note"):
        await anna.locator("#note").fill("Will ein Restaurant eröffnen")
    await anna.get_by_label("Ein Betrieb ruft an").check()
    await expect(anna.locator("#way")).to_contain_text("Vorhaben …")
    await settled(anna)
    await anna.keyboard.press("Alt+8")
    form = anna.locator("#case")
    await expect(form.locator("#f-vorhaben")).to_have_value("restaurant")
    await expect(form).to_contain_text("Antwort bis")
    await expect(form.locator("input[value=bauberatung]")).to_be_checked()
    await expect(form.locator("input[value=gaststaette]")).not_to_be_checked()
    await form.locator("#f-vorhaben").select_option("handwerksbetrieb")
    await expect(form).to_contain_text("Handwerksrolle")
    await form.locator("#f-vorhaben").select_option("restaurant")
    await expect(form).to_contain_text("Lebensmittelüberwachung")
    await form.locator("#f-name").fill("Trattoria Beispiel")
    await form.locator("#f-concern").fill("Trattoria in der Altstadt")
    await settled(anna)
    await anna.keyboard.press("Alt+1")
    await anna.wait_for_url(re.compile("closed="))
    await expect(anna.locator("#sc-toasts")).to_contain_text("Ticket")


async def test_the_pages_of_a_case_and_a_business_are_accessible(
    enter: Enter, program: Program, address: str, town: Town
) -> None:
    case = await town.opened(("bauberatung", "brandschutzberatung", "gewerbeanmeldung", "kammer"))
    town.wait(days=2)
    await town.answered(case, "bauberatung", BERT)
    await program.advancing.run()
    lotte = await enter(Role.FACHAMT, "lotte.lotse", "servicezentrum-wirtschaft", municipality="hagen")
    problems: list[str] = []
    trade = next(each for each in (await town.view(case)).tickets.values() if each.office == "gewerbe")
    link = f"/t/{program.letters.token(trade, program.clock.now())}"
    for path in ("/inbox", link, "/cases", f"/cases/{case.case_number}", "/businesses", f"/businesses/{case.business}"):
        await check(lotte, address, path, problems)
    await lotte.goto(address + link)
    await expect(lotte.locator(".sc-line")).to_contain_text("heute")
    await lotte.goto(f"{address}/cases/{case.case_number}")
    await expect(lotte.locator(".sc-line")).to_contain_text("heute")
    assert problems == []
