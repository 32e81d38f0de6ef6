"""Claiming: one sender at a time, for as long as its lease; on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.messages import store
from servicecenter.messages.model import Message, MessageState
from servicecenter.settings import Settings
from tests.conftest import MONDAY

from .conftest import ALL, Write, found

pytestmark = pytest.mark.each_database
LEASE = timedelta(seconds=30)


async def claim(db: Database, name: str, after: timedelta = timedelta(), limit: int = 20) -> list[Message]:
    at = MONDAY + after
    async with db.write() as session:
        return list(await store.claim(session, ALL, at, at + LEASE, name, limit))


async def test_a_message_comes_back_as_it_was_written(db: Database, write: Write) -> None:
    written = await write(to_office=None)
    assert (written.state, written.attempts, written.recipient) == (
        MessageState.WAITING, 0, "bauordnung@geldern.example",
    )  # fmt: skip
    assert await found(db, written) == written


async def test_nobody_is_told_the_same_twice(write: Write) -> None:
    await write(cause="promise:7")
    with pytest.raises(IntegrityError):
        await write(cause="promise:7")
    await write(cause="promise:7", occasion="at_risk")


async def test_two_senders_never_have_the_same_in_hand(db: Database, settings: Settings, write: Write) -> None:
    written = [await write() for _ in range(30)]
    second = Database(settings.url)
    hands = await asyncio.gather(*(claim(each, name) for each, name in ((db, "a"), (second, "b"), (second, "c"))))
    await second.close()
    claimed = [message.id for hand in hands for message in hand]
    assert len(set(claimed)) == len(claimed)
    rest = await claim(db, "d", limit=100)
    assert sorted(claimed + [message.id for message in rest]) == [message.id for message in written]


async def test_what_a_sender_left_behind_is_claimed_again_when_its_lease_runs_out(db: Database, write: Write) -> None:
    await write()
    (first,) = await claim(db, "a")
    assert await claim(db, "b", LEASE - timedelta(seconds=1)) == []
    (second,) = await claim(db, "b", LEASE)
    assert (first.attempts, second.attempts) == (1, 2)
    assert second.message_id == first.message_id
    async with db.write() as session:
        assert not await store.record_failure(session, first, "a", MessageState.FAILED, None, "550"), "not its own"
        assert await store.record_sent(session, first, MONDAY), "but sent is sent, whoever did it"
        assert not await store.record_sent(session, second, MONDAY), "and is told once"
    assert (await found(db, second)).state is MessageState.SENT


async def test_what_is_not_due_is_nobody_s(db: Database, write: Write) -> None:
    await write(next_at=MONDAY + timedelta(minutes=1))
    await write(state=MessageState.SHOWN, recipient="", next_at=None)
    assert await claim(db, "a") == []


async def test_reminders_of_what_is_over_are_dropped_but_not_those_under_way(db: Database, write: Write) -> None:
    under_way = await write(cause="promise:9", occasion="at_risk")
    await claim(db, "a")
    waiting = await write(cause="promise:9", occasion="due")
    other = await write(cause="promise:9", occasion="breached")
    async with db.write() as session:
        await store.drop(session, ALL, "promise:9", ("at_risk", "due"))
    states = [(await found(db, message)).state for message in (under_way, waiting, other)]
    assert states == [MessageState.WAITING, MessageState.OBSOLETE, MessageState.WAITING]


async def test_counts_and_lists_keep_to_the_scope(db: Database, write: Write) -> None:
    mine, other = await write(), await write(municipality="kreis-wesel", state=MessageState.FAILED)
    geldern = Scope.municipality("geldern")
    async with db.read() as session:
        assert await store.counts(session, ALL) == {MessageState.WAITING: 1, MessageState.FAILED: 1}
        assert await store.counts(session, geldern) == {MessageState.WAITING: 1}
        assert [message.id for message in await store.latest(session, ALL, 9)] == [other.id, mine.id]
        assert [message.id for message in await store.latest(session, geldern, 9)] == [mine.id]
        assert await store.get(session, geldern, other.id) is None
    async with db.write() as session:
        assert not await store.send_again(session, geldern, other, MONDAY)
        assert await store.send_again(session, ALL, other, MONDAY)
        assert not await store.send_again(session, ALL, other, MONDAY), "a second press changes nothing"


async def test_what_waits_is_never_removed(db: Database, write: Write) -> None:
    waiting, sent = await write(), await write(state=MessageState.SENT)
    async with db.write() as session:
        assert await store.remove_before(session, ALL, MONDAY + timedelta(seconds=1)) == 1
        assert await store.get(session, ALL, sent.id) is None
        assert await store.get(session, ALL, waiting.id) is not None
