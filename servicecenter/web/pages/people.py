"""Who may log in: adding, disabling, a new first password. The password is shown in the answer and nowhere else."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.access.errors import PersonIncomplete
from servicecenter.access.model import OF_A_MUNICIPALITY, PERHAPS_OF_A_MUNICIPALITY, Person, Role
from servicecenter.directory.model import Municipality, Office
from servicecenter.errors import Conflict, ServiceCentreError
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.pages.swapping import swapped
from servicecenter.web.problems import go
from servicecenter.web.table import ADMIN, Ask, Form, Table

table = Table()
PERSON = r"/people/{person:[0-9a-f]{32}}"
ROLES = {
    Role.AGENT: "Servicekraft im ServiceCenter",
    Role.FACHAMT: "Sachbearbeitung im Fachamt",
    Role.SUPERVISOR: "Aufsicht des ServiceCenters",
    Role.CONTROLLER: "Controlling einer Kommune",
    Role.EDITOR: "Redaktion der Wissensdatenbank",
    Role.ADMIN: "Verwaltung der Anmeldungen",
}


class PeopleQuery(Form):
    changed: str = Field(default="", max_length=64)  # whose state was changed a moment ago


class PlacesQuery(Form):
    role: str = Field(default="", max_length=40)
    municipality: str = Field(default="", max_length=80)


class PersonForm(Form):
    login: str = Field(default="", max_length=500)
    name: str = Field(default="", max_length=1000)
    role: str = Field(default="", max_length=40)
    municipality: str = Field(default="", max_length=80)
    offices: str = Field(default="", max_length=80)  # several of one name: read with getall


@table.get("/people", ADMIN, body=PeopleQuery)
async def people(ask: Ask[PeopleQuery]) -> web.Response:
    known = await ask.program.access.list_people(ask.scope)
    changed = next((person for person in known if person.id == ask.body.changed), None)
    return _page(ask, known, toasts=[_told(changed)] if changed else [])


@table.get("/people/places", ADMIN, body=PlacesQuery)
async def places(ask: Ask[PlacesQuery]) -> web.Response:
    """Where a person of this role works: the fields that the choice of role and municipality asks for."""
    typed = {"role": ask.body.role, "municipality": ask.body.municipality}
    return framed(ask, "_places.html", **_choices(ask, typed), field_error={}, chosen_offices=[])


@table.post("/people", ADMIN, body=PersonForm)
async def add(ask: Ask[PersonForm]) -> web.Response:
    given, form = ask.body, await ask.http.post()
    offices = [str(office) for office in form.getall("offices", [])]
    typed = {"login": given.login, "name": given.name, "role": given.role, "municipality": given.municipality}
    try:
        municipality, checked = _place(ask, given.role, given.municipality, offices)
        added, password = await ask.program.access.add_person(
            given.login, given.name, _role(given.role), by=ask.person, municipality=municipality, offices=checked
        )
    except (PersonIncomplete, Conflict) as error:
        known = await ask.program.access.list_people(ask.scope)
        return _page(ask, known, status=error.status, error=error, typed=typed, chosen_offices=offices)
    return await _with_password(ask, added, password)


@table.post(PERSON + "/password", ADMIN)
async def reset(ask: Ask[Any]) -> web.Response:
    _not_oneself(ask)
    person, password = await ask.program.access.reset_password(ask.text("person"), by=ask.person)
    return await _with_password(ask, person, password)


@table.post(PERSON + "/disable", ADMIN)
async def disable(ask: Ask[Any]) -> web.Response:
    _not_oneself(ask)
    person = await ask.program.access.disable(ask.text("person"), by=ask.person)
    return go(f"/people?changed={person.id}", ask.http)


@table.post(PERSON + "/enable", ADMIN)
async def enable(ask: Ask[Any]) -> web.Response:
    person = await ask.program.access.enable(ask.text("person"), by=ask.person)
    return go(f"/people?changed={person.id}", ask.http)


async def _with_password(ask: Ask[Any], person: Person, password: str) -> web.Response:
    """No redirect: the password exists in this answer alone."""
    known = await ask.program.access.list_people(ask.scope)
    return _page(ask, known, first=person, password=password)


def _page(ask: Ask[Any], known: list[Person], **values: Any) -> web.Response:
    error: ServiceCentreError | None = values.get("error")
    typed = values.pop("typed", {"login": "", "name": "", "role": Role.AGENT.value, "municipality": ""})
    given = {
        "status": 200, "toasts": [], "error": None, "first": None, "password": "", "chosen_offices": [],
        "field_error": {error.details["field"]: f"{error.what} {error.why}"} if error else {},
    } | values  # fmt: skip
    names = Names.of(ask.program)
    return swapped(ask, "people.html", "people", people=known, names=names, **_choices(ask, typed), **given)


def _choices(ask: Ask[Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """What can be chosen, given what already is."""
    municipality, role = typed["municipality"], typed["role"]
    return {
        "role_words": ROLES,
        "typed": typed,
        "municipalities": ask.program.rulebooks.municipalities(),
        "needs_municipality": role in {needing.value for needing in OF_A_MUNICIPALITY},
        "may_have_municipality": role in {having.value for having in PERHAPS_OF_A_MUNICIPALITY},
        "offices": _offices(ask, municipality) if role == Role.FACHAMT.value else [],
    }


def _offices(ask: Ask[Any], municipality: str) -> list[Office]:
    """Those of the municipality itself: a body outside the agreement has no inbox here."""
    if municipality not in {known.id for known in _municipalities(ask)}:
        return []
    directory = ask.program.rulebooks.directory(municipality)
    return sorted((office for office in directory.office if directory.is_inside(office)), key=lambda own: own.name)


def _municipalities(ask: Ask[Any]) -> tuple[Municipality, ...]:
    return ask.program.rulebooks.municipalities()


def _place(ask: Ask[Any], role: str, municipality: str, offices: list[str]) -> tuple[str | None, list[str]]:
    """Where the person works, checked against the directories. Raises PersonIncomplete."""
    if role not in {having.value for having in OF_A_MUNICIPALITY | PERHAPS_OF_A_MUNICIPALITY}:
        return None, []
    if role in {having.value for having in PERHAPS_OF_A_MUNICIPALITY} and not municipality:
        return None, []
    if municipality not in {known.id for known in _municipalities(ask)}:
        raise PersonIncomplete(
            "Die Kommune fehlt oder ist unbekannt.", "Diese Rolle gehört immer zu einer Kommune der Vereinbarung.",
            "Bitte eine Kommune aus der Liste wählen.", field="municipality",
        )  # fmt: skip
    if role != Role.FACHAMT.value:
        return municipality, []
    unknown = set(offices) - {office.id for office in _offices(ask, municipality)}
    if unknown or not offices:
        raise PersonIncomplete(
            "Das Fachamt fehlt oder gehört nicht zu dieser Kommune.", "Ohne Fachamt gibt es keinen Eingang.",
            "Bitte mindestens ein Fachamt aus der Liste wählen.", field="offices",
        )  # fmt: skip
    return municipality, offices


def _role(given: str) -> Role:
    try:
        return Role(given)
    except ValueError:
        raise PersonIncomplete(
            "Die Rolle fehlt.", "Von ihr hängt ab, was die Person sieht.", "Bitte eine Rolle wählen.", field="role"
        ) from None


def _not_oneself(ask: Ask[Any]) -> None:
    if ask.text("person") == ask.person.id:
        raise Conflict(
            "Das geht nicht mit der eigenen Anmeldung.", "Sonst könnte sich am Ende niemand mehr anmelden.",
            "Bitte eine andere Person der Verwaltung darum bitten; das eigene Passwort ändert man unter „Passwort“.",
        )  # fmt: skip


def _told(person: Person) -> tuple[str, str]:
    """What has just happened, and how to take it back."""
    if person.disabled_at:
        return f"{person.name} kann sich nicht mehr anmelden.", f"/people/{person.id}/enable"
    return f"{person.name} kann sich wieder anmelden.", f"/people/{person.id}/disable"
