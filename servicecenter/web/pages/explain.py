"""Erklären: where any case would go, and why, with every rule that was asked. The address holds the whole case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.contacts.supposing import (
    NO_INSTANT,
    OUTSIDE,
    CaseImpossible,
    Supposed,
    Supposition,
    assumed,
    suppose,
)
from servicecenter.directory.calendars import instant, local_day
from servicecenter.errors import NotFound
from servicecenter.web import explaining
from servicecenter.web.names import Names, grouped
from servicecenter.web.pages.frame import framed
from servicecenter.web.table import AGENT, EDITOR, WATCHING, Ask, Form, Table, narrowed

table = Table()
EXPLAINING = AGENT | WATCHING | EDITOR
MOST = 9999  # callers or seconds: more than any queue has
EXAMPLES = ("fuehrerschein-umtausch", "gewerbeanmeldung")  # of a citizen, of a business
WAITING, LONGEST = 12, 180  # callers and seconds nobody likes to wait for


class CaseQuery(Form):
    """Everything as it was typed: what is wrong is said at its field."""

    municipality: str = Field(default="", max_length=80)
    leistung: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=500)
    district: str = Field(default="", max_length=200)
    business: bool = False
    person: str = Field(default="", max_length=200)
    at: str = Field(default="", max_length=40)
    stage: str = Field(default="", max_length=10)
    away: str = Field(default="", max_length=80)
    waiting: str = Field(default="", max_length=10)
    longest: str = Field(default="", max_length=10)


@dataclass
class Read:
    """What was typed, as far as it can be read; `faults` by field."""

    case: Supposed
    faults: dict[str, str] = field(default_factory=dict)


@table.get("/explain", EXPLAINING, body=CaseQuery)
async def explain(ask: Ask[CaseQuery]) -> web.Response:
    municipality = _municipality(ask)
    read = _read(ask.body, municipality, ask.program.clock.now())
    is_asked = bool(ask.body.model_fields_set - {"municipality"})
    found = await _supposed(ask, read) if is_asked and not read.faults else None
    told = None
    if found is not None:
        notes = [*_understood(read.case, found), *assumed(read.case, found.rulebook)]
        told = explaining.explained(found.decision, found.rulebook, notes)
    return framed(
        ask, "explain.html", status=422 if read.faults else 200,
        given=ask.body, municipality=municipality, at=explaining.local_minute(read.case.at), faults=read.faults,
        told=told, examples=_examples(ask, municipality), **_choices(ask, municipality, read.case.at),
    )  # fmt: skip


def _municipality(ask: Ask[CaseQuery]) -> str:
    """The first the reader may see, unless one is asked for. Raises NotFound."""
    first = next((each.id for each in ask.program.rulebooks.municipalities() if ask.scope.covers(each.id)), "")
    municipality = ask.body.municipality or first
    narrowed(ask.scope, municipality)
    return ask.program.rulebooks.directory(municipality).municipality.id


def _read(given: CaseQuery, municipality: str, now: datetime) -> Read:
    faults: dict[str, str] = {}
    at = now
    try:
        at = instant(given.at) if given.at else now
    except ValueError:
        faults["at"] = NO_INSTANT
    stage, waiting, longest = (_number(name, getattr(given, name), faults) for name in ("stage", "waiting", "longest"))
    case = Supposed(
        municipality, at, given.leistung or None, given.text or None, given.district or None, given.business,
        given.person or None, waiting, longest or 0, stage, given.away or None,
    )  # fmt: skip
    return Read(case, faults)


def _number(name: str, text: str, faults: dict[str, str]) -> int | None:
    """None where nothing was typed."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= MOST):
        faults[name] = f"Bitte eine ganze Zahl von 0 bis {MOST} eingeben."
        return None
    return int(text)


async def _supposed(ask: Ask[CaseQuery], read: Read) -> Supposition | None:
    """None where there cannot be such a case: the faults say why."""
    try:
        return await suppose(read.case, ask.program.rulebooks, ask.program.knowledge)
    except CaseImpossible as error:
        read.faults |= {fault["field"]: fault["message"] for fault in error.details["fields"]}
    except NotFound as error:
        read.faults["at"] = f"{error.what} {error.why}"
    return None


def _understood(case: Supposed, found: Supposition) -> list[str]:
    """What became of the caller's words."""
    if not case.text:
        return []
    leistung = found.decision.facts.leistung
    if found.understood and leistung is not None:
        return [f"„{case.text}“ versteht die Suche als „{leistung.name}“."]
    if leistung is not None:
        return ["Die Leistung ist gewählt: Die Worte entscheiden nichts mehr."]
    return [f"Zu „{case.text}“ findet die Suche nichts Brauchbares."]


def _choices(ask: Ask[CaseQuery], municipality: str, at: datetime) -> dict[str, Any]:
    """What the fields offer; place, office and stage are those of the municipality."""
    rulebooks = ask.program.rulebooks
    directory = rulebooks.directory(municipality)
    day = max(local_day(at), rulebooks.begins_on(municipality))
    stages = rulebooks.on(municipality, day).agreement.stage if rulebooks.has_rules(municipality, day) else ()
    offices = sorted((office.name, office.id) for office in directory.office)
    towns = [(town.id, town.name) for town in rulebooks.municipalities() if ask.scope.covers(town.id)]
    return {
        "names": Names.of(ask.program),
        "towns": towns,
        "catalogue": grouped(rulebooks.catalogue),
        "districts": [("", "nicht bekannt"), *((place, place) for place in directory.municipality.districts)],
        "offices": [("", "keines"), *((key, name) for name, key in offices)],
        "stages": [
            ("", "die an diesem Tag gilt"), *((each.number, f"Stufe {each.number}: {each.title}") for each in stages),
            (OUTSIDE, "außerhalb der Vereinbarung"),
        ],
    }  # fmt: skip


def _examples(ask: Ask[CaseQuery], municipality: str) -> Sequence[tuple[str, str]]:
    """Three cases to begin with, as sentence and address."""
    now, by_key = ask.program.clock.now(), ask.program.rulebooks.catalogue.by_key
    citizen, business = (by_key[key].name if key in by_key else key for key in EXAMPLES)
    return (
        (f"Jemand ruft wegen „{citizen}“ an.",
         explaining.address(municipality, now, leistung=EXAMPLES[0])),
        (f"Ein Betrieb ruft wegen „{business}“ an.",
         explaining.address(municipality, now, leistung=EXAMPLES[1], business=True)),
        (f"Es warten {WAITING} Anrufe, der erste seit {LONGEST} Sekunden.",
         explaining.address(municipality, now, waiting=WAITING, longest=LONGEST)),
    )  # fmt: skip
