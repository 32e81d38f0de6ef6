"""Which PBXs may tell of calls: the addresses, shown once, when each last spoke, and what was refused."""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.errors import Invalid, NotFound, ServiceCentreError
from servicecenter.telephony.pbx.model import Pbx
from servicecenter.web.names import Names
from servicecenter.web.pages.swapping import swapped
from servicecenter.web.problems import go
from servicecenter.web.table import ADMIN, Ask, Form, Table

table = Table()
PBX = r"/pbx/{pbx:\d+}"


class PbxForm(Form):
    name: str = Field(default="", max_length=500)
    municipality: str = Field(default="", max_length=80)
    is_central: bool = False
    shows_number: bool = False


class SwitchForm(Form):
    is_on: bool


@table.get("/pbx", ADMIN)
async def pbxes(ask: Ask[Any]) -> web.Response:
    return await _page(ask)


@table.post("/pbx", ADMIN, body=PbxForm)
async def add_pbx(ask: Ask[PbxForm]) -> web.Response:
    given = ask.body
    try:
        made, token = await ask.program.pbxes.add(
            given.name, given.municipality, by=ask.person, is_central=given.is_central, shows_number=given.shows_number
        )
    except (Invalid, NotFound) as error:
        field = str(error.details.get("field", "municipality"))
        told = {field: f"{error.what} {error.why}"}
        return await _page(ask, status=422, error=error, field_error=told, typed=given.model_dump())
    return await _page(ask, shown=made, addresses=_addresses(ask, token))


@table.post(PBX + "/renew", ADMIN)
async def renew_pbx(ask: Ask[Any]) -> web.Response:
    pbx, token = await ask.program.pbxes.renew(ask.number("pbx"), by=ask.person)
    return await _page(ask, shown=pbx, addresses=_addresses(ask, token))


@table.post(PBX + "/switch", ADMIN, body=SwitchForm)
async def switch_pbx(ask: Ask[SwitchForm]) -> web.Response:
    await ask.program.pbxes.switch(ask.number("pbx"), is_on=ask.body.is_on, by=ask.person)
    return go("/pbx", ask.http)


@table.post(PBX + "/revoke", ADMIN)
async def revoke_pbx(ask: Ask[Any]) -> web.Response:
    await ask.program.pbxes.revoke(ask.number("pbx"), by=ask.person)
    return go("/pbx", ask.http)


def addresses(link: str, token: str) -> dict[str, str]:
    """What to enter in the PBX; the only place where a token is written."""
    return {
        "Generisch (wie Zammad)": f"{link}/api/v1/cti/{token}",
        "sipgate.io, eingehend": f"{link}/api/v1/sipgate/{token}/in",
        "sipgate.io, ausgehend": f"{link}/api/v1/sipgate/{token}/out",
    }


def _addresses(ask: Ask[Any], token: str) -> dict[str, str]:
    return addresses(ask.program.settings.link, token)


async def _page(ask: Ask[Any], **values: Any) -> web.Response:
    """No redirect after a token was made: it exists in this answer alone."""
    nothing: tuple[Pbx | None, ServiceCentreError | None] = (None, None)
    given = {
        "status": 200, "shown": nothing[0], "error": nothing[1], "addresses": {}, "field_error": {},
        "typed": {"name": "", "municipality": "", "is_central": False, "shows_number": False},
    } | values  # fmt: skip
    return swapped(
        ask, "pbx.html", "pbxes",
        known=await ask.program.pbxes.all(ask.scope), names=Names.of(ask.program),
        towns=[(town.id, town.name) for town in ask.program.rulebooks.municipalities()], **given,
    )  # fmt: skip
