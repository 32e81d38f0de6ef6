"""Businesses: found, made, kept, joined."""

from typing import Any

from pydantic import Field

from servicecenter.businesses.model import BusinessPerson, Link, Particulars
from servicecenter.web.api import case_shapes as shapes
from servicecenter.web.table import AGENT, BUSINESS, Ask, Form, Table

table = Table()
ONE = r"/api/v1/businesses/{business:\d+}"


class SearchBusinesses(Form):
    municipality: str = Field(min_length=1, max_length=80)
    q: str = Field(default="", max_length=200, description="Name, Rufnummer, „B-12“ oder Vorgangsnummer")


class PersonOfBusiness(Form):
    name: str = Field(min_length=1, max_length=200)
    role: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=60)
    email: str = Field(default="", max_length=200)
    reach: str = Field(default="", max_length=200, description="Wie und wann erreichbar")

    def known(self) -> BusinessPerson:
        return BusinessPerson(self.name, self.role, self.phone, self.email, self.reach)


class NameBusiness(Form):
    name: str = Field(min_length=1, max_length=200)
    form: str = Field(default="", max_length=80, description="Rechtsform")
    address: str = Field(default="", max_length=400)
    district: str = Field(default="", max_length=120)
    adviser: str = Field(default="", max_length=80, description="Kennung einer Person des Verzeichnisses")

    def particulars(self) -> Particulars:
        return Particulars(self.name, self.form, self.address, self.district, self.adviser)


class MakeBusiness(NameBusiness):
    municipality: str = Field(min_length=1, max_length=80)
    person: PersonOfBusiness | None = None


class KeepBusiness(Form):
    reason: str = Field(min_length=1, max_length=400)


class MergeBusiness(Form):
    into: int = Field(ge=1, le=2**31 - 1)


class LinkBusiness(Form):
    business: int = Field(ge=1, le=2**31 - 1)


@table.get(
    "/api/v1/businesses", BUSINESS, body=SearchBusinesses, answer=list[shapes.ShownBusiness],
    summary="Betriebe suchen, wie Anrufende sie nennen",
)  # fmt: skip
async def businesses(ask: Ask[SearchBusinesses]) -> list[shapes.ShownBusiness]:
    found = await ask.program.businesses.search(ask.scope, ask.body.municipality, ask.body.q)
    return [shapes.business(each) for each in found]


@table.post(
    "/api/v1/businesses", BUSINESS, body=MakeBusiness, answer=shapes.BusinessPage, status=201,
    summary="Einen Betrieb eintragen",
)  # fmt: skip
async def make_business(ask: Ask[MakeBusiness]) -> shapes.BusinessPage:
    given = ask.body
    someone = given.person.known() if given.person else None
    made = await ask.program.businesses.make(ask.person, given.municipality, given.particulars(), someone)
    return await _page(ask, made.id)


@table.get(ONE, BUSINESS, answer=shapes.BusinessPage, summary="Ein Betrieb mit seinen Vorhaben")
async def business(ask: Ask[Any]) -> shapes.BusinessPage:
    """Wurde er mit einem anderen zusammengelegt, dann dieser."""
    return await _page(ask, ask.number("business"))


@table.post(ONE + "/change", BUSINESS, body=NameBusiness, answer=shapes.BusinessPage, summary="Angaben ändern")
async def change_business(ask: Ask[NameBusiness]) -> shapes.BusinessPage:
    changed = await ask.program.businesses.change(ask.person, ask.number("business"), ask.body.particulars())
    return await _page(ask, changed.id)


@table.post(
    ONE + "/people", BUSINESS, body=PersonOfBusiness, answer=shapes.BusinessPage, status=201,
    summary="Eine Ansprechperson eintragen",
)  # fmt: skip
async def add_business_person(ask: Ask[PersonOfBusiness]) -> shapes.BusinessPage:
    await ask.program.businesses.add_person(ask.person, ask.number("business"), ask.body.known())
    return await _page(ask, ask.number("business"))


@table.post(
    ONE + r"/people/{person:\d+}/remove", BUSINESS, answer=shapes.BusinessPage, summary="Eine Ansprechperson streichen"
)
async def remove_business_person(ask: Ask[Any]) -> shapes.BusinessPage:
    await ask.program.businesses.remove_person(ask.person, ask.number("business"), ask.number("person"))
    return await _page(ask, ask.number("business"))


@table.post(
    ONE + "/keep", BUSINESS, body=KeepBusiness, answer=shapes.BusinessPage,
    summary="Länger aufbewahren, mit Grund",
)  # fmt: skip
async def keep_business(ask: Ask[KeepBusiness]) -> shapes.BusinessPage:
    await ask.program.businesses.keep(ask.person, ask.number("business"), ask.body.reason)
    return await _page(ask, ask.number("business"))


@table.post(ONE + "/let-go", BUSINESS, answer=shapes.BusinessPage, summary="Den Grund zurücknehmen")
async def let_business_go(ask: Ask[Any]) -> shapes.BusinessPage:
    await ask.program.businesses.let_go(ask.person, ask.number("business"))
    return await _page(ask, ask.number("business"))


@table.post(
    ONE + "/merge", BUSINESS, body=MergeBusiness, answer=shapes.BusinessPage,
    summary="Mit einem anderen zusammenlegen: es ist derselbe",
)  # fmt: skip
async def merge_business(ask: Ask[MergeBusiness]) -> shapes.BusinessPage:
    kept = await ask.program.businesses.merge(ask.person, ask.number("business"), ask.body.into)
    return await _page(ask, kept.id)


@table.post(ONE + "/split", BUSINESS, answer=shapes.BusinessPage, summary="Das Zusammenlegen zurücknehmen")
async def split_business(ask: Ask[Any]) -> shapes.BusinessPage:
    return await _page(ask, (await ask.program.businesses.split(ask.person, ask.number("business"))).id)


@table.post(
    r"/api/v1/contacts/{contact:\d+}/business", AGENT, body=LinkBusiness, answer=shapes.BusinessPage,
    summary="Festhalten, um welchen Betrieb es im Kontakt geht",
)  # fmt: skip
async def link_business(ask: Ask[LinkBusiness]) -> shapes.BusinessPage:
    known = await ask.program.desk.get(ask.scope, ask.number("contact"))
    link = Link(known.id, known.case_number, ask.program.clock.now())
    await ask.program.businesses.link(ask.person, ask.body.business, known.municipality, link)
    return await _page(ask, ask.body.business)


async def _page(ask: Ask[Any], business_id: int) -> shapes.BusinessPage:
    known = await ask.program.businesses.page(ask.scope, business_id)
    cases = await ask.program.looking.of_businesses(ask.program.businesses.reach(ask.scope), known.ids)
    return shapes.page(known, list(cases))
