"""Opening a case: at the desk beside the call, or by the Lotse from the own ticket. One form for both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.businesses.model import BusinessPerson, Particulars
from servicecenter.cases.opening import Opening
from servicecenter.cases.placing import PartWay, Placed
from servicecenter.contacts.model import Contact
from servicecenter.directory.vorhaben import Vorhaben
from servicecenter.errors import Conflict, Invalid
from servicecenter.routing.words import short_day
from servicecenter.web.names import Names
from servicecenter.web.pages import desk_view
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import AGENT, CLERK, Ask, Form, Table

table = Table()
DESK, TICKET = r"/desk/{contact:\d+}/case", r"/inbox/{ticket:\d+}/case"
MORE_THAN_FITS = 100_000  # refused by the act in words, with the text kept
NONE = {"vorhaben": "", "concern": "", "district": "", "q": "", "business": "", "name": "", "form": "", "address": ""}
NOBODY = {"person": "", "role": "", "phone": "", "email": "", "reach": ""}


class CaseQuery(Form):
    vorhaben: str = Field(default="", max_length=80)
    district: str = Field(default="", max_length=120)
    q: str = Field(default="", max_length=MORE_THAN_FITS)


class CaseForm(CaseQuery):
    leistungen: str = Field(default="", max_length=120)  # several of one name: read with getall
    concern: str = Field(default="", max_length=MORE_THAN_FITS)
    business: str = Field(default="", max_length=20)
    name: str = Field(default="", max_length=MORE_THAN_FITS)
    form: str = Field(default="", max_length=MORE_THAN_FITS)
    address: str = Field(default="", max_length=MORE_THAN_FITS)
    person: str = Field(default="", max_length=MORE_THAN_FITS)
    role: str = Field(default="", max_length=MORE_THAN_FITS)
    phone: str = Field(default="", max_length=MORE_THAN_FITS)
    email: str = Field(default="", max_length=MORE_THAN_FITS)
    reach: str = Field(default="", max_length=MORE_THAN_FITS)


@dataclass(frozen=True, slots=True)
class Office:
    """One box of the form: what it is about, who that is, until when, and why it is or is not marked."""

    leistung: str
    name: str
    office: str
    hint: str
    is_possible: bool
    is_chosen: bool


@table.get(DESK, AGENT, body=CaseQuery)
async def desk_form(ask: Ask[CaseQuery]) -> web.Response:
    contact = await desk_view.own_contact(ask)
    typed = {"concern": contact.note, "phone": contact.caller or ""} | _given(ask)
    return await _form(ask, "_desk_case.html", contact, f"/desk/{contact.id}/case", typed)


@table.post(DESK, AGENT, body=CaseForm)
async def desk_open(ask: Ask[CaseForm]) -> web.Response:
    """Each office its ticket, and the contact ends. A field that is wrong is named; what was typed stays."""
    chosen = await _chosen(ask)
    try:
        opening = _opening(ask.body, chosen)
        await ask.program.openings.from_contact(ask.person, ask.number("contact"), opening)
    except Invalid as error:
        contact = await desk_view.own_contact(ask)
        headers = {"HX-Retarget": "#way", "HX-Reswap": "outerHTML"}
        return await _form(
            ask, "_desk_case.html", contact, f"/desk/{contact.id}/case", ask.body.model_dump(), chosen, error=error,
            status=error.status, headers=headers,
        )  # fmt: skip
    contact = await ask.program.desk.get(ask.scope, ask.number("contact"))
    await ask.program.telephone.closed(ask.person, contact)
    return go(f"/desk?closed={contact.id}", ask.http)


@table.get(TICKET, CLERK, body=CaseQuery)
async def ticket_form(ask: Ask[CaseQuery]) -> web.Response:
    contact, ticket = await _of_ticket(ask)
    typed = {"concern": ticket.concern, "district": contact.district or ""} | _given(ask)
    return await _form(ask, "case_open.html", contact, f"/inbox/{ticket.id}/case", typed, ticket=ticket)


@table.post(TICKET, CLERK, body=CaseForm)
async def ticket_open(ask: Ask[CaseForm]) -> web.Response:
    chosen = await _chosen(ask)
    try:
        opening = _opening(ask.body, chosen)
        made = await ask.program.openings.from_ticket(ask.person, ask.number("ticket"), opening)
    except (Conflict, Invalid) as error:
        contact, ticket = await _of_ticket(ask)
        return await _form(
            ask, "case_open.html", contact, f"/inbox/{ticket.id}/case", ask.body.model_dump(), chosen, ticket=ticket,
            error=error, status=error.status,
        )  # fmt: skip
    return go(f"/cases/{made.case_number}?saved=opened", ask.http)


async def _form(
    ask: Ask[Any], page: str, contact: Contact, action: str, typed: dict[str, Any],
    chosen: Sequence[str] | None = None, **values: Any,
) -> web.Response:  # fmt: skip
    program, town = ask.program, contact.municipality
    known = program.rulebooks.vorhaben(town)
    vorhaben = typed.get("vorhaben") or likely(contact, known)
    directory = program.rulebooks.directory(town)
    asked = typed.get("q") or contact.caller or ""  # a business that is known is known by its number
    businesses = await program.businesses.search(ask.scope, town, asked) if asked else []
    if (linked := await program.businesses.of_contact(ask.scope, contact.id)) is not None:
        businesses = [linked, *(each for each in businesses if each.id != linked.id)]
    places = directory.municipality.districts
    given: dict[str, Any] = {"error": None, "ticket": None} | values
    return framed(
        ask, page,
        contact=contact, action=action, names=Names.of(program), typed=NONE | NOBODY | typed | {"vorhaben": vorhaben},
        known=[(name, each.title) for name, each in known.items()], described=known.get(vorhaben),
        offices=_offices(ask, contact, vorhaben, typed.get("district") or contact.district, chosen),
        districts=[("", "nicht bekannt"), *((place, place) for place in places)] if places else [],
        businesses=businesses, privacy=program.desk.rulebook(contact).handbook.privacy(), **given,
    )  # fmt: skip


def likely(contact: Contact, known: Mapping[str, Vorhaben]) -> str:
    """The one callers' words or the opened Leistung speak for; the first where nothing does."""
    said = f"{contact.note} {contact.query}".lower()
    fits = {
        name: sum(words.lower() in said for words in each.said) * 2 + ((contact.leistung or "") in each.by_leistung)
        for name, each in known.items()
    }
    return max(fits, key=lambda name: fits[name], default="")


def _offices(
    ask: Ask[Any], contact: Contact, vorhaben: str, district: str | None, chosen: Sequence[str] | None
) -> list[Office]:
    """Preselected as the template says, until somebody chose."""
    program, names = ask.program, Names.of(ask.program)
    template = program.rulebooks.vorhaben(contact.municipality).get(vorhaben)
    if template is None:
        return []
    places = program.openings.preview(contact.municipality, vorhaben, district, program.desk.rulebook(contact))
    marked = template.usual if chosen is None else chosen
    return [
        Office(
            key := place.leistung, names.leistung(key), place.office.name if place.office else "",
            _hint(place, template.by_leistung[key].only_if, names, template.waits_for(key, marked)),
            place.way in (PartWay.TICKET, PartWay.PARTNER), key in marked,
        )
        for place in places
    ]  # fmt: skip


def _hint(place: Placed, only_if: str, names: Names, waits: Sequence[str]) -> str:
    match place.way:
        case PartWay.DISTRICT:
            return "Bitte zuerst den Ort wählen."
        case PartWay.NONE:
            return "Nach dem Handbuch entsteht hier kein Ticket: Bitte die Nummer nennen."
        case PartWay.PARTNER:
            said = "Außerhalb der Vereinbarung: nur mit Einwilligung, ohne Zusage."
        case _ if waits:
            said = f"Wartet auf: {', '.join(map(names.leistung, waits))}."
        case _:
            said = f"Antwort bis {short_day(place.due_on)}" if place.due_on else "Keine Frist zugesagt."
    return f"Nur wenn: {only_if} {said}" if only_if else said


def _opening(given: CaseForm, chosen: Sequence[str]) -> Opening:
    """Raises Invalid for a business that is no number."""
    if given.business.isdigit():
        return Opening(given.vorhaben, tuple(chosen), given.concern, given.district, int(given.business))
    someone = None
    if given.person or given.phone or given.email:  # without a name, whoever answers there
        someone = BusinessPerson(given.person or given.name, given.role, given.phone, given.email, given.reach)
    new = Particulars(given.name, given.form, given.address, given.district)
    return Opening(given.vorhaben, tuple(chosen), given.concern, given.district, None, new, someone)


async def _chosen(ask: Ask[CaseForm]) -> list[str]:
    return [str(each) for each in (await ask.http.post()).getall("leistungen", [])]


def _given(ask: Ask[CaseQuery]) -> dict[str, str]:
    return {name: value for name, value in ask.body.model_dump().items() if value}


async def _of_ticket(ask: Ask[Any]) -> tuple[Contact, Any]:
    """Raises NotFound for a ticket out of reach."""
    scope = ask.program.businesses.reach(ask.scope)
    ticket = (await ask.program.inbox.item(scope, ask.number("ticket"))).ticket
    return await ask.program.desk.get(ask.scope, ticket.contact), ticket
