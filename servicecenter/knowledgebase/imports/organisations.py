"""Organisationseinheiten of XZuFi: name, address, ways to reach them, opening hours, and what they are responsible for.

Element names as in XZuFi 2.1 and 2.2 exports; the channels are those of urn:de:xoev:codeliste:erreichbarkeit. Pure.
"""

from collections.abc import Iterable, Iterator

from servicecenter.knowledgebase.imports.html import one_line, to_text
from servicecenter.knowledgebase.imports.model import Organisation
from servicecenter.knowledgebase.imports.xml import Element

TAKEN = frozenset(
    {"id", "name", "anschrift", "kommunikation", "erreichbarkeit", "internetadresse", "infooeffnungszeitentext",
     "oeffnungszeiten", "zustaendigkeit"}
)  # fmt: skip
_EMAIL, _PHONES, _WEB = frozenset({"01"}), frozenset({"02", "03"}), frozenset({"09"})


def german(elements: Iterable[Element]) -> str:
    """The German text among several languages; easy language („de-x-…“) is another text. Empty where there is none."""
    by_language = {(element.attributes.get("languagecode") or "").lower(): element.text() for element in elements}
    return next((text for language in ("de", "de-de", "") if (text := by_language.get(language))), "")


def identifier(element: Element | None) -> str:
    """As the Portalverbund writes it: the editors' office, then its number, since each office counts from one."""
    if element is None or not element.text():
        return ""
    agency = element.attributes.get("schemeagencyid", "").strip()
    return "_".join(part for part in (agency, element.text()) if part)


def organisation(element: Element) -> Organisation | None:
    """None without an id or a name."""
    key = identifier(element.first("id"))
    name = one_line(german(element.all("name", "name")) or german(element.all("name")))
    if not key or not name:
        return None
    web = [link.text("uri") or link.text() for link in element.all("internetadresse")]
    return Organisation(
        id=key, name=name,
        address="; ".join(filter(None, map(_address, element.all("anschrift")))),
        phone=_reach(element, _PHONES), email=_reach(element, _EMAIL),
        web=", ".join(dict.fromkeys(filter(None, [*web, _reach(element, _WEB)]))),
        hours=to_text(german([*element.all("infooeffnungszeitentext"), *element.all("oeffnungszeiten")])),
    )  # fmt: skip


def responsibilities(element: Element, owner: str = "") -> Iterator[tuple[str, str]]:
    """Pairs of organisation and Leistung; a Zuständigkeit that stands by itself names its organisation."""
    for entry in element.all("zustaendigkeit") if element.name != "zustaendigkeit" else (element,):
        body = owner or next(
            (key for name in ("organisationseinheitid", "uebergeordnetesobjektid")
             if (key := identifier(entry.first(name)))), ""
        )  # fmt: skip
        for leistung in entry.all("leistungid"):
            if body and (key := identifier(leistung)):
                yield body, key


def _address(element: Element) -> str:
    street = " ".join(filter(None, (element.text("strasse"), element.text("hausnummer"))))
    box = f"Postfach {element.text('postfach')}" if element.text("postfach") and not street else ""
    town = " ".join(filter(None, (element.text("postleitzahl"), element.text("ort"))))
    return one_line(", ".join(filter(None, (street or box, town))))


def _reach(element: Element, channels: frozenset[str]) -> str:
    ways = [*element.all("kommunikation"), *element.all("erreichbarkeit")]
    numbers = (one_line(way.text("kennung")) for way in ways if way.text("kanal", "code") in channels)
    return ", ".join(dict.fromkeys(number for number in numbers if number))
