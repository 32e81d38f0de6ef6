"""The same concern twice: one answer keeps both promises; undone for a day. What is over begins anew."""

import asyncio
from dataclasses import replace

import pytest

from servicecenter.access.model import Scope
from servicecenter.callbacks.model import CallbackState, Outcome
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.promises.states import PromiseState
from servicecenter.tickets.model import Ticket, TicketState

from .acting import PAULA, Acts, acts_of
from .conftest import ANNA, BY_MAIL, CALLBACK, CARL, CORA, Centre

pytestmark = pytest.mark.each_database


async def two(centre: Centre, first: object = BY_MAIL, then: object = BY_MAIL) -> tuple[Ticket, Ticket]:
    made = [await centre.forwarded(wish, call) for wish, call in ((first, "c1"), (then, "c2"))]  # type: ignore[arg-type]
    return made[0].ticket, made[1].ticket


async def states(centre: Centre, *tickets: Ticket) -> set[PromiseState]:
    return {promise.state for promise in await centre.promised(*(ticket.subject for ticket in tickets))}


async def test_one_answer_keeps_both_promises(centre: Centre, acts: Acts) -> None:
    stays, goes = await two(centre)
    merged = await acts.joining.merge(CARL, goes.id, stays.case_number)
    assert (merged.state, merged.merged_into) == (TicketState.MERGED, stays.id)
    assert await acts.listed(CARL) == [stays.id]
    item = await centre.inbox.item(Scope.of(CARL), stays.id)
    assert [other.id for other in item.merged] == [goes.id]
    assert len(item.promises) == 2
    await centre.inbox.answer(CARL, stays.id, "Ja.")
    assert await states(centre, stays, goes) == {PromiseState.KEPT}
    both = [await acts.ticket(ticket.id) for ticket in (stays, goes)]
    assert [(one.state, one.answer) for one in both] == [(TicketState.ANSWERED, "Ja.")] * 2


async def test_one_call_reaches_whoever_asked_in_both(centre: Centre, acts: Acts) -> None:
    stays, goes = await two(centre, CALLBACK, CALLBACK)
    await acts.joining.merge(CARL, goes.id, stays.case_number)
    await centre.inbox.attempt(CARL, stays.id, Outcome.REACHED, "")
    items = [await centre.inbox.item(Scope.of(CARL), ticket.id) for ticket in (stays, goes)]
    assert [item.callback.state for item in items if item.callback] == [CallbackState.REACHED] * 2
    assert {promise.state for item in items for promise in item.promises} == {PromiseState.KEPT}


async def test_merging_is_undone_within_a_day_and_not_after_the_answer(centre: Centre, acts: Acts) -> None:
    stays, goes = await two(centre)
    await acts.joining.merge(CARL, goes.id, stays.case_number)
    separated = await acts.joining.separate(CORA, goes.id)
    assert (separated.state, separated.merged_into) == (TicketState.NEW, None)
    assert set(await acts.listed(CARL)) == {stays.id, goes.id}
    await acts.joining.merge(CARL, goes.id, stays.case_number)
    centre.wait(hours=25)
    with pytest.raises(Conflict, match="nicht mehr zurücknehmen"):
        await acts.joining.separate(CARL, goes.id)


async def test_after_the_answer_there_is_nothing_to_undo(centre: Centre, acts: Acts) -> None:
    stays, goes = await two(centre)
    await acts.joining.merge(CARL, goes.id, stays.case_number)
    await centre.inbox.answer(CARL, stays.id, "Ja.")
    with pytest.raises(Conflict, match="schon beantwortet"):
        await acts.joining.separate(CARL, goes.id)


@pytest.mark.parametrize(
    ("first", "then", "why"),
    [
        pytest.param(BY_MAIL, CALLBACK, "Nur zu diesem Ticket", id="the callback would be lost"),
        pytest.param(CALLBACK, replace(CALLBACK, number="+49 30 23125 099"), "verschiedene Nummern", id="two people"),
    ],
)
async def test_what_one_answer_would_not_reach_stays_apart(
    centre: Centre, acts: Acts, first: object, then: object, why: str
) -> None:
    stays, goes = await two(centre, first, then)
    with pytest.raises(Invalid) as caught:
        await acts.joining.merge(CARL, goes.id, stays.case_number)
    assert why in caught.value.why


async def test_what_lies_elsewhere_or_is_over_is_not_merged_into(centre: Centre, acts: Acts) -> None:
    stays, goes = await two(centre)
    await acts.passing.give_back(CARL, stays.id, "Nein.", "planungsamt")
    with pytest.raises(NotFound):
        await acts.joining.merge(CARL, goes.id, stays.case_number)
    await acts.passing.give_back(PAULA, stays.id, "Nein.")
    third = (await centre.forwarded(BY_MAIL, "c3")).ticket
    await centre.inbox.answer(CARL, third.id, "Ja.")
    with pytest.raises(Conflict, match="schon beantwortet"):
        await acts.joining.merge(CARL, goes.id, third.case_number)
    with pytest.raises(NotFound):  # itself
        await acts.joining.merge(CARL, goes.id, goes.case_number)


async def test_of_two_who_merge_each_into_the_other_one_stays(centre: Centre, second: Centre, acts: Acts) -> None:
    one, other = await two(centre)
    results = await asyncio.gather(
        acts.joining.merge(CARL, one.id, other.case_number),
        acts_of(second).joining.merge(CORA, other.id, one.case_number),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Ticket"]
    assert len(await acts.listed(CARL)) == 1


async def test_what_is_merged_goes_along_with_what_it_is_merged_into(centre: Centre, acts: Acts) -> None:
    stays, goes = await two(centre)
    await acts.joining.merge(CARL, goes.id, stays.case_number)
    await acts.passing.give_back(CARL, stays.id, "Nein.", "planungsamt")
    assert (await acts.ticket(goes.id)).office == "planungsamt"
    assert {promise.office for promise in await centre.promised(goes.subject)} == {"planungsamt"}


async def test_reopened_by_the_centre_a_new_promise_starts_and_the_old_one_stays(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(CALLBACK)
    await centre.inbox.attempt(CARL, made.ticket.id, Outcome.REACHED, "Ja.")
    centre.wait(days=3)
    opened = await acts.joining.reopen(ANNA, made.ticket.id, "Die Antwort war eine andere Frage.")
    assert (opened.state, opened.reopened, opened.answer) == (TicketState.NEW, 1, "")
    item = await centre.inbox.item(Scope.of(CARL), made.ticket.id)
    assert item.callback is not None
    assert item.callback.state is CallbackState.OPEN
    assert {promise.state for promise in item.promises} == {PromiseState.OPEN}
    assert (await acts.ticket(made.ticket.id)).due_at == item.driving.due_at  # type: ignore[union-attr]
    assert "Ja." in (await acts.remarks(made.ticket.id))[0].text


@pytest.mark.parametrize("second_time", [False, True])
async def test_what_is_open_or_erased_is_not_reopened(centre: Centre, acts: Acts, second_time: bool) -> None:
    made = await centre.forwarded(BY_MAIL)
    if second_time:
        await centre.inbox.answer(CARL, made.ticket.id, "Ja.")
        await acts.joining.reopen(CARL, made.ticket.id, "Doch nicht.")
    with pytest.raises(Conflict):
        await acts.joining.reopen(CARL, made.ticket.id, "Noch einmal.")


async def test_without_a_reason_nothing_is_reopened(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    await centre.inbox.answer(CARL, made.ticket.id, "Ja.")
    with pytest.raises(Invalid):
        await acts.joining.reopen(CARL, made.ticket.id, "")
