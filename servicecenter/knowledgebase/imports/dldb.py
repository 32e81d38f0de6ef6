"""A DLDB export (appointment systems of Munich and Berlin): services as articles, locations as organisations. Pure.

knowledgebase/dldb.py reads the services; here their HTML becomes Markdown, and links and locations are added.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape
from typing import Any

from servicecenter.errors import Invalid
from servicecenter.knowledgebase.dldb import read_export
from servicecenter.knowledgebase.imports.collecting import Articles, article_id
from servicecenter.knowledgebase.imports.html import entries, one_line, to_markdown, to_text
from servicecenter.knowledgebase.imports.model import Found, LeftOut, Organisation, Places
from servicecenter.knowledgebase.model import Article

# What a service of the export has and an article does not, with the reason a person is told.
_NOT_TAKEN = {
    "duration": "Das ist die Länge eines Termins, nicht die Dauer der Bearbeitung.",
    "appointment": "Termine vergibt das Terminsystem.",
    "maxQuantity": "Das gehört zum Terminsystem.",
    "combinable": "Das gehört zum Terminsystem.",
    "showOnStartPage": "Das gehört zum Terminsystem.",
    "authorities": "Zuständig ist, wen das Verzeichnis der Kommune nennt.",
}


def read_dldb(texts: Iterable[str], holder: str) -> Found:
    """The texts of the export's files, services or locations in any order. Raises Invalid for what is no such JSON."""
    services, places = [], Found()
    for text in texts:
        entries_of = _list(text)
        if any(isinstance(entry, dict) and "address" in entry for entry in entries_of[:1]):
            places = _locations(entries_of)
        else:
            services.append((text, entries_of))
    return _services(*services[0], places, holder) if services else places


def _services(text: str, given: list[Any], places: Found, holder: str) -> Found:
    collected = Articles()
    raw = _by_id(given)
    export = read_export(text, holder)
    for sentence in export.left_out:
        place, _, reason = sentence.partition(": ")
        collected.refuse(place, "nicht übernommen", reason)
    for article in export.articles:
        number, service = raw[article.id]
        try:
            made = _article(article, service)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            collected.refuse(f"Dienstleistung {number}", f"Kennung {article.id}", f"{error}.")
            continue
        collected.add(made, f"Dienstleistung {number}", f"Kennung {article.id}")
    articles = collected.finish(Places(places.organisations).added)
    left_out = (*collected.refused, *places.left_out, *_not_taken(raw))
    return Found(articles, places.organisations, left_out)


def _by_id(services: list[Any]) -> dict[str, tuple[int, Mapping[str, Any]]]:
    found: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for number, service in enumerate(services, 1):
        if isinstance(service, dict) and "id" in service:
            found.setdefault(str(service["id"]), (number, service))
    return found


def _article(article: Article, service: Mapping[str, Any]) -> Article:
    """What knowledgebase/dldb.py read for the search, with the text as people read it."""
    links = _links([*(service.get("links") or ()), *(service.get("forms") or ())])
    details = "\n\n".join(filter(None, (to_markdown(service.get("description") or ""), links)))
    return replace(
        article,
        id=article_id(article.id),
        title=one_line(str(service["name"])),
        details=details or None,
        fee=to_text(service.get("fees") or "") or None,
        documents=_checklist(article.documents),
        legal_basis=_checklist(article.legal_basis),
    )


def _checklist(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(line for name in names for line in entries(name))) or None if names else None


def _links(given: Iterable[Mapping[str, Any]]) -> str:
    """Links and forms, each once; the export repeats most of them."""
    titles: dict[str, str] = {}
    for link in given:
        if address := str(link.get("link") or "").strip():
            titles.setdefault(address, one_line(str(link.get("name") or address)))
    items = "".join(f'<li><a href="{escape(address)}">{escape(title)}</a></li>' for address, title in titles.items())
    listed = to_markdown(f"<ul>{items}</ul>") if items else ""
    return f"### Links und Formulare\n\n{listed}" if listed else ""


def _locations(given: list[Any]) -> Found:
    found: dict[str, Organisation] = {}
    left_out = []
    for number, location in enumerate(given, 1):
        try:
            made = _organisation(location)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            reason = f"Nicht lesbar ({type(error).__name__}: {error})."
            left_out.append(LeftOut(f"Standort {number}", "nicht übernommen", reason, is_error=True))
            continue
        if made.id in found:
            reason = "Diese Kennung gibt es in der Datei schon; die erste gilt."
            left_out.append(LeftOut(f"Standort {number}", f"Kennung {made.id}", reason, is_error=True))
            continue
        found[made.id] = made
    return Found(organisations=tuple(found.values()), left_out=tuple(left_out))


def _organisation(location: Mapping[str, Any]) -> Organisation:
    address, contact = location.get("address") or {}, location.get("contact") or {}
    street = f"{address.get('street') or ''} {address.get('house_number') or ''}".strip()
    town = f"{address.get('postal_code') or ''} {address.get('city') or ''}".strip()
    name = one_line(str(location.get("displayName") or location["name"]))
    if not name:
        raise ValueError("ohne Namen")
    return Organisation(
        id=str(location["id"]),
        name=name,
        address=one_line(", ".join(filter(None, (street, town)))),
        phone=one_line(str(contact.get("phone") or "")),
        email=one_line(str(contact.get("email") or "")),
        web=one_line(str(contact.get("webinfo") or "")),
        articles=tuple(article_id(str(entry["service"])) for entry in location.get("services") or ()),
    )


def _not_taken(raw: Mapping[str, tuple[int, Mapping[str, Any]]]) -> Iterable[LeftOut]:
    for name, reason in _NOT_TAKEN.items():
        numbers = [number for number, service in raw.values() if service.get(name)]
        if numbers:
            yield LeftOut(f"{len(numbers)}-mal, zuerst Dienstleistung {numbers[0]}", f"Angabe „{name}“", reason)


def _list(text: str) -> list[Any]:
    now = "Bitte services_de.json oder locations_de.json des Exports wählen, oder den Ordner mit beiden."
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"Zeile {error.lineno}, Spalte {error.colno}"
        raise Invalid("Die Datei ist kein lesbares JSON.", f"{place}: {_reason(error.msg)}.", now) from error
    except (ValueError, RecursionError) as error:
        raise Invalid("Die Datei ist kein lesbares JSON.", "Sie ist zu tief verschachtelt.", now) from error
    found = whole.get("data") if isinstance(whole, dict) else None
    if not isinstance(found, list):
        raise Invalid("Die Datei ist kein DLDB-Export.", "Die Liste data fehlt.", now)
    return found


def _reason(message: str) -> str:
    known = {
        "Expecting value": "hier fehlt ein Wert",
        "Expecting property name": "hier fehlt ein Schlüssel in Anführungszeichen",
        "Expecting ',' delimiter": "hier fehlt ein Komma oder eine Klammer",
        "Expecting ':' delimiter": "hier fehlt ein Doppelpunkt",
        "Unterminated string": "ein Text ist nicht geschlossen",
        "Extra data": "nach dem Ende steht noch etwas",
        "Invalid control character": "im Text steht ein unerlaubtes Zeichen",
        "Illegal trailing comma": "hier steht ein Komma zu viel",
    }
    return next((german for said, german in known.items() if message.startswith(said)), "das ist kein JSON")
