"""Nothing is lost between a page and its listening: what happened meanwhile is shown at once, not at the next poll."""

import asyncio

from playwright.async_api import Route, expect

from servicecenter.access.model import Role
from servicecenter.telephony.telephones import SimulatedTelephone
from servicecenter.web.program import Program
from tests.browser.conftest import Enter

AT_ONCE = 2000  # milliseconds; the desk asks by itself every ten seconds, other pages once a minute


async def test_a_call_that_rings_before_the_page_listens_is_seen_at_once(
    enter: Enter, program: Program, address: str
) -> None:
    assert isinstance(program.telephone, SimulatedTelephone)
    sven = await enter(Role.SUPERVISOR, "sven.super")
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        asked.set()
        await go_on.wait()
        await route.continue_()

    await sven.route("**/live?*", hold)
    await sven.goto(f"{address}/queue")
    await expect(sven.locator("#queue")).to_contain_text("Niemand wartet.")
    await asyncio.wait_for(asked.wait(), 5)
    await program.telephone.ring_next()
    go_on.set()
    await expect(sven.locator("#queue")).to_contain_text("Stadt Geldern", timeout=AT_ONCE)


async def test_what_happens_while_the_stream_is_interrupted_is_seen_when_it_is_back(
    enter: Enter, program: Program, address: str
) -> None:
    assert isinstance(program.telephone, SimulatedTelephone)
    sven = await enter(Role.SUPERVISOR, "sven.super")
    is_down = True

    async def fail_once(route: Route) -> None:
        await (route.abort() if is_down else route.continue_())

    await sven.route("**/live?*", fail_once)
    await sven.goto(f"{address}/queue")
    await expect(sven.locator("#queue")).to_contain_text("Niemand wartet.")
    await program.telephone.ring_next()
    is_down = False
    await expect(sven.locator("#queue")).to_contain_text("Stadt Geldern", timeout=2 * AT_ONCE + 1000)
