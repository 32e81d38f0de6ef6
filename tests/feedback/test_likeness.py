import random
from datetime import date, timedelta

import pytest

from servicecenter.feedback.likeness import EXAMPLES, Gap, alike, grouped, telling
from servicecenter.knowledgebase.learning import key_of

DAY = date(2026, 11, 23)


def gap(query: str, *, on: date = DAY, town: str = "geldern", closed: bool = False, bundle: str = "") -> Gap:
    return Gap(0, town, query, key_of(query), on, closed, bundle)


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        pytest.param("e-scooter", "E-Scooter im Weg", True, id="one says more"),
        pytest.param("balkonkraftwerk", "Balkonkraftwerke", True, id="an ending"),
        pytest.param("balkonkraftwerk", "balkonkraftwerg", True, id="a slip"),
        pytest.param("parkausweis", "Bewohnerparkausweis", True, id="a part of a compound"),
        pytest.param("weihnachtsmarkt öffnungszeiten", "wann ist weihnachtsmarkt", True, id="fillers do not count"),
        pytest.param("gehweg kaputt", "gehweg parken", False, id="the same place, another concern"),
        pytest.param("hund", "hand", False, id="short words forgive nothing"),
        pytest.param("wespen", "bienen", False, id="nothing in common"),
    ],
)
def test_what_is_alike(one: str, other: str, *, are: bool) -> None:
    assert alike(telling(one), telling(other)) is are
    assert alike(telling(other), telling(one)) is are


def test_a_group_says_what_was_asked_how_often_and_when_last() -> None:
    (group,) = grouped(
        [
            gap("balkonkraftwerk", on=DAY - timedelta(days=3)),
            gap("balkonkraftwerk", closed=True, on=DAY - timedelta(days=2)),
            gap("balkonkraftwerk anmelden", on=DAY),
            gap("Balkonkraftwerke", on=DAY - timedelta(days=9)),
        ]
    )
    assert (group.name, group.count, group.closed, group.last_on) == ("balkonkraftwerk", 4, 1, DAY)
    assert group.examples == ("balkonkraftwerk anmelden",)  # Balkonkraftwerke has the same stem: no other query


def test_municipalities_and_what_was_settled_stay_apart() -> None:
    found = grouped([gap("wespen"), gap("wespen", town="kreis-wesel"), gap("wespen", bundle="b"), gap("wespen")])
    assert [(group.municipality, group.bundle, group.count) for group in found] == [
        ("geldern", "", 2), ("geldern", "b", 1), ("kreis-wesel", "", 1),
    ]  # fmt: skip


def test_the_same_gaps_make_the_same_groups_in_whatever_order_they_come() -> None:
    asked = ["wespen", "wespennest", "wespennest am haus", "balkonkraftwerk", "balkonkraftwerk anmelden", "e-scooter",
             "gehweg parken", "gehweg kaputt", "wespen", "parkausweis", "bewohnerparkausweis"]  # fmt: skip
    gaps = [gap(query) for query in asked]
    expected = grouped(gaps)
    for seed in range(20):
        random.Random(seed).shuffle(gaps)
        assert grouped(gaps) == expected
    assert sum(group.count for group in expected) == len(asked)
    assert next(group for group in expected if group.name == "wespen").count == 4


def test_only_some_examples_are_named() -> None:
    others = ("amt", "baum", "dach", "eiche", "fach", "garten")
    (group,) = grouped([gap("wespen")] * 2 + [gap(f"wespen {word}") for word in others])
    assert len(group.examples) == EXAMPLES
    assert group.count == 8


def test_of_equals_the_shortest_leads() -> None:
    (group,) = grouped([gap("alte wespen"), gap("wespen")])
    assert (group.name, group.examples) == ("wespen", ("alte wespen",))
