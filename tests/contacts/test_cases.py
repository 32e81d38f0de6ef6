from datetime import timedelta

import pytest

from servicecenter.access.model import Scope
from servicecenter.contacts import case_number, cases
from servicecenter.contacts.case_number import CaseNumberWrong
from servicecenter.contacts.model import ContactState, Outcome
from servicecenter.errors import NotFound
from tests.conftest import MONDAY

ALL, WESEL = Scope.system("test"), Scope.municipality("kreis-wesel")


@pytest.fixture
async def closed(program, agent, clock):
    """Three contacts, the newest last: Geldern referred, Wesel without concern, Geldern still open."""
    made = []
    for municipality, outcome in (
        ("geldern", Outcome.REFERRED),
        ("kreis-wesel", Outcome.NO_CONCERN),
        ("geldern", None),
    ):
        contact = await program.desk.open_by_hand(agent, municipality)
        if outcome:
            await program.desk.close(agent, contact.id, outcome)
        made.append(contact)
        clock.advance(timedelta(minutes=1))
    return made


async def test_a_case_is_found_by_the_spoken_number(program, closed):
    assert (await cases.find(program.db, ALL, case_number.shown(closed[0].case_number))).id == closed[0].id


async def test_a_case_of_another_municipality_is_not_found(program, closed):
    with pytest.raises(NotFound):
        await cases.find(program.db, WESEL, closed[0].case_number)


async def test_a_number_that_is_none_is_refused(program):
    with pytest.raises(CaseNumberWrong):
        await cases.find(program.db, ALL, "1234")


@pytest.mark.parametrize(
    ("scope", "chosen", "expected"),
    [
        (ALL, {}, [2, 1, 0]),
        (WESEL, {}, [1]),
        (ALL, {"state": ContactState.OPEN}, [2]),
        (ALL, {"outcomes": (Outcome.REFERRED,)}, [0]),
        (ALL, {"since": MONDAY + timedelta(minutes=1)}, [2, 1]),
        (ALL, {"taken_calls": True}, []),
    ],
    ids=["all", "one municipality", "open", "outcome", "since", "calls"],
)
async def test_the_latest_contacts_are_chosen(program, closed, scope, chosen, expected):
    found = await cases.latest(program.db, scope, 10, **chosen)
    assert [contact.id for contact in found] == [closed[index].id for index in expected]


async def test_no_more_than_asked_for(program, closed):
    assert len(await cases.latest(program.db, ALL, 2)) == 2


async def test_case_numbers_lead_to_contacts_within_the_scope(program, closed):
    numbers = [contact.case_number for contact in closed]
    assert await cases.ids(program.db, ALL, numbers) == {contact.case_number: contact.id for contact in closed}
    assert await cases.ids(program.db, WESEL, numbers) == {closed[1].case_number: closed[1].id}


async def test_the_story_is_told_in_order(program, closed):
    acts = [entry.act for entry in await cases.story(program.db, ALL, closed[0])]
    assert acts == ["contact-opened-by-hand", "contact-referred"]
    assert await cases.story(program.db, WESEL, closed[0]) == []
