"""Callbacks that nobody answers: informed by the other channel, closed as such, counted apart."""

import pytest

from servicecenter.callbacks.model import CallbackState, Outcome
from servicecenter.callbacks.numbers import NumberUnusable
from servicecenter.contacts.wishes import Wish
from servicecenter.errors import Conflict, Invalid
from servicecenter.promises.states import PromiseState
from servicecenter.tickets.model import ReplyChannel, TicketState

from .conftest import CALLBACK, CALLER, CARL, CORA, MINE, Centre

races = pytest.mark.each_database
MAIL = "p@beispiel.example"
WITH_MAIL = Wish("Carport?", ReplyChannel.CALLBACK, "P. Muster", CALLER, "", MAIL)


async def tried(centre: Centre, wish: Wish, times: int = 3, outcome: Outcome = Outcome.NOT_REACHED) -> int:
    made = await centre.forwarded(wish)
    for _ in range(times):
        await centre.inbox.attempt(CARL, made.ticket.id, outcome, "")
        centre.wait(hours=1)
    return made.ticket.id


@races
async def test_the_citizen_is_informed_by_the_other_channel_and_it_is_closed_as_such(centre: Centre) -> None:
    ticket = await tried(centre, WITH_MAIL)
    item = await centre.inbox.exhaust(CARL, ticket, " Wir haben Sie dreimal nicht erreicht. ")
    assert item.callback
    assert (item.ticket.state, item.callback.state) == (TicketState.EXHAUSTED, CallbackState.EXHAUSTED)
    assert item.ticket.answer == "Wir haben Sie dreimal nicht erreicht."
    assert {promise.state for promise in item.promises} == {PromiseState.EXHAUSTED}
    assert await centre.inbox.items(MINE) == []
    assert [done.ticket.id for done in await centre.inbox.done(MINE)] == [ticket]
    (told,) = await centre.details("callback-exhausted")
    assert told == {"attempts": "3", "informed_by": "email", "clause": "§ 6.3"}
    assert "ticket-exhausted" in await centre.acts()


async def test_after_the_due_date_it_still_counts_as_not_kept(centre: Centre) -> None:
    made = await centre.forwarded(WITH_MAIL)
    assert made.promise
    centre.clock.at = made.promise.due_at
    await centre.sweep()
    for _ in range(3):
        await centre.inbox.attempt(CARL, made.ticket.id, Outcome.NOT_REACHED, "")
    item = await centre.inbox.exhaust(CARL, made.ticket.id, "Brief")
    reply, callback = sorted(item.promises, key=lambda promise: promise.name == "callback")
    assert callback.state is PromiseState.EXHAUSTED_LATE
    assert callback.is_unkept
    assert reply.state in {PromiseState.EXHAUSTED, PromiseState.EXHAUSTED_LATE}


async def test_where_no_other_channel_is_known_nobody_is_said_to_be_informed(centre: Centre) -> None:
    ticket = await tried(centre, CALLBACK)
    item = await centre.inbox.exhaust(CARL, ticket, "niemand hört das")
    assert item.ticket.answer == ""
    assert [told["informed_by"] for told in await centre.details("callback-exhausted")] == ["none"]


async def test_where_one_is_known_the_message_must_be_written_down(centre: Centre) -> None:
    ticket = await tried(centre, WITH_MAIL)
    with pytest.raises(Invalid, match="Die Nachricht fehlt") as caught:
        await centre.inbox.exhaust(CARL, ticket, "  ")
    assert caught.value.details == {"field": "said"}
    item = await centre.inbox.item(MINE, ticket)
    assert item.callback
    assert (item.ticket.state, item.callback.state) == (TicketState.ACCEPTED, CallbackState.OPEN)


async def test_not_before_as_many_attempts_as_the_handbook_says_nor_by_somebody_else(centre: Centre) -> None:
    ticket = await tried(centre, WITH_MAIL, times=2)
    with pytest.raises(Conflict, match="verlangt 3 Versuche, 2 sind eingetragen"):
        await centre.inbox.exhaust(CARL, ticket, "x")
    await centre.inbox.attempt(CARL, ticket, Outcome.ENGAGED, "")
    with pytest.raises(Conflict, match="Carl Clerk hat dieses Ticket"):
        await centre.inbox.exhaust(CORA, ticket, "x")


async def test_a_wrong_number_is_final_unless_another_was_found(centre: Centre) -> None:
    ticket = await tried(centre, WITH_MAIL, times=1, outcome=Outcome.WRONG_NUMBER)
    item = await centre.inbox.item(MINE, ticket)
    assert item.turn
    assert item.turn.is_exhausted
    with pytest.raises(NumberUnusable):
        await centre.inbox.correct_number(CARL, ticket, "115")
    item = await centre.inbox.correct_number(CARL, ticket, "030 23125 099")
    assert item.callback
    assert item.turn
    assert (item.callback.number, item.turn.is_exhausted, item.turn.attempts_left) == ("+493023125099", False, 3)
    item = await centre.inbox.attempt(CARL, ticket, Outcome.REACHED, "")
    assert item.ticket.state is TicketState.ANSWERED


async def test_a_wrong_address_is_refused_while_the_caller_is_still_there(centre: Centre) -> None:
    with pytest.raises(Invalid, match="E-Mail-Adresse") as caught:
        await centre.forwarded(Wish("x", ReplyChannel.CALLBACK, "", CALLER, "", "p@beispiel"))
    assert caught.value.details == {"field": "address"}
