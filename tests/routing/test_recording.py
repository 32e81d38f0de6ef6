import json
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from servicecenter.routing.engine import decide
from servicecenter.routing.model import Decision, Facts
from servicecenter.routing.recording import (
    SOMEBODY,
    UNRECORDED,
    NotReplayable,
    decision_again,
    facts_again,
    facts_recorded,
    recorded,
)
from tests.routing.books import MONDAY, book, decided, facts

BEFORE = datetime(2020, 1, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("municipality", "given"),
    [
        pytest.param("geldern", {"leistung": "hundesteuer", "has_article": True}, id="a-leistung"),
        pytest.param("kreis-wesel", {"leistung": "kita-platz", "district": "Xanten"}, id="a-district"),
        pytest.param("geldern", {"leistung": "wirtschaftsfoerderung", "business": True}, id="a-business"),
        pytest.param("geldern", {}, id="nothing-known"),
        pytest.param("geldern", {"leistung": "hundesteuer", "at": BEFORE}, id="outside-the-term"),
    ],
)
def test_facts_come_back_as_they_were(municipality, given):
    known = facts(municipality, **given)
    told = json.loads(json.dumps(facts_recorded(known)))
    assert facts_again(told, book(municipality)) == known


def test_every_fact_is_recorded():
    told = facts_recorded(facts("geldern", "hundesteuer"))
    assert {field.name for field in fields(Facts)} - UNRECORDED == told.keys()
    assert told["leistung"] == "hundesteuer"
    assert told["stage"] == 3


def test_a_name_that_was_typed_is_not_kept_and_the_way_is_the_same():
    known = facts("geldern", person_asked="Frau Hundert, es geht um meine Nachbarin")
    told = facts_recorded(known)
    assert "Nachbarin" not in str(told)
    assert told["person"] == "hanna-hundert"
    again = facts_again(told, book("geldern"))
    assert again == replace(known, person_asked=SOMEBODY)
    before, after = (decide(each, book("geldern")) for each in (known, again))
    assert [(step.kind, step.target) for step in before.plan] == [(step.kind, step.target) for step in after.plan]


def test_who_has_left_is_nobody():
    told = facts_recorded(facts("geldern", person_asked="Frau Hundert")) | {"person": "niemand"}
    again = facts_again(told, book("geldern"))
    assert (again.person, again.person_asked) == (None, SOMEBODY)


@pytest.mark.parametrize(
    "change", [{"leistung": "gibt-es-nicht"}, {"stage": 9}, {"at": "gestern"}, {"business": "ja?"}]
)
def test_what_there_is_no_more_cannot_be_replayed(change):
    told = facts_recorded(facts("geldern", "hundesteuer")) | change
    with pytest.raises(NotReplayable):
        facts_again(told, book("geldern"))


def test_facts_that_were_not_recorded_are_none():
    with pytest.raises(NotReplayable):
        facts_again({}, book("geldern"))


def test_a_fact_that_is_asked_later_has_its_default():
    told = facts_recorded(facts("geldern", "hundesteuer")) | {"unknown": 1}
    del told["business"]
    assert facts_again(told, book("geldern")).business is False


def test_the_journal_gets_facts_rules_and_plan():
    kept = recorded(decided("geldern", "baugenehmigung"))
    assert datetime.fromisoformat(kept["facts"]["at"]) == MONDAY
    assert [step["target"] for step in kept["plan"]] == ["bauordnung", "bauordnung"]
    assert {rule["rule"] for rule in kept["asked"]} >= {"agreement", "scope", "callback"}
    json.dumps(kept)


def again(told, municipality="geldern"):
    return decision_again(told, municipality, MONDAY, book(municipality))


@pytest.mark.parametrize("leistung", ["hundesteuer", "fuehrerschein-umtausch", "notfall", "kita-platz"])
def test_a_decision_the_rules_still_lead_to_comes_back_whole(leistung):
    known = decided("geldern", leistung, has_article=True)
    assert again(json.loads(json.dumps(recorded(known)))) == known


def test_of_a_decision_the_rules_lead_to_no_more_only_what_was_kept_is_told():
    told = json.loads(json.dumps(recorded(decided("geldern", "hundesteuer"))))
    told["plan"][0] |= {"target": "mondamt"}
    found = again(told)
    assert recorded(found) == told
    assert [step.target.name for step in found.plan][:2] == ["mondamt", "Zentrale Dienste und Information"]
    assert {step.target.body for step in found.plan[1:]} == {"Stadt Geldern"}
    assert found.facts == facts("geldern", "hundesteuer")


@pytest.mark.parametrize("told", [{}, {"facts": {"leistung": "gibt-es-nicht"}}], ids=["of-old", "of-what-there-was"])
def test_facts_that_were_not_kept_are_not_made_up(told):
    assert again(told) == Decision(Facts("geldern", MONDAY, None), (), ())
