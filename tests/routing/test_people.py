import pytest

from servicecenter.directory.model import Person
from servicecenter.routing.people import find_people, find_person
from tests.directory.towns import town
from tests.routing.books import book


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param("Frau Maier vom Bauamt", "martina-meyer-muster", id="by-ear-and-office"),
        pytest.param("Frau Mayr, Bauordnung", "martina-meyer-muster", id="another-spelling"),
        pytest.param("Herr Meier vom Steueramt", "jonas-maier-muster", id="the-office-chooses"),
        pytest.param("Meyer", "martina-meyer-muster", id="as-it-is-spelt"),
        pytest.param("Maier", "jonas-maier-muster", id="as-it-is-spelt-too"),
        pytest.param("hanna hundert", "hanna-hundert", id="whole-name"),
        pytest.param("Frau Hunderd", "hanna-hundert", id="typing-error"),
        pytest.param("Ich möchte bitte Herrn Skitze sprechen", "sven-skizze", id="in-a-sentence"),
        pytest.param("Bauberatung", "sven-skizze", id="function"),
        pytest.param("der Lotse", "leo-lotse", id="function-in-a-word"),
        pytest.param("Zimmer 302", "martina-meyer-muster", id="room"),
        pytest.param("Herr Müller vom Steueramt", None, id="an-office-does-not-make-a-person"),
        pytest.param("Bauamt", None, id="an-office-alone"),
        pytest.param("Frau Schmidt", None, id="nobody"),
        pytest.param("der Chef", None, id="no-name"),
        pytest.param("Bürgermeister", None, id="nobody-s-function"),
        pytest.param("Frau", None, id="only-polite"),
        pytest.param("x", None, id="one-letter"),
        pytest.param("", None, id="empty"),
        pytest.param("<script>'; DROP TABLE", None, id="no-words"),
        pytest.param("Meyer " * 2000, "martina-meyer-muster", id="very-long"),
    ],
)
def test_whom_a_caller_of_geldern_means(asked, expected):
    found = find_person(book("geldern").directory, asked)
    assert (found.id if found else None) == expected


def test_of_equals_the_lowest_id_is_taken():
    people = [Person(id=key, name="Kim Muster", office="zentrale").model_dump() for key in ("b", "a", "c")]
    found = find_person(town(person=people), "Kim Muster")
    assert found is not None
    assert found.id == "a"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param("Frau Mayr", ["jonas-maier-muster", "martina-meyer-muster"], id="by-ear-alone"),
        pytest.param("Frau Mayr vom Bauamt", ["martina-meyer-muster"], id="the-office-tells"),
        pytest.param("Frau Schmidt", [], id="nobody"),
    ],
)
def test_whoever_fits_equally_well_is_named(asked, expected):
    assert [person.id for person in find_people(book("geldern").directory, asked)] == expected
