"""The outbox at work: claims what is due, sends it with no session open, writes down what came of it, one by one.

One by one, because a process that is killed then leaves at most one message behind that is sent but not yet written
down. That one is sent again when the lease runs out, with the same Message-ID.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.errors import NotFound
from servicecenter.live import Live
from servicecenter.live import Message as Signal
from servicecenter.messages import store
from servicecenter.messages.model import (
    Message,
    MessageGone,
    MessageKind,
    MessageState,
    after_refusal,
    pause_after,
)
from servicecenter.messages.smtp import Connection, MailServer, Refused, ServerAway

log = structlog.get_logger()

BATCH = 20  # messages one sender has in hand
KEPT_FOR = timedelta(days=90)
SYSTEM = Scope.system("outbox")
# The first instant from this one on at which the addressee may be told.
Hours = Callable[[Message, datetime], datetime]
# What happened to a message ("sent", "failed", "sent-again"), when, and who did it; joins the transaction.
Record = Callable[[AsyncSession, Message, str, datetime, str], None]


@dataclass(frozen=True)
class Outbox:
    db: Database
    clock: Clock
    live: Live
    server: MailServer | None  # None: no mail server is set up, and everything waits
    hours: Hours
    record: Record

    @property
    def is_on(self) -> bool:
        return self.server is not None

    async def run(self) -> int:
        """Sends until nothing is due or the server is away; how many were sent."""
        sent: list[Message] = []
        touched: set[str] = set()
        with suppress(ServerAway):
            while self.server is not None and (hand := await self._claim(self.server)):
                touched |= {message.municipality for message in hand.messages}
                await self._deliver(self.server, hand, sent)
        for municipality in touched:
            self.live.publish(Signal("board", municipality))
        return len(sent)

    async def latest(
        self, scope: Scope, limit: int, state: MessageState | None = None,
        kinds: Sequence[MessageKind] = (MessageKind.REMINDER,),
    ) -> Sequence[Message]:  # fmt: skip
        async with self.db.read() as session:
            return await store.latest(session, scope, limit, state, kinds)

    async def counts(
        self, scope: Scope, kinds: Sequence[MessageKind] = (MessageKind.REMINDER,)
    ) -> dict[MessageState, int]:
        async with self.db.read() as session:
            return await store.counts(session, scope, kinds)

    async def of_cause(self, scope: Scope, cause: str) -> Sequence[Message]:
        """What was written about one ticket or promise, the oldest first."""
        async with self.db.read() as session:
            return await store.of_cause(session, scope, cause)

    async def send_again(self, person: Person, message_id: int) -> Message:
        """At once, or in the addressee's next hours. Raises NotFound, MessageGone."""
        scope, at = Scope.of(person), self.clock.now()
        async with self.db.write() as session:
            message = await store.get(session, scope, message_id)
            if message is None:
                raise NotFound(
                    "Diese Nachricht gibt es nicht.", "Sie ist schon gelöscht.", "Bitte die Liste neu laden."
                )
            if not message.is_stuck or not await store.send_again(session, scope, message, at):
                raise MessageGone(
                    "Diese Nachricht ist nicht noch einmal zu senden.", "Sie ist unterwegs, gesendet oder überholt.",
                    "Bitte die Liste neu laden.",
                )  # fmt: skip
            self.record(session, message, "sent-again", at, person.id)
        self.live.publish(Signal("board", message.municipality))
        return message

    async def tidy(self, scope: Scope) -> int:
        async with self.db.write() as session:
            return await store.remove_before(session, scope, self.clock.now() - KEPT_FOR)

    async def _claim(self, server: MailServer) -> "Hand | None":
        """None where nothing is due. The lease leaves time to connect, and for the message begun last."""
        at, claim = self.clock.now(), token_hex(16)
        limit = timedelta(seconds=server.timeout)
        async with self.db.write() as session:
            messages = await store.claim(session, SYSTEM, at, at + 3 * limit, claim, BATCH)
        return Hand(claim, messages, at, at + 2 * limit) if messages else None

    async def _deliver(self, server: MailServer, hand: "Hand", sent: list[Message]) -> None:
        """Raises ServerAway, when what is left has been put aside for a while."""
        left = await self._in_hours(hand)
        if not left:
            return
        try:
            async with server.connected() as connection:
                while left and self.clock.now() < hand.begin_until:
                    if await self._send(connection, hand, left[0]):
                        sent.append(left[0])
                    left.pop(0)
        except ServerAway as error:
            log.warning("mail-server-away", waiting=len(left), error=str(error))
            await self._wait(hand, left, str(error))
            raise
        await self._put_back(hand, [(message, self.clock.now()) for message in left])

    async def _send(self, connection: Connection, hand: "Hand", message: Message) -> bool:
        """Whether the server took it. Raises ServerAway."""
        try:
            await connection.send(message)
        except Refused as error:
            await self._refused(hand, message, error)
            return False
        at = self.clock.now()
        async with self.db.write() as session:
            if await store.record_sent(session, message, at):
                self.record(session, message, "sent", at, "system")
        return True

    async def _refused(self, hand: "Hand", message: Message, error: Refused) -> None:
        at = self.clock.now()
        state, next_at = after_refusal(message.attempts, at, permanent=error.permanent)
        log.warning("message-refused", message=message.id, attempts=message.attempts, state=state.value)
        async with self.db.write() as session:
            is_ours = await store.record_failure(session, message, hand.claim, state, next_at, str(error))
            if is_ours and state is MessageState.FAILED:
                self.record(session, message, "failed", at, "system")

    async def _wait(self, hand: "Hand", messages: Sequence[Message], error: str) -> None:
        at = self.clock.now()
        async with self.db.write() as session:
            for message in messages:
                next_at = at + pause_after(message.attempts)
                await store.record_failure(session, message, hand.claim, MessageState.WAITING, next_at, error)

    async def _in_hours(self, hand: "Hand") -> list[Message]:
        """Those whose addressee may be told now; the others wait: a server that comes back at midnight wakes nobody."""
        opens = [(message, self.hours(message, hand.at)) for message in hand.messages]
        await self._put_back(hand, [(message, at) for message, at in opens if at > hand.at])
        return [message for message, at in opens if at <= hand.at]

    async def _put_back(self, hand: "Hand", until: Sequence[tuple[Message, datetime]]) -> None:
        if until:
            async with self.db.write() as session:
                for message, at in until:
                    await store.put_back(session, message, hand.claim, at)


@dataclass(frozen=True, slots=True)
class Hand:
    """What one sender has claimed, when, and until when it may begin with another message."""

    claim: str
    messages: Sequence[Message]
    at: datetime
    begin_until: datetime
