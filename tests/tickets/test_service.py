import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.database import Database
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.promises import store as promise_store
from servicecenter.promises.states import PromiseState
from servicecenter.tickets import service, store
from servicecenter.tickets.model import Ticket, TicketState

from .conftest import ADMIN, AGENT, CARL, CORA, DUE, MADE, WESEL, YOUTH, Make, acts

pytestmark = pytest.mark.each_database
ALL = Scope.system("test")
LATER = MADE + timedelta(hours=1)
Act = Callable[[AsyncSession, Scope, int, Person], Awaitable[Ticket]]


async def accept(session: AsyncSession, scope: Scope, ticket: int, person: Person) -> Ticket:
    return await service.accept(session, scope, ticket, person, LATER)


async def release(session: AsyncSession, scope: Scope, ticket: int, person: Person) -> Ticket:
    return await service.release(session, scope, ticket, person, LATER)


async def answer(session: AsyncSession, scope: Scope, ticket: int, person: Person) -> Ticket:
    return await service.answer(session, scope, ticket, person, "Ja, darf er.", LATER)


async def do(db: Database, act: Act, ticket: Ticket, person: Person) -> Ticket:
    async with db.write() as session:
        return await act(session, Scope.of(person), ticket.id, person)


async def promise_of(db: Database, ticket: Ticket) -> PromiseState:
    async with db.read() as session:
        return (await promise_store.of_subjects(session, ALL, [ticket.subject]))[ticket.subject][0].state


async def test_a_ticket_is_opened_with_the_promise_of_a_reply(db: Database, make: Make) -> None:
    ticket = await make()
    assert ticket.state is TicketState.NEW
    assert await promise_of(db, ticket) is PromiseState.OPEN
    assert await acts(db) == ["ticket-opened", "promise-made"]


async def test_accepting_names_who_has_it_and_twice_changes_nothing(db: Database, make: Make) -> None:
    ticket = await make()
    accepted = await do(db, accept, ticket, CARL)
    assert (accepted.state, accepted.accepted_by, accepted.accepted_name, accepted.accepted_at) == (
        TicketState.ACCEPTED, CARL.id, "Carl Beispiel", LATER,
    )  # fmt: skip
    assert await do(db, accept, ticket, CARL) == accepted
    assert (await acts(db)).count("ticket-accepted") == 1


@pytest.mark.parametrize("time", range(5))
async def test_of_two_clerks_in_the_same_second_one_wins_and_the_other_is_told_who(
    db: Database, second: Database, make: Make, time: int
) -> None:
    ticket = await make()
    results = await asyncio.gather(
        do(db, accept, ticket, CARL), do(second, accept, ticket, CORA), return_exceptions=True
    )
    (won,) = [result for result in results if isinstance(result, Ticket)]
    (lost,) = [result for result in results if isinstance(result, BaseException)]
    assert isinstance(lost, Conflict), lost
    assert str(won.accepted_name) in lost.what
    assert lost.details == {"by": won.accepted_name}
    assert (await acts(db)).count("ticket-accepted") == 1


async def test_whoever_falls_ill_gives_it_back_or_a_colleague_does(db: Database, make: Make) -> None:
    ticket = await make()
    for person in (CARL, CORA):
        await do(db, accept, ticket, CARL)
        released = await do(db, release, ticket, person)
        assert (released.state, released.accepted_by, released.accepted_name) == (TicketState.NEW, None, None)
    assert (await do(db, accept, ticket, CORA)).accepted_by == CORA.id


async def test_what_nobody_has_cannot_be_given_back(db: Database, make: Make) -> None:
    with pytest.raises(Conflict, match="noch niemand angenommen"):
        await do(db, release, await make(), CARL)


async def test_an_answer_keeps_the_promise_of_a_reply(db: Database, make: Make) -> None:
    ticket = await make()
    await do(db, accept, ticket, CARL)
    answered = await do(db, answer, ticket, CARL)
    assert (answered.state, answered.answer, answered.answered_at) == (TicketState.ANSWERED, "Ja, darf er.", LATER)
    assert await promise_of(db, ticket) is PromiseState.KEPT
    assert (await acts(db))[-2:] == ["ticket-answered", "promise-kept"]


async def test_a_late_answer_is_kept_late(db: Database, make: Make) -> None:
    ticket = await make()
    async with db.write() as session:
        await service.answer(session, Scope.of(CARL), ticket.id, CARL, "Ja.", DUE)
    assert await promise_of(db, ticket) is PromiseState.KEPT_LATE


async def test_what_a_colleague_has_is_not_answered_by_another(db: Database, make: Make) -> None:
    ticket = await make()
    await do(db, accept, ticket, CARL)
    with pytest.raises(Conflict, match="Carl Beispiel hat dieses Ticket"):
        await do(db, answer, ticket, CORA)
    assert await promise_of(db, ticket) is PromiseState.OPEN


async def test_what_changed_hands_meanwhile_is_not_answered_by_who_had_it(db: Database, make: Make) -> None:
    ticket = await make()
    seen_by_carl = await do(db, accept, ticket, CARL)
    await do(db, release, ticket, CORA)
    await do(db, accept, ticket, CORA)
    async with db.write() as session:
        assert not await store.move(session, seen_by_carl, TicketState.ANSWERED, answer="zu spät")


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
async def test_an_empty_answer_is_refused_and_the_field_is_named(db: Database, make: Make, text: str) -> None:
    ticket = await make()
    with pytest.raises(Invalid, match="Die Antwort fehlt") as caught:
        async with db.write() as session:
            await service.answer(session, ALL, ticket.id, CARL, text, LATER)
    assert caught.value.details == {"field": "answer"}
    assert await acts(db) == ["ticket-opened", "promise-made"]


async def test_an_answered_ticket_is_over(db: Database, make: Make) -> None:
    ticket = await make()
    await do(db, answer, ticket, CARL)
    for act in (accept, release, answer):
        with pytest.raises(Conflict, match="schon beantwortet"):
            await do(db, act, ticket, CORA)


async def test_a_ticket_is_withdrawn_only_while_nobody_has_it(db: Database, make: Make) -> None:
    taken, free = await make(), await make()
    taken = await do(db, accept, taken, CARL)
    with pytest.raises(Conflict, match="Carl Beispiel"):
        async with db.write() as session:
            await service.withdraw(session, ALL, taken, LATER, AGENT.id)
    async with db.write() as session:
        await service.withdraw(session, ALL, free, LATER, AGENT.id)
    assert await promise_of(db, taken) is PromiseState.OPEN
    assert await promise_of(db, free) is PromiseState.WITHDRAWN
    with pytest.raises(Conflict, match="zurückgenommen"):
        await do(db, accept, free, CARL)


@pytest.mark.parametrize("act", [accept, release, answer])
@pytest.mark.parametrize("stranger", [YOUTH, WESEL, ADMIN], ids=lambda person: person.login)
async def test_a_stranger_gets_not_found_from_every_act(db: Database, make: Make, act: Act, stranger: Person) -> None:
    ticket = await make()
    with pytest.raises(NotFound, match="Dieses Ticket gibt es hier nicht"):
        await do(db, act, ticket, stranger)
    assert await acts(db) == ["ticket-opened", "promise-made"]
