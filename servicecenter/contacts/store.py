"""Contact rows to contacts and back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.contacts.case_number import draw
from servicecenter.contacts.model import Channel, Contact, ContactState, Handled, Outcome
from servicecenter.contacts.tables import ContactRow
from servicecenter.database import Insertion
from servicecenter.errors import NotFound

NAMED_PERSON = "vermittlung"  # the Leistung of callers who ask for somebody by name
ADD = Insertion(
    ContactRow,
    lambda insert: insert.on_conflict_do_nothing(index_elements=["case_number"]).returning(insert.table.c.id),
)
UNTOLD = {name: field.default for name, field in ContactRow.model_fields.items() if not field.is_required()}
del UNTOLD["id"]
DRAWS = 20  # ten million numbers: even after years a second draw is rare, a twentieth does not happen

_ASKED = or_(col(ContactRow.person_asked).is_not(None), func.coalesce(ContactRow.leistung, "") == NAMED_PERSON)
# Columns, not rows: a month is ten thousand contacts.
_HANDLED: list[Any] = [
    ContactRow.municipality, ContactRow.channel, ContactRow.call, ContactRow.opened_at, ContactRow.taken_at,
    ContactRow.call_ended_at, ContactRow.closed_at, ContactRow.outcome, _ASKED,
]  # fmt: skip


async def add(session: AsyncSession, **values: Any) -> Contact:
    """With a case number nobody has yet. Raises IntegrityError where its agent speaks with somebody else."""
    for _ in range(DRAWS):
        told = UNTOLD | values | {"case_number": draw()}
        # Nothing comes back where the number is taken; a savepoint for each contact would cost two statements more.
        contact_id = (await ADD.insert(session, told)).scalar_one_or_none()
        if contact_id is not None:
            return _contact(told | {"id": contact_id})
    raise RuntimeError("no free case number found")


async def get(session: AsyncSession, scope: Scope, contact_id: int) -> Contact:
    """Raises NotFound, also for a contact the scope does not cover."""
    query = select(ContactRow).where(col(ContactRow.id) == contact_id).execution_options(populate_existing=True)
    return _found((await session.exec(scoped(query, scope, ContactRow.municipality))).first())


async def by_case(session: AsyncSession, scope: Scope, case_number: str) -> Contact:
    query = select(ContactRow).where(col(ContactRow.case_number) == case_number)
    return _found((await session.exec(scoped(query, scope, ContactRow.municipality))).first())


async def by_call(session: AsyncSession, scope: Scope, call: str) -> Contact | None:
    query = (
        select(ContactRow)
        .where(col(ContactRow.call) == call)
        .order_by(col(ContactRow.id).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    row = (await session.exec(scoped(query, scope, ContactRow.municipality))).first()
    return _contact(row) if row else None


async def ringing(session: AsyncSession, scope: Scope) -> Sequence[Contact]:
    """Who has waited longest comes first."""
    query = (
        select(ContactRow)
        .where(col(ContactRow.state) == ContactState.RINGING.value)
        .order_by(col(ContactRow.opened_at), col(ContactRow.id))
    )
    return [_contact(row) for row in await session.exec(scoped(query, scope, ContactRow.municipality))]


async def of_agent(session: AsyncSession, scope: Scope, agent: str) -> Contact | None:
    """The contact this agent has open."""
    query = select(ContactRow).where(col(ContactRow.agent) == agent, col(ContactRow.state) == ContactState.OPEN.value)
    row = (await session.exec(scoped(query, scope, ContactRow.municipality))).first()
    return _contact(row) if row else None


async def open_contacts(session: AsyncSession, scope: Scope) -> Sequence[Contact]:
    query = select(ContactRow).where(col(ContactRow.state) == ContactState.OPEN.value).order_by(col(ContactRow.id))
    return [_contact(row) for row in await session.exec(scoped(query, scope, ContactRow.municipality))]


async def recent(session: AsyncSession, scope: Scope, agent: str, limit: int = 8) -> Sequence[Contact]:
    """The agent's own last contacts, newest first."""
    query = (
        select(ContactRow)
        .where(col(ContactRow.agent) == agent, col(ContactRow.state) == ContactState.CLOSED.value)
        .order_by(col(ContactRow.closed_at).desc(), col(ContactRow.id).desc())
        .limit(limit)
    )
    return [_contact(row) for row in await session.exec(scoped(query, scope, ContactRow.municipality))]


async def exists(session: AsyncSession, scope: Scope) -> bool:
    query = scoped(select(ContactRow.id).limit(1), scope, ContactRow.municipality)
    return (await session.exec(query)).first() is not None


async def latest(
    session: AsyncSession, scope: Scope, limit: int, *, state: ContactState | None = None,
    outcomes: Sequence[Outcome] = (), since: datetime | None = None, taken_calls: bool = False,
) -> Sequence[Contact]:  # fmt: skip
    """The newest first. `taken_calls`: only calls that somebody answered, as the service level counts them."""
    query = select(ContactRow).order_by(col(ContactRow.opened_at).desc(), col(ContactRow.id).desc()).limit(limit)
    if state is not None:
        query = query.where(col(ContactRow.state) == state.value)
    if outcomes:
        query = query.where(col(ContactRow.outcome).in_([outcome.value for outcome in outcomes]))
    if since is not None:
        query = query.where(col(ContactRow.opened_at) >= since)
    if taken_calls:
        query = query.where(col(ContactRow.channel) == Channel.TELEPHONE.value, col(ContactRow.taken_at).is_not(None))
    return [_contact(row) for row in await session.exec(scoped(query, scope, ContactRow.municipality))]


async def ids(session: AsyncSession, scope: Scope, case_numbers: Sequence[str]) -> dict[str, int]:
    """Case number → contact, as far as the scope covers them."""
    query = select(ContactRow.case_number, ContactRow.id).where(col(ContactRow.case_number).in_(case_numbers))
    rows = await session.exec(scoped(query, scope, ContactRow.municipality))
    return {case_number: contact_id or 0 for case_number, contact_id in rows}


async def handled(session: AsyncSession, scope: Scope, first: datetime, before: datetime) -> Sequence[Handled]:
    """Every contact of the centre opened in [first, before), in the order in which they were, for the figures."""
    query = select(*_HANDLED).where(
        col(ContactRow.opened_at) >= first,
        col(ContactRow.opened_at) < before,
        col(ContactRow.channel) != Channel.OFFICE.value,
    )
    query = query.order_by(col(ContactRow.opened_at), col(ContactRow.id))
    rows = await session.exec(scoped(query, scope, ContactRow.municipality))
    return [
        Handled(
            town, Channel(channel), call, opened, taken, ended, closed, Outcome(outcome) if outcome else None, asked
        )
        for town, channel, call, opened, taken, ended, closed, outcome, asked in rows
    ]


async def move(session: AsyncSession, contact: Contact, to: ContactState, **values: Any) -> bool:
    """Whether this call made the change: False when somebody else was quicker."""
    statement = (
        update(ContactRow)
        .where(col(ContactRow.id) == contact.id, col(ContactRow.state) == contact.state.value)
        .values(state=to.value, **values)
    )
    return (await session.exec(statement)).rowcount == 1


async def change(session: AsyncSession, contact: Contact, **values: Any) -> bool:
    """Change what is known while the contact is open; False when it no longer is."""
    return await move(session, contact, contact.state, **values)


async def held(session: AsyncSession, scope: Scope) -> Sequence[tuple[str, date]]:
    """(municipality, handbook) of whatever is not yet erased."""
    query = (
        select(col(ContactRow.municipality), col(ContactRow.handbook))
        .where(col(ContactRow.erased_at).is_(None))
        .distinct()
    )
    query = query.order_by(col(ContactRow.municipality), col(ContactRow.handbook))
    return (await session.exec(scoped(query, scope, ContactRow.municipality))).all()


async def closed_before(
    session: AsyncSession, scope: Scope, handbook: tuple[str, date], before: datetime, *, after: int = 0,
    limit: int = 200,
) -> Sequence[Contact]:  # fmt: skip
    """Contacts handled under this handbook, closed until then and not yet erased, by id from the one after `after`."""
    query = (
        select(ContactRow)
        .where(
            col(ContactRow.municipality) == handbook[0],
            col(ContactRow.handbook) == handbook[1],
            col(ContactRow.erased_at).is_(None),
            col(ContactRow.state) == ContactState.CLOSED.value,
            col(ContactRow.closed_at) <= before,
            col(ContactRow.id) > after,
        )
        .order_by(col(ContactRow.id))
        .limit(limit)
    )
    return [_contact(row) for row in await session.exec(scoped(query, scope, ContactRow.municipality))]


async def not_erased(session: AsyncSession, scope: Scope, contacts: Sequence[int]) -> set[int]:
    """Those of these contacts about which something still stands here."""
    query = select(ContactRow.id).where(col(ContactRow.id).in_(contacts), col(ContactRow.erased_at).is_(None))
    return {each or 0 for each in await session.exec(scoped(query, scope, ContactRow.municipality))}


async def of_number(session: AsyncSession, scope: Scope, number: str, also: Sequence[int] = ()) -> Sequence[Contact]:
    """Contacts from this number, and those of these ids; the newest first."""
    query = select(ContactRow).where((col(ContactRow.caller) == number) | col(ContactRow.id).in_(also))
    query = query.order_by(col(ContactRow.id).desc())
    return [_contact(row) for row in await session.exec(scoped(query, scope, ContactRow.municipality))]


async def erase(session: AsyncSession, contacts: Sequence[int], at: datetime) -> Sequence[int]:
    """The claim: whoever erases a contact does it for its tickets too. Those that this call erased."""
    gone: dict[str, object] = {"caller": None, "note": "", "query": "", "agent_name": None, "erased_at": at}
    # That somebody was asked for stays, for the figures; whom goes.
    gone["person_asked"] = case((col(ContactRow.person_asked).is_not(None), ""))
    statement = (
        update(ContactRow)
        .where(
            col(ContactRow.id).in_(contacts),
            col(ContactRow.state) == ContactState.CLOSED.value,  # not one that was opened again meanwhile
            col(ContactRow.erased_at).is_(None),
        )
        .values(**gone)
        .returning(col(ContactRow.id))
    )
    return [contact_id or 0 for (contact_id,) in await session.exec(statement)]


def _found(row: ContactRow | None) -> Contact:
    if row is None:
        raise NotFound(
            "Diesen Kontakt gibt es hier nicht.",
            "Vielleicht gehört er zu einer anderen Kommune, oder seine Daten wurden fristgerecht gelöscht.",
            "Bitte die Vorgangsnummer prüfen.",
        )
    return _contact(row)


def _contact(row: ContactRow | Mapping[str, Any]) -> Contact:
    values = row.model_dump() if isinstance(row, ContactRow) else dict(row)
    outcome = Outcome(values["outcome"]) if values["outcome"] else None
    known = {"channel": Channel(values["channel"]), "state": ContactState(values["state"]), "outcome": outcome}
    return Contact(**values | known)
