"""Forms that no browser sends: they too get a page with a message, never a 500."""

from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from multidict import MultiDict

from servicecenter.web.incoming import LARGEST_ID, check_text, numbers_in
from servicecenter.web.program import Program
from servicecenter.web.server import create
from servicecenter.web.table import PUBLIC, Ask, Form, Route


class Said(Form):
    text: str


async def repeat(ask: Ask[Said]) -> web.Response:
    return web.Response(text=ask.body.text)


async def number(ask: Ask[Any]) -> web.Response:
    return web.Response(text=str(ask.number("n")))


ROUTES = [
    Route("POST", "/say", repeat, PUBLIC, Said),
    Route("GET", "/say", repeat, PUBLIC, Said),
    Route("GET", r"/number/{n:\d+}", number, PUBLIC),
]
PLAIN = "application/x-www-form-urlencoded"


async def test_a_form_that_is_none_is_told_so(program: Program) -> None:
    async with TestClient(TestServer(create(program, ROUTES))) as client:
        for raw, content_type, status in (
            (b"text=Hallo", PLAIN, 200),
            (b"text=%00", PLAIN, 422),
            (b"txet=Hallo", PLAIN, 422),
            (b"text=Hallo", f"{PLAIN}; charset=klingon", 400),
            (b"text=Hallo", "multipart/form-data", 400),
            (b"--x--", "multipart/form-data; boundary=y", 400),
            (b"{}", "application/json", 422),
            (b"", PLAIN, 422),
        ):
            response = await client.post("/say", data=raw, headers={"Content-Type": content_type})
            assert response.status == status, (raw, content_type)
        assert (await client.get("/say", params=MultiDict([("text", "a"), ("text", "b")]))).status == 200


async def test_a_number_no_row_can_have_is_not_found_on_pages_too(program: Program) -> None:
    async with TestClient(TestServer(create(program, ROUTES))) as client:
        assert await (await client.get(f"/number/{LARGEST_ID}")).text() == str(LARGEST_ID)
        for too_large in (LARGEST_ID + 1, 10**30, "9" * 5000):
            assert (await client.get(f"/number/{too_large}")).status == 404


def test_numbers_are_found_in_a_path() -> None:
    assert numbers_in(r"/a/{first:\d+}/b/{name}/{second:\d+}/{third:[a-z]+}") == ("first", "second")


@pytest.mark.parametrize("values", ["ä", ["\n\t", {"a": "🚒"}], {"a": 1, "b": None, "c": [True]}, None])
def test_text_may_be_anything_else(values: Any) -> None:
    check_text(values)
