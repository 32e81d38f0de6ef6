"""Which telephone the desk has: none, a real one whose phones are picked up by hand, or the simulated one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servicecenter.access.model import Person
from servicecenter.contacts.model import ContactState, Outcome
from servicecenter.errors import Conflict
from servicecenter.telephony.callflow.model import AgentState, CallState
from servicecenter.telephony.telephones import ConnectedTelephone, NoTelephone, SimulatedTelephone
from servicecenter.web.program import Program
from tests.telephony.conftest import ALL, CALLER, GELDERN, Centre


async def test_without_a_telephone_contacts_are_taken_as_they_are(program: Program, agent: Person) -> None:
    bare = NoTelephone(program.desk)
    contact = await program.desk.ring("call-1", GELDERN, CALLER)
    taken = await bare.take(agent, contact)
    await bare.opened(agent)
    await bare.closed(agent, taken)
    assert (taken.state, bare.said("call-1"), bare.is_simulated) == (ContactState.OPEN, "", False)


async def test_a_real_phone_rings_and_is_picked_up_by_hand(centre: Centre, anna: Person) -> None:
    telephone = ConnectedTelephone(centre.program.desk, centre.telephony)
    await centre.arrives("c")
    await centre.sign_in(anna)
    assert await centre.state("c") is CallState.OFFERED
    await centre.picks_up("c")
    contact = await telephone.take(anna, await centre.contact("c"))
    assert (contact.agent, telephone.said("c")) == (anna.id, "")
    closed = await centre.program.desk.close(anna, contact.id, Outcome.NO_CONCERN)
    await telephone.closed(anna, closed)
    assert centre.switch.legs == {}, "with the contact the call has ended"
    assert (await centre.agent(anna)).state is AgentState.FREE


async def test_who_writes_up_a_contact_without_a_call_is_offered_none(centre: Centre, anna: Person) -> None:
    telephone = ConnectedTelephone(centre.program.desk, centre.telephony)
    await centre.sign_in(anna)
    contact = await centre.program.desk.open_by_hand(anna, "geldern")
    await telephone.opened(anna)
    await centre.arrives("c")
    assert await centre.state("c") is CallState.WAITING
    await telephone.closed(anna, await centre.program.desk.close(anna, contact.id, Outcome.NO_CONCERN))
    assert await centre.state("c") is CallState.OFFERED


async def test_of_two_who_accept_one_wins_and_the_other_is_told(program: Program, agent: Person, anna: Person) -> None:
    telephone = program.telephone
    assert isinstance(telephone, SimulatedTelephone)
    call = await telephone.ring_next()
    assert call is not None
    contact = await program.desk.called(ALL, call)
    taken = await telephone.take(agent, contact)
    assert taken.agent == agent.id
    with pytest.raises(Conflict, match=agent.name):
        await telephone.take(anna, contact)
    assert telephone.said(call).startswith("Guten Tag")
    await telephone.hang_up(call)
    assert (await program.desk.called(ALL, call)).call_ended_at is not None


async def test_who_hears_that_it_is_closed_is_neither_shown_nor_taken(centre: Centre, anna: Person) -> None:
    telephone = ConnectedTelephone(centre.program.desk, centre.telephony)
    handset = replace(centre.program.handset, telephony=centre.telephony)
    centre.clock.advance(timedelta(hours=12))
    await centre.arrives("c")
    assert await handset.ringing(ALL) == []
    with pytest.raises(Conflict):
        await telephone.take(anna, await centre.contact("c"))
    centre.clock.advance(timedelta(hours=12))
    await centre.arrives("d", caller=None)
    assert [each.call for each in await handset.ringing(ALL)] == ["d"]
