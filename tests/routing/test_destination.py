"""To whom a concern belongs, and who stands in."""

import pytest

from servicecenter.directory.model import Absence
from servicecenter.routing.destination import first_of, lotse_for, office_for, stand_in, unreachable
from tests.routing.books import (
    MONDAY,
    WEDNESDAY_EVENING,
    book,
    facts,
    with_directory,
    with_more,
    with_office,
    without_lotse,
)

LOTSE = {"number": "4.12", "lotse": {"groups": ["bauen"]}}
EVERYTHING = {"number": "4.12", "lotse": {}}


def town():
    """Geldern with a Lotse for building, and one of its own for Veert."""
    given = with_office(with_more(without_lotse(), LOTSE), id="lotse-a", name="Lotse", does=("lotse",))
    return with_office(given, id="lotse-veert", name="Lotse Veert", does=("lotse",), district="Veert")


@pytest.mark.parametrize(
    ("district", "expected"),
    [(None, "lotse-a"), ("Walbeck", "lotse-a"), ("Veert", "lotse-veert"), ("anderswo", "lotse-a")],
)
def test_the_lotse_of_the_district_comes_before_that_of_all(district, expected):
    found = lotse_for(facts("geldern", "baugenehmigung", district=district, business=True), town())
    assert found is not None
    assert found.id == expected


@pytest.mark.parametrize(
    ("leistung", "business"),
    [
        pytest.param("baugenehmigung", False, id="a-citizen"),
        pytest.param("hundesteuer", True, id="another-group"),
    ],
)
def test_others_have_no_lotse(leistung, business):
    assert lotse_for(facts("geldern", leistung, business=business), town()) is None


def test_a_business_that_cannot_name_its_concern_is_the_lotse_s():
    found = office_for(facts("geldern", business=True), town())
    assert found is not None
    assert found.id == "lotse-a"


@pytest.mark.parametrize("leistung", ["kindeswohl", "wohngeld", "buergergeld", "finanzamt", "ruhestoerung"])
def test_danger_social_data_and_what_is_no_task_here_are_not_the_lotse_s_even_where_everything_is(leistung):
    rulebook = with_office(with_more(without_lotse(), EVERYTHING), id="lotse", name="Lotse")
    assert lotse_for(facts("geldern", "hundesteuer", business=True), rulebook) is not None
    assert lotse_for(facts("geldern", leistung, business=True), rulebook) is None


def test_a_lotse_s_clause_may_hold_for_some_stages():
    rulebook = with_office(with_more(without_lotse(), EVERYTHING | {"lotse": {"stages": [1]}}), id="lotse", name="L")
    stages = {stage.number: stage for stage in rulebook.agreement.stage}
    found = [lotse_for(facts("geldern", business=True, stage=stages[n]), rulebook) for n in (1, 3)]
    assert [office and office.id for office in found] == ["lotse", None]


def test_of_equal_lotsen_the_longest_idle_is_rung_then_the_lowest_id():
    rulebook = with_office(town(), id="lotse-b", name="Lotse B", does=("lotse",))
    ask = {"business": True, "leistung": "baugenehmigung"}
    assert lotse_for(facts("geldern", **ask), rulebook).id == "lotse-a"
    assert lotse_for(facts("geldern", **ask, idle={"lotse-a": 5, "lotse-b": 60}), rulebook).id == "lotse-b"
    assert first_of(rulebook.directory.lotsen[:2], {"lotse-a": 7, "lotse-veert": 7}).id == "lotse-a"


# Deputies stand in one after the other


def chain(**away):
    """Standesamt, Bürgerbüro, Zentrale: each stands in for the one before."""
    order = {"standesamt": "buergerbuero", "buergerbuero": "zentrale", "zentrale": None}
    offices = [
        office.model_dump() | ({"deputy": order[office.id]} if office.id in order else {})
        for office in book("geldern").directory.office
    ]
    absences = [Absence(office=office, first=MONDAY.date()).model_dump() for office in away.get("away", ())]
    return with_directory(book("geldern"), office=offices, absence=absences)


@pytest.mark.parametrize(
    ("away", "expected"), [((), "buergerbuero"), (("buergerbuero",), "zentrale"), (("buergerbuero", "zentrale"), None)]
)
def test_where_the_deputy_is_away_the_deputy_s_deputy_stands_in(away, expected):
    rulebook = chain(away=away)
    found = stand_in(rulebook.directory.offices["standesamt"], facts("geldern"), rulebook)
    assert (found and found.id) == expected


def test_a_circle_of_deputies_ends():
    offices = [
        office.model_dump() | ({"deputy": "zentrale", "transfer": False} if office.id == "buergerbuero" else {})
        for office in book("geldern").directory.office
    ]
    rulebook = with_directory(book("geldern"), office=offices)
    found = stand_in(rulebook.directory.offices["buergerbuero"], facts("geldern", at=WEDNESDAY_EVENING), rulebook)
    assert found is None


@pytest.mark.parametrize(
    ("office", "at", "expected"),
    [
        ("buergerbuero", MONDAY, None),
        ("buergerbuero", WEDNESDAY_EVENING, "office-closed"),
        ("bauordnung", MONDAY, "takes-no-calls"),
    ],
)
def test_why_an_office_cannot_be_rung(office, at, expected):
    rulebook = book("geldern")
    assert unreachable(rulebook.directory.offices[office], facts("geldern", at=at), rulebook) == expected
