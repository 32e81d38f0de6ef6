from typing import Any

import pytest

from servicecenter.directory.leistungen import Leistung, Level
from servicecenter.directory.model import Directory
from servicecenter.directory.responsible import DistrictNeeded, Responsible, responsible
from tests.directory.towns import town


def asked(office: str, level: Level, key: str = "etwas") -> Leistung:
    return Leistung(key=key, name="Etwas", group="g", level=level, office=office)


def office_of(directory: Directory, leistung: Leistung, district: str | None = None) -> str | None:
    found = responsible(directory, leistung, district)
    return found.office.id if isinstance(found, Responsible) else None


def of_status(status: str, **more: Any) -> Directory:
    return town(municipality=town().municipality.model_dump() | {"status": status}, **more)


@pytest.mark.parametrize(
    ("status", "office", "level", "expected"),
    [
        pytest.param("mittlere", "bauordnung", "mittlere", "bauordnung", id="mittlere-town-does-it-itself"),
        pytest.param("gemeinde", "bauordnung", "mittlere", None, id="gemeinde-does-not-and-the-kreis-has-no-office"),
        pytest.param("mittlere", "zulassung", "kreis", "kreis-zulassung", id="kreis-does-it"),
        pytest.param("kreisfrei", "zulassung", "kreis", None, id="kreisfreie-stadt-has-no-kreis-to-send-to"),
        pytest.param("mittlere", "amtsgericht", "third", "amtsgericht", id="third-party"),
        pytest.param("mittlere", "zulassung", "third", None, id="the-kreis-is-no-third-party"),
        pytest.param("mittlere", "nirgends", "gemeinde", None, id="nobody"),
    ],
)
def test_status_decides_who_is_responsible(status, office, level, expected):
    assert office_of(of_status(status), asked(office, level)) == expected


def test_an_exception_beats_the_default_and_says_why():
    entry = {"leistung": "etwas", "responsible": "zentrale", "reason": "Vertrag", "source": "Akte 7"}
    found = responsible(town(responsibility=[entry]), asked("bauordnung", "mittlere"), None)
    assert isinstance(found, Responsible)
    assert (found.office.id, found.by, found.reason, found.source) == ("zentrale", "exception", "Vertrag", "Akte 7")


@pytest.mark.parametrize(("district", "expected"), [("Nord", "bauordnung"), ("Süd", "zentrale"), (None, "zentrale")])
def test_an_exception_of_the_district_beats_one_for_everywhere(district, expected):
    entries = [
        {"leistung": "etwas", "responsible": "zentrale"},
        {"leistung": "etwas", "responsible": "bauordnung", "district": "Nord"},
    ]
    assert office_of(town(responsibility=entries), asked("x", "gemeinde"), district) == expected


def test_the_three_roles_are_the_responsible_office_unless_said_otherwise():
    entry = {"leistung": "etwas", "responsible": "kreis-zulassung", "applications": "zentrale"}
    found = responsible(town(responsibility=[entry]), asked("zulassung", "kreis"), None)
    assert isinstance(found, Responsible)
    assert (found.applications.id, found.calls_back.id) == ("zentrale", "kreis-zulassung")


def by_district(*districts: str | None) -> Directory:
    offices = [
        {"id": f"rathaus-{n}", "body": "stadt", "name": f"Rathaus {n}", "does": ("rat",), "district": place}
        for n, place in enumerate(districts)
    ]
    return town(office=offices)


@pytest.mark.parametrize(
    ("districts", "district", "expected"),
    [
        pytest.param(("Nord", "Süd"), "Süd", "rathaus-1", id="its-own"),
        pytest.param(("Nord", None), "Süd", "rathaus-1", id="the-one-for-the-rest"),
        pytest.param(("Nord", None), None, "rathaus-1", id="not-asked-yet-but-one-is-for-all"),
        pytest.param((None, "Nord"), "Nord", "rathaus-1", id="its-own-comes-before-the-one-for-all"),
    ],
)
def test_offices_by_district(districts, district, expected):
    assert office_of(by_district(*districts), asked("rat", "gemeinde"), district) == expected


@pytest.mark.parametrize("district", [None, "Kevelaer"], ids=["not-asked-yet", "a-place-nobody-knows"])
def test_the_district_is_asked_where_only_it_decides(district):
    found = responsible(by_district("Nord", "Süd"), asked("rat", "gemeinde"), district)
    assert isinstance(found, DistrictNeeded)
    assert [office.district for office in found.offices] == ["Nord", "Süd"]


def test_a_known_district_without_an_office_is_not_asked_for_again():
    assert responsible(by_district("Nord"), asked("rat", "gemeinde"), "Süd") is None


@pytest.mark.parametrize(
    ("office", "level", "said"),
    [
        ("bauordnung", "mittlere", "Etwas gehört zu den Aufgaben von Stadt Ort."),
        ("zulassung", "kreis", "Etwas ist Aufgabe des Kreises, in dem Ort liegt: Kreis Land."),
        ("amtsgericht", "third", "Etwas ist keine Aufgabe von Stadt oder Kreis."),
    ],
)
def test_the_default_says_why(office, level, said):
    found = responsible(town(), asked(office, level), None)
    assert isinstance(found, Responsible)
    assert (found.by, found.reason) == ("default", said)
