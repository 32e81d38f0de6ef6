import csv
import io
from datetime import time

from servicecenter.reporting.service_level import Calls, Share
from servicecenter.reporting.staffing import Assumptions, Measured, needs
from servicecenter.reporting.staffing_csv import COLUMNS, as_csv, dictionary


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def test_a_line_by_hand_with_what_was_measured() -> None:
    found = needs({time(8): 50, time(8, 30): 0}, Assumptions(180, 20, 0.8, shrinkage=0.3))
    past = {time(8): Measured(48.5, 4, Calls(answered=194, waits=(12.0,), level=Share(150, 194)))}
    first, second = rows(as_csv(found, past))
    assert first == {
        "beginn": "08:00", "anrufe": "50,0", "last": "5,00", "kraefte": "8", "einplanen": "12", "servicelevel": "88,0",
        "wartezeit": "10,0", "auslastung": "62,5", "gemessen_tage": "4", "gemessen_anrufe": "48,5",
        "gemessen_servicelevel": "77,3", "gemessen_wartezeit": "12,0",
    }  # fmt: skip
    assert (second["kraefte"], second["gemessen_tage"]) == ("0", "")


def test_every_column_is_explained() -> None:
    assert [each["spalte"] for each in rows(dictionary())] == [column.name for column in COLUMNS]
