"""The quality handbooks as people read them: which versions there are, one as a numbered document, two side by side."""

from datetime import date
from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Role
from servicecenter.agreements.model import Handbook, in_force
from servicecenter.contacts.replaying import replay
from servicecenter.directory.calendars import local_day
from servicecenter.documents.model import Kind
from servicecenter.documents.reading import Unreadable, read
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.web.names import Names
from servicecenter.web.pages import handbook_view
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import Ask, Form, Table

table = Table()
READING = frozenset({Role.AGENT, Role.SUPERVISOR, Role.CONTROLLER})
WATCHING = frozenset({Role.SUPERVISOR, Role.CONTROLLER})
DAY = r"\d{4}-\d{2}-\d{2}"
TOWN = r"/handbooks/{town:[a-z0-9][a-z0-9-]*}"
VERSION = TOWN + r"/{version:" + DAY + "}"


class PrepareForm(Form):
    valid_from: date
    title: str = Field(default="", max_length=300)


class CompareQuery(Form):
    left: str = Field(pattern=rf"^({DAY})$")
    right: str = Field(pattern=rf"^({DAY})$")


class ReplayQuery(Form):
    since: date | None = None
    until: date | None = None


@table.get("/handbooks", READING)
async def handbooks(ask: Ask[Any]) -> web.Response:
    return framed(ask, "handbooks.html", **await handbook_view.shelf(ask))


@table.get(TOWN, READING)
async def current(ask: Ask[Any]) -> web.Response:
    """To the version in force; to the first one where none has begun."""
    town, today = place(ask), local_day(ask.program.clock.now())
    versions = ask.program.rulebooks.handbooks(town)
    found = in_force(versions, today) or min(versions, key=lambda each: each.valid_from)
    return go(f"/handbooks/{town}/{found.valid_from}", ask.http)


@table.get(VERSION, READING)
async def handbook(ask: Ask[Any]) -> web.Response:
    return framed(ask, "handbook.html", **await handbook_view.document(ask, place(ask), _version(ask)))


@table.post(TOWN + "/prepare", WATCHING, body=PrepareForm)
async def prepare(ask: Ask[PrepareForm]) -> web.Response:
    """A draft that says what holds now, from a day to come on."""
    town, day = place(ask), ask.body.valid_from
    try:
        await handbook_view.prepare(ask, town, day, ask.body.title)
    except (Invalid, Conflict) as error:
        shown = await handbook_view.shelf(ask)
        return framed(ask, "handbooks.html", status=error.status, **shown | {"error": error, "asked": (town, day)})
    return go(f"/handbooks/{town}/{day}/draft", ask.http)


@table.post(VERSION + "/withdraw", WATCHING)
async def withdraw(ask: Ask[Any]) -> web.Response:
    """A version that has not begun is taken back. Raises Invalid for one under which contacts were handled."""
    town, day = place(ask), date.fromisoformat(ask.text("version"))
    handbook_view.check_not_begun(ask, day)
    await ask.program.editing.withdraw(ask.person, Kind.HANDBOOK, town, day.isoformat())
    return go("/handbooks", ask.http)


@table.get(TOWN + "/compare", WATCHING, body=CompareQuery)
async def compare(ask: Ask[CompareQuery]) -> web.Response:
    """Clause by clause; a version that is only a draft is compared as it stands."""
    town = place(ask)
    left, right = [await handbook_view.text_of(ask, town, each) for each in (ask.body.left, ask.body.right)]
    rows = handbook_view.compared_clauses(left, right)
    return framed(
        ask, "handbook_compare.html", town=ask.program.rulebooks.directory(town).municipality,
        rows=[row for row in rows if row.has_changed], left=handbook_view.since(ask.body.left),
        right=handbook_view.since(ask.body.right), versions=(ask.body.left, ask.body.right),
    )  # fmt: skip


@table.get(VERSION + "/replay", WATCHING, body=ReplayQuery)
async def replayed(ask: Ask[ReplayQuery]) -> web.Response:
    """What this version would have done with the contacts of a period; the last thirty days unless asked otherwise."""
    town, text = place(ask), await handbook_view.text_of(ask, place(ask), ask.text("version"))
    try:
        tried = read(text, Handbook, "")
    except Unreadable as error:
        raise Invalid("Diese Fassung ist noch nicht lesbar.", str(error.faults[0]), "Bitte berichtigen.") from error
    period = handbook_view.period(ask, ask.body.since, ask.body.until)
    found = await replay(ask.program.db, ask.program.rulebooks, ask.scope, tried, period)
    return framed(
        ask, "handbook_replay.html", town=ask.program.rulebooks.directory(town).municipality, found=found,
        period=period, version=ask.text("version"), since=handbook_view.since(ask.text("version")),
        names=Names.of(ask.program),
    )  # fmt: skip


def place(ask: Ask[Any]) -> str:
    """Raises NotFound for a municipality that is not there, or not this reader's to see."""
    town = ask.text("town")
    known = {each.id for each in ask.program.rulebooks.municipalities()}
    if town not in known or not ask.scope.covers(town):
        raise NotFound("Diese Kommune gibt es hier nicht.", "Sie gehört nicht zu Ihrem Bereich.", "Bitte zur Liste.")
    return town


def _version(ask: Ask[Any]) -> Handbook:
    """Raises NotFound."""
    day = ask.text("version")
    found = [each for each in ask.program.rulebooks.handbooks(place(ask)) if each.valid_from.isoformat() == day]
    if not found:
        raise NotFound("Diese Fassung gibt es nicht.", f"Keine beginnt am {day}.", "Bitte aus der Liste wählen.")
    return found[0]
