"""An editor changes a fee, a colleague releases it, and the agent's next search shows it."""

from playwright.async_api import expect

from servicecenter.access.model import Role
from servicecenter.app import Refresh
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, settled, violations
from tests.browser.test_pages import check


async def test_a_changed_fee_is_what_the_next_caller_hears(enter: Enter, program: Program, address: str) -> None:
    # Given an agent who has found the article without a fee
    anna = await enter(Role.AGENT, "anna.agent")
    await program.desk.ring("call-1", "+49 30 23125 300", None)
    await expect(anna.locator("#ringing")).to_contain_text("Stadt Geldern")
    await anna.keyboard.press("F8")
    await expect(anna.locator("#q")).to_be_focused()
    await anna.keyboard.type("reisepass beantr")
    await expect(anna.locator(".sc-hit").first).to_contain_text("Reisepass")
    await anna.keyboard.press("Enter")
    await expect(anna.locator("#article")).to_contain_text("Reisepass beantragen")
    await expect(anna.locator("#article")).not_to_contain_text("72 Euro")

    # When an editor types the fee, the preview follows and the draft saves itself
    rita = await enter(Role.EDITOR, "rita.editor")
    await rita.fill("[name=q]", "reisepass beantr")
    await rita.keyboard.press("Enter")
    await rita.get_by_role("link", name="Reisepass beantragen").click()
    await rita.fill("#f-fee", "72 Euro")
    await expect(rita.locator("#article-state")).to_contain_text("72 Euro")
    await expect(rita.locator("#article-saved")).to_contain_text("gespeichert")
    await settled(rita)
    assert await violations(rita) == []
    await rita.get_by_role("button", name="Zur Prüfung geben").click()
    await expect(rita.locator("#sc-toasts")).to_contain_text("liegt zur Prüfung")

    # And a second person sees what is different, and releases it
    gesa = await enter(Role.EDITOR, "gesa.editor")
    await gesa.goto(f"{address}/articles?show=drafts")
    await gesa.get_by_role("link", name="Reisepass beantragen").click()
    await gesa.get_by_role("link", name="Was ist anders?").click()
    await expect(gesa.locator("ins")).to_have_text("72 Euro")
    await gesa.go_back()
    await gesa.get_by_role("button", name="Freigeben").click()
    await expect(gesa.locator("#sc-toasts")).to_contain_text("Freigegeben")

    # Then the agent's next search shows it
    await Refresh(program).run()
    await anna.fill("#q", "reisepass beantragen")
    await expect(anna.locator(".sc-hit").first).to_contain_text("Reisepass")
    await anna.keyboard.press("Enter")
    await expect(anna.locator("#article")).to_contain_text("72 Euro")


async def test_two_editors_at_once_are_told_and_nothing_is_overwritten(enter: Enter, address: str) -> None:
    # Given two editors with the same article open
    page = f"{address}/articles/_common/reisepass"
    rita, gesa = await enter(Role.EDITOR, "rita.editor"), await enter(Role.EDITOR, "gesa.editor")
    await rita.goto(page)
    await gesa.goto(page)

    # When the first one saves, the second is told at once, without touching a key
    await rita.fill("#f-fee", "72 Euro")
    await expect(gesa.locator("#article-colleague")).to_contain_text("Rita.Editor hat soeben gespeichert")

    # Then her own typing shows both texts, and hers stands only when she says so
    await gesa.fill("#f-fee", "80 Euro")
    await expect(gesa.locator("#article-state")).to_contain_text("Ihre Eingaben sind noch da")
    await expect(gesa.locator("del")).to_have_text("72")
    assert await violations(gesa) == []
    await gesa.get_by_role("button", name="Meine Eingaben behalten").click()
    await expect(gesa.locator("#f-fee")).to_have_value("80 Euro")


async def test_the_editors_pages_are_accessible(enter: Enter, address: str) -> None:
    rita = await enter(Role.EDITOR, "rita.editor")
    problems: list[str] = []
    article = "/articles/geldern/hundesteuer"
    for path in ("/articles", "/articles/new", article, f"{article}/versions", f"{article}/compare?left=0&right=1"):
        await check(rita, address, path, problems)
    assert problems == []
