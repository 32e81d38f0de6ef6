import pytest

from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.references import circles, clashes, dangling, duplicates, repeated
from tests.directory.towns import town

ABSENT = {"first": "2026-11-23"}
OFFICE = {"id": "neu", "body": "stadt", "name": "Neu"}
APART = {"leistung": "bau", "offices": ["bauordnung", "zentrale"], "chosen": ["bauordnung"], "rule": "So."}
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
        pytest.param(
            {"demarcation": [APART | {"offices": ["bauordnung", "zentrale", "weg"]}]},
            ("demarcation", 0, "offices"), id="told-apart",
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
        pytest.param({"demarcation": [APART, APART]}, ("demarcation", 1, "leistung"), id="told-apart-twice"),
        pytest.param(
            {"demarcation": [APART], "responsibility": [{"leistung": "bau", "responsible": "zentrale"}]},
            ("demarcation", 0, "leistung"), id="told-apart-and-excepted",
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


def test_who_is_chosen_must_be_among_those_told_apart():
    ((place, message),) = dangling(town(demarcation=[APART | {"chosen": ["kreis-zulassung"]}]))
    assert place == ("demarcation", 0, "chosen")
    assert "kreis-zulassung" in message


def line_of_deputies(kind: str, **deputies: str | None) -> dict[str, list[dict[str, object]]]:
    """Offices or people of these ids, each with its deputy."""
    base = OFFICE if kind == "office" else PERSON
    offices = [] if kind == "office" else [{"id": "zentrale", "body": "stadt", "name": "Z"}]
    entries = [base | {"id": key, "deputy": deputy} for key, deputy in deputies.items()]
    return {"office": offices, kind: entries} if kind == "person" else {"office": entries}


@pytest.mark.parametrize("kind", ["office", "person"])
@pytest.mark.parametrize(
    ("deputies", "expected"),
    [
        pytest.param({"a": "b", "b": "c", "c": None}, [], id="a-line-ends"),
        pytest.param({"a": "a"}, [(0, "a → a")], id="oneself"),
        pytest.param({"a": "b", "b": "a"}, [(0, "a → b → a")], id="each-other"),
        pytest.param({"a": "b", "b": "c", "c": "d", "d": "b"}, [(1, "b → c → d → b")], id="a-tail-into-a-circle"),
        pytest.param({"a": "b", "b": "a", "c": "d", "d": "c"}, [(0, "a → b → a"), (2, "c → d → c")], id="two"),
    ],
)
def test_deputies_in_a_circle_are_found_once(kind, deputies, expected):
    found = list(circles(town(**line_of_deputies(kind, **deputies))))
    assert [(place, message) for place, message in found] == [
        ((kind, index, "deputy"), f"Die Vertretungen gehen im Kreis: {line}.") for index, line in expected
    ]


@pytest.mark.parametrize(
    ("second", "clash"),
    [
        pytest.param({"first": "2026-12-30", "calendars": ["amt"]}, True, id="within"),
        pytest.param({"first": "2026-12-30"}, True, id="all-calendars"),
        pytest.param({"first": "2026-12-31", "calendars": ["amt"]}, False, id="the-day-after"),
        pytest.param({"first": "2026-12-30", "calendars": ["bauhof"]}, False, id="another-calendar"),
    ],
)
def test_two_closings_of_one_calendar_on_one_day_are_found_at_the_second(second, clash):
    first = {"first": "2026-12-28", "last": "2026-12-30", "calendars": ["amt"], "reason": "zwischen den Jahren"}
    directory = town(calendar=[{"id": "amt"}, {"id": "bauhof"}], closing=[first, second | {"reason": "Brückentag"}])
    found = [(place, message) for place, message in clashes(directory)]
    said = "Für „amt“ steht der 30.12.2026 schon weiter oben: „zwischen den Jahren“."
    assert found == ([(("closing", 1, "first"), said)] if clash else [])
