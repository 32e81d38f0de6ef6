"""The telephone by half hour as a table for other programs, with the dictionary of its columns. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from servicecenter.agreements.model import ServiceLevel
from servicecenter.directory.calendars import BERLIN
from servicecenter.reporting import spreadsheet
from servicecenter.reporting.spreadsheet import Column
from servicecenter.reporting.telephone import Line


@dataclass(frozen=True, slots=True)
class Row:
    line: Line
    level: ServiceLevel | None
    length: timedelta


def _seconds(value: float | None) -> object:
    return "" if value is None else round(value)


COLUMNS: tuple[Column[Row], ...] = (
    Column("beginn", "Zeitpunkt", "ISO 8601, Ortszeit", "Wann der Abschnitt beginnt.",
           lambda row: row.line.begins_at.astimezone(BERLIN).isoformat(timespec="minutes")),
    Column("minuten", "Zahl", "Minuten", "Wie lang der Abschnitt ist.", lambda row: row.length // timedelta(minutes=1)),
    Column("kommune", "Text", "Kennung", "Die Kommune, deren Handbuch gilt.", lambda row: row.line.municipality),
    Column("angeboten", "Zahl", "Anrufe", "Anrufe, die in diesem Abschnitt zu warten begannen und deren Warten zu Ende "
           "ist: angenommen, aufgelegt oder Platz behalten.", lambda row: row.line.calls.offered),
    Column("angenommen", "Zahl", "Anrufe", "Davon sprach ein Mensch mit der anrufenden Person.",
           lambda row: row.line.calls.answered),
    Column("in_der_zeit", "Zahl", "Anrufe", "Davon binnen der Sekunden des Handbuchs.",
           lambda row: row.line.calls.in_time),
    Column("aufgelegt", "Zahl", "Anrufe", "Vor der Annahme zu Ende, gleich durch wen.",
           lambda row: row.line.calls.abandoned),
    Column("frueh_aufgelegt", "Zahl", "Anrufe", "Davon binnen der Sekunden, die das Handbuch früh nennt.",
           lambda row: row.line.calls.short),
    Column("platz_behalten", "Zahl", "Anrufe", "Wollten zurückgerufen werden, statt zu warten.",
           lambda row: row.line.calls.kept),
    Column("geschlossen_oder_voll", "Zahl", "Anrufe", "Hörten eine Ansage und warteten nie.",
           lambda row: row.line.calls.turned_away),
    Column("nicht_vermittelt", "Zahl", "Anrufe", "Gesperrte Nummern, und zu viele Anrufe von einer Nummer.",
           lambda row: row.line.calls.refused),
    Column("servicelevel_n", "Zahl", "Anrufe", "n von m nach der Formel des Handbuchs.",
           lambda row: row.line.calls.level.n),
    Column("servicelevel_m", "Zahl", "Anrufe", "m nach der Formel des Handbuchs.", lambda row: row.line.calls.level.m),
    Column("servicelevel_ziel", "Zahl, leer ohne Ziel", "Prozent", "Was das Handbuch verlangt.",
           lambda row: f"{row.level.target_percent:g}".replace(".", ",") if row.level else ""),
    Column("servicelevel_sekunden", "Zahl, leer ohne Ziel", "Sekunden", "Die Zeit, in der angenommen werden soll.",
           lambda row: row.level.within_seconds if row.level else ""),
    Column("servicelevel_formel", "Text, leer ohne Ziel", "–", "Die Formel: docs/content-format.md.",
           lambda row: row.level.formula if row.level else ""),
    Column("wartezeit_mittel", "Zahl, leer ohne Annahme", "Sekunden", "Mittlere Wartezeit der angenommenen Anrufe.",
           lambda row: _seconds(row.line.calls.speed_of_answer)),
    Column("wartezeit_50", "Zahl, leer ohne Annahme", "Sekunden", "So lange wartete höchstens die Hälfte der "
           "Angenommenen.", lambda row: _seconds(row.line.calls.wait(50))),
    Column("wartezeit_90", "Zahl, leer ohne Annahme", "Sekunden", "So lange warteten höchstens 90 % der Angenommenen.",
           lambda row: _seconds(row.line.calls.wait(90))),
    Column("wartezeit_95", "Zahl, leer ohne Annahme", "Sekunden", "So lange warteten höchstens 95 % der Angenommenen.",
           lambda row: _seconds(row.line.calls.wait(95))),
    Column("bearbeitung_mittel", "Zahl, leer ohne Kontakt", "Sekunden", "Von der Annahme bis zum Ende der Nacharbeit, "
           "im Mittel über alle Kontakte; nie über eine einzelne Servicekraft.",
           lambda row: _seconds(row.line.average_handling)),
    Column("erstkontakt_n", "Zahl", "Kontakte", "Im ersten Kontakt beantwortet, wie es das Handbuch zählt.",
           lambda row: row.line.first_contact.n),
    Column("erstkontakt_m", "Zahl", "Kontakte", "Kontakte mit einem Anliegen, wie es das Handbuch zählt.",
           lambda row: row.line.first_contact.m),
)  # fmt: skip


def as_csv(rows: Iterable[tuple[Line, ServiceLevel | None]], length: timedelta) -> str:
    """Each line with the service level its handbook wanted on its day."""
    return spreadsheet.table(COLUMNS, (Row(line, level, length) for line, level in rows))


def dictionary() -> str:
    return spreadsheet.dictionary(COLUMNS)
