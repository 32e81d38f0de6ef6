"""One at a time; handed over, given back, and returned for somebody who fell ill."""

import asyncio

import pytest

from servicecenter.access import store as access_store
from servicecenter.access.model import Person, Role, Scope
from servicecenter.contacts.sharing import LONGEST_NOTE, Sharing
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.tickets.model import Ticket, TicketState

from .conftest import ALL, BY_MAIL, CARL, CORA, MINE, SOFIA, Centre

races = pytest.mark.each_database
BOSS = Person("9", "boss", "Sabine Vorlage", Role.SUPERVISOR)


@pytest.fixture
async def sharing(centre: Centre) -> Sharing:
    async with centre.db.write() as session:
        for person in (CARL, CORA, SOFIA, BOSS):
            await access_store.add_person(session, person, "hash")
    return Sharing(centre.db, centre.clock, centre.live)


async def taken(centre: Centre, *calls: str, person: Person = CARL) -> list[int]:
    made = [(await centre.forwarded(BY_MAIL, call=call)).ticket.id for call in calls]
    for ticket in made:
        await centre.inbox.accept(person, ticket)
    return made


async def held(centre: Centre, ticket: int) -> Ticket:
    return (await centre.inbox.item(MINE, ticket)).ticket


@races
async def test_a_ticket_is_handed_over_with_what_the_colleague_should_know(centre: Centre, sharing: Sharing) -> None:
    (ticket,) = await taken(centre, "c1")
    assert [person.name for person in await sharing.colleagues(CARL, await held(centre, ticket))] == ["Cora Clerk"]
    moved = await sharing.hand_over(CARL, ticket, CORA.id, " Plan liegt im Fach. ")
    assert (moved.state, moved.accepted_by, moved.accepted_name) == (TicketState.ACCEPTED, CORA.id, "Cora Clerk")
    assert (moved.handed_over_by, moved.handed_over_note) == ("Carl Clerk", "Plan liegt im Fach.")
    assert (await centre.details("ticket-handed-over")) == [{"ticket": ticket, "to": CORA.id}]
    with pytest.raises(Conflict, match="Cora Clerk hat dieses Ticket"):
        await centre.inbox.answer(CARL, ticket, "doch noch")
    await centre.inbox.answer(CORA, ticket, "Ja.")


async def test_only_to_a_colleague_of_the_same_fachamt_and_only_what_is_one_s_own(
    centre: Centre, sharing: Sharing
) -> None:
    (ticket,) = await taken(centre, "c1")
    for nobody in (SOFIA.id, CARL.id, BOSS.id, "unknown"):
        with pytest.raises(Invalid, match="kann nicht übergeben werden") as caught:
            await sharing.hand_over(CARL, ticket, nobody, "")
        assert caught.value.details == {"field": "colleague"}
    with pytest.raises(Conflict, match="Carl Clerk hat dieses Ticket"):
        await sharing.hand_over(CORA, ticket, CARL.id, "")
    with pytest.raises(NotFound):
        await sharing.hand_over(SOFIA, ticket, CARL.id, "")
    with pytest.raises(Invalid, match="zu lang"):
        await sharing.hand_over(CARL, ticket, CORA.id, "x" * (LONGEST_NOTE + 1))


@races
async def test_handed_over_twice_at_once_one_has_it(centre: Centre, second: Centre, sharing: Sharing) -> None:
    (ticket,) = await taken(centre, "c1")
    other = Sharing(second.db, second.clock, second.live)
    results = await asyncio.gather(
        sharing.hand_over(CARL, ticket, CORA.id, ""), other.hand_over(CARL, ticket, CORA.id, ""),
        return_exceptions=True,
    )  # fmt: skip
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Ticket"]
    assert (await centre.acts()).count("ticket-handed-over") == 1


@races
@pytest.mark.parametrize("who", [CORA, BOSS], ids=["a colleague", "the supervisor"])
async def test_what_somebody_who_fell_ill_has_open_goes_back_at_once_and_can_be_undone(
    centre: Centre, sharing: Sharing, who: Person
) -> None:
    mine = await taken(centre, "c1", "c2", "c3")
    (other,) = await taken(centre, "c4", person=CORA)
    ended = mine.pop()
    await centre.inbox.answer(CARL, ended, "Ja.")
    assert [(holder.id, len(holder.tickets)) for holder in await sharing.holders(Scope.of(who))] == [
        (CARL.id, 2), (CORA.id, 1),
    ]  # fmt: skip
    returned = await sharing.return_all(who, CARL.id)
    assert [ticket.id for ticket in returned.tickets] == mine
    assert {(await held(centre, ticket)).state for ticket in mine} == {TicketState.NEW}
    assert (await held(centre, other)).accepted_by == CORA.id
    with pytest.raises(Conflict, match="nichts zurückzulegen"):
        await sharing.return_all(who, CARL.id)
    await centre.inbox.accept(CORA, mine[0])
    undone = await sharing.take_back_return(who, returned.bundle)
    assert [ticket.id for ticket in undone.tickets] == mine[1:], "what a colleague took meanwhile stays hers"
    assert (await held(centre, mine[1])).accepted_by == CARL.id
    with pytest.raises(Conflict, match="nicht mehr zurücknehmen"):
        await sharing.take_back_return(who, returned.bundle)


async def test_a_stranger_returns_nothing(centre: Centre, sharing: Sharing) -> None:
    await taken(centre, "c1")
    assert await sharing.holders(Scope.of(SOFIA)) == []
    with pytest.raises(Conflict):
        await sharing.return_all(SOFIA, CARL.id)
    returned = await sharing.return_all(BOSS, CARL.id)
    with pytest.raises(Conflict):
        await sharing.take_back_return(SOFIA, returned.bundle)


@races
async def test_returned_and_answered_at_the_same_moment_one_of_them_holds(
    centre: Centre, second: Centre, sharing: Sharing
) -> None:
    (ticket,) = await taken(centre, "c1")
    returned, answered = await asyncio.gather(
        sharing.return_all(BOSS, CARL.id), second.inbox.answer(CARL, ticket, "Ja."), return_exceptions=True
    )
    now = (await centre.inbox.item(ALL, ticket)).ticket
    # Answered after it was returned is allowed: it lay in the pool, and the clerk was quicker than anybody else.
    assert now.state in {TicketState.NEW, TicketState.ANSWERED}
    assert (now.state is TicketState.NEW) == isinstance(answered, Conflict), (returned, answered)
