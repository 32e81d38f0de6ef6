"""An outbox with a message in it, a mail server, and what is recorded of both."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.clock import FixedClock
from servicecenter.database import Database
from servicecenter.live import Live
from servicecenter.messages import store
from servicecenter.messages.model import Message, MessageState, new_id
from servicecenter.messages.service import Outbox
from servicecenter.messages.smtp import MailServer
from tests.mailserver import Mailbox, mailbox

ALL = Scope.system("test")
SENDER = "servicecenter@kreis-wesel.example"
Write = Callable[..., Awaitable[Message]]


@dataclass
class Recorded:
    """What the outbox tells of each message, and the hours of whoever it is for."""

    acts: list[tuple[int, str, str]] = field(default_factory=list)
    opens: datetime | None = None

    def record(self, _session: AsyncSession, message: Message, what: str, _at: datetime, actor: str) -> None:
        self.acts.append((message.id, what, actor))

    def hours(self, _message: Message, at: datetime) -> datetime:
        return max(at, self.opens or at)


@pytest.fixture
def recorded() -> Recorded:
    return Recorded()


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as made:
        yield made


@pytest.fixture
def outbox(db: Database, clock: FixedClock, box: Mailbox, recorded: Recorded) -> Outbox:
    server = MailServer("127.0.0.1", box.port, SENDER, starttls=False, timeout=2)
    return Outbox(db, clock, Live(), server, recorded.hours, recorded.record)


@pytest.fixture
def write(db: Database, clock: FixedClock) -> Write:
    """Writes a message to a town's office; each is about another promise."""
    numbers = count(1)

    async def written(**given: Any) -> Message:
        number, at = next(numbers), clock.now()
        values = {
            "cause": f"promise:{number}", "occasion": "breached", "addressee": "owner", "municipality": "geldern",
            "office": "bauordnung", "to_office": "bauordnung", "case_number": "48273196",
            "recipient": "bauordnung@geldern.example", "subject": "Nicht gehalten: Rückruf", "body": "Guten Tag\n",
            "written_at": at, "not_before": at, "next_at": at, "message_id": new_id(SENDER),
        } | given  # fmt: skip
        async with db.write() as session:
            await store.add(session, [Message(**values)])
            return (await store.latest(session, ALL, 1))[0]

    return written


async def found(db: Database, message: Message) -> Message:
    async with db.read() as session:
        known = await store.get(session, ALL, message.id)
        assert known is not None
        return known


async def state(db: Database, message: Message) -> MessageState:
    return (await found(db, message)).state
