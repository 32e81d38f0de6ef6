from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from servicecenter.contacts.supposing import CaseImpossible, Supposed, assumed, facts_of, faults, suppose, without
from servicecenter.errors import NotFound
from servicecenter.routing.engine import decide
from servicecenter.routing.model import Load
from tests.conftest import MONDAY
from tests.routing.books import book

CASE = Supposed("geldern", MONDAY)


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        pytest.param({"leistung": "einhorn"}, "leistung", "„einhorn“ gibt es nicht", id="leistung"),
        pytest.param({"district": "Moers"}, "district", "Es gibt: Geldern, ", id="district"),
        pytest.param({"away": "mondamt"}, "away", "„mondamt“ gibt es nicht", id="office"),
        pytest.param({"longest": 40}, "waiting", "Wie viele warten, fehlt.", id="a-wait-of-nobody"),
        pytest.param({"stage": 9}, "stage", "Es gibt: 1, 2, 3; 0 heißt außerhalb.", id="stage"),
    ],
)
def test_what_there_is_not_is_said_at_its_field(given, field, says):
    [(at, sentence)] = faults(replace(CASE, **given), book("geldern"))
    assert at == field
    assert says in sentence


def test_a_case_of_what_there_is_has_no_fault():
    case = replace(CASE, leistung="hundesteuer", district="Pont", away="steueramt", stage=0)
    assert list(faults(case, book("geldern"))) == []


async def test_every_fault_is_told_at_once(program):
    with pytest.raises(CaseImpossible) as told:
        await suppose(replace(CASE, leistung="einhorn", stage=9), program.rulebooks, program.knowledge)
    assert [fault["field"] for fault in told.value.details["fields"]] == ["leistung", "stage"]
    assert told.value.details["field"] == "leistung"


async def test_a_day_nobody_can_reckon_with_is_refused(program):
    case = replace(CASE, at=datetime(9999, 12, 31, 23, 30, tzinfo=UTC))  # in Germany there is no such day
    with pytest.raises(CaseImpossible) as told:
        await suppose(case, program.rulebooks, program.knowledge)
    assert told.value.details["field"] == "at"


async def test_a_day_before_the_first_handbook_has_no_rules(program):
    with pytest.raises(NotFound):
        await suppose(replace(CASE, at=datetime(2016, 1, 4, tzinfo=UTC)), program.rulebooks, program.knowledge)


async def test_a_caller_s_words_name_the_leistung_unless_it_is_named(program):
    async def asked(**given):
        return await suppose(replace(CASE, **given), program.rulebooks, program.knowledge)

    by_words = await asked(text="carport bauen")
    assert (by_words.decision.facts.leistung.key, by_words.understood) == ("baugenehmigung", True)
    named = await asked(text="carport bauen", leistung="hundesteuer")
    assert (named.decision.facts.leistung.key, named.understood) == ("hundesteuer", False)
    nothing = await asked(text="xyzzy quux")
    assert (nothing.decision.facts.leistung, nothing.understood) == (None, False)


def test_whoever_is_asked_for_is_looked_up_and_a_load_makes_the_call_wait():
    case = replace(CASE, person="Frau Hundert", waiting=3, longest=40, stage=1)
    facts = facts_of(case, book("geldern"), None, has_article=False)
    assert facts.person.id == "hanna-hundert"
    assert (facts.taken, facts.load, facts.stage.number) == (False, Load(3, 40), 1)


def test_an_office_that_is_away_is_away_in_a_copy_of_the_rules():
    rules = book("geldern")
    held = without(rules, "steueramt", date(2026, 11, 23))
    facts = facts_of(replace(CASE, leistung="hundesteuer"), rules, "hundesteuer", has_article=True)
    reasons = [[verdict.reason for verdict in decide(facts, each).asked] for each in (rules, held)]
    assert ("office-open" in reasons[0], "deputy-open" in reasons[1]) == (True, True)
    assert not rules.directory.is_away(date(2026, 11, 23), office="steueramt")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, []),
        ({"stage": 3}, []),  # it holds anyway
        ({"stage": 1}, ["Angenommen, es gilt Stufe 1."]),
        ({"stage": 0}, ["Angenommen, die Vereinbarung gilt nicht."]),
        ({"away": "steueramt"}, ["Angenommen, die Stelle „Steueramt“ ist an diesem Tag nicht besetzt."]),
    ],
)
def test_what_is_assumed_is_said(given, said):
    assert assumed(replace(CASE, **given), book("geldern")) == said
