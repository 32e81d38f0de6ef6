"""Announcements: what callers of a municipality hear, uploaded and listened to in the browser."""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.directory.model import Municipality
from servicecenter.errors import Invalid, NotFound, ServiceCentreError
from servicecenter.telephony.announcements import NAMES
from servicecenter.web.pages.frame import framed
from servicecenter.web.table import EDITOR, Ask, Form, Table

table = Table()


class TownQuery(Form):
    municipality: str = Field(default="", max_length=80)


class UploadForm(Form):
    municipality: str = Field(default="", max_length=80)
    name: str = Field(default="", max_length=40)
    wav: Any = None


class DropForm(Form):
    municipality: str = Field(default="", max_length=80)
    name: str = Field(default="", max_length=40)


@table.get("/announcements", EDITOR, body=TownQuery)
async def announcements(ask: Ask[TownQuery]) -> web.Response:
    return await _page(ask, ask.body.municipality)


@table.post("/announcements", EDITOR, body=UploadForm)
async def upload(ask: Ask[UploadForm]) -> web.Response:
    given = ask.body
    try:
        await ask.program.announcing.put(ask.person, given.municipality, given.name, _bytes(given.wav))
    except ServiceCentreError as error:
        return await _page(ask, given.municipality, status=error.status, error=error, at=given.name)
    return await _page(ask, given.municipality, toasts=[(f"Gespeichert: {NAMES[given.name]}", None)])


@table.post("/announcements/drop", EDITOR, body=DropForm)
async def drop(ask: Ask[DropForm]) -> web.Response:
    await ask.program.announcing.drop(ask.person, ask.body.municipality, ask.body.name)
    return await _page(ask, ask.body.municipality, toasts=[("Die übliche Ansage gilt wieder.", None)])


@table.get(r"/announcements/{municipality:[a-z0-9-]{1,80}}/{name:[a-z-]{1,40}}.wav", EDITOR)
async def listen(ask: Ask[Any]) -> web.Response:
    wav = await ask.program.announcing.sound(ask.scope, ask.text("municipality"), ask.text("name"))
    return web.Response(body=wav, content_type="audio/wav")


async def _page(ask: Ask[Any], municipality: str, status: int = 200, **values: Any) -> web.Response:
    towns = [town for town in ask.program.rulebooks.municipalities() if ask.person.edits(town.id)]
    town = _chosen(towns, municipality)
    shown = {
        "towns": towns, "town": town, "names": NAMES, "error": None, "at": "",
        "usual": ask.program.announcing.usual(),
        "listed": await ask.program.announcing.listed(ask.scope, town.id),
    }  # fmt: skip
    return framed(ask, "announcements.html", status=status, **shown | values)


def _chosen(towns: list[Municipality], wanted: str) -> Municipality:
    if not towns:
        raise NotFound("Hier gibt es keine Ansagen.", "Zu Ihrer Anmeldung gehört keine Kommune mit Handbuch.", "")
    return next((town for town in towns if town.id == wanted), towns[0])


def _bytes(uploaded: Any) -> bytes:
    if not isinstance(uploaded, web.FileField):
        raise Invalid("Es ist keine Datei gewählt.", "Ohne sie ändert sich nichts.", "Bitte eine WAV-Datei wählen.")
    try:
        return bytes(uploaded.file.read())
    finally:
        uploaded.file.close()
