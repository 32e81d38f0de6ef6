"""Tables for other programs, as spreadsheets of German offices expect them, and what each column means. Pure.

Semicolons and a byte order mark; decimal commas and no thousands separators; nothing a spreadsheet would reckon with.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon with instead of showing it
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    name: str
    kind: str
    unit: str
    meaning: str
    value: Callable[[Row], object]


def table(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> str:
    return written([column.name for column in columns], ([column.value(row) for column in columns] for row in rows))


def dictionary(columns: Iterable[Column[Row]]) -> str:
    """One line for each column, in its order."""
    return written(["spalte", "art", "einheit", "bedeutung"], ([c.name, c.kind, c.unit, c.meaning] for c in columns))


def written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return BOM + text.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
