"""A part is started once, whoever starts it, and begins the promises of the handbook that begin with the request."""

import asyncio

import pytest

from servicecenter.access.model import Scope
from servicecenter.businesses.model import Particulars
from servicecenter.cases import store
from servicecenter.cases.opening import Opening
from servicecenter.cases.starting import known, start
from servicecenter.database import Database
from tests.cases.conftest import ANNA, BERT, MARIA, Town, part_named

pytestmark = pytest.mark.each_database
ALL = Scope.system("test")


async def test_two_processes_open_one_ticket(town: Town):
    case = await town.opened()
    program = town.program
    await town.answered(case, "bauberatung", BERT)
    other = Database(program.settings.url)

    async def once(db: Database) -> bool:
        async with db.write() as session:
            now = await store.get(session, ALL, case.id)
            what = await known(session, program.cases.letters, now)
            part = part_named(now, "brandschutzberatung")
            return part.ticket is None and await start(session, what, part, town.clock.now(), "system") is not None

    made = await asyncio.gather(once(program.db), once(other))
    await other.close()
    assert sorted(made) == [False, True]
    assert (await town.acts(case)).count("ticket-opened") == 3


async def test_in_recklinghausen_the_advice_is_promised_from_the_request_on(town: Town):
    rang = await town.program.desk.ring("c9", number_of(town, "recklinghausen"), None)
    await town.program.desk.take(ANNA, rang.id)
    await town.program.desk.learn(ANNA, rang.id, business=True)
    business = Particulars("Trattoria Beispiel")
    opening = Opening("restaurant", ("bauberatung",), "Trattoria", "Marl", new=business, someone=MARIA)
    case = await town.program.openings.from_contact(ANNA, rang.id, opening)
    view = await town.program.looking.view(ANNA, case.case_number)
    [ticket] = view.tickets.values()
    assert "gsm-5" in {promise.name for promise in view.promised[ticket.subject]}


def number_of(town: Town, municipality: str) -> str:
    return next(number for number, key in town.program.rulebooks.numbers().items() if key == municipality)
