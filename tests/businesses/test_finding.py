"""Names as callers say them."""

import pytest

from servicecenter.businesses.finding import matching, number_of
from servicecenter.businesses.model import Business, BusinessPerson
from tests.conftest import MONDAY

NAMES = ("Bäckerei Meyer", "Trattoria Beispiel", "Tischlerei Schmidt", "Blumen Meier & Sohn")
OTTO = (BusinessPerson("Otto Muster"),)
KNOWN = [
    Business(number, "hagen", name, "", "", "", "szw", "", MONDAY, people=OTTO if number == 3 else ())
    for number, name in enumerate(NAMES, start=1)
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("Mayr", [1, 4], id="sounds-alike"),
        pytest.param("Bäckerei Mayr", [1, 4], id="more-words-first"),
        pytest.param("Blumen Meyer", [4, 1], id="the-other-way-round"),
        pytest.param("Tratoria", [2], id="misspelt"),
        pytest.param("Herr Otto Muster", [3], id="by-somebody-there"),
        pytest.param("GmbH", [], id="a-form-is-no-name"),
        pytest.param("Schreinerei", [], id="nobody"),
        pytest.param("   ", [], id="nothing"),
    ],
)
def test_found(asked, found):
    assert [business.id for business in matching(KNOWN, asked)] == found


def test_no_more_than_asked_for():
    assert len(matching(KNOWN, "Meyer", 1)) == 1


@pytest.mark.parametrize(("asked", "number"), [("B-12", 12), ("b 12", 12), ("B12", 12), ("12", None), ("Bäcker", None)])
def test_its_own_number(asked, number):
    assert number_of(asked) == number
