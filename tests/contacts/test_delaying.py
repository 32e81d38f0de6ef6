"""The delay notice: told before the deadline, by mail or by call; the first promise stays what it was."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.contacts.wishes import Wish
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict, Invalid
from servicecenter.promises.states import PromiseState
from servicecenter.tickets.model import ReplyChannel

from .acting import Acts, acts_of
from .conftest import ANNA, BY_MAIL, CALLBACK, CARL, CORA, Centre

pytestmark = pytest.mark.each_database
WHY = "Ein Gutachten fehlt noch."
UNTIL = date(2026, 12, 30)


async def test_who_has_an_address_is_written_to_and_the_new_date_is_watched(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    before = {promise.name: promise for promise in await centre.promised(made.ticket.subject)}
    ticket = await acts.delays.notify(CARL, made.ticket.id, WHY, UNTIL)
    after = {promise.name: promise for promise in await centre.promised(made.ticket.subject)}
    (mail,) = await acts.written()
    assert (mail.recipient, mail.addressee, mail.case_number) == (BY_MAIL.address, "citizen", ticket.case_number)
    assert WHY in mail.body
    assert "Mittwoch, 30. Dezember 2026" in mail.body
    assert (after["reply"].due_at, after["reply"].state) == (before["reply"].due_at, before["reply"].state)
    assert (after["reply"].noticed_until, after["reply"].noticed_at) == (UNTIL, centre.clock.now())
    assert (after["announced"].due_on, after["announced"].state) == (UNTIL, PromiseState.OPEN)


async def test_late_with_notice_stays_late_and_the_new_date_is_kept(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    await acts.delays.notify(CARL, made.ticket.id, WHY, UNTIL)
    centre.wait(days=25)
    await centre.sweep()
    await centre.inbox.answer(CARL, made.ticket.id, "Ja, genehmigungsfrei.")
    found = {promise.name: promise for promise in await centre.promised(made.ticket.subject)}
    assert found["reply"].state is PromiseState.KEPT_LATE
    assert found["reply"].noticed_until == UNTIL
    assert found["announced"].state is PromiseState.KEPT


async def test_after_the_deadline_it_is_said_but_keeps_nothing(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    centre.wait(days=25)
    until = local_day(centre.clock.now()) + timedelta(days=3)
    await acts.delays.notify(CARL, made.ticket.id, WHY, until)
    reply = next(promise for promise in await centre.promised(made.ticket.subject) if promise.name == "reply")
    assert reply.noticed_at is None
    assert [told["in_time"] for told in await centre.details("promise-noticed")] == [False]
    assert "promise-fulfilled" not in await centre.acts()


async def test_a_second_notice_moves_no_promise_either(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    await acts.delays.notify(CARL, made.ticket.id, WHY, UNTIL)
    await acts.delays.notify(CARL, made.ticket.id, "Und ein zweites.", UNTIL + timedelta(days=7))
    announced = [p for p in await centre.promised(made.ticket.subject) if p.name == "announced"]
    assert [(promise.due_on, promise.noticed_until) for promise in announced] == [(UNTIL, UNTIL + timedelta(days=7))]


@pytest.mark.parametrize(
    ("wish", "way"),
    [
        pytest.param(CALLBACK, "call", id="no address: by call"),
        pytest.param(replace(BY_MAIL, reply=ReplyChannel.POST, address="Am Markt 1"), "post", id="by letter"),
        pytest.param(replace(CALLBACK, address="p@beispiel.example"), "email", id="a callback with an address"),
    ],
)
async def test_the_others_are_told_by_the_clerk_and_it_is_recorded(
    centre: Centre, acts: Acts, wish: Wish, way: str
) -> None:
    made = await centre.forwarded(wish)
    await acts.delays.notify(CARL, made.ticket.id, WHY, UNTIL)
    (note,) = await acts.remarks(made.ticket.id)
    assert (note.to, note.until_on, note.text) == (way, UNTIL, WHY)
    assert len(await acts.written()) == (1 if way == "email" else 0)


async def test_promise_10_is_kept_where_the_handbook_makes_it(centre: Centre, acts: Acts) -> None:
    contact = await centre.desk.open_by_hand(ANNA, "recklinghausen")
    await centre.desk.learn(ANNA, contact.id, leistung="baugenehmigung", district="Marl", business=True)
    made = await centre.desk.forward(ANNA, contact.id, BY_MAIL)
    clerk = Person("30", "lara", "Lara Lotse", Role.FACHAMT, "recklinghausen", frozenset({made.ticket.office}))
    await acts.delays.notify(clerk, made.ticket.id, WHY, UNTIL)
    (kept,) = await centre.details("promise-fulfilled")
    assert (kept["promise"], kept["ticket"]) == ("gsm-10", made.ticket.id)


@pytest.mark.parametrize(
    ("reason", "until", "field"),
    [
        pytest.param(" ", UNTIL, "reason", id="no reason"),
        pytest.param(WHY, date(2026, 11, 23), "until", id="today"),
        pytest.param(WHY, date(2028, 1, 1), "until", id="in years"),
    ],
)
async def test_what_says_nothing_is_refused(centre: Centre, acts: Acts, reason: str, until: date, field: str) -> None:
    made = await centre.forwarded(BY_MAIL)
    with pytest.raises(Invalid) as caught:
        await acts.delays.notify(CARL, made.ticket.id, reason, until)
    assert caught.value.details["field"] == field
    assert await acts.written() == []


async def test_a_second_press_tells_nobody_twice(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    await acts.delays.notify(CARL, made.ticket.id, WHY, UNTIL)
    with pytest.raises(Conflict, match="schon eingetragen"):
        await acts.delays.notify(CARL, made.ticket.id, WHY, UNTIL)
    assert len(await acts.written()) == 1


async def test_of_two_clerks_one_tells_the_citizen(centre: Centre, second: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    results = await asyncio.gather(
        acts.delays.notify(CARL, made.ticket.id, WHY, UNTIL),
        acts_of(second).delays.notify(CORA, made.ticket.id, WHY, UNTIL),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Ticket"]
    assert len(await acts.written()) == 1
    assert isinstance(next(r for r in results if isinstance(r, BaseException)), Conflict)
    assert (await centre.inbox.counts(Scope.of(CARL))).total == 1
