"""Businesses: found as callers name them; one with its people, its Vorhaben, its tickets and its one history."""

from collections.abc import Awaitable
from functools import partial
from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Scope
from servicecenter.agreements.model import Retention
from servicecenter.businesses.finding import matching
from servicecenter.businesses.model import BusinessPerson, Link, Particulars
from servicecenter.businesses.service import Page
from servicecenter.cases.model import STATE_WORDS
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict, Invalid, ServiceCentreError
from servicecenter.web import case_words
from servicecenter.web.due import due
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.story import by_day
from servicecenter.web.table import AGENT, BUSINESS, Ask, Form, Table

table = Table()
ONE = r"/businesses/{business:\d+}"
MORE_THAN_FITS = 100_000  # refused by the act in words, with the text kept
SAVED = {
    "made": "Der Betrieb ist eingetragen.",
    "changed": "Die Angaben sind gespeichert.",
    "person": "Die Person ist eingetragen.",
    "removed": "Die Person ist gestrichen.",
    "kept": "Der Grund ist eingetragen.",
    "free": "Der Betrieb wird auf seinen Tag gelöscht.",
    "merged": "Die Betriebe sind zusammengelegt.",
    "split": "Die Betriebe stehen wieder für sich.",
}
NOTHING = dict.fromkeys(("of", "name", "role", "phone", "email", "reach", "reason", "form", "address", "district"), "")


class SearchQuery(Form):
    municipality: str = Field(default="", max_length=80)
    q: str = Field(default="", max_length=MORE_THAN_FITS)
    contact: int = Field(default=0, ge=0, le=2**31 - 1)  # which contact a business is looked for


class BusinessQuery(Form):
    saved: Literal["", "made", "changed", "person", "removed", "kept", "free", "merged", "split"] = ""
    undo: int = Field(default=0, ge=0, le=2**31 - 1)  # which business can be split off again


class ParticularsForm(Form):
    name: str = Field(default="", max_length=MORE_THAN_FITS)
    form: str = Field(default="", max_length=MORE_THAN_FITS)
    address: str = Field(default="", max_length=MORE_THAN_FITS)
    district: str = Field(default="", max_length=MORE_THAN_FITS)
    adviser: str = Field(default="", max_length=MORE_THAN_FITS)

    def particulars(self) -> Particulars:
        return Particulars(self.name, self.form, self.address, self.district, self.adviser)


class NewForm(ParticularsForm):
    municipality: str = Field(default="", max_length=80)
    contact: int = Field(default=0, ge=0, le=2**31 - 1)  # which contact it is made from


class PersonForm(Form):
    name: str = Field(default="", max_length=MORE_THAN_FITS)
    role: str = Field(default="", max_length=MORE_THAN_FITS)
    phone: str = Field(default="", max_length=MORE_THAN_FITS)
    email: str = Field(default="", max_length=MORE_THAN_FITS)
    reach: str = Field(default="", max_length=MORE_THAN_FITS)


class KeepForm(Form):
    reason: str = Field(default="", max_length=MORE_THAN_FITS)


class MergeForm(Form):
    into: int = Field(ge=1, le=2**31 - 1)


@table.get("/businesses", BUSINESS, body=SearchQuery)
async def businesses(ask: Ask[SearchQuery]) -> web.Response:
    return await _list(ask, ask.body.municipality, ask.body.q, contact=ask.body.contact)


@table.post("/businesses", BUSINESS, body=NewForm)
async def make(ask: Ask[NewForm]) -> web.Response:
    given = ask.body
    try:
        town, link = await _link(ask, given.contact) if given.contact else (given.municipality, None)
        made = await ask.program.businesses.make(ask.person, town, given.particulars(), contact=link)
    except Invalid as error:
        return await _list(ask, given.municipality, "", given.contact, error=error, typed=given.model_dump())
    return go(f"/businesses/{made.id}?saved=made", ask.http)


@table.get(ONE, BUSINESS, body=BusinessQuery)
async def business(ask: Ask[BusinessQuery]) -> web.Response:
    page = await ask.program.businesses.page(ask.scope, ask.number("business"))
    if page.business.id != ask.number("business"):
        return go(f"/businesses/{page.business.id}", ask.http)
    text = SAVED.get(ask.body.saved, "")
    undo = f"/businesses/{ask.body.undo}/split" if ask.body.undo else None
    return await _shown(ask, page, toasts=[(text, undo)] if text else [])


@table.post(ONE + "/change", BUSINESS, body=ParticularsForm)
async def change(ask: Ask[ParticularsForm]) -> web.Response:
    made = ask.program.businesses.change(ask.person, ask.number("business"), ask.body.particulars())
    return await _act(ask, made, "changed", {"of": "business"} | ask.body.model_dump())


@table.post(ONE + "/people", BUSINESS, body=PersonForm)
async def add_person(ask: Ask[PersonForm]) -> web.Response:
    given = ask.body
    someone = BusinessPerson(given.name, given.role, given.phone, given.email, given.reach)
    made = ask.program.businesses.add_person(ask.person, ask.number("business"), someone)
    return await _act(ask, made, "person", {"of": "person"} | given.model_dump())


@table.post(ONE + r"/people/{person:\d+}/remove", BUSINESS)
async def remove_person(ask: Ask[Any]) -> web.Response:
    made = ask.program.businesses.remove_person(ask.person, ask.number("business"), ask.number("person"))
    return await _act(ask, made, "removed")


@table.post(ONE + "/keep", BUSINESS, body=KeepForm)
async def keep(ask: Ask[KeepForm]) -> web.Response:
    made = ask.program.businesses.keep(ask.person, ask.number("business"), ask.body.reason)
    return await _act(ask, made, "kept", ask.body.model_dump())


@table.post(ONE + "/let-go", BUSINESS)
async def let_go(ask: Ask[Any]) -> web.Response:
    return await _act(ask, ask.program.businesses.let_go(ask.person, ask.number("business")), "free")


@table.post(ONE + "/merge", BUSINESS, body=MergeForm)
async def merge(ask: Ask[MergeForm]) -> web.Response:
    """Undone by one click for as long as both are there."""
    double = ask.number("business")
    made = ask.program.businesses.merge(ask.person, double, ask.body.into)
    return await _act(ask, made, "merged", to=f"/businesses/{ask.body.into}?saved=merged&undo={double}")


@table.post(ONE + "/split", BUSINESS)
async def split(ask: Ask[Any]) -> web.Response:
    return await _act(ask, ask.program.businesses.split(ask.person, ask.number("business")), "split")


@table.post(r"/contacts/{contact:\d+}/business", AGENT, body=MergeForm)
async def link(ask: Ask[MergeForm]) -> web.Response:
    """The contact was about this business."""
    town, contact = await _link(ask, ask.number("contact"))
    await ask.program.businesses.link(ask.person, ask.body.into, town, contact)
    return go(f"/businesses/{ask.body.into}", ask.http)


async def _link(ask: Ask[Any], contact: int) -> tuple[str, Link]:
    """With its municipality: a business of another one was not meant. Raises NotFound for a contact out of reach."""
    known = await ask.program.desk.get(ask.scope, contact)
    return known.municipality, Link(known.id, known.case_number, ask.program.clock.now())


async def _act(
    ask: Ask[Any], act: Awaitable[object], saved: str, typed: dict[str, Any] | None = None, to: str = ""
) -> web.Response:
    try:
        await act
    except (Conflict, Invalid) as error:
        page = await ask.program.businesses.page(ask.scope, ask.number("business"))
        return await _shown(ask, page, status=error.status, error=error, typed=NOTHING | (typed or {}))
    return go(to or f"/businesses/{ask.number('business')}?saved={saved}", ask.http)


async def _list(
    ask: Ask[Any], municipality: str, q: str, contact: int = 0, error: ServiceCentreError | None = None,
    typed: dict[str, Any] | None = None,
) -> web.Response:  # fmt: skip
    program = ask.program
    towns = [(town.id, town.name) for town in program.rulebooks.municipalities() if ask.scope.covers(town.id)]
    chosen = municipality or next(iter(dict(towns)), "")
    found = (
        await program.businesses.search(ask.scope, chosen, q, 50) if q else await program.businesses.latest(ask.scope)
    )
    return framed(
        ask, "businesses.html", status=error.status if error else 200,
        found=found, towns=towns, municipality=chosen, q=q, contact=contact, error=error, names=Names.of(program),
        typed=NOTHING | {"municipality": ""} | (typed or {}),
    )  # fmt: skip


async def _shown(ask: Ask[Any], page: Page, **values: Any) -> web.Response:
    program, names, at = ask.program, Names.of(ask.program), ask.program.clock.now()
    own, scope = page.business, Scope.municipality(page.business.municipality)
    given: dict[str, Any] = {"error": None, "typed": NOTHING, "toasts": [], "status": 200} | values
    directory = program.rulebooks.directory(own.municipality)
    known = await program.businesses.latest(ask.scope, 500)
    others = [each for each in known if each.id != own.id and each.municipality == own.municipality]
    items = [item for link in page.links for item in await program.inbox.of_contact(scope, link.contact)]
    return framed(
        ask, "business.html",
        page=page, names=names, due=partial(due, at=at), items=items,
        cases=await program.looking.of_businesses(program.businesses.reach(ask.scope), page.ids),
        states=STATE_WORDS, marks=case_words.STATES, kept_days=_kept_days(ask, own.municipality),
        alike=[(each.id, f"{each.full_name} ({each.number})") for each in matching(others, own.name, 20)],
        districts=[("", "nicht bekannt"), *((place, place) for place in directory.municipality.districts)],
        advisers=[("", "die Lotsenstelle"), *((each.id, f"{each.name}, {each.role}") for each in directory.person)],
        story=by_day(await program.businesses.story(page), names, ask.person.id), **given,
    )  # fmt: skip


def _kept_days(ask: Ask[Any], municipality: str) -> int:
    day = local_day(ask.program.clock.now())
    if not ask.program.rulebooks.has_rules(municipality, day):
        return Retention().days_after_closing
    return ask.program.rulebooks.on(municipality, day).handbook.kept_days()
