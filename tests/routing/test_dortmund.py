"""What Dortmund says about its Dienstleistungszentrum Wirtschaft (DLZW), and what the mark RAL-GZ 981 asks."""

import pytest

from servicecenter.routing.model import StepKind
from servicecenter.routing.words import to_say
from tests.routing.books import book, decided, line, only, reasons

DISTRICTS = {
    "Innenstadt-West", "Innenstadt-Nord", "Innenstadt-Ost", "Eving", "Scharnhorst", "Brackel", "Aplerbeck", "Hörde",
    "Hombruch", "Lütgendortmund", "Huckarde", "Mengede",
}  # fmt: skip
AREAS = ["baugenehmigung", "brandschutzberatung", "gewerbeanmeldung", "flaechenvermittlung", "existenzgruendung"]


def asked(leistung: str | None, district: str | None = None, **more):
    return decided("dortmund", leistung, district=district, **({"business": True} | more))


def test_every_one_of_the_twelve_districts_has_its_own_adviser():
    """„In allen 12 Dortmunder Bezirken … Pro Bezirk … jeweils ein Mitglied … als fester Ansprechpartner“"""
    directory = book("dortmund").directory
    assert set(directory.municipality.districts) == DISTRICTS
    advisers = {asked("wirtschaftsfoerderung", place).plan[0].target.id for place in DISTRICTS}
    assert len(advisers) == 12
    assert {person.office for person in directory.person} == advisers


@pytest.mark.parametrize("leistung", AREAS)
def test_the_adviser_is_the_one_contact(leistung):
    """„Egal ob Baugenehmigung, Brandschutzberatung, Gewerbemeldungen oder Immobilienvermittlungen …“"""
    decision = asked(leistung, "Hörde")
    assert {step.target.id for step in decision.plan if step.kind is not StepKind.TRANSFER} == {"dlzw-hoerde"}
    assert line(decision)[0] == ("transfer", "dlzw-hoerde")
    assert reasons(decision)["lotse"] == "lotse-of-district"


def test_without_the_district_it_is_asked_for():
    (step,) = asked("baugenehmigung").plan
    assert (step.reason, to_say(step)) == (
        "ask-for-lotse-s-district", "In welchem Ort oder Stadtbezirk hat Ihr Betrieb seinen Sitz?",
    )  # fmt: skip


def test_the_team_stands_in_for_its_adviser():
    """Its fourteen members are one team."""
    assert line(asked("gewerbeanmeldung", "Eving"))[1] == ("transfer", "dlzw")


def test_a_citizen_s_building_permit_is_the_office_s():
    assert only(asked("baugenehmigung", "Hörde", business=False), StepKind.TICKET).target.id == "bauordnung"


@pytest.mark.parametrize(
    ("name", "days", "clause"),
    [
        ("ral-a", 3, "§ 6.1"),
        ("ral-b", 7, "§ 6.2"),
        ("ral-d", 40, "§ 6.4"),
        ("ral-e", 15, "§ 6.5"),
        ("ral-f", 3, "§ 6.6"),
        ("ral-g", 5, "§ 6.7"),
        ("callback", 1, "§ 6.10"),
    ],
)
def test_the_criteria_of_the_mark_are_periods_that_are_counted(name, days, clause):
    """„So dürfen bei Verwaltungsangelegenheiten … festgelegte Bearbeitungsfristen nicht überschritten werden.“"""
    found = book("dortmund").handbook.promise(name)
    assert found is not None
    assert (found[0].working_days, found[1].cited) == (days, clause)


def test_there_are_fourteen_criteria_and_a_period_no_source_gives_is_left_out():
    clauses = [clause for clause in book("dortmund").handbook.clause if clause.title.startswith("RAL ")]
    assert [clause.title[4] for clause in clauses] == list("abcdefghijklmn")
    assert {clause.title[4] for clause in clauses if clause.promise is None} == set("chiklmn")


def test_what_the_mark_promises_about_a_building_permit_is_told():
    verdict = next(each for each in asked("baugenehmigung", "Hörde").asked if each.rule == "promised")
    assert verdict.evidence["why"].count("§ 6.") == 3
