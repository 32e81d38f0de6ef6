"""A real server on loopback that answers in every way there is; and nothing inside is asked unless allowed."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from servicecenter.feedback.links import Answered, Probed
from servicecenter.feedback.probing import REDIRECTS, Prober, is_public

TIMEOUT = 0.5


class Pages:
    """What was asked, and how many were being answered at once."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.now = self.most = self.sent = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        name = request.path.strip("/")
        self.asked.append(f"{request.method} {name}")
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            return await self._answer(request, name)
        finally:
            self.now -= 1

    async def _answer(self, request: web.Request, name: str) -> web.StreamResponse:
        match name:
            case "moved" | "chain":
                raise web.HTTPMovedPermanently("/ok" if name == "moved" else "/moved")
            case "elsewhere":
                raise web.HTTPFound("/ok")
            case "circle":
                raise web.HTTPFound("/circle")
            case "to-mail":
                raise web.HTTPFound("mailto:x@y.example")
            case "slow":
                await asyncio.sleep(30)
            case "no-head" if request.method == "HEAD":
                raise web.HTTPMethodNotAllowed("HEAD", ["GET"])
            case "huge":
                return await self._huge(request)
            case _ if name.isdigit():
                return web.Response(status=int(name))
        await asyncio.sleep(0.02)
        return web.Response(text="ok")

    async def _huge(self, request: web.Request) -> web.StreamResponse:
        if request.method == "HEAD":
            raise web.HTTPNotImplemented
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1000):
            await response.write(b"x" * 65536)
            self.sent += 65536
        return response


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
async def address(pages: Pages) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{name:.*}", pages.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def probed(url: str, *, private: bool = True) -> Probed:
    return (await Prober(private, TIMEOUT).probe([url]))[url]


@pytest.mark.parametrize(
    ("page", "answered", "status"),
    [
        pytest.param("ok", Answered.OK, 200, id="there"),
        pytest.param("no-head", Answered.OK, 200, id="HEAD is not liked"),
        pytest.param("404", Answered.GONE, 404, id="not found"),
        pytest.param("410", Answered.GONE, 410, id="gone for good"),
        pytest.param("403", Answered.REFUSED, 403, id="not for programs"),
        pytest.param("429", Answered.REFUSED, 429, id="too often"),
        pytest.param("503", Answered.BROKEN, 503, id="an error there"),
        pytest.param("elsewhere", Answered.OK, 200, id="leads on for now"),
        pytest.param("circle", Answered.CIRCLE, None, id="leads in a circle"),
        pytest.param("slow", Answered.SILENT, None, id="no answer"),
        pytest.param("to-mail", Answered.UNREACHABLE, None, id="leads to no page"),
        pytest.param("huge", Answered.OK, 200, id="a huge body"),
    ],
)
async def test_what_an_address_answers(address: str, page: str, answered: Answered, status: int | None) -> None:
    found = await probed(f"{address}/{page}")
    assert (found.answered, found.status) == (answered, status)


async def test_a_permanent_redirect_says_where_to(address: str) -> None:
    assert await probed(f"{address}/chain") == Probed(Answered.MOVED, 200, f"{address}/ok")


async def test_a_circle_ends(address: str, pages: Pages) -> None:
    await probed(f"{address}/circle")
    assert len(pages.asked) == REDIRECTS + 1


async def test_of_a_huge_body_hardly_anything_is_fetched(address: str, pages: Pages) -> None:
    await probed(f"{address}/huge")
    await asyncio.sleep(0.05)
    assert pages.sent < 20_000_000


async def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert (await probed(f"http://127.0.0.1:{taken.getsockname()[1]}/")).answered is Answered.UNREACHABLE


@pytest.mark.parametrize("url", ["http://", "http://[::1/", "http://name with blanks/", "http://exa\x00mple/"])
async def test_what_is_no_address_at_all(url: str) -> None:
    assert (await probed(url)).answered is Answered.UNREACHABLE


async def test_one_host_is_asked_one_address_at_a_time(address: str, pages: Pages) -> None:
    urls = [f"{address}/{n}x" for n in range(10)]
    found = await Prober(private=True, timeout_seconds=5).probe(urls)
    assert {each.answered for each in found.values()} == {Answered.OK}
    assert pages.most == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "[::ffff:127.0.0.1]", "127.1"])
async def test_inside_nothing_is_asked(address: str, pages: Pages, host: str) -> None:
    url = address.replace("127.0.0.1", host) + "/ok"
    assert (await probed(url, private=False)).answered is not Answered.OK
    assert pages.asked == []
    assert (await probed(f"{address}/ok", private=False)).answered is Answered.PRIVATE


@pytest.mark.parametrize(
    ("address", "public"),
    [
        pytest.param("93.184.216.34", True, id="the internet"),
        pytest.param("10.0.0.1", False, id="the own network"),
        pytest.param("192.168.1.1", False, id="at home"),
        pytest.param("169.254.169.254", False, id="a cloud's metadata"),
        pytest.param("100.64.0.1", False, id="the provider's network"),
        pytest.param("224.0.0.1", False, id="everybody"),
        pytest.param("::1", False, id="loopback"),
        pytest.param("fe80::1%eth0", False, id="the same cable"),
        pytest.param("::ffff:10.0.0.1", False, id="the own network, written as IPv6"),
        pytest.param("2606:2800:220:1::1", True, id="the internet, IPv6"),
    ],
)
def test_which_addresses_are_public(address: str, *, public: bool) -> None:
    assert is_public(address) is public
