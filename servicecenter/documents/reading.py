"""Reading a TOML text into a model: every fault with its line and a German sentence. Pure.

Pydantic says where in the data a fault lies; `line_of` finds that place in the text again, since people look for lines.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        reason = re.sub(r" ?\(at .*\)", "", str(error))
        message = f"Das ist kein gültiges TOML ({reason})."
        raise Unreadable([Fault(path, line + offset, "", message, "no-toml")]) from error


def line_of(text: str, place: Place) -> int:
    """The line, from 1, of the deepest part of the place that can be found."""
    lines = text.splitlines() or [""]
    start, end, found = 0, _next_table(lines, 0), 1
    for depth, part in enumerate(place):
        if isinstance(part, int):
            continue
        following = place[depth + 1] if depth + 1 < len(place) else None
        header = _nth(lines, rf"^\s*\[\[\s*{re.escape(part)}\s*\]\]", following if isinstance(following, int) else 0)
        if header is None:
            header = _nth(lines, rf"^\s*\[\s*{re.escape(part)}\s*\]\s*(#.*)?$", 0)
        if depth == 0 and header is not None:
            start, end, found = header, _next_table(lines, header + 1), header + 1
            continue
        key = next((i for i in range(start, end) if re.match(rf"^\s*\"?{re.escape(part)}\"?\s*=", lines[i])), None)
        if key is None:
            break
        start, found = key, key + 1
    return found


def _nth(lines: list[str], pattern: str, n: int) -> int | None:
    hits = [i for i, line in enumerate(lines) if re.match(pattern, line)]
    return hits[n] if n < len(hits) else None


def _next_table(lines: list[str], start: int) -> int:
    return next((i for i in range(start, len(lines)) if re.match(r"^\s*\[", lines[i])), len(lines))


def _field(place: Place) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


_GERMAN = {
    "missing": "Diese Angabe fehlt.",
    "extra_forbidden": "Diesen Schlüssel gibt es hier nicht; vielleicht ein Tippfehler?",
    "string_type": "Hier wird Text erwartet.",
    "int_type": "Hier wird eine ganze Zahl erwartet.",
    "bool_type": "Hier wird true oder false erwartet.",
    "bool_parsing": "Hier wird true oder false erwartet.",
    "date_type": "Hier wird ein Datum erwartet, zum Beispiel 2026-11-22.",
    "date_from_datetime_parsing": "Hier wird ein Datum erwartet, zum Beispiel 2026-11-22.",
    "tuple_type": "Hier wird eine Liste erwartet.",
    "list_type": "Hier wird eine Liste erwartet.",
    "model_type": "Hier wird eine Tabelle erwartet.",
    "string_pattern_mismatch": "Diese Schreibweise passt nicht.",
}


def _german(error: Any) -> str:
    kind = error["type"]
    if kind == "value_error":
        return str(error["ctx"]["error"]) + "."
    if kind == "literal_error":
        return f"Erlaubt ist nur: {error['ctx']['expected'].replace(' or ', ' oder ')}."
    return _GERMAN.get(kind, f"Der Wert passt nicht ({error['msg']}).")
