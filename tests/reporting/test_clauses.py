from datetime import timedelta

import pytest

from servicecenter.access.model import Scope
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.reporting.clauses import cases_by_clause
from tests.conftest import MONDAY

pytestmark = pytest.mark.each_database
ALL = Scope.system("test")


def decided(case: str, *clauses: str, hours: int = 0, municipality: str = "geldern") -> Entry:
    plan = [{"kind": "ticket", "clause": clause} for clause in clauses]
    at = MONDAY + timedelta(hours=hours)
    return Entry(at, municipality, case, "way-decided", "anna", None, {"plan": plan})


async def test_each_case_counts_once_for_every_clause_its_plan_followed(db):
    async with db.write() as session:
        for entry in (
            decided("1", "§ 5.1, § 6.2", "§ 6.1"),
            decided("2", "§ 5.1", "§ 5.1"),
            decided("3", "§ 5.1", hours=30),
            decided("4", "§ 5.1", municipality="kreis-wesel"),
            decided("5", "Vereinbarung, Stufe 3"),
        ):
            journal.append(session, entry)
    period = ("geldern", MONDAY, MONDAY + timedelta(days=1))
    found = await cases_by_clause(db, ALL, *period)
    assert dict(found) == {"5.1": ("1", "2"), "6.1": ("1",), "6.2": ("1",)}
    assert await cases_by_clause(db, Scope.municipality("kreis-wesel"), *period) == {}


async def test_a_case_that_was_decided_twice_counts_as_it_ended(db):
    async with db.write() as session:
        journal.append(session, decided("1", "§ 5.1"))
        journal.append(session, decided("1", "§ 4.3"))
    found = await cases_by_clause(db, ALL, "geldern", MONDAY, MONDAY + timedelta(days=1))
    assert dict(found) == {"4.3": ("1",)}
