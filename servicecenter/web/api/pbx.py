"""The two addresses a PBX calls: lenient about the shape of a body, strict about the token in its address."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from multidict import MultiDict, MultiMapping
from pydantic import BaseModel, ConfigDict, Field

from servicecenter.errors import Invalid
from servicecenter.telephony.pbx.model import Direction, Malformed, Told
from servicecenter.telephony.pbx.reading import MOST_USERS, read
from servicecenter.telephony.pbx.replies import generic, sipgate
from servicecenter.web import incoming
from servicecenter.web.incoming import FORMS
from servicecenter.web.problems import Unreadable
from servicecenter.web.table import Ask, Table

table = Table()
LARGEST = 64 * 1024  # a PBX sends some hundred bytes
MOST_FIELDS = 100 + MOST_USERS


class PbxEvent(BaseModel):
    """Fields as a PBX sends them; further ones are ignored. Also read: call_id, caller for user, user[], userId[]."""

    model_config = ConfigDict(extra="allow")

    event: str = Field(description="newCall, answer oder hangup")
    callId: str = Field(description="Kennung des Gesprächs in der Telefonanlage", min_length=1, max_length=200)  # noqa: N815
    direction: str = Field(default="in", description="in oder out")
    from_: str = Field(default="", alias="from", description="wer anruft; auch anonymous", max_length=200)
    to: str = Field(default="", description="die gewählte Nummer", max_length=200)


class Reaction(BaseModel):
    """Empty: the PBX goes on as it would."""

    model_config = ConfigDict(extra="forbid")

    action: str = ""
    reason: str = ""
    caller_id: str = ""
    number: str = ""


@table.webhook(
    r"/api/v1/cti/{token:[^/]+}", PbxEvent, answer=Reaction, summary="Ereignis einer Telefonanlage (CTI, generisch)"
)
async def cti(ask: Ask[Any]) -> web.Response:
    """Wie ein Zammad: `{}`, oder `reject` für gesperrte Nummern, oder `dial` mit der Nummer der Kommune."""
    reply = await ask.program.webhooks.receive(ask.text("token"), read(await _fields(ask.http)))
    return web.json_response(generic(reply))


@table.webhook(
    r"/api/v1/sipgate/{token:[^/]+}/in", PbxEvent, answer=str, summary="Ereignis von sipgate.io, eingehend",
    media="application/xml",
)  # fmt: skip
async def sipgate_in(ask: Ask[Any]) -> web.Response:
    return await _sipgate(ask, read(await _fields(ask.http), Direction.IN))


@table.webhook(
    r"/api/v1/sipgate/{token:[^/]+}/out", PbxEvent, answer=str, summary="Ereignis von sipgate.io, ausgehend",
    media="application/xml",
)  # fmt: skip
async def sipgate_out(ask: Ask[Any]) -> web.Response:
    return await _sipgate(ask, read(await _fields(ask.http), Direction.OUT))


async def _sipgate(ask: Ask[Any], told: Told) -> web.Response:
    token = ask.text("token")
    reply = await ask.program.webhooks.receive(token, told)
    address = f"{ask.program.settings.link}/api/v1/sipgate/{token}/{told.direction}"
    return web.Response(text=sipgate(reply, told.event, address), content_type="application/xml")


async def _fields(request: web.Request) -> Mapping[str, object]:
    """JSON or a form, whatever its header says; fields of the address count too. Raises Malformed."""
    if (request.content_length or 0) > LARGEST:
        raise Malformed(f"Sie ist größer als {LARGEST // 1024} kB.")
    try:
        given = await _body(request)
    except (Unreadable, Invalid) as error:
        raise Malformed(error.why) from error
    if not isinstance(given, Mapping):
        raise Malformed("Erwartet wird ein JSON-Objekt oder ein Formular.")
    if len(given) > MOST_FIELDS:
        raise Malformed(f"Sie hat mehr als {MOST_FIELDS} Felder.")
    return _listed(request.query) | (_listed(given) if isinstance(given, MultiMapping) else dict(given))


async def _body(request: web.Request) -> Any:
    if request.content_type in FORMS:
        return await incoming.form(request)
    raw = await request.read()
    if len(raw) > LARGEST:
        raise Malformed(f"Sie ist größer als {LARGEST // 1024} kB.")
    if request.content_type == "application/json" or raw.lstrip()[:1] in (b"{", b"["):
        return await incoming.json_body(request)
    try:
        return MultiDict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise Malformed("Sie ist weder JSON noch ein Formular.") from error


def _listed(given: MultiMapping[Any]) -> dict[str, object]:
    """A name given several times is a list; a file is nothing a PBX sends."""
    return {name: [value if isinstance(value, str) else {} for value in given.getall(name)] for name in given}
