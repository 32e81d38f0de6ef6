"""A clerk's first day, without help: accept, call back, answer, give back, delay. Every step by what the page says."""

from datetime import date

from playwright.async_api import Page, expect

from servicecenter.access.model import Role, Scope
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, settled
from tests.browser.test_pages import check
from tests.web.browsing import forwarded

BY_MAIL = Wish("Darf der Zaun zwei Meter hoch sein?", ReplyChannel.EMAIL, "Herr Muster", address="p@beispiel.example")
GARAGE = Wish("Wo darf die Garage stehen?", ReplyChannel.EMAIL, "Frau Beispiel", address="b@beispiel.example")
PLAN = Wish("Was sieht der Bebauungsplan vor?", ReplyChannel.EMAIL, "Kim Muster", address="k@beispiel.example")


async def opens(page: Page, concern: str) -> None:
    await page.goto(page.url.split("/inbox")[0] + "/inbox")
    await page.get_by_role("link", name=concern).click()
    await expect(page.locator("h1")).to_contain_text(concern)
    await settled(page)


async def test_a_clerk_s_first_day(enter: Enter, program: Program, address: str) -> None:
    agent, _ = await program.access.add_person("otto.other", "Otto", Role.AGENT, by=None, must_change_password=False)
    carport = (await forwarded(program, agent)).ticket
    for wish in (BY_MAIL, GARAGE, PLAN):
        await forwarded(program, agent, wish)
    carl = await enter(Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")
    await carl.goto(f"{address}/inbox")
    await expect(carl.locator("#inbox")).to_contain_text("4 offen")

    # accept and call back
    await opens(carl, "Will einen Carport bauen")
    await carl.get_by_role("button", name="Annehmen").click()
    await carl.wait_for_url("**saved=accepted")
    await expect(carl.locator("#ticket")).to_contain_text("angenommen von Ihnen")
    await settled(carl)
    await carl.get_by_text("erreicht", exact=True).first.click()
    await carl.get_by_label("Was wurde besprochen?").fill("Bis 30 Quadratmeter geht es ohne Genehmigung.")
    await carl.get_by_role("button", name="Versuch eintragen").click()
    await carl.wait_for_url("**saved=answered")
    await expect(carl.locator("#ticket")).to_contain_text("Bis 30 Quadratmeter geht es ohne Genehmigung.")

    # answer
    await opens(carl, "Darf der Zaun zwei Meter hoch sein?")
    await carl.get_by_label("Was haben Sie geantwortet?").fill("Ja, an dieser Straße.")
    await carl.get_by_role("button", name="Beantwortet").click()
    await carl.wait_for_url("**saved=answered")
    await expect(carl.locator("#ticket")).to_contain_text("Ja, an dieser Straße.")

    # it takes longer
    await opens(carl, "Wo darf die Garage stehen?")
    await carl.get_by_text("Es dauert länger: Verzögerung mitteilen").click()
    await carl.get_by_label("Warum dauert es länger?").fill("Ein Gutachten fehlt noch.")
    await carl.get_by_label("Bis wann bekommt sie eine Antwort?").fill(date(2026, 12, 30).isoformat())
    await carl.get_by_role("button", name="Verzögerung mitteilen").click()
    await carl.wait_for_url("**saved=delayed")
    await expect(carl.locator("#ticket")).to_contain_text("Angekündigter neuer Termin")
    await settled(carl)

    # not responsible: first without a reason, which the page asks for; then gone
    await opens(carl, "Was sieht der Bebauungsplan vor?")
    await carl.get_by_text("Nicht zuständig: zurückgeben").click()
    await carl.get_by_role("button", name="Zurückgeben").click()
    await expect(carl.locator("#ticket")).to_contain_text("Der Grund fehlt.")
    await settled(carl)
    await carl.get_by_label("Warum nicht?").fill("Das ist Bauleitplanung.")
    await carl.get_by_label("Wer ist zuständig?").select_option(label="Stadtplanung")
    await carl.get_by_role("button", name="Zurückgeben").click()
    await carl.wait_for_url("**given_back=planungsamt")
    await expect(carl.locator("#sc-toasts")).to_contain_text("Das Ticket liegt jetzt bei: Stadtplanung.")
    await expect(carl.locator("#inbox")).to_contain_text("1 offen")
    await expect(carl.locator("#inbox")).not_to_contain_text("Bebauungsplan")

    # every page of the day can be used by everybody
    problems: list[str] = []
    garage = next(item for item in await program.inbox.of_contact(Scope.system("test"), carport.contact + 2))
    for path in ("/inbox", f"/inbox/{garage.ticket.id}", "/inbox/statements"):
        await check(carl, address, path, problems)
    assert problems == []
