"""What a monitor and a load balancer ask: with GET or with HEAD, and nothing else is open to them."""

import pytest

from tests.web.browsing import Browser


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/login"])
async def test_a_monitor_may_ask_with_head(stranger: Browser, path: str) -> None:
    full, head = await stranger.client.get(path), await stranger.client.head(path)
    assert (head.status, await head.read()) == (full.status, b"")


async def test_pages_of_people_answer_to_get_alone(stranger: Browser) -> None:
    assert (await stranger.client.head("/board")).status == 405
