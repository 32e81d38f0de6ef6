"""The agents needed as a table for other programs, with the dictionary of its columns. Pure."""

from collections.abc import Iterable, Mapping
from datetime import time

from servicecenter.reporting import spreadsheet
from servicecenter.reporting.spreadsheet import Column
from servicecenter.reporting.staffing import Measured, Need

Row = tuple[Need, Measured | None]


def _tenths(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}".replace(".", ",")


COLUMNS: tuple[Column[Row], ...] = (
    Column("beginn", "Uhrzeit", "Ortszeit", "Wann die halbe Stunde beginnt.", lambda row: f"{row[0].begins:%H:%M}"),
    Column("anrufe", "Zahl", "Anrufe", "Wie viele erwartet werden.", lambda row: _tenths(row[0].calls)),
    Column("last", "Zahl", "Erlang", "Anrufe mal Bearbeitungszeit, geteilt durch die halbe Stunde.",
           lambda row: f"{row[0].load:.2f}".replace(".", ",")),
    Column("kraefte", "Zahl", "Servicekräfte", "So viele müssen am Telefon sein, gerechnet nach Erlang C.",
           lambda row: row[0].queue.agents),
    Column("einplanen", "Zahl", "Servicekräfte", "Mit dem Schwund.", lambda row: row[0].scheduled),
    Column("servicelevel", "Zahl", "Prozent", "Was mit ihnen zu erwarten ist.",
           lambda row: _tenths(100 * row[0].queue.answered_within)),
    Column("wartezeit", "Zahl", "Sekunden", "Zu erwartende mittlere Wartezeit.",
           lambda row: _tenths(row[0].queue.speed_of_answer)),
    Column("auslastung", "Zahl", "Prozent", "Zu erwartender Anteil der Zeit in Gesprächen und Nacharbeit.",
           lambda row: _tenths(100 * row[0].queue.occupancy)),
    Column("gemessen_tage", "Zahl, leer ohne Messung", "Tage", "So viele Tage mit Anrufen wurden gemessen.",
           lambda row: row[1].days if row[1] else ""),
    Column("gemessen_anrufe", "Zahl, leer ohne Messung", "Anrufe", "Im Mittel dieser Tage.",
           lambda row: _tenths(row[1].calls) if row[1] else ""),
    Column("gemessen_servicelevel", "Zahl, leer ohne Messung", "Prozent", "Nach der Formel des Handbuchs.",
           lambda row: _tenths(row[1].sum.level.percent) if row[1] else ""),
    Column("gemessen_wartezeit", "Zahl, leer ohne Messung", "Sekunden", "Mittlere Wartezeit der Angenommenen.",
           lambda row: _tenths(row[1].sum.speed_of_answer) if row[1] else ""),
)  # fmt: skip


def as_csv(needs: Iterable[Need], past: Mapping[time, Measured]) -> str:
    return spreadsheet.table(COLUMNS, ((need, past.get(need.begins)) for need in needs))


def dictionary() -> str:
    return spreadsheet.dictionary(COLUMNS)
