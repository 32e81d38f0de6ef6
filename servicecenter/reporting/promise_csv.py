"""The month's promises as a table for other programs, and the dictionary that says what each column means. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from servicecenter.reporting.promise_month import DEFINITIONS, DELAY, Figure, Line, MonthView
from servicecenter.reporting.spreadsheet import written


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str
    unit: str
    meaning: str
    value: Callable[[MonthView, Line, Mapping[str, str]], object]


def _minutes(span: timedelta | None) -> int | str:
    return "" if span is None else span // timedelta(minutes=1)


COLUMNS: tuple[Column, ...] = (
    Column("monat", "Text", "JJJJ-MM", "Der Monat des Berichts, Ortszeit.", lambda view, *_: f"{view.month:%Y-%m}"),
    Column("kommune", "Text", "Kennung", "Die Kommune, deren Handbuch gilt.", lambda _, line, __: line.municipality),
    Column("fachamt", "Text", "Kennung", "Das Fachamt, das die Zusage schuldet.", lambda _, line, __: line.office),
    Column("fachamt_name", "Text", "–", "Wie das Fachamt heute im Verzeichnis heißt.",
           lambda _, line, offices: offices.get(f"{line.municipality}/{line.office}", line.office)),
    Column("zusage", "Text", "Kennung", "Welche Zusage: docs/promises.md nennt, was sie beginnt und hält.",
           lambda _, line, __: line.name),
    Column("gegeben", "Zahl", "Zusagen", DEFINITIONS[Figure.MADE], lambda _, line, __: line.made),
    Column("gehalten", "Zahl", "Zusagen", DEFINITIONS[Figure.KEPT], lambda _, line, __: line.kept),
    Column("nicht_gehalten", "Zahl", "Zusagen", "n in: " + DEFINITIONS[Figure.UNKEPT],
           lambda _, line, __: line.unkept),
    Column("entschieden", "Zahl", "Zusagen", "m in: " + DEFINITIONS[Figure.UNKEPT], lambda _, line, __: line.due),
    Column("nicht_erreicht", "Zahl", "Zusagen", DEFINITIONS[Figure.EXHAUSTED], lambda _, line, __: line.exhausted),
    Column("jetzt_gefaehrdet", "Zahl", "Zusagen", DEFINITIONS[Figure.AT_RISK], lambda _, line, __: line.at_risk),
    Column("verspaetung_median", "Zahl, leer ohne Verspätung", "Minuten", "Median. " + DELAY,
           lambda _, line, __: _minutes(line.median_delay)),
    Column("verspaetung_groesste", "Zahl, leer ohne Verspätung", "Minuten", "Die größte. " + DELAY,
           lambda _, line, __: _minutes(line.worst_delay)),
    Column("stand", "Zeitpunkt", "ISO 8601, UTC", "Wann der Bericht erzeugt wurde.",
           lambda view, *_: view.at.isoformat(timespec="seconds")),
)  # fmt: skip


def as_csv(view: MonthView, offices: Mapping[str, str]) -> str:
    """`offices`: "municipality/office" to its name."""
    rows = ([column.value(view, line, offices) for column in COLUMNS] for line in view.lines)
    return written([column.name for column in COLUMNS], rows)


def dictionary() -> str:
    """One line for each column of `as_csv`, in its order."""
    return written(["spalte", "art", "einheit", "bedeutung"], ([c.name, c.kind, c.unit, c.meaning] for c in COLUMNS))
