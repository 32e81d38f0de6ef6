"""XZuFi 2.x, the German standard for Leistungen, Organisationseinheiten and Zuständigkeiten, as articles. Pure.

Streams: a file of 200 MB never stands in memory as a tree. Unknown elements are counted and told, never an error.
"""

import re
from collections import Counter
from dataclasses import replace
from typing import BinaryIO

from servicecenter.knowledgebase.imports import leistung
from servicecenter.knowledgebase.imports.collecting import Articles, article_id
from servicecenter.knowledgebase.imports.model import Found, LeftOut, Organisation, Places, Progress
from servicecenter.knowledgebase.imports.organisations import TAKEN, identifier, organisation, responsibilities
from servicecenter.knowledgebase.imports.xml import Broken, Element, Limits, Refused, records
from servicecenter.knowledgebase.model import Article

_NAMESPACE = re.compile(r"http://xoev\.de/schemata/xzufi/2(_\d+){0,2}")
_RECORDS = frozenset({"leistung", "spezialisierung", "organisationseinheit", "onlinedienst", "zustaendigkeit"})
_ORDERS = frozenset({"schreibe", "loesche"})
_WORDS = {"leistung": "Leistung", "organisationseinheit": "Organisationseinheit", "onlinedienst": "Onlinedienst"}


def read_xzufi(
    stream: BinaryIO, holder: str, *, size: int = 0, progress: Progress | None = None, limits: Limits | None = None
) -> Found:
    """Everything readable. Raises Refused for a file with a DTD, one beyond the limits, or one that is no XZuFi 2."""
    reading = _Reading(holder)
    try:
        for record in records(
            stream, _is_xzufi, _is_record, limits=limits or Limits(), size=size, progress=progress
        ):  # fmt: skip
            reading.take(record)
    except Broken as broken:
        reading.broke(broken)
    return reading.found()


def _is_xzufi(namespace: str, name: str) -> None:
    if not _NAMESPACE.fullmatch(namespace):
        raise Refused(
            "Die Datei ist kein XZuFi 2.",
            f"Ihr erstes Element „{name[:60]}“ gehört zu „{namespace[:100] or 'keinem Namensraum'}“.",
            "Bitte einen Export nach XZuFi 2.1 oder 2.2 wählen.",
        )


def _is_record(name: str, around: str) -> bool:
    return name in _RECORDS or around in _ORDERS


class _Reading:
    def __init__(self, holder: str) -> None:
        self._holder = holder
        self._articles = Articles()
        self._organisations: dict[str, Organisation] = {}
        self._responsible: dict[str, set[str]] = {}  # organisation to articles
        self._online: dict[str, str] = {}  # article to address
        self._times: Counter[tuple[str, str]] = Counter()
        self._first: dict[tuple[str, str], str] = {}
        self._complete = True

    def take(self, record: Element) -> None:
        if record.within == "loesche":
            self._count("Löschauftrag", record.name, record)
            return
        key = identifier(record.first("id"))
        what = f"{_WORDS.get(record.name, record.name)} {key}".strip()
        if record.too_large:
            self._articles.refuse(record.place, what, "Dieser Eintrag ist zu groß.")
            return
        try:
            self._take(record, key, what)
        except ValueError as error:
            self._articles.refuse(record.place, what, f"{error}.")

    def _take(self, record: Element, key: str, what: str) -> None:
        match record.name:
            case "leistung":
                article, notes = leistung.article(record, key, self._holder)
                if self._articles.add(article, record.place, what):
                    for kind, name in notes:
                        self._count(kind, name, record)
            case "organisationseinheit":
                self._organisation(record, key, what)
            case "zustaendigkeit":
                self._link(record)
            case "onlinedienst":
                self._onlinedienst(record)
            case _:
                self._count("Eintrag", record.name, record)

    def _organisation(self, record: Element, key: str, what: str) -> None:
        made = organisation(record)
        if made is None:
            raise ValueError("Kennung oder Name fehlt")
        if key in self._organisations:
            self._articles.refuse(record.place, what, "Diese Kennung gibt es in der Datei schon; die erste gilt.")
            return
        self._organisations[key] = made
        self._link(record, key)
        for child in record.elements:
            if child.name not in TAKEN:
                self._count("Element der Organisationseinheit", child.name, child)

    def _onlinedienst(self, record: Element) -> None:
        links = (link.text("link") or link.text("uri") or link.text() for link in record.all("link"))
        address = next((link for link in links if link.startswith("https://")), "")
        for entry in [*record.all("zustaendigkeit", "leistungid"), *record.all("leistungid")]:
            if address and (key := identifier(entry)):
                self._online.setdefault(article_id(key), address)

    def _link(self, record: Element, owner: str = "") -> None:
        for body, key in responsibilities(record, owner):
            self._responsible.setdefault(body, set()).add(article_id(key))

    def _count(self, kind: str, name: str, element: Element) -> None:
        self._times[kind, name] += 1
        self._first.setdefault((kind, name), element.place)

    def broke(self, broken: Broken) -> None:
        self._complete = False
        self._articles.refuse(broken.place, "Ab hier wird nicht gelesen", broken.reason)

    def found(self) -> Found:
        organisations = tuple(
            replace(body, articles=tuple(sorted(self._responsible.get(key, ()))))
            for key, body in self._organisations.items()
        )
        whole = Places(organisations)
        articles = self._articles.finish(lambda article: self._with_online(whole.added(article)))
        notes = (
            LeftOut(f"{times}-mal, zuerst {self._first[kind, name]}", f"{kind} „{name}“", "Wird nicht übernommen.")
            for (kind, name), times in self._times.most_common()
        )
        return Found(articles, organisations, (*self._articles.refused, *notes), self._complete)

    def _with_online(self, article: Article) -> Article:
        address = self._online.get(article.id)
        return replace(article, online_service=address) if address else article
