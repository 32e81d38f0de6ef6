"""What the Gütesiegelgemeinschaft Serviceversprechen Mittelstand (GSM) of Kreis Recklinghausen promises."""

from datetime import UTC, date, datetime

import pytest

from servicecenter.promises.terms import Terms
from servicecenter.routing.model import StepKind
from tests.routing.books import MONDAY, book, decided, line, only, reasons

TOWNS = (
    "Castrop-Rauxel", "Datteln", "Dorsten", "Gladbeck", "Haltern am See", "Herten", "Marl", "Oer-Erkenschwick",
    "Recklinghausen", "Waltrop",
)  # fmt: skip
AREAS = ["wirtschaftsfoerderung", "gewerbeanmeldung", "baugenehmigung"]


def asked(leistung: str | None, district: str | None = None, **more):
    return decided("recklinghausen", leistung, district=district, **({"business": True} | more))


def slug(town: str) -> str:
    return town.lower().replace(" ", "-")


@pytest.mark.parametrize("town", TOWNS)
@pytest.mark.parametrize("leistung", AREAS)
def test_each_of_the_ten_towns_has_its_lotse_in_the_three_areas(town, leistung):
    """1. „… einen Lotsen, der sich zentral Ihrer Anliegen annimmt“, 9. „… einen erwünschten Rückruf …“"""
    decision = asked(leistung, town)
    assert only(decision, StepKind.TICKET).target.id == f"lotse-{slug(town)}"
    callback = only(decision, StepKind.CALLBACK)
    assert (callback.target.id, callback.clause, callback.due_on) == (
        f"lotse-{slug(town)}", "§ 6.9", date(2026, 11, 25),
    )  # fmt: skip
    assert next(each for each in decision.asked if each.rule == "lotse").clause == "§ 6.1"


def test_the_kreis_has_one_too_and_asks_for_the_town():
    """„Lotsen … finden Sie … in jeder Stadt- und der Kreisverwaltung.“"""
    assert line(asked("baugenehmigung"))[:2] == [("say", "recklinghausen"), ("transfer", "lotse-kreis")]


def test_who_does_not_know_the_right_office_goes_to_the_lotse():
    """„… wenn Sie das richtige Fachamt … oder Ihren direkten Ansprechpartner … nicht kennen“"""
    assert only(asked(None, "Marl"), StepKind.TICKET).target.id == "lotse-marl"


def test_a_citizen_s_building_permit_is_the_town_s_and_promised_as_well():
    decision = asked("baugenehmigung", "Dorsten", business=False)
    assert line(decision)[-2:] == [("ticket", "bauordnung-dorsten"), ("callback", "bauordnung-dorsten")]
    assert only(decision, StepKind.TICKET).target.inside


def test_outside_the_three_areas_a_town_hall_owes_nothing():
    """„… in den drei Verwaltungsbereichen Wirtschaftsförderung, Gewerbemeldung und Bauordnung“"""
    assert line(asked("personalausweis", "Dorsten", business=False)) == [("say", "rathaus-dorsten")]


@pytest.mark.parametrize(("town", "office"), [("Marl", "rathaus-marl"), ("Datteln", "auslaenderbehoerde")])
def test_the_status_of_the_town_decides_who_does_it(town, office):
    """Six of the ten are Große, four Mittlere kreisangehörige Städte."""
    assert asked("aufenthaltstitel", town, business=False).plan[-1].target.id == office


@pytest.mark.parametrize(
    ("name", "clause", "due_on"),
    [
        ("gsm-3", "§ 6.3", date(2026, 11, 24)),
        ("gsm-4", "§ 6.4", date(2026, 12, 2)),
        ("gsm-5", "§ 6.5", date(2026, 11, 26)),
        ("gsm-6", "§ 6.6", date(2026, 12, 11)),
        ("gsm-7", "§ 6.7", date(2027, 1, 18)),
        ("callback", "§ 6.9", date(2026, 11, 25)),
    ],
)
def test_the_promises_with_a_period_have_their_last_day(name, clause, due_on):
    """Made on Monday 23.11.2026: „innerhalb eines Arbeitstages“, „in sieben Arbeitstagen“, … „von acht Wochen“."""
    rulebook = book("recklinghausen")
    promised = rulebook.handbook.promise(name)
    assert promised is not None
    terms = Terms.of(*promised, rulebook.calendars, rulebook.central_office, MONDAY)
    assert (terms.clause, terms.due_on) == (clause, due_on)


def test_there_are_eleven_promises():
    titles = [clause.title for clause in book("recklinghausen").handbook.clause]
    assert [title.split(":")[0] for title in titles if title.startswith("Serviceversprechen")] == [
        f"Serviceversprechen {number}" for number in range(1, 12)
    ]


def test_what_is_promised_about_a_building_permit_is_told_with_it():
    """4. and 7.: „… wenn Sie eine Bauberatung in Anspruch genommen haben“"""
    verdict = next(each for each in asked("baugenehmigung", "Marl").asked if each.rule == "promised")
    assert "§ 6.4:" in verdict.evidence["why"]
    assert "wenn Sie eine Bauberatung" in verdict.evidence["why"]


def test_a_complaint_goes_to_the_central_office_for_complaints():
    """11. „… eine zentrale Beschwerdemöglichkeit, falls es doch einmal nicht funktioniert.“"""
    assert only(asked("beschwerde", "Marl"), StepKind.TICKET).target.id == "beschwerdecenter"


# The partners of the supplementary agreement


@pytest.mark.parametrize(
    ("leistung", "office"),
    [("handwerksrolle", "handwerkskammer"), ("kammer", "kammer"), ("immissionsschutz", "bezirksregierung")],
)
def test_a_partner_is_named_with_its_five_promises_whose_wording_nobody_knows(leistung, office):
    """„Die Zusatzvereinbarung konzentriert sich im Kern auf fünf sog. Kooperationsversprechen …“"""
    (step,) = asked(leistung, "Marl").plan
    assert (step.kind, step.target.id, step.reason) == (StepKind.SAY, office, "partner-promised")
    assert step.evidence["promised"].count("Wortlaut nicht bekannt") == 5


def test_no_callback_is_promised_in_a_partner_s_name():
    """They promised freely and unknown to us: nothing is counted that nobody has read."""
    assert asked("handwerksrolle").first(StepKind.CALLBACK) is None


def test_the_partners_are_those_who_signed():
    clauses = [clause for clause in book("recklinghausen").handbook.clause if clause.partners]
    assert len(clauses) == 5
    assert {len(clause.partners) for clause in clauses} == {14}
    assert {clause.text for clause in clauses} == {""}


def test_before_the_agreement_nothing_was_promised():
    """„Die GSM wurde am 15. Juli 2004 … gegründet.“"""
    day_before = datetime(2004, 7, 14, 9, tzinfo=UTC)
    assert reasons(asked("baugenehmigung", "Marl", at=day_before))["agreement"] == "no-stage"
