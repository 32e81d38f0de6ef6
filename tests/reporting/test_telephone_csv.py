import csv
import io

from servicecenter.agreements.model import ServiceLevel
from servicecenter.reporting.service_level import Calls, Share
from servicecenter.reporting.spreadsheet import BOM
from servicecenter.reporting.telephone import HALF_HOUR, Line
from servicecenter.reporting.telephone_csv import COLUMNS, as_csv, dictionary
from tests.conftest import MONDAY

LEVEL = ServiceLevel(within_seconds=20, target_percent=80, formula="answered_in_time/answered")
CALLS = Calls(answered=4, in_time=3, abandoned=1, short=1, kept=1, refused=2, waits=(5, 9, 9, 61), level=Share(3, 4))


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM)), delimiter=";"))


def test_a_line_by_hand() -> None:
    line = Line(MONDAY, "geldern", CALLS, Share(2, 3), (60.0, 120.4))
    first, second = rows(as_csv([(line, LEVEL), (Line(MONDAY, "hagen"), None)], HALF_HOUR))
    assert first == {
        "beginn": "2026-11-23T10:00+01:00", "minuten": "30", "kommune": "geldern", "angeboten": "6", "angenommen": "4",
        "in_der_zeit": "3", "aufgelegt": "1", "frueh_aufgelegt": "1", "platz_behalten": "1",
        "geschlossen_oder_voll": "0", "nicht_vermittelt": "2", "servicelevel_n": "3", "servicelevel_m": "4",
        "servicelevel_ziel": "80", "servicelevel_sekunden": "20", "servicelevel_formel": "answered_in_time/answered",
        "wartezeit_mittel": "21", "wartezeit_50": "9", "wartezeit_90": "61", "wartezeit_95": "61",
        "bearbeitung_mittel": "90", "erstkontakt_n": "2", "erstkontakt_m": "3",
    }  # fmt: skip
    assert (second["wartezeit_50"], second["servicelevel_ziel"]) == ("", "")


def test_every_column_is_explained() -> None:
    told = rows(dictionary())
    assert [each["spalte"] for each in told] == [column.name for column in COLUMNS]
    assert all(each["bedeutung"] for each in told)
