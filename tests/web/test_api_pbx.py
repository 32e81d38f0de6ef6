"""The webhooks through HTTP, as a PBX calls them: bodies as they were seen, and bodies nobody should send."""

import json
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicecenter.access.model import Scope
from servicecenter.web.program import Program

Client = TestClient[Any, Any]
ALL = Scope.system("test")
NEW = {
    "event": "newCall", "from": "02831/398123", "to": "+493023125300", "direction": "in", "callId": "8621106404543334",
    "user": ["Empfang"],
}  # fmt: skip
SIPGATE = (
    "event=newCall&from=492831398123&to=493023125300&direction=in&callId=12345678&xcid=abc&diversion="
    "&user%5B%5D=Alice&user%5B%5D=Bob&userId%5B%5D=w0&userId%5B%5D=w1&fullUserId%5B%5D=1w0&fullUserId%5B%5D=1w1"
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def token(program: Program) -> str:
    return (await program.pbxes.add("Rathaus", "geldern", by=None))[1]


async def told(response: ClientResponse, status: int = 200) -> Any:
    assert response.status == status, await response.text()
    return await response.json(content_type=None)


async def test_a_call_by_json_and_its_end_by_a_form(client: Client, program: Program, token: str) -> None:
    path = f"/api/v1/cti/{token}"
    assert await told(await client.post(path, json=NEW)) == {}
    (ringing,) = await program.desk.ringing(ALL)
    assert (ringing.municipality, ringing.caller) == ("geldern", "+492831398123")
    ended = {**NEW, "event": "hangup", "cause": "cancel", "user": "Empfang"}
    assert await told(await client.post(path, data=ended)) == {}
    assert await program.desk.ringing(ALL) == []


@pytest.mark.parametrize("kind", ["text/plain", "application/octet-stream", "application/json"])
async def test_what_the_header_says_of_json_does_not_matter(client: Client, program: Program, token: str, kind: str):
    body = BytesIO(json.dumps(NEW).encode())
    await told(await client.post(f"/api/v1/cti/{token}", data=body, headers={"Content-Type": kind}))
    assert len(await program.desk.ringing(ALL)) == 1


async def test_a_form_without_its_header_and_fields_of_the_address_count(
    client: Client, program: Program, token: str
) -> None:
    raw = BytesIO(SIPGATE.encode())
    await told(await client.post(f"/api/v1/cti/{token}", data=raw, headers={"Content-Type": "text/plain"}))
    await told(await client.post(f"/api/v1/cti/{token}", params=NEW | {"callId": "2", "user": "Empfang"}))
    assert len(await program.desk.ringing(ALL)) == 2


async def test_sipgate_gets_xml_with_the_public_address(client: Client, program: Program, token: str) -> None:
    response = await client.post(f"/api/v1/sipgate/{token}/in", data=SIPGATE, headers=FORM)
    assert (response.status, response.content_type) == (200, "application/xml")
    where = f"{program.settings.link}/api/v1/sipgate/{token}/in"
    assert await response.text() == (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Response onAnswer="{where}" onHangup="{where}"></Response>\n'
    )
    assert len(await program.desk.ringing(ALL)) == 1
    out = SIPGATE.replace("in&callId=1", "out&callId=2")
    response = await client.post(f"/api/v1/sipgate/{token}/out", data=out, headers=FORM)
    assert f"/api/v1/sipgate/{token}/out" in await response.text()
    assert len(await program.desk.ringing(ALL)) == 1


async def test_refusals_say_what_and_why(client: Client, token: str) -> None:
    for path in ("/api/v1/cti/wrong", "/api/v1/sipgate/wrong/in", "/api/v1/sipgate/wrong/out"):
        assert (await told(await client.post(path, json=NEW), 401))["code"] == "token-unknown"
    other = await told(await client.post(f"/api/v1/cti/{token}", json=NEW | {"to": "+493023125500"}), 403)
    assert other["code"] == "number-of-another-municipality"
    sideways = await told(await client.post(f"/api/v1/cti/{token}", json=NEW | {"direction": "up"}), 422)
    assert (sideways["code"], sideways["details"]) == ("webhook-malformed", {"field": "direction"})
    assert "direction muss in oder out sein" in sideways["detail"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'"newCall"', "application/json"),
        (b'{"event": NaN}', "application/json"),
        (b'{"callId": "1", "callId": "2"}', "application/json"),
        (b"[" * 20_000, "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"\xff\xfe", "text/plain"),
        (b"event=newCall", "application/x-www-form-urlencoded"),
        (b"a=1&" * 400, "text/plain"),
        (b"x" * 70_000, "text/plain"),
        (b"--x\r\nno form", "multipart/form-data; boundary=x"),
        (b"event=newCall", "multipart/form-data"),
        (b'{"event": "newCall", "callId": "\\ud800", "direction": "in"}', "application/json"),
    ],
)
async def test_a_body_that_says_nothing_is_refused(
    client: Client, program: Program, token: str, body: bytes, kind: str
):
    for path in (f"/api/v1/cti/{token}", f"/api/v1/sipgate/{token}/in"):
        response = await client.post(path, data=BytesIO(body), headers={"Content-Type": kind})
        assert (await told(response, 422))["code"] == "webhook-malformed"
    assert await program.desk.ringing(ALL) == []


async def test_a_file_is_nothing_a_pbx_sends(client: Client, token: str) -> None:
    with_file = {key: str(value) for key, value in NEW.items()} | {"callId": BytesIO(b"1")}
    assert (await told(await client.post(f"/api/v1/cti/{token}", data=with_file), 422))["code"] == "webhook-malformed"


@given(body=st.binary(max_size=200), kind=st.sampled_from(["application/json", "text/plain", FORM["Content-Type"]]))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
async def test_no_body_breaks_it(client: Client, token: str, body: bytes, kind: str) -> None:
    response = await client.post(f"/api/v1/cti/{token}", data=BytesIO(body), headers={"Content-Type": kind})
    assert response.status in {200, 422}
