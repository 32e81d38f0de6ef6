import asyncio
from dataclasses import replace

import pytest

from servicecenter.access.model import Scope
from servicecenter.callbacks.model import CallbackState, Outcome
from servicecenter.contacts.inbox import Item
from servicecenter.contacts.lengths import LONGEST_TEXT
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.promises.states import PromiseState
from servicecenter.tickets.model import TicketState

from .conftest import ANNA, BY_MAIL, CARL, CORA, MINE, SOFIA, Centre

races = pytest.mark.each_database


def states(item: Item) -> list[str]:
    return [promise.state.value for promise in item.promises]


@races
async def test_the_clerk_tries_and_reaches_and_the_promise_is_kept(centre: Centre) -> None:
    made = await centre.forwarded()
    await centre.inbox.accept(CARL, made.ticket.id)
    item = await centre.inbox.attempt(CARL, made.ticket.id, Outcome.NOT_REACHED, "niemand da")
    assert (item.ticket.state, states(item)) == (TicketState.ACCEPTED, ["open", "open"])
    centre.wait(hours=3)
    item = await centre.inbox.attempt(CARL, made.ticket.id, Outcome.REACHED, "")
    assert item.callback is not None
    assert (item.ticket.state, item.ticket.answer, item.callback.state) == (
        TicketState.ANSWERED, "Am Telefon besprochen.", CallbackState.REACHED,
    )  # fmt: skip
    assert states(item) == ["kept", "kept"]
    assert [one.outcome for one in item.callback.attempts] == [Outcome.NOT_REACHED, Outcome.REACHED]
    assert await centre.inbox.items(MINE) == []
    assert [done.ticket.id for done in await centre.inbox.done(MINE)] == [made.ticket.id]


async def test_one_left_alone_is_at_risk_then_breached_and_kept_late(centre: Centre) -> None:
    made = await centre.forwarded()
    assert made.promise is not None
    centre.clock.at = made.promise.at_risk_at
    assert made.promise.id in {promise.id for promise in await centre.sweep()}
    centre.clock.at = made.promise.due_at
    await centre.sweep()
    item = await centre.inbox.attempt(CARL, made.ticket.id, Outcome.REACHED, "Entschuldigung")
    assert item.promises[1].state is PromiseState.KEPT_LATE
    assert (await centre.acts())[-4:] == ["callback-attempted", "promise-kept-late", "ticket-answered", "promise-kept"]


async def test_the_driving_promise_is_the_strictest_that_still_runs(centre: Centre) -> None:
    made = await centre.forwarded()
    item = await centre.inbox.item(MINE, made.ticket.id)
    reply, callback = item.promises
    assert item.driving is callback, "two days come before 24 service hours of a small office"
    assert callback.due_at < reply.due_at
    for state, drives in (
        (PromiseState.AT_RISK, True), (PromiseState.BREACHED, True), (PromiseState.KEPT, False),
        (PromiseState.KEPT_LATE, False), (PromiseState.WITHDRAWN, False),
    ):  # fmt: skip
        changed = replace(item, promises=(reply, moved := replace(callback, state=state)))
        assert changed.driving is (moved if drives else reply)
    assert replace(item, promises=()).driving is None


async def test_the_inbox_shows_what_must_be_done_first(centre: Centre) -> None:
    by_mail = await centre.forwarded(BY_MAIL)
    centre.wait(hours=2)
    callback = await centre.forwarded(call="c2")
    assert [item.ticket.id for item in await centre.inbox.items(MINE)] == [callback.ticket.id, by_mail.ticket.id]


async def test_an_answer_nobody_heard_is_none(centre: Centre) -> None:
    made = await centre.forwarded()
    with pytest.raises(Conflict, match="Der Rückruf steht noch aus"):
        await centre.inbox.answer(CARL, made.ticket.id, "Ja, darf er.")
    item = await centre.inbox.answer(CARL, (await centre.forwarded(BY_MAIL, call="c2")).ticket.id, " Ja, darf er. ")
    assert (item.ticket.state, item.ticket.answer) == (TicketState.ANSWERED, "Ja, darf er.")


async def test_a_ticket_without_callback_takes_no_attempt_and_stays_as_it_was(centre: Centre) -> None:
    made = await centre.forwarded(BY_MAIL)
    with pytest.raises(Conflict, match="kein Rückruf gewünscht"):
        await centre.inbox.attempt(CARL, made.ticket.id, Outcome.REACHED, "")
    assert (await centre.inbox.item(MINE, made.ticket.id)).ticket.state is TicketState.NEW
    assert "ticket-accepted" not in await centre.acts()


@pytest.mark.parametrize("text", ["x" * 10_000, "<b>Ja</b> & '; DROP TABLE ticket; -- 😀"])
async def test_what_the_clerk_writes_comes_back_unchanged(centre: Centre, text: str) -> None:
    mail, call = await centre.forwarded(BY_MAIL), await centre.forwarded(call="c2")
    assert (await centre.inbox.answer(CARL, mail.ticket.id, text)).ticket.answer == text
    item = await centre.inbox.attempt(CARL, call.ticket.id, Outcome.REACHED, text)
    assert item.callback is not None
    assert (item.ticket.answer, item.callback.attempts[0].note) == (text, text)


async def test_what_is_too_long_is_refused_and_nothing_is_cut_off_in_silence(centre: Centre) -> None:
    made, text = await centre.forwarded(BY_MAIL), "x" * (LONGEST_TEXT + 1)
    for act, field in (
        (centre.inbox.answer(CARL, made.ticket.id, text), "answer"),
        (centre.inbox.attempt(CARL, made.ticket.id, Outcome.REACHED, text), "note"),
    ):
        with pytest.raises(Invalid, match="Der Text ist zu lang") as caught:
            await act
        assert caught.value.details == {"field": field}


async def test_a_clerk_of_another_fachamt_gets_not_found_from_every_act(centre: Centre) -> None:
    made = await centre.forwarded()
    before = await centre.acts()
    for act in (
        centre.inbox.item(Scope.of(SOFIA), made.ticket.id), centre.inbox.accept(SOFIA, made.ticket.id),
        centre.inbox.release(SOFIA, made.ticket.id), centre.inbox.answer(SOFIA, made.ticket.id, "x"),
        centre.inbox.attempt(SOFIA, made.ticket.id, Outcome.REACHED, ""),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            await act
    assert await centre.inbox.items(Scope.of(SOFIA)) == []
    assert await centre.inbox.done(Scope.of(SOFIA)) == []
    assert await centre.acts() == before


@races
async def test_two_clerks_who_call_at_once_do_not_both_reach(centre: Centre, second: Centre) -> None:
    made = await centre.forwarded()
    results = await asyncio.gather(
        centre.inbox.attempt(CARL, made.ticket.id, Outcome.REACHED, "ich"),
        second.inbox.attempt(CORA, made.ticket.id, Outcome.REACHED, "nein, ich"),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Item"]
    acts = await centre.acts()
    assert (acts.count("callback-attempted"), acts.count("ticket-answered"), acts.count("promise-kept")) == (1, 1, 2)


@races
@pytest.mark.parametrize("number", range(3))
async def test_undo_and_accept_at_the_same_moment_one_of_them_holds(
    centre: Centre, second: Centre, number: int
) -> None:
    made = await centre.forwarded()
    undone, accepted = await asyncio.gather(
        centre.desk.undo(ANNA, made.contact.id), second.inbox.accept(CARL, made.ticket.id), return_exceptions=True
    )
    assert isinstance(undone, Conflict) != isinstance(accepted, Conflict), (undone, accepted)
    ticket = (await centre.inbox.item(MINE, made.ticket.id)).ticket
    assert ticket.state is (TicketState.ACCEPTED if isinstance(undone, Conflict) else TicketState.WITHDRAWN)


@pytest.mark.parametrize("has_answered", [False, True], ids=["accepted", "answered at once"])
async def test_what_a_clerk_has_is_not_undone_at_the_desk(centre: Centre, *, has_answered: bool) -> None:
    made = await centre.forwarded(BY_MAIL)
    if has_answered:
        await centre.inbox.answer(CARL, made.ticket.id, "Ja.")
    else:
        await centre.inbox.accept(CARL, made.ticket.id)
    before = await centre.acts()
    centre.wait(seconds=3)
    with pytest.raises(Conflict, match="hat das Ticket schon angenommen"):
        await centre.desk.undo(ANNA, made.contact.id)
    assert await centre.acts() == before
    item = await centre.inbox.item(MINE, made.ticket.id)
    assert item.promises[0].state is (PromiseState.KEPT if has_answered else PromiseState.OPEN)


async def test_whoever_may_see_a_ticket_reads_its_whole_story(centre: Centre) -> None:
    made = await centre.forwarded()
    await centre.inbox.accept(CARL, made.ticket.id)
    await centre.inbox.release(CARL, made.ticket.id)
    story = await centre.inbox.story(await centre.inbox.item(MINE, made.ticket.id))
    assert [entry.act for entry in story][:2] == ["contact-rang", "contact-taken"]
    assert [entry.act for entry in story][-2:] == ["ticket-accepted", "ticket-released"]
    assert [entry.at for entry in story] == sorted(entry.at for entry in story)
