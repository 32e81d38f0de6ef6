from dataclasses import replace
from datetime import timedelta

import pytest

from servicecenter.callbacks.model import Attempt, Outcome
from servicecenter.callbacks.planning import Why
from servicecenter.contacts.turns import Group, turn
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel

from .conftest import BY_MAIL, CALLER, CARL, MINE, Centre


def wish(window: str) -> Wish:
    return Wish("Carport?", ReplyChannel.CALLBACK, "P. Muster", CALLER, window)


async def test_the_list_stands_in_the_order_in_which_they_must_be_called(centre: Centre) -> None:
    """Monday 10:00; the building office is open 08:30 to 12:30 today and tomorrow."""
    tomorrow = await centre.forwarded(wish("morgen ab 9"), call="c1")
    now = await centre.forwarded(wish("vormittags"), call="c2")
    by_mail = await centre.forwarded(BY_MAIL, call="c3")
    later = await centre.forwarded(wish("ab 11 Uhr"), call="c4")
    items = await centre.inbox.items(MINE)
    assert [item.ticket.id for item in items] == [each.ticket.id for each in (now, by_mail, later, tomorrow)]
    turns = [item.turn for item in items if item.turn]
    assert [each.group for each in turns] == [Group.NOW, Group.NOW, Group.LATER, Group.LATER]
    assert [each.plan and each.plan.why for each in turns] == [Why.NOW, None, Why.WINDOW, Why.WINDOW]
    centre.clock.at = tomorrow.promise.due_at if tomorrow.promise else centre.clock.at
    await centre.sweep()
    fresh = await centre.forwarded(wish(""), call="c5")
    items = await centre.inbox.items(MINE)
    assert [item.turn.group for item in items if item.turn][:3] == [Group.OVERDUE] * 3
    assert items[3].ticket.id in {fresh.ticket.id, by_mail.ticket.id}, "overdue stands on top"


async def test_who_was_tried_a_moment_ago_waits_and_exhausted_ones_are_to_be_ended_now(centre: Centre) -> None:
    made = await centre.forwarded(wish(""))
    await centre.inbox.attempt(CARL, made.ticket.id, Outcome.ENGAGED, "")
    (item,) = await centre.inbox.items(MINE)
    assert item.turn
    assert item.turn.plan
    assert (item.turn.group, item.turn.plan.why, item.turn.attempts_left) == (Group.LATER, Why.PAUSE, 2)
    assert item.turn.plan.at == centre.clock.at + timedelta(minutes=10)
    for _ in range(2):
        await centre.inbox.attempt(CARL, made.ticket.id, Outcome.ENGAGED, "")
    (item,) = await centre.inbox.items(MINE)
    assert item.turn
    assert (item.turn.group, item.turn.is_exhausted) == (Group.NOW, True)


async def test_without_rules_the_usual_ones_stand_in(centre: Centre) -> None:
    made = await centre.forwarded(wish(""))
    item = await centre.inbox.item(MINE, made.ticket.id)
    assert item.callback
    tried = replace(item.callback, attempts=(Attempt(centre.clock.at, "C", Outcome.NOT_REACHED),))
    found = turn(item.ticket, tried, item.driving, None, centre.clock.at)
    assert (found.attempts_left, found.group) == (2, Group.LATER)


@pytest.mark.parametrize("number", [1, 2])
async def test_equals_stand_by_their_number(centre: Centre, number: int) -> None:
    made = await centre.forwarded(wish(""))
    item = await centre.inbox.item(MINE, made.ticket.id)
    assert item.turn
    assert item.turn.place(number) < item.turn.place(number + 1)
