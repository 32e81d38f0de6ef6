"""What Hagen's template to the council (Drucksache 0065/2007) says about its Servicezentrum Wirtschaft and the WFG."""

from datetime import UTC, datetime

import pytest

from servicecenter.routing.model import StepKind
from tests.routing.books import decided, line, only, reasons

SZW = "servicezentrum-wirtschaft"
IN_THE_PROJECT = datetime(2006, 11, 23, 9, tzinfo=UTC)


def asked(leistung: str | None, **more):
    return decided("hagen", leistung, **({"business": True, "has_article": True} | more))


def owing(decision) -> set[str]:
    return {step.target.id for step in decision.plan if step.kind is not StepKind.SAY}


def test_town_land_is_marketed_by_the_wfg_alone():
    """„Der Bereich der Vermarktung städtischer Flächen wird ausschließlich durch die WFG wahrgenommen …“"""
    decision = asked("gewerbeflaechen-vermarktung")
    assert line(decision) == [("say", "wfg")]
    assert reasons(decision)["demarcation"] == "told-apart"
    verdict = next(each for each in decision.asked if each.rule == "demarcation")
    assert verdict.evidence["not"] == "Servicezentrum Wirtschaft (SZW)"


def test_retail_is_the_servicezentrum_s_alone():
    """„Der Bereich des Einzelhandels ist dabei in der ausschließlichen Zuständigkeit des SZW.“"""
    decision = asked("einzelhandel")
    assert owing(decision) == {SZW}
    assert "wfg" not in {step.target.id for step in decision.plan}


def test_in_finding_sites_both_complement_each_other_by_rule():
    """„… während sich WFG und SZW nach festgelegten Regeln bei der Flächenvermittlung ergänzen.“"""
    decision = asked("flaechenvermittlung")
    assert line(decision)[0] == ("say", "wfg")
    assert (reasons(decision)["demarcation"], owing(decision)) == ("told-apart-together", {SZW})


@pytest.mark.parametrize("business", [True, False], ids=["business", "citizen"])
@pytest.mark.parametrize("leistung", ["gewerbeflaechen-vermarktung", "einzelhandel", "flaechenvermittlung"])
def test_the_boundary_holds_whoever_calls(leistung, business):
    assert reasons(asked(leistung, business=business))["demarcation"].startswith("told-apart")


def test_advice_on_commercial_buildings_is_the_servicezentrum_s():
    """„die Übertragung der Beratungsstelle für gewerbliche Bauten auf das SZW“"""
    assert owing(asked("bauberatung-gewerbe")) == {SZW}
    assert owing(asked("bauberatung-gewerbe", business=False)) == {SZW}


@pytest.mark.parametrize(
    "leistung",
    ["wirtschaftsfoerderung", "existenzgruendung", "gewerbeanmeldung", "gaststaette", "baugenehmigung", None],
)
def test_one_contact_is_in_charge_for_a_business(leistung):
    """„… aus einer Hand betreut werden und … keine Notwendigkeit besteht, selbstständig anderweitige Kontakte …“"""
    assert owing(asked(leistung, has_article=False)) == {SZW}


@pytest.mark.parametrize(("leistung", "office"), [("sperrmuell", "abfall"), ("gewerbesteuer", "steueramt")])
def test_it_is_not_responsible_for_everything(leistung, office):
    """„Lediglich der Ansatz der Allzuständigkeit lässt sich in der Praxis … nicht realisieren“"""
    assert only(asked(leistung), StepKind.TICKET).target.id == office


def test_citizens_go_to_the_office():
    assert only(asked("baugenehmigung", business=False), StepKind.TICKET).target.id == "bauordnung"


def test_in_the_project_it_did_not_advise_on_buildings_yet():
    """The advice is one of the changes by which the project becomes permanent."""
    decision = asked("baugenehmigung", at=IN_THE_PROJECT, has_article=False)
    assert reasons(decision)["agreement"] == "test-phase"
    assert only(decision, StepKind.TICKET).target.id == "bauordnung"
