"""Rows of messages to messages and back. One conditional UPDATE claims; what came of it is written only once."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import delete, func, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.database import metadata
from servicecenter.messages.model import Message, MessageKind, MessageState
from servicecenter.messages.tables import IS_WAITING, MessageRow

WAITING, FAILED = MessageState.WAITING.value, MessageState.FAILED.value
# Straight into the table: a sweep writes hundreds in the transaction that caused them.
ADD = insert(metadata().tables["message"])
_FIELDS = [field.name for field in fields(Message)]


async def add(session: AsyncSession, messages: Sequence[Message]) -> None:
    """Their ids are not yet known and ignored."""
    rows = [{name: value for name, value in asdict(message).items() if name != "id"} for message in messages]
    await (await session.connection()).execute(ADD, rows)


async def claim(
    session: AsyncSession, scope: Scope, at: datetime, until: datetime, claim: str, limit: int
) -> Sequence[Message]:
    """Those due by now, the longest due first, for this sender until the lease runs out; an attempt is counted."""
    due = (
        select(MessageRow.id)
        .where(IS_WAITING, col(MessageRow.next_at) <= at)
        .order_by(col(MessageRow.next_at), col(MessageRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    # The ids first: within one UPDATE, PostgreSQL might run the search for each row again.
    ids = list(await session.exec(scoped(due, scope, MessageRow.municipality)))
    statement = (
        update(MessageRow)
        .where(col(MessageRow.id).in_(ids), IS_WAITING, col(MessageRow.next_at) <= at)
        .values(next_at=until, claim=claim, attempts=col(MessageRow.attempts) + 1)
        .execution_options(synchronize_session=False)
    )
    await session.exec(statement)
    claimed = select(MessageRow).where(col(MessageRow.id).in_(ids), col(MessageRow.claim) == claim)
    claimed = claimed.order_by(col(MessageRow.id)).execution_options(populate_existing=True)
    return [_message(row) for row in await session.exec(scoped(claimed, scope, MessageRow.municipality))]


async def put_back(session: AsyncSession, message: Message, claim: str, next_at: datetime) -> bool:
    """Unsent, and not counted as an attempt."""
    return await _settle(session, message, claim, next_at=next_at, attempts=message.attempts - 1)


async def record_failure(
    session: AsyncSession, message: Message, claim: str, state: MessageState, next_at: datetime | None, error: str
) -> bool:
    return await _settle(session, message, claim, state=state.value, next_at=next_at, error=error)


async def record_sent(session: AsyncSession, message: Message, at: datetime) -> bool:
    """Whether it was this call: also where the lease has run out meanwhile, for sent is sent."""
    statement = (
        update(MessageRow)
        .where(col(MessageRow.id) == message.id, col(MessageRow.state) != MessageState.SENT.value)
        .values(state=MessageState.SENT.value, sent_at=at, next_at=None, claim=None, error="")
    )
    return (await session.exec(statement)).rowcount == 1


async def send_again(session: AsyncSession, scope: Scope, message: Message, at: datetime) -> bool:
    """Whether it still was as it is given: a second press of the button changes nothing."""
    statement = (
        update(MessageRow)
        .where(
            col(MessageRow.id) == message.id,
            col(MessageRow.state) == message.state.value,
            col(MessageRow.attempts) == message.attempts,
        )
        .values(state=WAITING, next_at=at, claim=None, attempts=0, error="")
    )
    return (await session.exec(scoped(statement, scope, MessageRow.municipality))).rowcount == 1


async def drop(session: AsyncSession, scope: Scope, cause: str, occasions: Sequence[str]) -> None:
    """What is over needs no reminder: those nobody has begun to send."""
    statement = (
        update(MessageRow)
        .where(
            col(MessageRow.cause) == cause, col(MessageRow.occasion).in_(occasions),
            col(MessageRow.state) == WAITING, col(MessageRow.attempts) == 0,
        )
        .values(state=MessageState.OBSOLETE.value, next_at=None)
    )  # fmt: skip
    await session.exec(scoped(statement, scope, MessageRow.municipality))


async def revoke(session: AsyncSession, scope: Scope, cause: str) -> int:
    """Nothing of this cause goes out any more, however often it was tried; how many had not been sent."""
    statement = (
        update(MessageRow)
        .where(col(MessageRow.cause) == cause, col(MessageRow.state).in_([WAITING, FAILED]))
        .values(state=MessageState.OBSOLETE.value, next_at=None, claim=None, body="")
    )
    return (await session.exec(scoped(statement, scope, MessageRow.municipality))).rowcount


async def get(session: AsyncSession, scope: Scope, message_id: int) -> Message | None:
    query = select(MessageRow).where(col(MessageRow.id) == message_id)
    row = (await session.exec(scoped(query, scope, MessageRow.municipality))).first()
    return _message(row) if row else None


async def latest(
    session: AsyncSession, scope: Scope, limit: int, state: MessageState | None = None,
    kinds: Sequence[MessageKind] = (MessageKind.REMINDER,),
) -> Sequence[Message]:  # fmt: skip
    """The newest first."""
    query = select(MessageRow).where(col(MessageRow.kind).in_(kinds))
    query = query.order_by(col(MessageRow.written_at).desc(), col(MessageRow.id).desc()).limit(limit)
    if state is not None:
        query = query.where(col(MessageRow.state) == state.value)
    return [_message(row) for row in await session.exec(scoped(query, scope, MessageRow.municipality))]


async def counts(
    session: AsyncSession, scope: Scope, kinds: Sequence[MessageKind] = (MessageKind.REMINDER,)
) -> dict[MessageState, int]:
    """Only states there are messages of."""
    query = select(MessageRow.state, func.count()).group_by(col(MessageRow.state))
    query = query.where(col(MessageRow.kind).in_(kinds))
    rows = await session.exec(scoped(query, scope, MessageRow.municipality))
    return {MessageState(state): count for state, count in rows.all()}


async def erase(session: AsyncSession, causes: Sequence[str]) -> None:
    """To whom it went and what it said goes; what still waits is not sent any more."""
    statement = update(MessageRow).where(col(MessageRow.cause).in_(causes))
    await session.exec(statement.where(col(MessageRow.state) == WAITING).values(state=MessageState.OBSOLETE.value))
    await session.exec(statement.values(recipient="", body="", error="", reply_to="", calendar=""))


async def of_cause(session: AsyncSession, scope: Scope, cause: str) -> Sequence[Message]:
    """Everything written for it, the oldest first."""
    query = select(MessageRow).where(col(MessageRow.cause) == cause).order_by(col(MessageRow.id))
    return [_message(row) for row in await session.exec(scoped(query, scope, MessageRow.municipality))]


async def by_message_id(session: AsyncSession, scope: Scope, message_ids: Sequence[str]) -> Sequence[Message]:
    """Ours among these, as replies and returns name them; the latest first."""
    query = select(MessageRow).where(col(MessageRow.message_id).in_(message_ids)).order_by(col(MessageRow.id).desc())
    return [_message(row) for row in await session.exec(scoped(query, scope, MessageRow.municipality))]


async def withdraw(session: AsyncSession, cause: str) -> None:
    """Its cause was taken back: what nobody has begun to send stays here."""
    statement = (
        update(MessageRow)
        .where(col(MessageRow.cause) == cause, col(MessageRow.state) == WAITING, col(MessageRow.attempts) == 0)
        .values(state=MessageState.OBSOLETE.value, next_at=None)
    )
    await session.exec(statement)


async def recall(session: AsyncSession, cause: str, office: str) -> None:
    """It lies at this office now: what was to tell another of it, and nobody has begun to send, stays here."""
    statement = (
        update(MessageRow)
        .where(
            col(MessageRow.cause) == cause, col(MessageRow.kind) == MessageKind.TICKET.value,
            col(MessageRow.to_office) != office, col(MessageRow.state) == WAITING, col(MessageRow.attempts) == 0,
        )
        .values(state=MessageState.OBSOLETE.value, next_at=None)
    )  # fmt: skip
    await session.exec(statement)


async def record_return(session: AsyncSession, message: Message, error: str) -> bool:
    """It came back: whether this call wrote that down."""
    statement = (
        update(MessageRow)
        .where(col(MessageRow.id) == message.id, col(MessageRow.state) != MessageState.UNDELIVERED.value)
        .values(state=MessageState.UNDELIVERED.value, error=error, next_at=None, claim=None)
    )
    return (await session.exec(statement)).rowcount == 1


async def remove_before(session: AsyncSession, scope: Scope, before: datetime) -> int:
    """What nobody has to send any more."""
    statement = delete(MessageRow).where(col(MessageRow.written_at) < before, col(MessageRow.state) != WAITING)
    return (await session.exec(scoped(statement, scope, MessageRow.municipality))).rowcount


async def _settle(session: AsyncSession, message: Message, claim: str, **values: object) -> bool:
    """False where the lease ran out and another sender has it."""
    statement = (
        update(MessageRow)
        .where(col(MessageRow.id) == message.id, col(MessageRow.claim) == claim, col(MessageRow.state) == WAITING)
        .values(claim=None, **values)
    )
    return (await session.exec(statement)).rowcount == 1


def _message(row: MessageRow) -> Message:
    values = {name: getattr(row, name) for name in _FIELDS}
    coded = {"state": MessageState(row.state), "kind": MessageKind(row.kind)}
    return Message(**values | coded | {"id": row.id or 0})
