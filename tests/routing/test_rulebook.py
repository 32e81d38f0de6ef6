from servicecenter.routing.rulebook import Rulebook
from tests.directory.towns import town
from tests.routing.books import book


def test_the_switchboard_is_the_office_of_that_word():
    assert book("geldern").central_office.id == "zentrale"


def test_without_one_the_first_own_office_stands_in():
    given = book("geldern")
    offices = [{"id": "kreisamt", "body": "kreis", "name": "K"}, {"id": "rat", "body": "stadt", "name": "Rat"}]
    assert Rulebook(given.catalogue, town(office=offices), given.agreement, given.handbook).central_office.id == "rat"


def test_calendars_are_built_once():
    assert book("geldern").calendars is book("geldern").calendars
    assert book("geldern").municipality == "geldern"
