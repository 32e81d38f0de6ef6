import csv
import io
from datetime import UTC, date, datetime, timedelta

from servicecenter.reporting.promise_csv import COLUMNS, as_csv, dictionary
from servicecenter.reporting.promise_month import Line, MonthView
from servicecenter.reporting.spreadsheet import BOM

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DELAYS = timedelta(hours=10), timedelta(minutes=1800, seconds=59)
LATE = Line("geldern", "bauordnung", "callback", 7, 2, 3, 1, *DELAYS, exhausted=2)
CLEAN = Line("geldern", "steueramt", "reply", 1, 1)
VIEW = MonthView(AT, date(2026, 11, 1), [LATE, CLEAN])


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM)), delimiter=";"))


def test_a_line_by_hand() -> None:
    first, second = rows(as_csv(VIEW, {"geldern/bauordnung": "Bauordnung; Planung"}))
    assert first == {
        "monat": "2026-11", "kommune": "geldern", "fachamt": "bauordnung", "fachamt_name": "Bauordnung; Planung",
        "zusage": "callback", "gegeben": "7", "gehalten": "2", "nicht_gehalten": "3", "entschieden": "5",
        "nicht_erreicht": "2", "jetzt_gefaehrdet": "1", "verspaetung_median": "600", "verspaetung_groesste": "1800",
        "stand": "2026-11-23T09:00:00+00:00",
    }  # fmt: skip
    assert (second["fachamt_name"], second["verspaetung_median"]) == ("steueramt", "")


def test_the_dictionary_explains_every_column_in_its_order() -> None:
    explained = rows(dictionary())
    assert [row["spalte"] for row in explained] == list(rows(as_csv(VIEW, {}))[0])
    assert len(explained) == len(COLUMNS)
    assert all(row["bedeutung"] and row["art"] and row["einheit"] for row in explained)


def test_a_name_is_no_formula() -> None:
    (first, _) = rows(as_csv(VIEW, {"geldern/bauordnung": "=1+1"}))
    assert first["fachamt_name"] == "'=1+1"


def test_a_month_without_promises_has_its_head() -> None:
    assert rows(as_csv(MonthView(AT, date(2026, 11, 1), []), {})) == []
