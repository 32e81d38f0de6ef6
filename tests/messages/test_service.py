"""The outbox at work, against a real mail server; on both databases."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.database import Database
from servicecenter.errors import NotFound
from servicecenter.messages.model import MessageGone, MessageState
from servicecenter.messages.service import BATCH, KEPT_FOR, Outbox
from tests.conftest import MONDAY
from tests.mailserver import Mailbox, mailbox

from .conftest import ALL, Recorded, Write, found, state

pytestmark = pytest.mark.each_database
SUPERVISOR = Person("5", "sven", "Sven", Role.SUPERVISOR)


async def test_what_is_due_is_sent_once(
    db: Database, outbox: Outbox, write: Write, box: Mailbox, recorded: Recorded, clock: FixedClock
) -> None:
    written = [await write() for _ in range(BATCH + 3)]
    later = await write(next_at=MONDAY + timedelta(hours=1))
    assert await outbox.run() == len(written)
    assert await outbox.run() == 0
    assert box.ids == [message.message_id for message in written]
    assert recorded.acts == [(message.id, "sent", "system") for message in written]
    sent = await found(db, written[0])
    assert (sent.state, sent.sent_at, sent.next_at, sent.attempts) == (MessageState.SENT, MONDAY, None, 1)
    clock.advance(timedelta(hours=1))
    assert await outbox.run() == 1
    assert await state(db, later) is MessageState.SENT


async def test_three_senders_at_the_same_time_send_each_once(outbox: Outbox, write: Write, box: Mailbox) -> None:
    written = [await write() for _ in range(50)]
    assert sum(await asyncio.gather(outbox.run(), outbox.run(), outbox.run())) == 50
    assert sorted(box.ids) == sorted(message.message_id for message in written)


async def test_without_a_server_everything_waits(db: Database, outbox: Outbox, write: Write) -> None:
    message = await write()
    off = replace(outbox, server=None)
    assert (off.is_on, outbox.is_on) == (False, True)
    assert await off.run() == 0
    assert await found(db, message) == message, "and no attempt is counted"
    assert await outbox.run() == 1


async def test_nobody_gets_a_mail_out_of_hours_however_late_it_goes(
    db: Database, outbox: Outbox, write: Write, box: Mailbox, recorded: Recorded, clock: FixedClock
) -> None:
    message = await write()
    recorded.opens = MONDAY + timedelta(hours=20)  # the program was away while they were open
    assert await outbox.run() == 0
    waiting = await found(db, message)
    assert (waiting.state, waiting.next_at, waiting.attempts) == (MessageState.WAITING, recorded.opens, 0)
    clock.advance(timedelta(hours=20))
    assert await outbox.run() == 1
    assert len(box.mails) == 1


async def test_a_refusal_for_good_is_visible_and_stops_no_other(
    db: Database, outbox: Outbox, write: Write, box: Mailbox, recorded: Recorded
) -> None:
    box.refusing["weg@geldern.example"] = "550 5.1.1 no such user"
    refused, other = await write(recipient="weg@geldern.example"), await write()
    assert await outbox.run() == 1
    failed = await found(db, refused)
    assert (failed.state, failed.next_at, failed.error) == (MessageState.FAILED, None, "550 5.1.1 no such user")
    assert recorded.acts == [(refused.id, "failed", "system"), (other.id, "sent", "system")]
    assert await outbox.counts(ALL) == {MessageState.FAILED: 1, MessageState.SENT: 1}


async def test_a_refusal_for_now_is_tried_again_with_growing_pauses(
    db: Database, outbox: Outbox, write: Write, box: Mailbox, clock: FixedClock
) -> None:
    box.refusing["voll@geldern.example"] = "452 4.2.2 mailbox full"
    message = await write(recipient="voll@geldern.example")
    for minutes in (1, 5, 15, 60, 240, 240):
        assert await outbox.run() == 0
        waiting = await found(db, message)
        assert (waiting.state, waiting.next_at) == (MessageState.WAITING, clock.now() + timedelta(minutes=minutes))
        clock.advance(timedelta(minutes=minutes))
    box.refusing.clear()
    assert await outbox.run() == 1
    sent = await found(db, message)
    assert (sent.state, sent.error, sent.attempts) == (MessageState.SENT, "", 7)


async def test_a_server_that_is_away_loses_nothing(
    db: Database, outbox: Outbox, write: Write, box: Mailbox, clock: FixedClock
) -> None:
    written = [await write() for _ in range(3)]
    async with mailbox() as gone:
        pass
    assert outbox.server is not None
    away = replace(outbox, server=replace(outbox.server, port=gone.port))
    for _ in range(20):  # more often than a refusal would be borne
        assert await away.run() == 0
        clock.advance(timedelta(hours=4))
    waiting = await found(db, written[0])
    assert (waiting.state, waiting.attempts) == (MessageState.WAITING, 20)
    assert "Connect" in waiting.error
    assert await outbox.run() == 3
    assert box.ids == [message.message_id for message in written]


async def test_a_sender_whose_time_is_up_leaves_the_rest(
    db: Database, outbox: Outbox, write: Write, clock: FixedClock
) -> None:
    """Each mail takes a second of the four a sender has; nobody else may meanwhile send the same."""
    written = [await write() for _ in range(10)]

    class Ticking(FixedClock):
        def now(self) -> object:  # type: ignore[override]
            self.advance(timedelta(seconds=1))
            return self.at

    ticking = replace(outbox, clock=Ticking(clock.at))
    assert await ticking.run() == 10
    assert {await state(db, message) for message in written} == {MessageState.SENT}
    assert max([(await found(db, message)).attempts for message in written]) == 1


async def test_sending_again(db: Database, outbox: Outbox, write: Write, box: Mailbox, recorded: Recorded) -> None:
    box.refusing["weg@geldern.example"] = "550 5.1.1 no such user"
    message = await write(recipient="weg@geldern.example")
    await outbox.run()
    box.refusing.clear()
    await outbox.send_again(SUPERVISOR, message.id)
    assert (message.id, "sent-again", "5") in recorded.acts
    with pytest.raises(MessageGone):
        await outbox.send_again(SUPERVISOR, message.id)
    assert await outbox.run() == 1
    assert box.ids == [message.message_id]
    with pytest.raises(MessageGone):
        await outbox.send_again(SUPERVISOR, message.id)
    with pytest.raises(NotFound):
        await outbox.send_again(SUPERVISOR, 4711)
    with pytest.raises(NotFound):
        await outbox.send_again(Person("6", "wanda", "Wanda", Role.CONTROLLER, "kreis-wesel"), message.id)


async def test_what_was_sent_goes_after_three_months(outbox: Outbox, write: Write, clock: FixedClock) -> None:
    await write()
    await outbox.run()
    waiting = await write(next_at=MONDAY + timedelta(days=365))
    clock.advance(KEPT_FOR)
    assert await outbox.tidy(ALL) == 0
    clock.advance(timedelta(seconds=1))
    assert await outbox.tidy(ALL) == 1
    assert [message.id for message in await outbox.latest(Scope.municipality("geldern"), 9)] == [waiting.id]
