"""XZuFi 2.x as articles: every module in its field, every part left out named with its place."""

import io
from datetime import date

import pytest

from servicecenter.knowledgebase.imports.model import Found
from servicecenter.knowledgebase.imports.xml import Limits, Refused
from servicecenter.knowledgebase.imports.xzufi import read_xzufi
from tests.knowledgebase.imports.samples import leistung, message, module

END = "</xzufi:leistung>"
ENGLISH = "<xzufi:sprachversion><xzufi:languageCode>en</xzufi:languageCode></xzufi:sprachversion>"


def read(text: bytes, limits: Limits | None = None) -> Found:
    return read_xzufi(io.BytesIO(text), "geldern", limits=limits)


def told(found: Found) -> str:
    return "\n".join(str(part) for part in found.left_out)


@pytest.mark.parametrize("version", ["2_1_0", "2_2_0", "2_2_1", "2_2"])
def test_every_minor_version_of_2_is_read(version: str) -> None:
    (article,) = read(message(leistung(), version=version)).articles
    assert (article.id, article.title, article.leika) == (
        "l100001-4711", "Personalausweis Ausstellung", ("99008001012000",)
    )  # fmt: skip


@pytest.mark.parametrize("version", ["1_0_0", "3_0_0", "20_1"])
def test_another_major_version_is_refused(version: str) -> None:
    with pytest.raises(Refused, match=r"kein XZuFi 2\..*gehört zu.*2.1 oder 2.2"):
        read(message(leistung(), version=version))


def test_answers_of_a_version_2_1_service_are_read_inside_their_envelopes() -> None:
    text = message(leistung()).decode().replace("schreibe>", "ergebnisLeistung>")
    assert len(read(text.encode()).articles) == 1


def test_an_online_service_is_linked_to_its_leistung() -> None:
    online = (
        "<xzufi:onlinedienst><xzufi:id>1</xzufi:id><xzufi:link><xzufi:link>https://x.example/antrag</xzufi:link>"
        '</xzufi:link><xzufi:zustaendigkeit><xzufi:leistungID schemeAgencyID="L100001">4711</xzufi:leistungID>'
        "</xzufi:zustaendigkeit></xzufi:onlinedienst>"
    )
    assert read(message(leistung(), online)).articles[0].online_service == "https://x.example/antrag"


def test_unknown_parts_are_counted_with_their_first_place() -> None:
    strange = (
        "<xzufi:neuesElement/>"
        + module("99", "x")
        + "<xzufi:modulKosten><xzufi:betrag>3</xzufi:betrag></xzufi:modulKosten>"
    )
    found = read(message(leistung("1", more=strange), leistung("2", more=strange), "<xzufi:formular/>"))
    assert len(found.articles) == 2
    assert found.errors == ()
    assert "2-mal, zuerst Zeile 4, Spalte 17: Element der Leistung „neueselement“" in told(found)
    assert "Textmodul „99“" in told(found)
    assert "Zahlen statt eines Satzes „modulkosten“" in told(found)
    assert "Eintrag „formular“" in told(found)


def test_orders_to_delete_are_told_and_not_obeyed() -> None:
    text = message(leistung("1"), leistung("2")).decode().replace("schreibe>", "loesche>", 2)
    found = read(text.encode())
    assert [article.id for article in found.articles] == ["l100001-2"]
    assert "Löschauftrag „leistung“" in told(found)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        pytest.param(leistung("4711", "Noch einmal"), "Die Kennung l100001-4711 gibt es schon (Zeile 4", id="twice"),
        pytest.param(leistung(""), "Die Kennung fehlt", id="no id"),
        pytest.param(leistung("5", ""), "Die deutsche Bezeichnung fehlt", id="no title"),
        pytest.param(leistung("5", "").replace(END, ENGLISH + END), "keine deutsche Sprachfassung", id="English"),
        pytest.param(leistung("5", more=module("06", "x" * 300_000)), "länger als", id="text too long"),
        pytest.param(leistung("x" * 101), "länger als", id="id too long"),
    ],
)  # fmt: skip
def test_a_wrong_leistung_is_left_out_with_its_place_and_the_rest_goes_on(wrong: str, reason: str) -> None:
    found = read(message(leistung(), wrong, leistung("6")))
    assert [article.id for article in found.articles] == ["l100001-4711", "l100001-6"]
    (error,) = found.errors
    assert error.place.startswith("Zeile 5")
    assert reason in error.reason


def test_a_field_that_contradicts_the_schema_is_left_out_and_the_article_stays() -> None:
    period = "<xzufi:beginn>2026-05-01</xzufi:beginn><xzufi:ende>2026-01-01</xzufi:ende>"
    found = read(message(leistung(more=f"<xzufi:gueltigkeit>{period}</xzufi:gueltigkeit>")))
    assert (found.articles[0].valid_from, found.articles[0].valid_until) == (date(2026, 5, 1), None)
    assert "valid_until liegt vor valid_from" in found.errors[0].reason


def test_a_file_that_breaks_off_keeps_what_came_before() -> None:
    found = read(message(leistung("1"), leistung("2"))[:-180])
    assert [article.id for article in found.articles] == ["l100001-1"]
    assert not found.complete
    assert "Ab hier wird nicht gelesen" in told(found)


def test_a_record_beyond_the_limit_is_left_out_by_its_id() -> None:
    found = read(message(leistung("1", more=module("06", "x" * 5000)), leistung("2")), Limits(record=3000))
    assert [article.id for article in found.articles] == ["l100001-2"]
    assert found.errors[0].what == "Leistung L100001_1"
