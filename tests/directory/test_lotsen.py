"""Who guides a business on a day, and who stands in."""

from datetime import date

import pytest

from servicecenter.directory.lotsen import deputies, in_charge, lotse_of, standing_in
from servicecenter.directory.model import Absence, Directory
from servicecenter.documents.reading import read
from tests.conftest import CONTENT

DAY, LATER = date(2026, 11, 23), date(2026, 11, 30)


def town(name: str, *absences: Absence) -> Directory:
    path = f"{name}/directory.toml"
    directory = read((CONTENT / path).read_text(encoding="utf-8"), Directory, path)
    return directory.model_copy(update={"absence": absences})


@pytest.mark.parametrize(
    ("name", "district", "lotse"),
    [
        pytest.param("hagen", None, "servicezentrum-wirtschaft", id="one-for-all"),
        pytest.param("hagen", "Haspe", "servicezentrum-wirtschaft", id="one-for-all-districts"),
        pytest.param("dortmund", "Hörde", "dlzw-hoerde", id="the-district-s"),
    ],
)
def test_the_lotse_of_a_business(name, district, lotse):
    found = lotse_of(town(name), district)
    assert found is not None
    assert found.id == lotse


def on(directory: Directory, office: str, adviser: str = "", day: date = DAY) -> tuple[str, str, str]:
    found = in_charge(directory, directory.offices[office], adviser, day)
    return found.office.id, found.person.id if found.person else "", found.instead_of


SZW = "servicezentrum-wirtschaft"
AWAY = Absence(person="sabine-szenario", first=DAY, last=DAY)
OFFICE_AWAY = Absence(office="dlzw-hoerde", first=DAY, last=DAY)


def test_the_adviser_while_there_else_their_deputy():
    assert on(town("hagen"), SZW, "sabine-szenario") == (SZW, "sabine-szenario", "")
    assert on(town("hagen", AWAY), SZW, "sabine-szenario") == (SZW, "bodo-baumuster", "Sabine Szenario")
    assert on(town("hagen", AWAY), SZW, "sabine-szenario", LATER) == (SZW, "sabine-szenario", "")


def test_the_office_where_nobody_stands_in():
    both = (AWAY, Absence(person="bodo-baumuster", first=DAY, last=DAY))
    assert on(town("hagen", *both), SZW, "sabine-szenario") == (SZW, "", "Sabine Szenario")
    assert on(town("hagen"), SZW) == (SZW, "", "")


def test_an_office_that_is_away_is_stood_in_for_by_its_deputy():
    away = town("dortmund", OFFICE_AWAY)
    assert on(away, "dlzw-hoerde") == ("dlzw", "", "DLZW, Stadtbezirk Hörde")
    assert standing_in(away, frozenset({"dlzw"}), DAY) == {"dlzw-hoerde"}
    assert standing_in(away, frozenset({"dlzw"}), LATER) == frozenset()
    assert standing_in(away, frozenset({"dlzw-eving"}), DAY) == frozenset()


def test_deputies_in_a_circle_end_where_they_began():
    directory = town("hagen")
    first, second = directory.offices["gewerbe"], directory.offices["ordnungsamt"]
    circle = (first.model_copy(update={"deputy": second.id}), second.model_copy(update={"deputy": first.id}))
    looped = Directory(municipality=directory.municipality, office=circle)
    assert [office.id for office in deputies(looped, circle[0])] == [second.id]
