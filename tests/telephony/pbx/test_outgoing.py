"""Calls that colleagues place: one to a promised callback is an attempt of it."""

import pytest

from servicecenter.access.model import Person
from servicecenter.callbacks.model import CallbackState, Outcome
from servicecenter.contacts.inbox import Item
from servicecenter.contacts.wishes import Wish
from servicecenter.telephony.pbx.model import Action
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program

from .conftest import ALL, Telling, connected

CITIZEN = "02831 398123"
OUT = {"direction": "out", "from": "21", "to": CITIZEN, "user": "Carl.Clerk"}


@pytest.fixture
async def owed(program: Program, agent: Person) -> Item:
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.learn(agent, contact.id, leistung="baugenehmigung")
    wish = Wish("Carport", ReplyChannel.CALLBACK, "Frau Muster", CITIZEN, "", "")
    made = await program.desk.forward(agent, contact.id, wish)
    return await program.inbox.item(ALL, made.ticket.id)


async def attempts(program: Program, owed: Item) -> list[tuple[Outcome, str, str]]:
    item = await program.inbox.item(ALL, owed.ticket.id)
    assert item.callback is not None
    return [(made.outcome, made.by, made.note) for made in item.callback.attempts]


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        ("busy", Outcome.ENGAGED),
        ("noAnswer", Outcome.NOT_REACHED),
        ("cancel", Outcome.NOT_REACHED),
        ("notFound", Outcome.WRONG_NUMBER),
    ],
)
async def test_a_call_nobody_took_is_an_attempt_told_once(
    pbx: Telling, program: Program, owed: Item, cause: str, outcome: Outcome
) -> None:
    await pbx.new("1", **OUT)
    for _ in range(2):
        await pbx.hangup("1", **OUT, cause=cause)
    assert await attempts(program, owed) == [(outcome, "Carl.Clerk", "laut Telefonanlage")]


async def test_a_call_that_was_taken_waits_for_whoever_spoke_to_confirm_it(
    pbx: Telling, program: Program, owed: Item, clerk: Person
) -> None:
    await pbx.new("1", **OUT)
    await pbx.answer("1", **OUT)
    await pbx.hangup("1", **OUT)
    item = await program.inbox.item(ALL, owed.ticket.id)
    assert item.callback is not None
    assert item.callback.state is CallbackState.OPEN, "it may have been an answering machine"
    assert item.callback.left(3) == 3, "and it has not failed"
    item = await program.inbox.attempt(clerk, owed.ticket.id, Outcome.REACHED, "")
    assert item.callback is not None
    assert [made.outcome for made in item.callback.attempts] == [Outcome.CONNECTED, Outcome.REACHED]
    await pbx.new("2", **OUT)
    await pbx.hangup("2", **OUT, cause="busy")
    assert len(await attempts(program, owed)) == 2, "what is over gets no more attempts"


async def test_another_number_and_another_municipality_s_pbx_are_no_attempt(program: Program, owed: Item) -> None:
    hagen = await connected(program, "hagen")
    await hagen.new("1", **OUT)
    await hagen.hangup("1", **OUT, cause="busy")
    geldern = await connected(program)
    for number in ("02831 398124", "anonymous", "21"):
        await geldern.new(number, **OUT | {"to": number})
        await geldern.hangup(number, **OUT | {"to": number}, cause="busy")
    assert await attempts(program, owed) == []


async def test_whoever_began_before_the_callback_ended_finds_it_ended(
    pbx: Telling, program: Program, owed: Item, clerk: Person
) -> None:
    await pbx.new("1", **OUT)
    await program.inbox.attempt(clerk, owed.ticket.id, Outcome.REACHED, "")
    await pbx.hangup("1", **OUT, cause="busy")
    assert [outcome for outcome, *_ in await attempts(program, owed)] == [Outcome.REACHED]


async def test_the_citizen_sees_the_municipality_s_number_where_that_is_wished(program: Program) -> None:
    shows = await connected(program, shows_number=True)
    reply = await shows.new("1", **OUT)
    assert (reply.action, reply.caller_id, reply.number) == (Action.DIAL, "493023125300", "492831398123")
    assert (await shows.new("2", **OUT | {"to": "21"})).action is Action.TAKE, "a call within the house"


async def test_an_outgoing_call_is_no_contact_and_has_its_course(pbx: Telling) -> None:
    await pbx.new("1", **OUT)
    await pbx.answer("1", **OUT)
    await pbx.hangup("1", **OUT)
    assert await pbx.contact("1") is None
    told = await pbx.course("1")
    assert told.is_outgoing
    assert told.ended_at is not None
