"""A real Chromium in front of the real program: Debian's browser, headless, on loopback only."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright, expect

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from servicecenter.web.routes import ROUTES
from servicecenter.web.server import LONGEST_LINE, create

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
DESK_SIZE = {"width": 1366, "height": 768}
Enter = Callable[..., Awaitable[Page]]


@pytest.fixture
async def address(program: Program) -> AsyncIterator[str]:
    async with served(program) as made:
        yield made


@asynccontextmanager
async def served(program: Program) -> AsyncIterator[str]:
    runner = web.AppRunner(create(program, ROUTES), access_log=None, shutdown_timeout=1, max_line_size=LONGEST_LINE)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """Fails where there is no Chromium: `make test` installs it, nothing is skipped silently."""
    path = shutil.which("chromium")
    assert path, "Chromium fehlt: make test installiert es (Debian-Paket chromium)"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def enter(program: Program, address: str, chromium: Browser) -> Enter:
    """enter(Role.AGENT, "anna"): a person of that role in a browser of their own, logged in through the login page."""

    async def log_in(role: Role, login: str, *offices: str, municipality: str | None = None) -> Page:
        _, password = await program.access.add_person(
            login, login.title(), role, by=None, municipality=municipality, offices=offices, must_change_password=False
        )
        context = await chromium.new_context(viewport=DESK_SIZE, reduced_motion="reduce")  # type: ignore[arg-type]
        page = await context.new_page()
        page.set_default_timeout(10_000)
        await page.goto(f"{address}/login")
        await page.fill("[name=login]", login)
        await page.fill("[name=password]", password)
        await page.keyboard.press("Enter")
        await page.wait_for_url(lambda url: "/login" not in url)
        return page

    return log_in


async def violations(page: Page) -> list[str]:
    """What axe-core finds, in light and, of colours, in dark; the policy stops a script tag, so it is evaluated."""
    found = []
    await page.evaluate(await asyncio.to_thread(AXE.read_text, "utf-8"))
    for scheme, rules in (("light", None), ("dark", ["color-contrast"])):
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        broken = await _axe(page, rules)
        if broken:
            # Chromium repaints the other scheme's colours over some frames: what is really wrong is still wrong then.
            await page.wait_for_timeout(500)
            broken = await _axe(page, rules)
        found += [f"{scheme}: {each}" for each in broken]
    return found


async def _axe(page: Page, rules: list[str] | None) -> list[str]:
    """`rules`: only these; None: all."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    result = await page.evaluate("options => axe.run(options)", options)
    nodes = [(each["id"], each["nodes"][0]) for each in result["violations"]]
    return [f"{rule}: {node['html'][:160]}: {node['failureSummary']}" for rule, node in nodes]


async def settled(page: Page) -> None:
    """What htmx has just put in place answers to keys only when it has settled, some milliseconds later."""
    await expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
