"""The quick walk finds what the slow one finds, which decides every single case by itself with the plain calendars."""

from datetime import timedelta

import pytest

from servicecenter.routing.coverage import Walk
from servicecenter.routing.engine import decide
from servicecenter.routing.rulebook import Rulebook
from tests.routing.books import facts
from tests.routing.planting import some, walked, with_clause, with_entry

# Alike and not: named by a clause, by the directory, by none; inside, outside, taken in elsewhere; with danger.
GELDERN = ("hundesteuer", "kfz-zulassung", "kindeswohl")
WESEL = ("personalausweis", "schwerbehindertenausweis", "kita-platz")


def wrong(rulebook: Rulebook) -> Rulebook:
    """With gaps, so that there is something to find: no tickets, no callbacks, no switchboard's number."""
    given = with_clause(rulebook, "5.1", forwarding={"transfer": True, "ticket": False})
    given = with_clause(given, "4.99", scope={"groups": ["steuern", "jugend"], "mode": "out"})
    return with_entry(with_clause(given, "6.1", promise=None), "office", "zentrale", phone="")


def outcome(walk: Walk) -> object:
    owed = {key: (order, facts.leistung, facts.district) for key, (order, facts) in walk.owed.items()}
    return walk.cases, walk.ledger.findings(), owed


@pytest.mark.parametrize("mistaken", [False, True], ids=["as-it-is", "with-gaps"])
@pytest.mark.parametrize(("municipality", "leistungen"), [("geldern", GELDERN), ("kreis-wesel", WESEL)])
def test_folding_changes_nothing(municipality, leistungen, mistaken):
    rulebook = some(municipality, *leistungen)
    rulebook = wrong(rulebook) if mistaken else rulebook
    quick, slow = walked(rulebook), walked(rulebook, fold=False)
    assert outcome(quick) == outcome(slow)
    assert bool(quick.ledger.findings()) is mistaken


def test_a_stretch_stands_for_each_of_its_minutes():
    rulebook = some("geldern", "hundesteuer")
    walk = walked(rulebook)
    for stretch, following in zip(walk.week, walk.week[1:], strict=False):
        last = following.at - timedelta(minutes=1)
        first, final = (decide(facts("geldern", "hundesteuer", at), rulebook) for at in (stretch.at, last))
        assert [(step.kind, step.target.id) for step in first.plan] == [
            (step.kind, step.target.id) for step in final.plan
        ]
