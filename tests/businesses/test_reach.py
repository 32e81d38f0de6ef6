"""A Lotse sees the own businesses, and those of one who is away today and whom their office stands in for."""

from datetime import date

from servicecenter.access.model import Person, Role, Scope
from servicecenter.businesses.reach import widened
from servicecenter.directory.model import Absence, Directory
from servicecenter.errors import NotFound
from tests.directory.test_lotsen import town

DAY, LATER = date(2026, 11, 23), date(2026, 11, 24)
AWAY = Absence(office="dlzw-hoerde", first=DAY, last=DAY)
DLZW = Person("1", "dora", "Dora", Role.FACHAMT, "dortmund", frozenset({"dlzw"}))


def directory(municipality: str) -> Directory:
    return town(municipality, AWAY)


def nowhere(municipality: str) -> Directory:
    raise NotFound(municipality)


def test_in_the_place_of_who_is_away():
    own = {("dortmund", "dlzw")}
    assert widened(Scope.of(DLZW), directory, DAY).offices == own | {("dortmund", "dlzw-hoerde")}
    assert widened(Scope.of(DLZW), directory, LATER).offices == own


def test_who_sees_all_sees_no_more():
    assert widened(Scope.system("test"), nowhere, DAY).offices is None


def test_without_a_directory_everything_stays_as_it_is():
    assert widened(Scope.of(DLZW), nowhere, DAY) == Scope.of(DLZW)
