"""The event stream: what a page missed before it listened comes first, and nothing that concerns somebody else."""

import asyncio
import re

import pytest

from servicecenter.access.model import Role
from servicecenter.live import Message
from servicecenter.web.program import Program
from tests.web.browsing import Browser
from tests.web.conftest import Enter

LIVE = re.compile(r'data-live="([^"]+)"')


async def address(browser: Browser, page: str = "/desk") -> str:
    found = LIVE.search((await browser.get(page)).html)
    assert found
    return found[1]


async def told(browser: Browser, path: str) -> list[str]:
    """The topics that come at once."""
    heard = b""
    async with browser.client.get(path) as response:
        assert (response.status, response.content_type) == (200, "text/event-stream")
        while True:
            try:
                heard += await asyncio.wait_for(response.content.readany(), 0.3)
            except TimeoutError:
                return re.findall(r"event: (\S+)", heard.decode())


async def test_a_page_hears_what_happened_since_it_was_asked_for(anna: Browser, program: Program) -> None:
    program.live.publish(Message("board"))
    path = await address(anna)
    assert await told(anna, path) == []
    program.live.publish(Message("calls", "geldern"))
    program.live.publish(Message("calls", "hagen"))
    program.live.publish(Message("phone", person="somebody else"))
    assert await told(anna, path) == ["calls"]


async def test_of_another_municipality_nothing_is_told(enter: Enter, program: Program) -> None:
    gerd = await enter(Role.CONTROLLER, "gerd.geldern", municipality="geldern")
    path = await address(gerd, "/queue")
    program.live.publish(Message("calls", "hagen"))
    assert await told(gerd, path) == []


@pytest.mark.parametrize("since", ["another-7", "x"])
async def test_a_mark_nobody_knows_asks_for_everything(anna: Browser, since: str) -> None:
    assert await told(anna, f"/live?since={since}") == ["missed"]
    assert await told(anna, "/live") == []
