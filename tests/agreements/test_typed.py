"""A handbook through the form and back: nothing is lost, and what is wrong is kept and named."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from servicecenter.agreements.model import Handbook
from servicecenter.agreements.typed import TypedClause, TypedHandbook, beginning_on, text_of, typed_of
from servicecenter.documents.reading import Unreadable, read

OWN = sorted((Path(__file__).parents[2] / "kb_content").glob("*/handbook/*.toml"))
HEAD = {"municipality": "geldern", "title": "Handbuch", "valid_from": date(2027, 1, 1)}


def handbook(*clauses: TypedClause) -> Handbook:
    return read(text_of(TypedHandbook(HEAD, clauses)), Handbook, "x.toml")


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.parent.parent.name)
def test_a_handbook_that_is_opened_and_saved_says_what_it_said(path: Path):
    text = path.read_text(encoding="utf-8")
    again = text_of(typed_of(text))
    assert read(again, Handbook, "x") == read(text, Handbook, "x")
    assert text_of(typed_of(again)) == again


def test_numbers_lists_and_flags_are_typed_as_people_write_them():
    rules = {
        "scope": {"stages": "2, 3", "groups": "bauen,\n steuern", "leistungen": "", "mode": "forward"},
        "promise": {"name": "callback", "working_days": "2", "at_risk_hours": "2,5", "local_closings": "ja"},
        "forwarding": {"transfer": "ja", "ticket": "", "ring_seconds": ""},
        "greeting": {"": " Guten Tag. "},
    }
    (clause,) = handbook(TypedClause("1.1", rules=rules)).clause
    assert (clause.scope.stages, clause.scope.groups) == ((2, 3), ("bauen", "steuern"))
    assert (clause.promise.working_days, clause.promise.at_risk_hours, clause.promise.local_closings) == (2, 2.5, True)
    assert (clause.forwarding.transfer, clause.forwarding.ticket, clause.forwarding.ring_seconds) == (True, False, 20)
    assert clause.greeting == "Guten Tag."


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        pytest.param({"promise": {"name": "reply", "weeks": "zwei"}}, "clause.1.promise.weeks", id="a word"),
        pytest.param({"promise": {"name": "callback"}}, "clause.1.promise", id="no period"),
        pytest.param({"scope": {"mode": "vielleicht"}}, "clause.1.scope.mode", id="no such mode"),
        pytest.param({"scope": {"stages": "1, zwei", "mode": "out"}}, "clause.1.scope.stages.2", id="no stage"),
    ],
)
def test_what_is_wrong_is_kept_as_typed_and_named(rules, field):
    text = text_of(TypedHandbook(HEAD, [TypedClause("1.1", rules=rules)]))
    with pytest.raises(Unreadable) as caught:
        read(text, Handbook, "x.toml")
    assert [fault.field for fault in caught.value.faults] == [field]
    assert text_of(typed_of(text)) == text


def test_a_new_version_begins_on_its_day_and_has_no_end_of_its_own():
    text = text_of(TypedHandbook(HEAD | {"valid_until": date(2027, 12, 31)}, [TypedClause("1.1", title="Zweck")]))
    made = read(beginning_on(text, date(2028, 1, 1)), Handbook, "x")
    assert (made.valid_from, made.valid_until, made.title) == (date(2028, 1, 1), None, "Handbuch")
    assert made.clause == read(text, Handbook, "x").clause


def test_a_clause_keeps_its_place_and_its_sample_mark():
    first, second = TypedClause("1.1", sample=True), TypedClause("1.2", title="Zwei")
    assert [clause.number for clause in handbook(second, first).clause] == ["1.2", "1.1"]
    assert handbook(replace(first, text="Text")).clause[0].sample
