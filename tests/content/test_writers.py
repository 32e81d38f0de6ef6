import pytest

from servicecenter.access.model import Person, Role
from servicecenter.content.writers import check_reviewer, check_writer, may_review, may_write
from servicecenter.documents.model import COMMON, Kind
from servicecenter.errors import Forbidden
from tests.conftest import MONDAY

CENTRE = Person("1", "rita", "Rita", Role.EDITOR)
TOWN = Person("2", "gesa", "Gesa", Role.EDITOR, "geldern")
SUPERVISOR = Person("3", "sven", "Sven", Role.SUPERVISOR)
CONTROLLER = Person("4", "gerd", "Gerd", Role.CONTROLLER, "geldern")
AGENT = Person("5", "anna", "Anna", Role.AGENT)
GONE = Person("6", "ruth", "Ruth", Role.EDITOR, disabled_at=MONDAY)


@pytest.mark.parametrize(
    ("person", "kind", "holder", "write", "review"),
    [
        pytest.param(CENTRE, Kind.ARTICLE, COMMON, True, True, id="the centre's editor: common"),
        pytest.param(CENTRE, Kind.ARTICLE, "goch", True, True, id="the centre's editor: any town"),
        pytest.param(TOWN, Kind.ARTICLE, "geldern", True, True, id="the town's editor: own"),
        pytest.param(TOWN, Kind.ARTICLE, COMMON, False, False, id="the town's editor: common"),
        pytest.param(TOWN, Kind.ARTICLE, "goch", False, False, id="the town's editor: neighbour"),
        pytest.param(SUPERVISOR, Kind.ARTICLE, COMMON, False, False, id="the supervisor: articles"),
        pytest.param(SUPERVISOR, Kind.HANDBOOK, "geldern", True, True, id="the supervisor: handbook"),
        pytest.param(CONTROLLER, Kind.HANDBOOK, "geldern", False, True, id="the controller: own handbook"),
        pytest.param(CONTROLLER, Kind.HANDBOOK, "goch", False, False, id="the controller: neighbour's handbook"),
        pytest.param(CENTRE, Kind.HANDBOOK, "geldern", False, False, id="the editor: handbook"),
        pytest.param(SUPERVISOR, Kind.DIRECTORY, "geldern", True, True, id="the supervisor: directory"),
        pytest.param(TOWN, Kind.DIRECTORY, "geldern", True, True, id="the town's editor: own directory"),
        pytest.param(TOWN, Kind.DIRECTORY, "goch", False, False, id="the town's editor: neighbour's directory"),
        pytest.param(CONTROLLER, Kind.DIRECTORY, "geldern", False, True, id="the controller: own directory"),
        pytest.param(AGENT, Kind.DIRECTORY, "geldern", False, False, id="the agent: directory"),
        pytest.param(AGENT, Kind.ARTICLE, COMMON, False, False, id="the agent"),
        pytest.param(GONE, Kind.ARTICLE, COMMON, False, False, id="somebody disabled"),
    ],
)
def test_who_may(person: Person, kind: Kind, holder: str, *, write: bool, review: bool):
    assert (may_write(person, kind, holder), may_review(person, kind, holder)) == (write, review)
    for may, check in ((write, check_writer), (review, check_reviewer)):
        if may:
            check(person, kind, holder)
        else:
            with pytest.raises(Forbidden, match="dürfen Sie lesen"):
                check(person, kind, holder)
