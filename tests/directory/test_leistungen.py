import pytest
from pydantic import ValidationError

from servicecenter.directory.leistungen import REACHES, Catalogue, Leistung

HUND = {"key": "hund", "name": "Hund", "group": "steuern", "level": "gemeinde", "office": "steueramt"}


def test_a_larger_town_does_what_a_smaller_one_does_and_more():
    assert REACHES["gemeinde"] < REACHES["mittlere"] < REACHES["grosse"] < REACHES["kreisfrei"]


def test_nobody_does_the_task_of_a_third_party():
    assert not any("third" in levels for levels in REACHES.values())


def test_a_kreis_does_not_do_what_its_towns_do():
    assert REACHES["kreis"] == {"kreis"}


def test_leistungen_are_found_by_key():
    assert Catalogue(leistung=(Leistung(**HUND),)).by_key["hund"].office == "steueramt"


@pytest.mark.parametrize("key", ["Hund", "hund steuer", "hündin", "-hund", ""])
def test_a_key_is_lower_case_ascii(key):
    with pytest.raises(ValidationError):
        Leistung(**HUND | {"key": key})
