"""Attachments of a ticket and the calendar file of its callback, for clerks; how both leave the program."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web
from aiohttp.web_request import FileField

from servicecenter.attachments.model import Attachment
from servicecenter.contacts.inbox import Item
from servicecenter.errors import Invalid, NotFound
from servicecenter.web.program import Program
from servicecenter.web.table import AGENT, CLERK, WATCHING, Ask, Table

table = Table()
TICKET = r"/inbox/{ticket:\d+}"
MAY_SEE = CLERK | AGENT | WATCHING
SANDBOX = "sandbox; default-src 'none'"


@table.get(TICKET + r"/attachments/{attachment:\d+}", MAY_SEE)
async def download(ask: Ask[Any]) -> web.StreamResponse:
    found, path = await ask.program.enclosing.open(ask.scope, ask.number("ticket"), ask.number("attachment"))
    return as_download(found, path, {})


@table.get(TICKET + "/rueckruf.ics", MAY_SEE)
async def calendar(ask: Ask[Any]) -> web.Response:
    item = await ask.program.inbox.item(ask.scope, ask.number("ticket"))
    return as_calendar(ask.program, item, f"{ask.program.letters.link}/cases/{item.ticket.case_number}", {})


def as_download(found: Attachment, path: Path, headers: dict[str, str]) -> web.StreamResponse:
    """Saved, never shown: no browser runs what a stranger sent, whatever it takes it for."""
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\' else "_" for char in found.name)
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(found.name, safe='')}"  # RFC 6266
    return web.FileResponse(
        path,
        headers={
            "Content-Type": found.media_type, "Content-Disposition": named, "Content-Security-Policy": SANDBOX,
            "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin",
        } | headers,
    )  # fmt: skip


def as_calendar(program: Program, item: Item, link: str, headers: dict[str, str]) -> web.Response:
    """Raises NotFound where no callback was wished."""
    if item.callback is None:
        raise NotFound("Hier ist kein Rückruf gewünscht.", "Ohne ihn gibt es keinen Termin.", "Bitte zurück.")
    promise = next((each for each in item.promises if each.subject == item.callback.subject), None)
    text = program.letters.calendar(item.ticket, item.callback, promise, link)
    named = {"Content-Disposition": 'attachment; filename="rueckruf.ics"'}
    return web.Response(text=text, content_type="text/calendar", charset="utf-8", headers=named | headers)


def given_file(given: FileField | str) -> FileField:
    """Raises Invalid where the form came without one."""
    if not isinstance(given, FileField):
        raise Invalid("Die Datei fehlt.", "Es wurde keine ausgewählt.", "Bitte eine Datei wählen.", field="file")
    return given
