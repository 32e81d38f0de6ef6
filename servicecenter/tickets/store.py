"""Ticket rows to tickets and back."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import case, delete, func, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.database import metadata
from servicecenter.errors import NotFound
from servicecenter.tickets.model import Counts, ReplyChannel, Ticket, TicketKind, TicketState
from servicecenter.tickets.tables import IN_INBOX, TicketReturnRow, TicketRow

_FIELDS = [field.name for field in fields(Ticket)]
# On the table itself, built once: a ticket is made while somebody waits.
ADD = insert(metadata().tables["ticket"]).returning(metadata().tables["ticket"].c.id)
OVER = (TicketState.ANSWERED, TicketState.EXHAUSTED)  # as the Fachamt ended it


async def add(session: AsyncSession, ticket: Ticket) -> Ticket:
    """`ticket.id` is not yet known and ignored; the one returned has it."""
    values = {name: getattr(ticket, name) for name in _FIELDS}  # asdict would copy each of them in depth
    values["contact_id"] = values.pop("contact")
    del values["id"]
    ticket_id: int = (await (await session.connection()).execute(ADD, values)).scalar_one()
    return replace(ticket, id=ticket_id, made_at=ticket.made_at.astimezone(UTC))


async def get(session: AsyncSession, scope: Scope, ticket_id: int) -> Ticket:
    """Raises NotFound, also for a ticket of another Fachamt: a stranger learns nothing."""
    query = select(TicketRow).where(col(TicketRow.id) == ticket_id).execution_options(populate_existing=True)
    row = (await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))).first()
    if row is None:
        raise NotFound(
            "Dieses Ticket gibt es hier nicht.",
            "Es gehört zu einem anderen Fachamt oder wurde weitergegeben.",
            "Bitte zurück zur Liste.",
        )
    return _ticket(row)


async def of_contact(session: AsyncSession, scope: Scope, contact: int) -> Sequence[Ticket]:
    return await of_contacts(session, scope, [contact])


async def of_contacts(session: AsyncSession, scope: Scope, contacts: Sequence[int]) -> Sequence[Ticket]:
    query = select(TicketRow).where(col(TicketRow.contact_id).in_(contacts)).order_by(col(TicketRow.id))
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def open_tickets(session: AsyncSession, scope: Scope, limit: int = 50, offset: int = 0) -> Sequence[Ticket]:
    """The next to fall due first, what has no date last."""
    due_at = col(TicketRow.due_at)
    # Asked apart, so that each is read in the order of the index and no further than needed.
    dated = _in_inbox(scope).where(due_at.is_not(None))
    rows = list(await session.exec(dated.order_by(due_at, col(TicketRow.id)).limit(limit).offset(offset)))
    if len(rows) < limit:
        count = select(func.count()).select_from(dated.subquery())
        skipped = max(0, offset - (await session.exec(count)).one()) if offset else 0
        undated = _in_inbox(scope).where(due_at.is_(None))
        rest = undated.order_by(col(TicketRow.id)).limit(limit - len(rows)).offset(skipped)
        rows += list(await session.exec(rest))
    return [_ticket(row) for row in rows]


def _in_inbox(scope: Scope) -> SelectOfScalar[TicketRow]:
    """The states stand in the text as in the index: a bound value would keep SQLite from using it."""
    return scoped(select(TicketRow).where(IN_INBOX), scope, TicketRow.municipality, TicketRow.office)


async def counts(session: AsyncSession, scope: Scope, at: datetime) -> Counts:
    due_at, at_risk_at = col(TicketRow.due_at), col(TicketRow.at_risk_at)
    late, at_risk = case((due_at <= at, 1), else_=0), case(((due_at > at) & (at_risk_at <= at), 1), else_=0)
    query = select(func.count(), func.coalesce(func.sum(late), 0), func.coalesce(func.sum(at_risk), 0))
    query = scoped(query.select_from(TicketRow).where(IN_INBOX), scope, TicketRow.municipality, TicketRow.office)
    return Counts(*(await session.exec(query)).one())


async def closed_tickets(session: AsyncSession, scope: Scope, limit: int = 50) -> Sequence[Ticket]:
    query = (
        select(TicketRow)
        .where(col(TicketRow.state).in_([state.value for state in OVER]))
        .order_by(col(TicketRow.closed_at).desc(), col(TicketRow.id).desc())
        .limit(limit)
    )
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def earlier(session: AsyncSession, scope: Scope, ticket: Ticket) -> Sequence[Ticket]:
    """Other tickets of the same case, as far as the reader may see them."""
    query = (
        select(TicketRow)
        .where(col(TicketRow.case_number) == ticket.case_number, col(TicketRow.id) != ticket.id)
        .order_by(col(TicketRow.id))
    )
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def of_case(session: AsyncSession, scope: Scope, case_number: str) -> Sequence[Ticket]:
    """Whatever of this case the reader may see, the oldest first."""
    query = select(TicketRow).where(col(TicketRow.case_number) == case_number).order_by(col(TicketRow.id))
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def some(session: AsyncSession, scope: Scope, ids: Sequence[int]) -> Sequence[Ticket]:
    """Those of these tickets that the scope covers."""
    query = select(TicketRow).where(col(TicketRow.id).in_(ids)).order_by(col(TicketRow.id))
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def merged_into(session: AsyncSession, scope: Scope, ticket_id: int) -> Sequence[Ticket]:
    """Those whose concern stands in this ticket, and that still wait for its answer."""
    query = select(TicketRow).where(
        col(TicketRow.merged_into) == ticket_id, col(TicketRow.state) == TicketState.MERGED.value
    )
    query = query.order_by(col(TicketRow.id)).execution_options(populate_existing=True)
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def merged(session: AsyncSession, scope: Scope, tickets: Sequence[int]) -> dict[int, tuple[Ticket, ...]]:
    """What was merged into each of these, whatever became of it."""
    # Sorted here: an ORDER BY id lets SQLite read the whole table instead of the index.
    query = select(TicketRow).where(col(TicketRow.merged_into).in_(tickets))
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    grouped: dict[int, tuple[Ticket, ...]] = {}
    for row in sorted(rows, key=lambda row: row.id or 0):
        grouped[row.merged_into or 0] = (*grouped.get(row.merged_into or 0, ()), _ticket(row))
    return grouped


async def unplaced(session: AsyncSession, scope: Scope) -> Sequence[Ticket]:
    """In nobody's list: the supervisor decides. What is due first stands on top."""
    query = select(TicketRow).where(col(TicketRow.state) == TicketState.UNPLACED.value)
    query = query.order_by(col(TicketRow.due_at), col(TicketRow.id))
    return [_ticket(row) for row in await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))]


async def complaints(session: AsyncSession, scope: Scope) -> Sequence[Ticket]:
    """Not yet answered, whoever has them; what is due first stands on top."""
    query = select(TicketRow).where(
        col(TicketRow.kind) == TicketKind.COMPLAINT.value, col(TicketRow.closed_at).is_(None)
    )
    query = query.order_by(col(TicketRow.due_at), col(TicketRow.id))
    return [_ticket(row) for row in await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))]


async def accepted(session: AsyncSession, scope: Scope) -> Sequence[Ticket]:
    """Whatever somebody has accepted and not yet ended, in the order of acceptance."""
    query = select(TicketRow).where(col(TicketRow.state) == TicketState.ACCEPTED.value)
    query = query.order_by(col(TicketRow.accepted_at), col(TicketRow.id))
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [_ticket(row) for row in rows]


async def add_returned(session: AsyncSession, bundle: str, tickets: Sequence[Ticket], at: datetime) -> None:
    """The tickets as they were held."""
    session.add_all(
        TicketReturnRow(
            bundle=bundle, ticket_id=ticket.id, holder=ticket.accepted_by or "",
            holder_name=ticket.accepted_name or "", held_since=ticket.accepted_at or at, returned_at=at,
        )
        for ticket in tickets
    )  # fmt: skip
    await session.flush()


async def returned(session: AsyncSession, scope: Scope, bundle: str) -> Sequence[tuple[Ticket, dict[str, Any]]]:
    """The tickets of one return as they are now, each with what would make it its holder's again."""
    query = select(TicketRow, TicketReturnRow).join(
        TicketReturnRow, col(TicketReturnRow.ticket_id) == col(TicketRow.id)
    )
    query = query.where(col(TicketReturnRow.bundle) == bundle).order_by(col(TicketRow.id))
    rows = await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office))
    return [
        (_ticket(row), {"accepted_by": was.holder, "accepted_name": was.holder_name, "accepted_at": was.held_since})
        for row, was in rows
    ]


async def not_yet_over(
    session: AsyncSession, scope: Scope, contacts: Sequence[int], before: datetime | None
) -> set[int]:
    """Those of these contacts with a ticket that is open, or, where `before` is given, was closed only after it."""
    closed_at = col(TicketRow.closed_at)
    is_held = closed_at.is_(None) if before is None else closed_at.is_(None) | (closed_at > before)
    query = select(TicketRow.contact_id).where(col(TicketRow.contact_id).in_(contacts), is_held)
    return set(await session.exec(scoped(query, scope, TicketRow.municipality, TicketRow.office)))


async def erase(session: AsyncSession, contacts: Sequence[int], at: datetime) -> Sequence[int]:
    """Whatever was said, and who said it, goes; what was asked of whom, and when it ended, stays. The tickets."""
    own = col(TicketRow.contact_id).in_(contacts)
    empty = dict.fromkeys(
        ("concern", "already_said", "caller_name", "address", "answer", "handed_over_by", "handed_over_note"), ""
    )
    statement = (
        update(TicketRow).where(own).values(**empty, accepted_name=None, erased_at=at).returning(col(TicketRow.id))
    )
    gone = [ticket_id or 0 for (ticket_id,) in await session.exec(statement)]
    await session.exec(delete(TicketReturnRow).where(col(TicketReturnRow.ticket_id).in_(gone)))
    return gone


async def move(session: AsyncSession, ticket: Ticket, to: TicketState, **values: Any) -> bool:
    """Whether this call made the change: False when somebody else was quicker."""
    statement = (
        update(TicketRow)
        .where(
            col(TicketRow.id) == ticket.id,
            col(TicketRow.state) == ticket.state.value,
            # Released and accepted by a colleague meanwhile is the same state, but not the same ticket; nor is one
            # that has been to another office, or was answered in between.
            col(TicketRow.accepted_by).is_not_distinct_from(ticket.accepted_by),
            col(TicketRow.office) == ticket.office,
            col(TicketRow.given_back) == ticket.given_back,
            col(TicketRow.reopened) == ticket.reopened,
        )
        .values(state=to.value, **values)
    )
    return (await session.exec(statement)).rowcount == 1


async def retime(session: AsyncSession, ticket_id: int, due_at: datetime | None, at_risk_at: datetime | None) -> None:
    """Of the promise that drives the work now; None: nothing is owed any more."""
    statement = update(TicketRow).where(col(TicketRow.id) == ticket_id)
    await session.exec(statement.values(due_at=due_at, at_risk_at=at_risk_at))


async def follow(session: AsyncSession, ticket: Ticket, office: str) -> None:
    """What is merged goes with the ticket it is merged into."""
    statement = update(TicketRow).where(
        col(TicketRow.id) == ticket.id, col(TicketRow.state) == TicketState.MERGED.value
    )
    await session.exec(statement.values(office=office))


def _ticket(row: TicketRow) -> Ticket:
    values = row.model_dump()
    values["contact"] = values.pop("contact_id")
    told = {"state": TicketState(row.state), "reply": ReplyChannel(row.reply), "kind": TicketKind(row.kind)}
    return Ticket(**values | told)


def unsaved(made_at: datetime, **values: Any) -> Ticket:
    """A ticket that is about to be added."""
    return Ticket(id=0, state=TicketState.NEW, made_at=made_at, **values)
