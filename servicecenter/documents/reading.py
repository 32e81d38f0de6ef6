"""Reading a TOML text into a model: every fault with its line and a German sentence. Pure.

Pydantic says where in the data a fault lies; `line_of` finds that place in the text again, since people look for lines.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file. A warning is shown and counted; an error keeps the text from being used."""

    path: str
    line: int
    field: str
    message: str
    code: str = "invalid"
    is_error: bool = True

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}"
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


class Unreadable(Exception):
    """The text is no TOML, or not what the model wants. Carries every fault found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


# Reading is pure and what it gives is frozen: the same text is read once, by the check, the load and every refresh.
@lru_cache(maxsize=2048)
def read(text: str, model: type[Model], path: str, offset: int = 0) -> Model:
    """The text as a model; `offset` lines stand before it in its file. Raises Unreadable."""
    table = parse(text, path, offset)
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise Unreadable(
            Fault(path, line_of(text, found["loc"]) + offset, _field(found["loc"]), _german(found))
            for found in error.errors(include_url=False)
        ) from error


def parse(text: str, path: str, offset: int = 0) -> Mapping[str, Any]:
    """The text as a table of TOML. Raises Unreadable."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        message = "Das ist kein gültiges TOML (zu tief verschachtelt)."
        raise Unreadable([Fault(path, 1 + offset, "", message, "no-toml")]) from error
    except ValueError as error:  # mostly TOMLDecodeError; also a number with more digits than Python reads
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.rstrip().count("\n") + 1
        message = f"Das ist kein gültiges TOML ({_reason(str(error))})."
        raise Unreadable([Fault(path, line + offset, "", message, "no-toml")]) from error


def line_of(text: str, place: Place) -> int:
    """The line, from 1, of the deepest part of the place that can be found."""
    lines = _MANY_LINES.sub(lambda found: "\n" * found[0].count("\n"), text).split("\n")
    start, end, found = 0, _next_table(lines, 0), 1
    for depth, part in enumerate(place):
        if isinstance(part, int):
            continue
        if depth == 0 and (header := _header(lines, part, place[1] if len(place) > 1 else 0)) is not None:
            start, end, found = header, _next_table(lines, header + 1), header + 1
            continue
        key = next((i for i in range(start, end) if re.match(rf"\s*\"?{re.escape(part)}\"?\s*=", lines[i])), None)
        if key is None:
            break
        start, found = key, key + 1
    return found


_MANY_LINES = re.compile(r"(\"{3}|'{3}).*?\1", re.DOTALL)
# The items of an array spread over lines begin with a bracket too, but have more than a name inside.
_TABLE = re.compile(r"\s*\[{1,2}\s*[\w.-]+\s*\]{1,2}\s*(#.*)?$")


def _header(lines: list[str], name: str, which: str | int) -> int | None:
    """[[name]] for the `which`-th time, or [name]."""
    several = [i for i, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", line)]
    if isinstance(which, int) and which < len(several):
        return several[which]
    return next((i for i, line in enumerate(lines) if re.match(rf"\s*\[\s*{re.escape(name)}\s*\]", line)), None)


def _next_table(lines: list[str], start: int) -> int:
    return next((i for i in range(start, len(lines)) if _TABLE.match(lines[i])), len(lines))


def _field(place: Place) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


_DATE = "Hier wird ein Datum erwartet, zum Beispiel 2026-11-22."
_YES_OR_NO = "Hier wird true oder false erwartet."
_WHOLE = "Hier wird eine ganze Zahl erwartet."
_LIST = "Hier wird eine Liste erwartet."
_GERMAN = {
    "missing": "Diese Angabe fehlt.",
    "extra_forbidden": "Diesen Schlüssel gibt es hier nicht; vielleicht ein Tippfehler?",
    "string_type": "Hier wird Text erwartet.",
    "string_too_short": "Diese Angabe darf nicht leer sein.",
    "string_too_long": "Diese Angabe ist zu lang.",
    "string_pattern_mismatch": "Diese Schreibweise passt nicht.",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": "Hier wird eine Zahl erwartet.",
    "float_parsing": "Hier wird eine Zahl erwartet.",
    "greater_than": "Diese Zahl ist zu klein.",
    "greater_than_equal": "Diese Zahl ist zu klein.",
    "less_than": "Diese Zahl ist zu groß.",
    "less_than_equal": "Diese Zahl ist zu groß.",
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": "Hier wird ein Datum ohne Uhrzeit erwartet, zum Beispiel 2026-11-22.",
    "tuple_type": _LIST,
    "list_type": _LIST,
    "too_long": "Diese Liste hat zu viele Einträge.",
    "too_short": "Diese Liste hat zu wenige Einträge.",
    "model_type": "Hier wird eine Tabelle erwartet.",
}


def _german(error: Any) -> str:
    kind = error["type"]
    if kind == "value_error":
        return str(error["ctx"]["error"]) + "."
    if kind in {"literal_error", "enum"}:
        return f"Erlaubt ist nur: {error['ctx']['expected'].replace(' or ', ' oder ')}."
    return _GERMAN.get(kind, f"Der Wert passt nicht ({kind}).")


# What tomllib says, begun alike; the rest of a sentence names the place or the sign.
_TOML = {
    "Invalid statement": "hier wird „schlüssel = wert“ oder „[tabelle]“ erwartet",
    "Expected newline": "nach dem Wert steht noch etwas",
    "Expected '='": "nach dem Schlüssel fehlt das Gleichheitszeichen",
    "Expected ']": "die Klammer der Tabelle ist nicht geschlossen",
    "Expected": "es fehlt ein Zeichen",
    "Invalid initial character": "so darf ein Schlüssel nicht beginnen",
    "Invalid date": "dieses Datum gibt es nicht",
    "Invalid value": "dieser Wert ist nicht lesbar; fehlen Anführungszeichen?",
    "Invalid hex": "unbekannte Zeichenfolge nach einem Rückstrich",
    "Escaped": "unbekannte Zeichenfolge nach einem Rückstrich",
    "Unescaped": "ein Rückstrich im Text; er wird doppelt geschrieben",
    "Unterminated": "der Text ist nicht geschlossen; fehlt ein Anführungszeichen?",
    "Unclosed": "eine Klammer ist nicht geschlossen",
    "Illegal": "im Text steht ein unerlaubtes Zeichen",
    "Found invalid": "im Text steht ein unerlaubtes Zeichen",
    "Cannot": "dieser Schlüssel oder diese Tabelle steht schon weiter oben",
    "Duplicate": "dieser Schlüssel steht schon weiter oben",
    "Exceeds": "diese Zahl ist zu lang",
}


def _reason(message: str) -> str:
    return next((german for said, german in _TOML.items() if message.startswith(said)), "unbekannter Fehler")
