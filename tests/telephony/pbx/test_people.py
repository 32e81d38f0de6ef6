"""Whom a PBX means when it says who lifted the phone."""

from dataclasses import replace

import pytest

from servicecenter.access.model import Person, Role
from servicecenter.telephony.pbx.model import Direction, Event, Pbx, Told
from servicecenter.telephony.pbx.people import meant
from tests.conftest import MONDAY

ANNA = Person("a", "anna.agent", "Anna Agent", Role.AGENT)
BERT = Person("b", "bert.agent", "Bert Agent", Role.AGENT)
CARL = Person("c", "carl.clerk", "Carl Clerk", Role.FACHAMT, "geldern", frozenset({"bauordnung"}))
GONE = Person("g", "gone", "Gone Agent", Role.AGENT, disabled_at=MONDAY)
PHONES = {"a": "21", "b": "03023125022", "c": "21", "g": "23"}
CENTRAL = Pbx(1, "kreis-wesel", "Anlage", MONDAY, is_central=True)
OPERATOR_S = replace(CENTRAL, is_central=False)
TOWN_HALL = Pbx(2, "geldern", "Rathaus", MONDAY)


def who(pbx: Pbx, *users: str, answering: str = "", phones: dict[str, str] = PHONES) -> Person | None:
    told = Told(Event.ANSWER, "1", Direction.IN, users=users, answering=answering)
    return meant(told, [ANNA, BERT, CARL, GONE], phones, pbx, "kreis-wesel")


@pytest.mark.parametrize(
    ("users", "answering", "expected"),
    [
        (("Anna.Agent",), "", ANNA),
        (("bert agent", "nobody"), "", BERT),
        (("21",), "", ANNA),
        ((), "21", ANNA),
        ((), "030 23125-022", BERT),
        (("anna.agent",), "+493023125022", ANNA),  # the name says more than the phone
        (("anna.agent", "bert.agent"), "21", None),
        (("23",), "", None),
        (("gone",), "", None),
        ((), "", None),
        (("",), " ", None),
    ],
)
def test_by_name_else_by_phone(users: tuple[str, ...], answering: str, expected: Person | None) -> None:
    assert who(CENTRAL, *users, answering=answering) == expected


def test_an_extension_is_somebody_else_in_every_town_hall() -> None:
    assert who(CENTRAL, "21") == who(OPERATOR_S, "21") == ANNA
    assert who(TOWN_HALL, "21") == CARL
    assert who(replace(TOWN_HALL, municipality="hagen"), "21") is None


def test_a_name_is_the_same_everywhere() -> None:
    assert who(TOWN_HALL, "anna.agent") == ANNA


def test_where_two_have_the_same_phone_it_is_nobody() -> None:
    assert who(CENTRAL, "21", phones=PHONES | {"b": "21"}) is None
    assert who(CENTRAL, "", phones={"a": "", "b": ""}) is None
