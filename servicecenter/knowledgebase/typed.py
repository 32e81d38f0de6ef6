"""An article as somebody types it: every field a text, right or wrong, to the file's text and back. Pure.

Nothing typed is lost: a date that is none stays as it was typed, and reading the file's text names the fault.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from servicecenter.documents.reading import parse
from servicecenter.knowledgebase.files import body, header
from servicecenter.knowledgebase.model import CHANGEABLE, Source
from servicecenter.knowledgebase.writing import NAMES, file_text

BETWEEN = " | "  # of a source, between its title and its address


class Kind(StrEnum):
    LINE = "line"
    TEXT = "text"
    LINES = "lines"  # one entry a line
    CHOICES = "choices"  # of model.HOW
    SOURCES = "sources"  # a line each: title | address
    DATE = "date"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    kind: Kind
    hint: str = ""


GROUPS: tuple[tuple[str, tuple[Field, ...]], ...] = (
    ("Was gesagt wird", (
        Field("title", "Titel", Kind.LINE, "So, wie eine Servicekraft es sagen würde."),
        Field("answer", "Antwort zum Vorlesen", Kind.TEXT, "Ein oder zwei Sätze in Sie-Form."),
        Field("details", "Einzelheiten", Kind.TEXT, "Markdown: **fett**, Listen mit - oder 1., [Text](https://…)."),
    )),
    ("Wie es geht", (
        Field("who", "Wer", Kind.TEXT),
        Field("how", "Wie", Kind.CHOICES),
        Field("where", "Wo", Kind.TEXT),
        Field("documents", "Unterlagen", Kind.LINES, "Eine je Zeile."),
        Field("fee", "Gebühr", Kind.TEXT, "Nur, was jemand geprüft hat; sonst leer lassen."),
        Field("duration", "Dauer", Kind.TEXT),
        Field("deadlines", "Frist", Kind.TEXT),
        Field("online_service", "Online-Dienst", Kind.LINE, "Adresse mit https://"),
    )),
    ("Woher es stammt", (
        Field("legal_basis", "Rechtsgrundlagen", Kind.LINES, "Eine je Zeile, zum Beispiel § 9 Abs. 1 PAuswG."),
        Field("source", "Quellen", Kind.SOURCES, "Eine je Zeile: Titel | https://…"),
        Field("checked_on", "Geprüft am", Kind.DATE, "Nur, wenn die Quelle an diesem Tag wirklich geöffnet wurde."),
    )),
    ("Wie es gefunden wird", (
        Field("synonyms", "Worte der Anrufenden", Kind.LINES, "Eines je Zeile."),
        Field("leistung", "Leistung", Kind.LINE, "Schlüssel aus dem Katalog; von ihm hängt der Weg ab."),
        Field("leika", "LeiKa-Schlüssel", Kind.LINES, "14 Ziffern, einer je Zeile."),
    )),
    ("Wer dafür sorgt", (
        Field("owner", "Verantwortliches Fachamt", Kind.LINE),
        Field("review_by", "Nächste Prüfung", Kind.DATE),
        Field("valid_from", "Gilt ab", Kind.DATE),
        Field("valid_until", "Gilt bis einschließlich", Kind.DATE),
        Field("sample", "Beispiel", Kind.FLAG, "Erfunden, und als Beispiel gezeigt."),
    )),
)  # fmt: skip
FIELDS: Mapping[str, Field] = {each.name: each for _, group in GROUPS for each in group}


@dataclass(frozen=True, slots=True)
class TypedChange:
    """One field that is to read otherwise from a day on."""

    on: str
    field: str
    value: str

    @property
    def is_empty(self) -> bool:
        return not (self.on or self.value)


@dataclass(frozen=True, slots=True)
class Typed:
    values: Mapping[str, str] = field(default_factory=dict)  # by field; empty: not said
    changes: tuple[TypedChange, ...] = ()

    def with_value(self, name: str, value: str) -> "Typed":
        return Typed({**self.values, name: value}, self.changes)


def typed_of(text: str) -> Typed:
    """Raises Unreadable for a text that has no readable header; single values may be wrong."""
    table = parse(header(text), "")
    values = {name: _typed(FIELDS[name].kind, table[name]) for name in FIELDS if name in table}
    changes = tuple(
        TypedChange(str(entry.get("on", "")), name, _typed(FIELDS[name].kind, entry[name]))
        for entry in table.get("change", ())
        for name in CHANGEABLE
        if name in entry
    )
    return Typed(values | {"details": body(text).strip()}, changes)


def text_of(typed: Typed) -> str:
    """The file's text; `status` is never written: whoever releases decides that, not whoever types."""
    values = {name: said for name, given in typed.values.items() if (said := _value(FIELDS[name].kind, given))}
    given = [change for change in typed.changes if not change.is_empty]
    ordered = sorted(given, key=lambda change: (change.on, CHANGEABLE.index(change.field)))
    changes = [
        (_date(on), [(change.field, _value(FIELDS[change.field].kind, change.value) or "") for change in same_day])
        for on, same_day in groupby(ordered, lambda change: change.on)
    ]
    return file_text({name: values[name] for name in NAMES if name in values}, typed.values.get("details", ""), changes)


def fields_of(typed: Typed) -> Iterable[tuple[Field, str]]:
    """Every field with what it says, in the order of the form."""
    return ((each, typed.values.get(name, "")) for name, each in FIELDS.items())


def _typed(kind: Kind, value: Any) -> str:
    match kind:
        case Kind.FLAG:
            return "ja" if value is True else ""
        case Kind.LINES | Kind.CHOICES if isinstance(value, list):
            return "\n".join(map(str, value))
        case Kind.SOURCES if isinstance(value, list):
            return "\n".join(_source(entry) for entry in value)
        case _:
            return str(value)


def _source(entry: Any) -> str:
    if not isinstance(entry, dict):
        return str(entry)
    return BETWEEN.join(str(part) for part in (entry.get("title"), entry.get("url")) if part)


def _value(kind: Kind, typed: str) -> Any:
    """None or empty: not said."""
    given = typed.replace("\r\n", "\n").strip()
    lines = tuple(line.strip() for line in given.split("\n") if line.strip())
    match kind:
        case Kind.FLAG:
            return given == "ja"
        case Kind.LINES | Kind.CHOICES:
            return lines
        case Kind.SOURCES:
            return tuple(_as_source(line) for line in lines)
        case Kind.DATE:
            return _date(given)
        case _:
            return given


def _as_source(line: str) -> Source:
    title, mark, address = line.rpartition(BETWEEN)
    return Source(title.strip(), address.strip()) if mark else Source(line)


def _date(typed: str) -> date | str:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return typed
