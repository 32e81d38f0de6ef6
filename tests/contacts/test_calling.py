"""What a call does to its contact where nobody clicks: put through, turned away."""

import pytest

from servicecenter.contacts import calling
from servicecenter.contacts.model import ContactState, Outcome
from servicecenter.errors import Conflict

from .conftest import ALEX, ALL, ANNA, CALLER, GELDERN, Centre


@pytest.mark.each_database
async def test_a_call_that_is_put_through_takes_its_contact_along(centre: Centre) -> None:
    await centre.desk.ring("c1", GELDERN, CALLER)
    for person in (ANNA, ANNA, ALEX):  # told again; then it came back to somebody else
        await calling.put_through(centre.desk, person, "c1")
        contact = await centre.desk.of_call("c1")
        assert contact is not None
        assert (contact.state, contact.agent, contact.agent_name) == (ContactState.OPEN, person.id, person.name)
    assert await centre.acts() == ["contact-rang", "contact-taken", "contact-taken-over"]


async def test_what_has_ended_or_never_rang_stays_as_it_is(centre: Centre) -> None:
    await centre.desk.ring("c1", GELDERN, CALLER)
    await centre.desk.hung_up("c1")
    for call in ("c1", "unknown"):
        await calling.put_through(centre.desk, ANNA, call)
    assert await centre.desk.mine(ANNA) is None


async def test_whoever_still_writes_takes_no_second_contact(centre: Centre) -> None:
    await centre.called()
    await centre.desk.ring("c2", GELDERN, CALLER)
    with pytest.raises(Conflict, match="schon ein Kontakt offen"):
        await calling.put_through(centre.desk, ANNA, "c2")
    assert [each.call for each in await centre.desk.ringing(ALL)] == ["c2"]


async def test_only_a_contact_nobody_took_is_turned_away(centre: Centre) -> None:
    for call in ("c1", "c2"):
        await centre.desk.ring(call, GELDERN, CALLER)
    await calling.put_through(centre.desk, ANNA, "c2")
    for call in ("c1", "c2", "unknown"):
        await calling.turn_away(centre.desk, call, Outcome.OUTSIDE_HOURS)
    first, second = await centre.desk.of_call("c1"), await centre.desk.of_call("c2")
    assert first is not None
    assert second is not None
    assert (first.outcome, first.caller, second.state) == (Outcome.OUTSIDE_HOURS, None, ContactState.OPEN)
