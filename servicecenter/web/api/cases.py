"""Cases of several offices: what a Vorhaben needs, opening it, the Lotse's acts, partners by consent."""

from typing import Any, Literal

from pydantic import Field

from servicecenter.cases.opening import LONGEST_NOTE, Opening
from servicecenter.directory.calendars import local_day
from servicecenter.errors import NotFound
from servicecenter.web.api import case_shapes as shapes
from servicecenter.web.api.businesses import NameBusiness, PersonOfBusiness
from servicecenter.web.api.knowledge import check_municipality
from servicecenter.web.table import AGENT, BUSINESS, CLERK, Ask, Form, Table

table = Table()
CASE = "/api/v1/cases/{number:[0-9]+}"
PART = CASE + r"/offices/{part:\d+}"
Covered = Literal["business", "address", "person", "phone", "email", "concern"]


class VorhabenQuery(Form):
    municipality: str = Field(min_length=1, max_length=80)


class PreviewQuery(VorhabenQuery):
    district: str = Field(default="", max_length=120)


class OpenCase(Form):
    vorhaben: str = Field(min_length=1, max_length=80)
    leistungen: list[str] = Field(max_length=40, description="Leistungen, deren Ämter beteiligt werden")
    concern: str = Field(default="", max_length=LONGEST_NOTE)
    district: str = Field(default="", max_length=120)
    business: int | None = Field(default=None, ge=1, le=2**31 - 1, description="Ein bekannter Betrieb, oder:")
    new: NameBusiness | None = None
    person: PersonOfBusiness | None = None

    def opening(self) -> Opening:
        return Opening(
            self.vorhaben, tuple(self.leistungen), self.concern, self.district, self.business,
            self.new.particulars() if self.new else None, self.person.known() if self.person else None,
        )  # fmt: skip


class AddOffice(Form):
    leistung: str = Field(min_length=1, max_length=120)
    asks: str = Field(min_length=1, max_length=4000)
    reason: str = Field(min_length=1, max_length=400)


class CaseReason(Form):
    reason: str = Field(min_length=1, max_length=400)


class CloseCase(Form):
    told: str = Field(min_length=1, max_length=20_000, description="Was dem Betrieb gesagt wurde")


class GiveConsent(Form):
    given_by: str = Field(min_length=1, max_length=200)
    how: Literal["phone", "in_person", "written"]
    covers: list[Covered] = Field(min_length=1, max_length=6)


class PartnerAnswered(Form):
    text: str = Field(min_length=1, max_length=20_000)


@table.get(
    "/api/v1/vorhaben", BUSINESS, body=VorhabenQuery, answer=list[shapes.ShownVorhaben],
    summary="Welche Vorhaben beschrieben sind",
)  # fmt: skip
async def vorhaben(ask: Ask[VorhabenQuery]) -> list[shapes.ShownVorhaben]:
    check_municipality(ask, ask.body.municipality)
    known = ask.program.rulebooks.vorhaben(ask.body.municipality)
    return [shapes.vorhaben(name, each) for name, each in known.items()]


@table.get(
    "/api/v1/vorhaben/{vorhaben:[a-z0-9-]+}", BUSINESS, body=PreviewQuery, answer=list[shapes.ShownPlace],
    summary="Wohin jeder Schritt eines Vorhabens heute ginge",
)  # fmt: skip
async def preview_vorhaben(ask: Ask[PreviewQuery]) -> list[shapes.ShownPlace]:
    check_municipality(ask, ask.body.municipality)
    program, town = ask.program, ask.body.municipality
    rulebook = program.rulebooks.on(town, local_day(program.clock.now()))
    found = program.openings.preview(town, ask.text("vorhaben"), ask.body.district or None, rulebook)
    return [shapes.place(each) for each in found]


@table.get(
    "/api/v1/cases", BUSINESS, answer=list[shapes.ShownCase], summary="Laufende Vorhaben, das Dringendste zuerst"
)
async def cases(ask: Ask[Any]) -> list[shapes.ShownCase]:
    return [shapes.case(view) for view in await ask.program.looking.running(ask.person)]


@table.get(CASE, BUSINESS, answer=shapes.ShownCase, summary="Ein Vorhaben mit seiner Terminlinie")
async def case(ask: Ask[Any]) -> shapes.ShownCase:
    return await _shown(ask, ask.text("number"))


@table.post(
    r"/api/v1/contacts/{contact:\d+}/case", AGENT, body=OpenCase, answer=shapes.ShownCase, status=201,
    summary="Aus dem Kontakt ein Vorhaben eröffnen",
)  # fmt: skip
async def open_case(ask: Ask[OpenCase]) -> shapes.ShownCase:
    """Jedes Amt bekommt sein Ticket; der offene eigene Kontakt endet damit."""
    made = await ask.program.openings.from_contact(ask.person, ask.number("contact"), ask.body.opening())
    return await _shown(ask, made.case_number)


@table.post(
    r"/api/v1/inbox/{ticket:\d+}/case", CLERK, body=OpenCase, answer=shapes.ShownCase, status=201,
    summary="Aus dem Ticket der Lotsenstelle ein Vorhaben eröffnen",
)  # fmt: skip
async def open_case_from_ticket(ask: Ask[OpenCase]) -> shapes.ShownCase:
    made = await ask.program.openings.from_ticket(ask.person, ask.number("ticket"), ask.body.opening())
    return await _shown(ask, made.case_number)


@table.get(
    r"/api/v1/inbox/{ticket:\d+}/case", CLERK, answer=shapes.ShownGlimpse,
    summary="Die Terminlinie des Vorhabens, zu dem das Ticket gehört",
)  # fmt: skip
async def case_of_ticket(ask: Ask[Any]) -> shapes.ShownGlimpse:
    """Ohne das, was andere Ämter geschrieben haben; 404, wo das Ticket zu keinem Vorhaben gehört."""
    item = await ask.program.inbox.item(ask.scope, ask.number("ticket"))
    found = await ask.program.looking.glimpse(item.ticket)
    if found is None:
        raise NotFound("Hier ist kein Vorhaben.", "Dieses Ticket steht für sich.", "")
    return shapes.glimpse(found)


@table.post(
    CASE + "/offices", BUSINESS, body=AddOffice, answer=shapes.ShownCase, status=201,
    summary="Ein Amt später beteiligen, mit Grund",
)  # fmt: skip
async def add_office(ask: Ask[AddOffice]) -> shapes.ShownCase:
    given, number = ask.body, ask.text("number")
    await ask.program.cases.add_office(ask.person, number, given.leistung, given.asks, given.reason)
    return await _shown(ask, number)


@table.post(
    PART + "/drop", BUSINESS, body=CaseReason, answer=shapes.ShownCase, summary="Ein Amt herausnehmen, mit Grund"
)
async def drop_office(ask: Ask[CaseReason]) -> shapes.ShownCase:
    """Nicht mehr, wenn dort jemand angenommen hat (409, details.by)."""
    number = ask.text("number")
    await ask.program.cases.drop_office(ask.person, number, ask.number("part"), ask.body.reason)
    return await _shown(ask, number)


@table.post(
    PART + "/consent", BUSINESS, body=GiveConsent, answer=shapes.ShownCase, status=201,
    summary="Eine Einwilligung festhalten: wer, wie, welche Angaben",
)  # fmt: skip
async def give_consent(ask: Ask[GiveConsent]) -> shapes.ShownCase:
    given, number = ask.body, ask.text("number")
    await ask.program.consents.give(
        ask.person, number, ask.number("part"), given_by=given.given_by, how=given.how, covers=given.covers
    )
    return await _shown(ask, number)


@table.post(PART + "/consent/withdraw", BUSINESS, answer=shapes.ShownCase, summary="Einen Widerruf festhalten")
async def withdraw_consent(ask: Ask[Any]) -> shapes.ShownCase:
    """Von da an geht nichts mehr hinaus."""
    number = ask.text("number")
    await ask.program.consents.withdraw(ask.person, number, ask.number("part"))
    return await _shown(ask, number)


@table.post(PART + "/ask", BUSINESS, answer=shapes.ShownCase, summary="Eine Behörde außerhalb per E-Mail anfragen")
async def ask_partner(ask: Ask[Any]) -> shapes.ShownCase:
    """Nur mit Einwilligung (409, code „consent-missing“)."""
    number = ask.text("number")
    await ask.program.consents.ask(ask.person, number, ask.number("part"))
    return await _shown(ask, number)


@table.post(
    PART + "/answered", BUSINESS, body=PartnerAnswered, answer=shapes.ShownCase,
    summary="Festhalten, was eine Behörde außerhalb geantwortet hat",
)  # fmt: skip
async def partner_answered(ask: Ask[PartnerAnswered]) -> shapes.ShownCase:
    number = ask.text("number")
    await ask.program.consents.answered(ask.person, number, ask.number("part"), ask.body.text)
    return await _shown(ask, number)


@table.post(CASE + "/close", BUSINESS, body=CloseCase, answer=shapes.ShownCase, summary="Ein Vorhaben abschließen")
async def close_case(ask: Ask[CloseCase]) -> shapes.ShownCase:
    """Erst, wenn jedes Amt fertig ist (409, details.office)."""
    await ask.program.cases.close(ask.person, ask.text("number"), ask.body.told)
    return await _shown(ask, ask.text("number"))


@table.post(CASE + "/reopen", BUSINESS, body=CaseReason, answer=shapes.ShownCase, summary="Ein Vorhaben wieder öffnen")
async def reopen_case(ask: Ask[CaseReason]) -> shapes.ShownCase:
    await ask.program.cases.reopen(ask.person, ask.text("number"), ask.body.reason)
    return await _shown(ask, ask.text("number"))


async def _shown(ask: Ask[Any], number: str) -> shapes.ShownCase:
    return shapes.case(await ask.program.looking.view(ask.person, number))
