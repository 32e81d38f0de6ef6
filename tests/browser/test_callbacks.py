"""A wished time is answered while it is typed; a callback nobody answers is ended on a page that everybody can use."""

from playwright.async_api import expect

from servicecenter.access.model import Role, Scope
from servicecenter.callbacks.model import Outcome
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, settled
from tests.browser.test_pages import check
from tests.web.browsing import forwarded


async def test_a_wish_outside_the_office_s_hours_is_named_while_it_is_typed(enter: Enter, program: Program) -> None:
    anna = await enter(Role.AGENT, "anna.agent")
    await anna.keyboard.press("Alt+2")
    await expect(anna.locator("#q")).to_be_focused()
    await anna.keyboard.type("baugenehmigung carport")
    await expect(anna.locator(".sc-hit").first).to_contain_text("Baugenehmigung")
    await anna.keyboard.press("Enter")
    await expect(anna.locator("#way")).to_contain_text("Ticket an Bauordnung")
    await settled(anna)
    await anna.keyboard.press("Alt+4")
    outlook = anna.locator("#outlook")
    await expect(outlook).to_contain_text("6 Std. 30 Min.")
    await settled(anna)
    await anna.locator("#f-window").press_sequentially("ab 16 Uhr")
    await expect(outlook).to_contain_text("In dieser Zeit ist das Amt bis dahin nicht geöffnet.")
    await expect(anna.locator("#f-window")).to_be_focused()
    await anna.locator("#f-window").fill("vormittags")
    await expect(outlook).to_contain_text("davon in der gewünschten Zeit 5 Std. 30 Min.")
    await expect(outlook).to_contain_text("Verstanden: täglich bis 12:00")


async def test_the_pages_of_a_callback_that_nobody_answers_are_accessible(
    enter: Enter, program: Program, address: str
) -> None:
    carl = await enter(Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")
    await enter(Role.FACHAMT, "cora.clerk", "bauordnung", municipality="geldern")
    agent, _ = await program.access.add_person("otto.other", "Otto", Role.AGENT, by=None, must_change_password=False)
    clerk = await program.access.person_by_login(Scope.system("test"), "carl.clerk")
    ticket = (await forwarded(program, agent)).ticket.id
    for _ in range(3):
        await program.inbox.attempt(clerk, ticket, Outcome.ENGAGED, "")
    problems: list[str] = []
    for path in ("/inbox", f"/inbox/{ticket}", "/inbox/held"):
        await check(carl, address, path, problems)
    await carl.goto(f"{address}/inbox/{ticket}")
    await carl.get_by_role("button", name="Beenden").click()
    await carl.wait_for_url("**saved=exhausted")
    await expect(carl.locator("#ticket")).to_contain_text("Nicht erreicht trotz 3 Versuchen")
    await check(carl, address, f"/inbox/{ticket}", problems)
    assert problems == []
