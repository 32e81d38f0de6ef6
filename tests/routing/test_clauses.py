"""Every step names the clause it follows; where the handbook has none, the agreement's stage."""

import pytest

from servicecenter.agreements.model import Clause
from servicecenter.routing.clauses import cited, forwarding_clause, mode_of, person_clause, pledged, scope_clause
from tests.routing.books import book, facts, with_clauses


@pytest.mark.parametrize(
    ("leistung", "expected"),
    [
        ("hundesteuer", ("answer", "§ 4.3")),
        ("baugenehmigung", ("forward", "§ 4.5")),
        (None, (None, "Vereinbarung, Stufe 3")),
    ],
)
def test_the_mode_comes_with_its_clause(leistung, expected):
    asked = facts("geldern", leistung)
    assert mode_of(asked, book("geldern")) == expected
    assert scope_clause(asked, book("geldern")) == expected[1]


def test_persons_and_forwarding_have_their_own_clauses():
    asked = facts("geldern")
    assert (person_clause(asked, book("geldern")), forwarding_clause(book("geldern"), asked)) == ("§ 4.11", "§ 5.1")


def test_without_a_clause_the_stage_is_named_and_without_a_stage_the_agreement():
    bare = with_clauses(book("geldern"), forwarding=None)
    assert forwarding_clause(bare, facts("geldern")) == "Vereinbarung, Stufe 3"
    assert cited(None, facts("geldern", stage=None)) == "Vereinbarung"


def test_a_pledge_whose_words_nobody_knows_is_named_all_the_same():
    known, unknown = Clause(number="12.1", title="Erstes", text="Wir helfen"), Clause(number="12.2", title="Zweites")
    assert pledged([known, unknown]) == "§ 12.1 Erstes: Wir helfen. § 12.2 Zweites: Wortlaut nicht bekannt."
