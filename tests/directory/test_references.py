import pytest

from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.references import dangling, duplicates, repeated
from tests.directory.towns import town

ABSENT = {"first": "2026-11-23"}
OFFICE = {"id": "neu", "body": "stadt", "name": "Neu"}
PERSON = {"id": "anna", "name": "Anna Muster", "office": "zentrale"}


def test_a_whole_directory_names_nothing_it_lacks():
    assert list(dangling(town())) == []
    assert list(duplicates(town())) == []


@pytest.mark.parametrize(
    ("more", "place"),
    [
        pytest.param({"office": [OFFICE | {"body": "fremd"}]}, ("office", 0, "body"), id="body"),
        pytest.param({"office": [OFFICE | {"calendar": "nie"}]}, ("office", 0, "calendar"), id="calendar"),
        pytest.param({"office": [OFFICE | {"deputy": "weg"}]}, ("office", 0, "deputy"), id="deputy"),
        pytest.param({"office": [OFFICE | {"district": "West"}]}, ("office", 0, "district"), id="district"),
        pytest.param({"person": [PERSON | {"office": "weg"}]}, ("person", 0, "office"), id="person-office"),
        pytest.param({"person": [PERSON | {"deputy": "weg"}]}, ("person", 0, "deputy"), id="person-deputy"),
        pytest.param({"absence": [ABSENT | {"person": "weg"}]}, ("absence", 0, "person"), id="absent-person"),
        pytest.param({"absence": [ABSENT | {"office": "weg"}]}, ("absence", 0, "office"), id="absent-office"),
        pytest.param(
            {"responsibility": [{"leistung": "x", "responsible": "weg"}]},
            ("responsibility", 0, "responsible"), id="responsible",
        ),
        pytest.param(
            {"responsibility": [{"leistung": "x", "responsible": "zentrale", "applications": "weg"}]},
            ("responsibility", 0, "applications"), id="applications",
        ),
        pytest.param(
            {"responsibility": [{"leistung": "x", "responsible": "zentrale", "calls_back": "weg"}]},
            ("responsibility", 0, "calls_back"), id="calls-back",
        ),
        pytest.param(
            {"responsibility": [{"leistung": "x", "responsible": "zentrale", "district": "West"}]},
            ("responsibility", 0, "district"), id="responsibility-district",
        ),
        pytest.param(
            {"closing": [{"first": "2026-11-23", "reason": "x", "calendars": ["nie"]}]},
            ("closing", 0, "calendars"), id="closing",
        ),
    ],
)  # fmt: skip
def test_every_reference_that_leads_nowhere_is_found_with_its_place(more, place):
    ((found, message),) = dangling(town(**more))
    assert found == place
    assert message.endswith("gibt es in diesem Verzeichnis nicht.")


def test_a_kreis_that_is_no_body_is_found():
    own = town().municipality.model_dump() | {"kreis": "kreis-nebenan"}
    ((place, _),) = dangling(town(municipality=own))
    assert place == ("municipality", "kreis")


@pytest.mark.parametrize(
    ("more", "place"),
    [
        pytest.param({"office": [OFFICE, OFFICE]}, ("office", 1, "id"), id="office"),
        pytest.param({"person": [PERSON, PERSON]}, ("person", 1, "id"), id="person"),
        pytest.param({"calendar": [{"id": "amt"}, {"id": "amt"}]}, ("calendar", 1, "id"), id="calendar"),
        pytest.param({"body": [{"id": "k", "name": "K"}] * 2}, ("body", 1, "id"), id="body"),
        pytest.param({"body": [{"id": "stadt", "name": "Stadt"}]}, ("body", 0, "id"), id="body-of-the-own-id"),
        pytest.param(
            {"responsibility": [{"leistung": "x", "responsible": "zentrale"}] * 2},
            ("responsibility", 1, "leistung"), id="two-answers-to-one-question",
        ),
    ],
)  # fmt: skip
def test_what_is_said_twice_is_found_at_the_second_place(more, place):
    ((found, _message),) = duplicates(town(**more))
    assert found == place


def test_one_leistung_may_have_an_answer_per_district():
    entries = [{"leistung": "x", "responsible": "zentrale", "district": place} for place in ("Nord", "Süd", None)]
    assert list(duplicates(town(responsibility=entries))) == []


def test_a_leistung_given_twice_is_found():
    entry = {"key": "hund", "name": "Hund", "group": "steuern", "level": "gemeinde", "office": "steueramt"}
    catalogue = Catalogue.model_validate({"leistung": [entry, entry | {"key": "katze"}, entry]})
    assert list(repeated(catalogue)) == [(("leistung", 2, "key"), "Der Schlüssel „hund“ ist doppelt.")]
