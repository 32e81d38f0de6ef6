from dataclasses import replace

import pytest

from servicecenter.routing.engine import decide
from servicecenter.routing.recording import recorded
from servicecenter.routing.replay import Replay, Replayer
from servicecenter.routing.rulebook import Rulebook
from tests.routing.books import book, facts
from tests.routing.planting import with_clause, with_entry

GELDERN = book("geldern")
FORWARD_TAXES = with_clause(
    with_clause(GELDERN, "4.3", scope=None), "4.12", scope={"groups": ["steuern"], "mode": "forward"}
)
CALLS = [
    ("1", facts("geldern", "hundesteuer", has_article=True)),
    ("2", facts("geldern", "hundesteuer", has_article=True)),
    ("3", facts("geldern", "baugenehmigung")),
    ("4", facts("geldern")),
]


def replayed(tried: Rulebook, then: Rulebook = GELDERN) -> Replay:
    replayer = Replayer()
    for case_number, known in CALLS:
        replayer.add(case_number, recorded(decide(known, GELDERN)), then, replace(then, handbook=tried.handbook))
    return replayer.result()


def test_the_same_handbook_changes_nothing():
    found = replayed(GELDERN)
    assert (found.contacts, found.moved, found.other_due, found.ways) == (4, 0, 0, ())
    assert (found.unrecorded, found.changed_since) == (0, 0)


def test_what_would_have_gone_elsewhere_is_counted_by_leistung_with_its_cases():
    found = replayed(FORWARD_TAXES)
    assert (found.contacts, found.moved) == (4, 2)
    assert [(each.leistung, each.contacts, each.moved) for each in found.leistungen] == [
        ("hundesteuer", 2, 2), ("", 1, 0), ("baugenehmigung", 1, 0),
    ]  # fmt: skip
    (way,) = found.ways
    assert (way.leistung, way.cases) == ("hundesteuer", ("1", "2"))
    assert way.before[0] == "selbst antworten: Artikel vorlesen"
    assert way.after[0] == "verbinden: Steueramt"


def test_another_period_is_no_other_way_but_another_day():
    promise = {"name": "callback", "working_days": 5}
    found = replayed(with_clause(GELDERN, "6.1", promise=promise))
    assert (found.moved, found.other_due, found.ways) == (0, 4, ())


def test_another_clause_for_the_same_way_is_no_other_way():
    renumbered = with_clause(with_clause(GELDERN, "5.1", forwarding=None), "5.2", forwarding={"transfer": True})
    assert replayed(renumbered).moved == 0


def test_where_the_directory_changed_since_is_told_apart_from_what_the_handbook_changes():
    closed = with_entry(GELDERN, "office", "steueramt", transfer=False)
    found = replayed(GELDERN, then=closed)
    assert (found.moved, found.changed_since) == (0, 2)


@pytest.mark.parametrize("told", [{}, {"facts": {"leistung": "gibt-es-nicht"}}, {"facts": {}}])
def test_what_was_not_recorded_is_counted(told):
    replayer = Replayer()
    replayer.add("1", told, GELDERN, GELDERN)
    assert (replayer.result().contacts, replayer.result().unrecorded) == (0, 1)
