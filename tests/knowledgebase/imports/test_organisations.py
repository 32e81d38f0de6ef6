"""Organisationseinheiten of XZuFi: how to reach them, and which Leistungen they answer for."""

import io

from servicecenter.knowledgebase.imports.model import Found
from servicecenter.knowledgebase.imports.xzufi import read_xzufi
from tests.knowledgebase.imports.samples import OFFICE, leistung, message


def read(*records: str) -> Found:
    return read_xzufi(io.BytesIO(message(*records)), "geldern")


def test_organisations_say_where_a_leistung_is_to_be_had() -> None:
    found = read(OFFICE, leistung())
    (office,) = found.organisations
    assert found.articles[0].where == "Bürgerbüro, Musterweg 3, 47608 Geldern"
    assert (office.phone, office.email) == ("+49 30 23125 300", "buergerbuero@geldern.example")
    assert office.hours == "Mo bis Fr 8 bis 12 Uhr"


def test_a_responsibility_that_stands_by_itself_counts_too() -> None:
    alone = OFFICE[OFFICE.index("<xzufi:zustaendigkeit>") : OFFICE.index("</xzufi:organisationseinheit>")]
    office = OFFICE.replace(alone, "")
    named = alone.replace(
        "<xzufi:leistungID",
        '<xzufi:organisationseinheitID schemeAgencyID="L100001">9</xzufi:organisationseinheitID><xzufi:leistungID',
    )
    found = read(office, named, leistung())
    assert found.organisations[0].articles == ("l100001-4711",)
    assert str(found.articles[0].where).startswith("Bürgerbüro")


def test_an_organisation_without_a_name_or_twice_is_left_out_with_its_place() -> None:
    found = read(OFFICE, OFFICE, OFFICE.replace(">9<", ">10<").replace("Bürgerbüro", ""), leistung())
    assert len(found.organisations) == 1
    assert ["gibt es in der Datei schon" in error.reason for error in found.errors] == [True, False]
    assert found.errors[1].reason == "Kennung oder Name fehlt."
    assert len(found.articles) == 1
