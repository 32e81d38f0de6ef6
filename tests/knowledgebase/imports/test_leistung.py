"""One Leistung of XZuFi: every text module in its field, in German only, without scripts."""

import io
from datetime import date

from servicecenter.knowledgebase.imports.model import Found
from servicecenter.knowledgebase.imports.xzufi import read_xzufi
from servicecenter.knowledgebase.model import Source
from tests.knowledgebase.imports.samples import leistung, message, module


def read(*records: str) -> Found:
    return read_xzufi(io.BytesIO(message(*records)), "geldern")


def test_modules_become_fields() -> None:
    link = (
        '<xzufi:weiterfuehrenderLink><xzufi:titel languageCode="de">Antrag</xzufi:titel>'
        "<xzufi:uri>https://geldern.example/?a=1&amp;b=2</xzufi:uri></xzufi:weiterfuehrenderLink>"
    )
    more = (
        module("03", "Personalausweis beantragen") + module("24", "Sie bekommen ihn im <b>Bürgerbüro</b>.")
        + module("05", "<ul><li>kurz</li></ul>") + module("06", "<p>Lang.</p>", more=link) + module("09", "Deutsche")
        + module("08", "<ul><li>Foto</li><li>alter Ausweis</li></ul>") + module("07", "§ 9 PAuswG")
        + module("11", "Erst kommen.") + module("16", "Und <i>zahlen</i>.")
        + '<xzufi:modulKosten><xzufi:beschreibung languageCode="de">37 Euro</xzufi:beschreibung></xzufi:modulKosten>'
        '<xzufi:modulFrist><xzufi:beschreibung>keine</xzufi:beschreibung></xzufi:modulFrist>'
        "<xzufi:modulBearbeitungsdauer><xzufi:beschreibung>3 Wochen</xzufi:beschreibung></xzufi:modulBearbeitungsdauer>"
        "<xzufi:modulBegriffImKontext><xzufi:begriffImKontext><xzufi:begriff languageCode='de'>Perso</xzufi:begriff>"
        "</xzufi:begriffImKontext></xzufi:modulBegriffImKontext>"
        "<xzufi:gueltigkeit><xzufi:beginn>2026-01-01T00:00:00</xzufi:beginn><xzufi:ende>2026-12-31</xzufi:ende>"
        "</xzufi:gueltigkeit><xzufi:modulFachlicheFreigabe><xzufi:fachlichFreigegebenAm>2025-03-04"
        "</xzufi:fachlichFreigegebenAm></xzufi:modulFachlicheFreigabe>"
    )  # fmt: skip
    (article,) = read(leistung(more=more)).articles
    assert article.title == "Personalausweis beantragen"
    assert article.synonyms == ("Perso", "Personalausweis Ausstellung")
    assert article.answer == "Sie bekommen ihn im Bürgerbüro."
    assert article.details == (
        "- kurz\n\nLang.\n\n- [Antrag](https://geldern.example/?a=1&b=2)\n\n"
        "### Verfahrensablauf\n\nErst kommen.\n\n### Hinweise\n\nUnd *zahlen*."
    )
    assert article.documents == ("Foto", "alter Ausweis")
    assert (article.who, article.legal_basis) == ("Deutsche", ("§ 9 PAuswG",))
    assert (article.fee, article.duration, article.deadlines) == ("37 Euro", "3 Wochen", "keine")
    assert (article.valid_from, article.valid_until) == (date(2026, 1, 1), date(2026, 12, 31))
    assert article.source == (Source("XZuFi (L100001_4711), fachlich freigegeben am 04.03.2025"),)
    assert article.checked_on is None  # nobody here opened the source


def test_only_german_is_taken_and_easy_language_is_another_text() -> None:
    more = module("06", "Leicht.", "de-x-ls") + module("24", "Come.", "en")
    found = read(leistung(more=more))
    assert (found.articles[0].details, found.articles[0].answer) == (None, None)
    assert "Sprachfassung „de-x-ls“" in [part.what for part in found.left_out]
    assert "Sprachfassung „en“" in [part.what for part in found.left_out]


def test_scripts_in_a_description_are_gone() -> None:
    html = '<p onclick="x()">Gut.<script>alert(1)</script></p><style>p{}</style><a href="javascript:x">da</a>'
    assert read(leistung(more=module("06", html))).articles[0].details == "Gut.\n\nda"
