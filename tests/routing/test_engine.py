"""No concern ends nowhere: every Leistung, district, caller and stage, at any instant of a week."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicecenter.routing.engine import decide
from servicecenter.routing.model import Facts, Load, StepKind
from servicecenter.routing.rules import RULES
from servicecenter.routing.words import REASONS, step_line, to_say, why
from tests.routing.books import book, content, decided, facts

SAID_WITHOUT_A_NUMBER = {"ask-for-district", "ask-for-lotse-s-district", "several-fit", "answer-at-desk"}
WEEK = datetime(2026, 11, 23, tzinfo=UTC)
MUNICIPALITIES = ("dortmund", "geldern", "hagen", "kreis-wesel", "muenster", "recklinghausen")


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    rulebook = book(draw(st.sampled_from(MUNICIPALITIES)))
    asked = draw(st.sampled_from([None, "Frau Maier", "Frau Mayr", "niemand"]))
    return facts(
        rulebook.municipality,
        draw(st.sampled_from([None, *rulebook.catalogue.by_key])),
        WEEK + timedelta(minutes=draw(st.integers(0, 7 * 24 * 60))),
        district=draw(st.sampled_from([None, "anderswo", *rulebook.directory.municipality.districts])),
        business=draw(st.booleans()),
        taken=draw(st.booleans()),
        load=draw(st.sampled_from([Load(), Load(99, 999)])),
        stage=draw(st.sampled_from([None, *rulebook.agreement.stage])),
        has_article=draw(st.booleans()),
        **({"person_asked": asked} if asked else {}),
    )


def check(given_facts: Facts) -> None:
    rulebook = book(given_facts.municipality)
    decision = decide(given_facts, rulebook)
    assert decision.plan
    for step in decision.plan:
        assert "" not in (step.rule, step.clause, step_line(step))
        assert step.reason in REASONS
        assert step.target.inside or step.kind in {StepKind.SAY, StepKind.TRANSFER}
        assert step.target.phone or step.reason in SAID_WITHOUT_A_NUMBER
        assert "  " not in to_say(step)
        assert ",." not in to_say(step)
    assert all(verdict.reason in REASONS and why(verdict) for verdict in decision.asked)


@settings(max_examples=300, deadline=None)
@given(any_facts())
def test_no_plan_is_empty_or_unexplained_and_the_same_facts_give_the_same(given_facts):
    check(given_facts)
    rulebook = book(given_facts.municipality)
    assert decide(given_facts, rulebook) == decide(given_facts, rulebook)


@pytest.mark.parametrize("municipality", MUNICIPALITIES)
@pytest.mark.parametrize("hour", [10, 68], ids=["open", "night"])
def test_every_leistung_in_every_district_and_stage_has_a_way(municipality, hour):
    rulebook = book(municipality)
    for leistung in rulebook.catalogue.by_key:
        for district in (None, *rulebook.directory.municipality.districts):
            for stage in (None, *rulebook.agreement.stage):
                for business in (False, True):
                    at = WEEK + timedelta(hours=hour)
                    check(facts(municipality, leistung, at, district=district, stage=stage, business=business))


@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_where_the_district_is_known_it_is_not_asked_for(municipality):
    rulebook = book(municipality)
    for leistung in rulebook.catalogue.by_key:
        for district in rulebook.directory.municipality.districts:
            assert decided(municipality, leistung, district=district).plan[0].reason != "ask-for-district"


def test_the_asking_ends_with_the_first_rule_that_says_so():
    assert [verdict.rule for verdict in decided("geldern", "kfz-zulassung").asked] == [
        "emergency", "agreement", "overload", "person", "demarcation", "lotse", "district", "body",
    ]  # fmt: skip


def test_without_such_a_rule_all_are_asked():
    assert len(decided("geldern", "hundesteuer").asked) == len(RULES)


def test_the_content_is_that_of_the_five_founding_documents_and_the_operator():
    assert set(content().agreements) == set(MUNICIPALITIES)
