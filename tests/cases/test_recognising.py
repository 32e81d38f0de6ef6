"""Who calls: what is open for the number, with each office and its date, and nothing of another municipality."""

import pytest

from servicecenter.access.model import Scope
from servicecenter.businesses.model import Particulars
from servicecenter.cases.recognising import Known
from servicecenter.contacts.model import Contact
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel
from tests.cases.conftest import ANNA, BERT, Town

pytestmark = pytest.mark.each_database
NUMBER = "030 23125 044"  # Maria's, of the Trattoria
HAGEN, GELDERN, NOBODYS = "+49 30 23125 500", "+49 30 23125 300", "+49 30 23125 999"


async def rang(town: Town, call: str, dialled: str = HAGEN, caller: str | None = NUMBER) -> Contact:
    return await town.program.desk.ring(call, dialled, caller)


async def known(town: Town, call: str, dialled: str = HAGEN, caller: str | None = NUMBER) -> Known:
    return await town.program.recognising.known(await rang(town, call, dialled, caller))


async def wished(town: Town, call: str, dialled: str = HAGEN, leistung: str = "gewerbeanmeldung") -> Contact:
    """Somebody at the number wishes a callback."""
    contact = await rang(town, call, dialled)
    await town.program.desk.take(ANNA, contact.id)
    await town.program.desk.learn(ANNA, contact.id, leistung=leistung)
    wish = Wish("Fragt nach dem Stand", ReplyChannel.CALLBACK, number=NUMBER)
    return (await town.program.desk.forward(ANNA, contact.id, wish)).contact


async def test_a_business_is_known_by_its_number_with_every_office_and_date(town: Town) -> None:
    case = await town.opened()
    await town.program.desk.hung_up("c1")
    (found,) = (await known(town, "c2")).cases
    assert (found.case.case_number, found.business and found.business.name) == (case.case_number, "Trattoria Beispiel")
    assert {owed.office for owed in found.owed} >= {"bauberatung", "gewerbe"}
    assert all(owed.promise is not None and owed.promise.office == owed.office for owed in found.owed)


async def test_an_office_that_has_ended_its_part_owes_nothing(town: Town) -> None:
    case = await town.opened()
    await town.answered(case, "bauberatung", BERT)
    (found,) = (await known(town, "c2")).cases
    assert "bauberatung" not in {owed.office for owed in found.owed}


async def test_tickets_of_several_offices_stand_in_the_order_of_their_dates(town: Town) -> None:
    first = await wished(town, "c1")
    town.wait(days=1)
    second = await wished(town, "c2", leistung="brandschutzberatung")
    found = (await known(town, "c3")).tickets
    assert [each.ticket.contact for each in found] == [first.id, second.id]
    assert all(each.callback and each.owed.promise and each.owed.office for each in found)
    assert len({each.owed.office for each in found}) == 2


async def test_what_is_part_of_a_case_stands_there_alone(town: Town) -> None:
    await town.opened()
    assert (await known(town, "c2")).tickets == ()


async def test_what_was_taken_back_is_open_no_more(town: Town) -> None:
    await wished(town, "c1")
    (open_one,) = (await known(town, "c2")).tickets
    await town.program.desk.undo(ANNA, open_one.ticket.contact)
    assert (await known(town, "c3")).tickets == ()


@pytest.mark.parametrize("dialled", [GELDERN, NOBODYS])
async def test_another_municipality_and_an_unknown_number_are_told_nothing(town: Town, dialled: str) -> None:
    await town.opened()
    assert await known(town, "c2", dialled) == Known()


@pytest.mark.parametrize("caller", [None, "anonymous", "115", "030 23125 045"])
async def test_who_withholds_the_number_or_calls_from_elsewhere_is_a_stranger(town: Town, caller: str | None) -> None:
    await town.opened()
    assert await known(town, "c2", caller=caller) == Known()


async def test_the_number_is_read_however_it_is_written(town: Town) -> None:
    await wished(town, "c1")
    assert len((await known(town, "c2", caller="030/23 125-044")).tickets) == 1
    assert len((await known(town, "c3", caller="+493023125044")).tickets) == 1


async def test_a_business_that_was_joined_to_another_brings_what_is_open_there(town: Town) -> None:
    case = await town.opened()
    other = await town.program.businesses.make(ANNA, "hagen", Particulars("Trattoria B."))
    await town.program.businesses.merge(ANNA, case.business, other.id)
    (found,) = (await known(town, "c2")).cases
    assert found.case.id == case.id


async def test_the_contact_s_own_matters_are_no_news(town: Town) -> None:
    case = await town.opened()
    own = await town.program.desk.get(Scope.system("test"), case.contact)
    assert await town.program.recognising.known(own) == Known()
