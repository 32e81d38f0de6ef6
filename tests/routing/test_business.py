"""Bodies told apart by a written rule, and the guide every business has."""

from servicecenter.routing.engine import decide
from servicecenter.routing.model import StepKind
from servicecenter.routing.words import to_say, why
from tests.routing.books import (
    book,
    decided,
    facts,
    line,
    only,
    reasons,
    with_directory,
    with_more,
    with_office,
    without_lotse,
)

RULE = "Das tut allein die Gesellschaft."
LOTSE = {"number": "4.12", "text": "Betriebe gehen zum Lotsen.", "lotse": {"groups": ["bauen"]}}


def apart(*chosen: str, business: bool = False):
    """Trade registration, where two offices seem right."""
    entry = {"leistung": "gewerbeanmeldung", "offices": ["gewerbe", "jobcenter"], "chosen": chosen, "rule": RULE}
    rulebook = with_directory(book("geldern"), demarcation=[entry])
    return decide(facts("geldern", "gewerbeanmeldung", business=business), rulebook)


def test_nothing_is_told_apart_where_no_rule_says_so():
    assert reasons(decided("geldern", "gewerbeanmeldung"))["demarcation"] == "nothing-to-tell-apart"


def test_where_one_does_it_alone_the_rule_is_told_and_the_other_is_named_as_not_responsible():
    verdict = next(each for each in apart("gewerbe").asked if each.rule == "demarcation")
    assert (verdict.reason, verdict.steps, verdict.evidence["not"]) == (
        "told-apart", (), "Jobcenter Kreis Kleve, Standort Geldern",
    )  # fmt: skip
    assert why(verdict).startswith(RULE)
    assert only(apart("gewerbe"), StepKind.TICKET).target.id == "gewerbe"


def test_where_the_other_does_it_alone_its_number_is_said_and_nothing_is_owed():
    assert line(apart("jobcenter")) == [("say", "jobcenter")]


def test_where_both_do_it_the_first_leads_and_the_other_is_said():
    decision = apart("gewerbe", "jobcenter")
    assert reasons(decision)["demarcation"] == "told-apart-together"
    assert line(decision)[0] == ("say", "jobcenter")
    assert to_say(decision.plan[0]).startswith("Auch diese Stelle hilft Ihnen dabei: Jobcenter Kreis Kleve")
    assert only(decision, StepKind.TICKET).target.id == "gewerbe"


def test_a_written_rule_is_more_precise_than_a_lotse():
    lotse = {"number": "4.12", "lotse": {"groups": ["gewerbe"]}}
    entry = {"leistung": "gewerbeanmeldung", "offices": ["gewerbe", "lotse"], "chosen": ["gewerbe"], "rule": RULE}
    rulebook = with_office(with_more(book("geldern"), lotse), id="lotse", name="Lotse")
    rulebook = with_directory(rulebook, demarcation=[entry])
    asked = facts("geldern", "gewerbeanmeldung", business=True)
    assert only(decide(asked, rulebook), StepKind.TICKET).target.id == "gewerbe"


def lotse_in(*districts: str | None):
    rulebook = with_more(without_lotse(), LOTSE)
    for district in districts:
        name = (district or "alle").lower()
        rulebook = with_office(rulebook, id=f"lotse-{name}", name=name, does=("lotse",), district=district)
    return rulebook


def test_a_business_goes_to_its_lotse_with_ticket_and_callback():
    decision = decide(facts("geldern", "baugenehmigung", business=True), lotse_in(None))
    assert line(decision) == [(kind, "lotse-alle") for kind in ("transfer", "ticket", "callback")]
    assert (reasons(decision)["lotse"], reasons(decision)["body"]) == ("lotse-of-all", "lotse-first")
    verdict = next(each for each in decision.asked if each.rule == "lotse")
    assert (verdict.clause, verdict.evidence["why"]) == ("§ 4.12", "Betriebe gehen zum Lotsen.")


def test_a_citizen_with_the_same_concern_goes_to_the_office():
    decision = decide(facts("geldern", "baugenehmigung"), lotse_in(None))
    assert line(decision) == [("ticket", "bauordnung"), ("callback", "bauordnung")]
    assert reasons(decision)["lotse"] == "no-business"


def test_where_every_district_has_its_adviser_the_place_is_asked_first():
    decision = decide(facts("geldern", "baugenehmigung", business=True), lotse_in("Veert", "Pont"))
    assert line(decision) == [("say", "geldern")]
    assert decision.plan[0].evidence["places"] == "Veert, Pont"
    assert to_say(decision.plan[0]).startswith("In welchem Ort oder Stadtbezirk")


def test_with_an_adviser_for_all_beside_the_plan_goes_on():
    decision = decide(facts("geldern", "baugenehmigung", business=True), lotse_in("Veert", None))
    assert line(decision)[:2] == [("say", "geldern"), ("transfer", "lotse-alle")]


def test_the_district_s_adviser_is_chosen_without_asking():
    decision = decide(facts("geldern", "baugenehmigung", business=True, district="Veert"), lotse_in("Veert", "Pont"))
    assert line(decision)[0] == ("transfer", "lotse-veert")
    assert reasons(decision)["lotse"] == "lotse-of-district"


def test_a_district_without_adviser_falls_back_to_the_office():
    asked = facts("geldern", "baugenehmigung", business=True, district="Walbeck")
    decision = decide(asked, lotse_in("Veert"))
    assert reasons(decision)["lotse"] == "no-lotse-there"
    assert only(decision, StepKind.TICKET).target.id == "bauordnung"


def test_what_the_lotse_asks_goes_to_the_office_itself():
    asked = decided("hagen", "bauberatung", business=True)
    guided = decided("hagen", "bauberatung", business=True, guided=True)
    assert asked.first(StepKind.TICKET).target.id == "servicezentrum-wirtschaft"
    assert guided.first(StepKind.TICKET).target.id == "bauberatung"
    assert reasons(guided)["lotse"] == "lotse-asks"
