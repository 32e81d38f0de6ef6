"""Whatever is sent to the API gets a clear problem or is stored harmlessly: never a 500.

Whole tables stand in one test: building a program for each row would take a minute.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from servicecenter.access.model import Role, Scope
from servicecenter.contacts.case_number import check_digit
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.web.api import ROUTES
from servicecenter.web.metrics import REGISTRY
from servicecenter.web.program import Program
from servicecenter.web.server import LARGEST_BODY, LONGEST_LINE, create
from servicecenter.web.table import PUBLIC, Ask, Route
from tests.web.asking import API, Asking, Client, new

NASTY = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "sql": "'; DROP TABLE contact; --",
    "template": "{{ 7*7 }} ${7*7} %s %(x)s",
    "right to left": "\u202e\u2066 abc \u0301",
    "emoji": "👩‍🚒" * 20,
    "control": "\x01\x07\x1b[2J\x7f",
}
IMPOSSIBLE = ("10000000000", str(2**31), str(10**30), "9" * 5000)
UNREADABLE = {
    "half": b"{",
    "no utf-8": b"\xff\xfe{}",
    "byte order mark": b"\xef\xbb\xbf{}",
    "not a number": b'{"text": NaN}',
    "a number of 5000 digits": b'{"text": ' + b"9" * 5000 + b"}",
    "very deep": b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
}
INVALID = {
    "infinite": b'{"text": 1e999}',
    "deep": b'{"text": ' + b"[" * 500 + b'"\\u0000"' + b"]" * 500 + b"}",
    "nothing in it": b"{}",
    "nothing": b"",
    "a list": b"[]",
    "null": b"null",
    "a word": b'"text"',
    "null for text": b'{"text": null}',
    "a number for text": b'{"text": 7}',
    "a key twice": b'{"text": "a", "text": "b"}',
    "a key twice inside": b'{"text": "a", "x": {"y": 1, "y": 2}}',
    "a key misspelt": b'{"text": "a", "txet": "b"}',
    "NUL": b'{"text": "a\\u0000b"}',
    "a lone surrogate": b'{"text": "a\\ud800b"}',
    "a lone surrogate as a key, twice": b'{"\\ud800": 1, "\\ud800": 2}',
    "NUL in a key": b'{"text": "a", "\\u0000": 1}',
    "10,000 characters": json.dumps({"text": "ä" * 10_000}).encode(),
    "20,000 fields": json.dumps({str(n): n for n in range(20_000)}).encode(),
}


@pytest.fixture
async def client(program: Program) -> AsyncIterator[Client]:
    server = TestServer(create(program, ROUTES))
    await server.start_server(max_line_size=LONGEST_LINE)
    async with TestClient(server) as started:
        yield started


@pytest.fixture
async def agent(client: Client, program: Program) -> Asking:
    return await new(client, program, Role.AGENT, "anna.agent")


@pytest.fixture
async def clerk(client: Client, program: Program) -> Asking:
    return await new(client, program, Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")


async def test_what_cannot_be_understood_is_a_problem_in_words(agent: Asking) -> None:
    contact = await agent.post("/contacts", {"municipality": "geldern"}, expect=201)
    path = f"/contacts/{contact['id']}"
    await agent.post(f"{path}/note", {"text": "bleibt"})
    too_large = {"more than a megabyte": b'{"text": "' + b"a" * LARGEST_BODY + b'"}'}

    for expected, rows in (
        ((400, "unreadable"), UNREADABLE),
        ((422, "invalid"), INVALID),
        ((413, "too-large"), too_large),
    ):
        for name, raw in rows.items():
            status, problem = await agent.send(f"{path}/note", raw)
            assert (status, problem["code"]) == expected, name
            assert problem["status"] == status
            assert problem["title"].endswith("."), name
            assert problem["detail"], name
            assert len(json.dumps(problem)) < 5000, name
    assert (await agent.get(path))["note"] == "bleibt"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_what_was_garbled_on_the_way_is_unreadable(agent: Asking, encoding: str) -> None:
    status, problem = await agent.send("/contacts", b"not packed at all", **{"Content-Encoding": encoding})
    assert (status, problem["code"]) == (400, "unreadable")


async def test_json_is_utf_8_whatever_the_header_says(agent: Asking) -> None:
    raw = b'{"municipality": "geldern"}'
    status, _ = await agent.send("/contacts", raw, **{"Content-Type": "application/json; charset=klingon"})
    assert status == 201


async def test_a_number_no_row_can_have_is_not_found(agent: Asking, clerk: Asking) -> None:
    for number in IMPOSSIBLE:
        for path in (f"/contacts/{number}", f"/contacts/{number}/way", f"/contacts/{number}/journal"):
            await agent.get(path, expect=404)
        for act in ("take", "undo"):
            await agent.post(f"/contacts/{number}/{act}", expect=404)
        await clerk.get(f"/inbox/{number}", expect=404)
        await clerk.post(f"/inbox/{number}/accept", expect=404)


async def test_an_address_that_does_not_exist_is_a_problem_too(client: Client, agent: Asking) -> None:
    for path in ("/nope", "/contacts/x", "/contacts/-1", "/contacts/1.5", "/articles/geldern/..%2f..%2fetc", "/%00"):
        await agent.get(path, expect=404)
    # raw bytes that are no UTF-8, as only a broken client sends them
    status = await _raw(client, b"GET /api/v1/\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert status in {400, 404}


async def test_another_method_is_told_which_one_goes(client: Client) -> None:
    for method in ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        response = await client.request(method, f"{API}/contacts")
        assert (response.status, response.headers["Allow"]) == (405, "GET,POST"), method
        assert response.content_type == "application/problem+json", method
        body = await response.read()
        assert body == b"" if method == "HEAD" else json.loads(body)["code"] == "method-not-allowed", method


async def test_a_query_given_twice_or_misspelt_is_refused(agent: Asking) -> None:
    for query in ("municipality=geldern&municipality=kreis-wesel", "municipality=geldern&txt=perso", "text=perso"):
        await agent.get(f"/search?{query}", expect=422)
    for limit in ("0", "51", "x", "1.5", "9" * 5000, "-1", ""):
        await agent.get("/search", expect=422, municipality="geldern", limit=limit)
    await agent.get("/search?municipality=geldern&text=%00", expect=422)


async def test_any_search_is_answered(agent: Asking) -> None:
    for text in ("", "   ", "?!", "ä" * 10_000, *NASTY.values()):
        found = await agent.get("/search", municipality="geldern", text=text)
        assert found["query"] == text.strip()
        assert found["hits"] == [] or text.strip()


async def test_any_text_is_stored_as_it_is(agent: Asking, clerk: Asking) -> None:
    for text in NASTY.values():
        contact = await agent.post("/contacts", {"municipality": "geldern"}, expect=201)
        path = f"/contacts/{contact['id']}"
        noted = await agent.post(f"{path}/note", {"text": text})
        assert noted["note"] == text.strip()
        await agent.post(f"{path}/facts", {"leistung": "baugenehmigung"})
        wish = {
            "concern": text, "reply": "callback", "number": "030 23125 017", "window": text[:200],
            "caller_name": text[:200], "address": text[:400], "already_said": text,
        }  # fmt: skip
        made = await agent.post(f"{path}/forward", wish, expect=201)
        ticket = f"/inbox/{made['ticket']['id']}"
        await clerk.post(f"{ticket}/attempt", {"outcome": "engaged", "note": text})
        item = await clerk.get(ticket)
        assert (item["ticket"]["concern"], item["callback"]["window"]) == (text.strip(), text[:200].strip())
        assert item["callback"]["attempts"][0]["note"] == text.strip()


async def test_any_text_where_a_name_belongs_is_a_problem(agent: Asking, client: Client) -> None:
    contact = await agent.post("/contacts", {"municipality": "geldern"}, expect=201)
    path = f"/contacts/{contact['id']}"
    for text in NASTY.values():
        call = await agent.post("/calls", {"dialled": text[:60], "caller": text[:60], "call": text[:80]}, expect=201)
        assert (call["number_known"], call["caller"]) == (False, None)
        await agent.post("/contacts", {"municipality": text[:80]}, expect=404)
        assert (await agent.get("/contacts", expect=422, case_number=text[:40]))["code"] == "case-number-wrong"
        await agent.post(f"{path}/article", {"article": text}, expect=404)
        await agent.post(f"{path}/facts", {"leistung": text[:120]}, expect=404)
        problem = await agent.post(f"{path}/facts", {"district": text[:120]}, expect=422)
        assert problem["details"]["field"] == "district"
        await agent.post(f"{path}/municipality", {"municipality": text[:80]}, expect=404)
        await agent.post(f"{path}/close", {"outcome": text}, expect=422)
        learnt = await agent.post(f"{path}/facts", {"person_asked": text[:120]})
        assert learnt["person_asked"] == text[:120].strip()
        assert (await agent.get(f"{path}/way"))["plan"]
        await agent.post(f"{path}/facts", {})
        wish = {"concern": text, "reply": "callback", "number": text[:60]}
        assert (await agent.post(f"{path}/forward", wish, expect=422))["code"] == "number-unusable"
        assert (await agent.post(f"{path}/forward", wish | {"reply": text}, expect=422))["details"]["field"] == "reply"


async def test_any_text_for_a_login_is_a_wrong_one(client: Client) -> None:
    for text in list(NASTY.values())[:4]:  # the fifth would be throttled
        problem = await Asking(client, "", "").post("/login", {"login": text, "password": text}, expect=403)
        assert problem["code"] == "wrong-password"


async def test_a_case_number_that_is_none_is_told_so(agent: Asking) -> None:
    for spoken in ("12345678", "٤٨٢٧٣١٩٦", "4827319", "48 27 31 96 00", "", "99999999"):
        problem = await agent.get("/contacts", expect=422, case_number=spoken)
        assert problem["details"]["field"] == "case_number", spoken
    await agent.get("/contacts", expect=404, case_number="1234567" + check_digit("1234567"))  # nobody's


class Served(TestServer):
    """As `servicecenter serve` runs it."""

    async def _make_runner(self, **options: Any) -> web.BaseRunner:
        return await super()._make_runner(**options | {"handler_cancellation": False})


@pytest.mark.parametrize(("kind", "entries"), [(Served, 1), (TestServer, 0)])
async def test_an_act_is_done_or_not_begun_when_its_asker_leaves(
    program: Program, kind: type[TestServer], entries: int
) -> None:
    """`serve` lets it end although nobody waits for it; TestServer breaks it off. Neither blocks the next one."""
    begun, go, over = asyncio.Event(), asyncio.Event(), asyncio.Event()
    entry = Entry(program.clock.now(), "geldern", "12345678", "contact-noted", "test")

    async def slow(ask: Ask[None]) -> None:
        try:
            async with ask.program.db.write() as session:
                journal.append(session, entry)
                begun.set()
                await go.wait()
        finally:
            over.set()

    async with TestClient(kind(create(program, [Route("POST", f"{API}/slow", slow, PUBLIC)]))) as client:
        writer = await _ask(client, "/slow")
        await asyncio.wait_for(begun.wait(), 5)
        await _leave(writer)
        await asyncio.sleep(0.05)  # the server notices
        go.set()
        await asyncio.wait_for(over.wait(), 5)
        async with program.db.write() as session:  # a lock left behind would stop here
            assert len(await journal.of_case(session, Scope.municipality("geldern"), "12345678")) == entries


async def test_who_leaves_before_all_is_read_is_no_error(client: Client, agent: Asking) -> None:
    contact = await agent.post("/contacts", {"municipality": "geldern"}, expect=201)
    path = f"/contacts/{contact['id']}"
    for n in range(20):
        await _leave(await _ask(client, f"{path}/note", agent.token, json.dumps({"text": f"Notiz {n}"}).encode()))
    await agent.post(f"{path}/close", {"outcome": "no_concern"})
    route = {"route": f"{API}/contacts/{{contact}}/note", "status": "500"}
    assert REGISTRY.get_sample_value("servicecenter_requests_total", route) is None


async def _ask(client: Client, path: str, token: str = "", raw: bytes = b"") -> asyncio.StreamWriter:
    _, writer = await asyncio.open_connection(client.host, client.port)
    head = (
        f"POST {API}{path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    writer.write(head.encode() + raw)
    await writer.drain()
    return writer


async def _leave(writer: asyncio.StreamWriter) -> None:
    writer.close()
    await writer.wait_closed()


async def _raw(client: Client, request: bytes) -> int:
    """The status of the answer to bytes that no client library would send."""
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(request)
    await writer.drain()
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    await writer.wait_closed()
    return int(answer.split()[1])
