"""The acts on a business over both databases: made, found, changed, joined by a pointer and split again."""

import asyncio

import pytest

from servicecenter.access.model import Scope
from servicecenter.businesses.model import BusinessPerson, Link, Particulars
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.web.program import Program
from tests.cases.conftest import ANNA, BERT, LOTTE, MARIA, NEW, WESEL, Town, town

__all__ = ["town"]
pytestmark = pytest.mark.each_database
ALL = Scope.system("test")


async def found(program: Program, asked: str, who=ANNA) -> list[int]:
    return [each.id for each in await program.businesses.search(Scope.of(who), "hagen", asked)]


async def test_found_by_name_by_number_and_by_case(town: Town):
    case = await town.opened()
    program = town.program
    for asked in ("Tratoria Beispil", f"B-{case.business}", "030 23125 044", case.case_number, "Maria"):
        assert await found(program, asked) == [case.business], asked
    assert await found(program, "Schreinerei") == []
    assert await found(program, "Trattoria", LOTTE) == [case.business]
    assert await found(program, "Trattoria", BERT) == []
    with pytest.raises(NotFound):
        await found(program, "Trattoria", WESEL)


async def test_its_page_has_who_is_in_charge_and_one_history(town: Town):
    case = await town.opened()
    page = await town.program.businesses.page(Scope.of(LOTTE), case.business)
    assert page.in_charge is not None
    assert page.in_charge.office.id == "servicezentrum-wirtschaft"
    assert [link.case_number for link in page.links] == [case.case_number]
    acts = [entry.act for entry in await town.program.businesses.story(page)]
    assert {"contact-rang", "business-made", "case-opened", "ticket-opened"} <= set(acts)


async def test_joined_it_is_shown_there_with_all_that_was_its_own(town: Town):
    case = await town.opened()
    program = town.program
    double = await program.businesses.make(ANNA, "hagen", Particulars("Tratoria Bsp"), BusinessPerson("Nico Neu"))
    await program.businesses.merge(LOTTE, case.business, double.id)
    page = await program.businesses.page(ALL, case.business)
    assert (page.business.id, [each.id for each in page.joined]) == (double.id, [case.business])
    assert {person.name for person in page.people} == {"Nico Neu", MARIA.name}
    assert [link.case_number for link in page.links] == [case.case_number]
    assert await found(program, "Trattoria Beispiel") == [double.id]
    view = await town.view(case)
    assert view.business is not None
    assert view.business.id == double.id


async def test_split_again_both_stand_as_they_stood(town: Town):
    one = await town.program.businesses.make(ANNA, "hagen", NEW, MARIA)
    two = await town.program.businesses.make(ANNA, "hagen", Particulars("Tratoria"))
    three = await town.program.businesses.make(ANNA, "hagen", Particulars("Trattorria"))
    await town.program.businesses.merge(ANNA, three.id, two.id)
    await town.program.businesses.merge(ANNA, two.id, one.id)
    assert len((await town.program.businesses.page(ALL, one.id)).joined) == 2
    await town.program.businesses.split(ANNA, two.id)
    assert (await town.program.businesses.page(ALL, one.id)).joined == ()
    assert [each.id for each in (await town.program.businesses.page(ALL, two.id)).joined] == [three.id]
    with pytest.raises(Conflict):
        await town.program.businesses.split(ANNA, two.id)


async def test_two_that_are_joined_to_each_other_at_once_make_no_circle(town: Town):
    one = await town.program.businesses.make(ANNA, "hagen", NEW)
    two = await town.program.businesses.make(ANNA, "hagen", Particulars("Tratoria"))
    act = town.program.businesses.merge
    made = await asyncio.gather(act(ANNA, one.id, two.id), act(LOTTE, two.id, one.id), return_exceptions=True)
    assert sorted(type(each).__name__ for each in made) == ["Business", "Conflict"]
    assert len((await town.program.businesses.page(ALL, one.id)).joined) == 1


async def test_neither_itself_nor_of_another_town(town: Town):
    one = await town.program.businesses.make(ANNA, "hagen", NEW)
    other = await town.program.businesses.make(ANNA, "dortmund", Particulars("Café", district="Hörde"))
    for into in (one.id, other.id):
        with pytest.raises(Invalid):
            await town.program.businesses.merge(ANNA, one.id, into)


async def test_a_contact_of_another_town_is_not_about_it(town: Town):
    business = await town.program.businesses.make(ANNA, "hagen", NEW)
    contact = await town.program.desk.open_by_hand(ANNA, "geldern")
    link = Link(contact.id, contact.case_number, town.clock.now())
    with pytest.raises(NotFound):
        await town.program.businesses.link(ANNA, business.id, "geldern", link)


async def test_another_district_brings_another_lotse(town: Town):
    business = await town.program.businesses.make(ANNA, "dortmund", Particulars("Café Probe", district="Hörde"))
    assert business.lotse == "dlzw-hoerde"
    moved = await town.program.businesses.change(ANNA, business.id, Particulars("Café Probe", district="Eving"))
    assert moved.lotse == "dlzw-eving"
    with pytest.raises(Invalid):
        await town.program.businesses.change(ANNA, business.id, Particulars("Café Probe", adviser="nobody"))


async def test_where_there_is_no_lotse_the_switchboard_has_it(town: Town):
    business = await town.program.businesses.make(ANNA, "kreis-wesel", Particulars("Hofladen Muster"))
    assert business.lotse == "zentrale"


async def test_somebody_who_left_is_removed_once(town: Town):
    business = await town.program.businesses.make(ANNA, "hagen", NEW, MARIA)
    [maria] = business.people
    await town.program.businesses.remove_person(LOTTE, business.id, maria.id)
    with pytest.raises(Conflict):
        await town.program.businesses.remove_person(LOTTE, business.id, maria.id)
    assert (await town.program.businesses.page(ALL, business.id)).people == ()
