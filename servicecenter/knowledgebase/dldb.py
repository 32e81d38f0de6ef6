"""Services of a DLDB export (appointment systems of Munich and Berlin) as articles: JSON read, HTML made text. Pure."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from servicecenter.errors import Invalid
from servicecenter.knowledgebase.model import COMMON, Article, Source

_BLOCKS = frozenset({"p", "br", "div", "ul", "ol", "li", "table", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "iframe", "object", "template", "noscript", "svg"})
_UNSEEN = str.maketrans({"\u200b": "", "\xad": "", "\ufeff": "", "\xa0": " "})


@dataclass(frozen=True, slots=True)
class Export:
    """What could be read, and a German sentence with the place for every service that could not."""

    articles: tuple[Article, ...]
    left_out: tuple[str, ...]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.pieces.append("\n- " if tag == "li" else "\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def plain(html: str) -> str:
    """Text without markup: blocks parted by an empty line, list items behind a dash; scripts gone with their text."""
    text = _Text()
    text.feed(html)
    text.close()
    lines = (" ".join(line.split()) for line in "".join(text.pieces).translate(_UNSEEN).split("\n"))
    kept: list[str] = []
    for line in lines:
        if kept and kept[-1] == "-" and line:  # <li><p>text</p></li>
            kept[-1] = line if line.startswith("-") else f"- {line}"
        elif line:
            kept.append(line)
    joined = ""
    for line in kept:
        if line != "-":
            in_list = line.startswith("- ") and joined.rpartition("\n")[2].startswith("- ")
            joined += ("\n" if in_list else "\n\n") * bool(joined) + line
    return joined


def read_export(text: str, holder: str = COMMON) -> Export:
    """Every service of the export; a bad one is left out and named. Invalid if the whole is no DLDB export."""
    found: dict[str, Article] = {}
    left_out: list[str] = []
    for number, service in enumerate(_services(text), 1):
        try:
            article = _article(service, holder)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            left_out.append(f"Dienstleistung {number}: nicht lesbar ({type(error).__name__}: {error}).")
            continue
        if article.id in found:
            left_out.append(f"Dienstleistung {number}: Die Kennung {article.id} gibt es schon; die erste gilt.")
            continue
        found[article.id] = article
    return Export(tuple(found.values()), tuple(left_out))


def _services(text: str) -> list[Any]:
    now = "Bitte die Datei services_de.json des Exports wählen."
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid("Die Datei ist kein lesbares JSON.", f"{error}.", now) from error
    services = whole.get("data") if isinstance(whole, dict) else None
    if not isinstance(services, list):
        raise Invalid("Die Datei ist kein DLDB-Export.", "Die Liste data fehlt.", now)
    return services


def _article(service: Mapping[str, Any], holder: str) -> Article:
    key, title = str(service["id"]), plain(str(service["name"]))
    if not key or not title:
        raise ValueError("ohne Kennung oder Namen")
    return Article(
        id=key,
        holder=holder,
        title=title,
        details=plain(service.get("description") or "") or None,
        fee=plain(service.get("fees") or "") or None,
        leika=(str(service["leika"]),) if service.get("leika") else None,
        documents=_names(service.get("requirements") or ()),
        legal_basis=_names(service.get("legal") or ()),
        source=_source(service),
    )


def _names(entries: Iterable[Mapping[str, Any]]) -> tuple[str, ...] | None:
    named = (plain(entry.get("name") or "") for entry in entries)
    return tuple(dict.fromkeys(name for name in named if name)) or None


def _source(service: Mapping[str, Any]) -> tuple[Source, ...] | None:
    address = (service.get("meta") or {}).get("url")
    return (Source("DLDB", address.replace("{serviceId}", str(service["id"]))),) if address else None
