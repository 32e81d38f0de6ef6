"""Screens follow at once: what happened before they listened, and what happens at another program."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from playwright.async_api import Route, expect

from servicecenter.access.model import Role
from servicecenter.app import TELEPHONE_EVERY_SECONDS, build
from servicecenter.clock import FixedClock
from servicecenter.relay import Relay
from servicecenter.telephony.telephones import SimulatedTelephone
from servicecenter.web.program import Program
from tests.browser.conftest import Enter, served
from tests.conftest import quick_passwords
from tests.shared import SharedSearch

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


async def ticks(program: Program) -> None:
    """As the scheduler has it done."""
    while True:
        await program.telephony.tick()
        await asyncio.sleep(TELEPHONE_EVERY_SECONDS)


@asynccontextmanager
async def going_on(run: Coroutine[None, None, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(run)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def follower(program: Program, clock: FixedClock) -> AsyncIterator[str]:
    """The address of a second program over the same database, which does not lead."""
    await program.telephony.keep_leading()
    second = await build(
        program.settings, clock=clock, passwords=quick_passwords(), search=SharedSearch(), simulate=True
    )
    async with AsyncExitStack() as stack:
        stack.push_async_callback(second.db.close)
        for run in (Relay(program.db, program.live).run(), Relay(second.db, second.live).run(), ticks(program)):
            await stack.enter_async_context(going_on(run))
        yield await stack.enter_async_context(served(second))
        assert not second.telephony.is_leading


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_screens_at_a_program_that_does_not_lead_follow_within_two_seconds(
    enter: Enter, program: Program, follower: str
) -> None:
    assert isinstance(program.telephone, SimulatedTelephone)
    anna, sven = await enter(Role.AGENT, "anna.agent"), await enter(Role.SUPERVISOR, "sven.super")
    await anna.goto(f"{follower}/desk")
    await sven.goto(f"{follower}/queue")
    await expect(sven.locator("#queue")).to_contain_text("Niemand wartet.")
    await program.telephone.ring_next()
    await expect(sven.locator("#queue")).to_contain_text("Stadt Geldern", timeout=AT_ONCE)
    await expect(anna.locator("#ringing")).to_contain_text("Stadt Geldern", timeout=AT_ONCE)
    await anna.get_by_role("button", name="Am Telefon anmelden").click()
    await expect(anna.locator("#phone")).to_contain_text("Es klingelt bei Ihnen.", timeout=AT_ONCE)
