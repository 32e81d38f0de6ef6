"""Rows of cases, their parts and consents, to cases and back. A case is seen by who sees its Lotse's office."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.cases.model import RUNNING, BusinessCase, CaseState, Consent, Part
from servicecenter.cases.tables import CaseRow, ConsentRow, PartRow
from servicecenter.errors import NotFound


async def add(session: AsyncSession, **values: Any) -> int:
    """Its id. Raises IntegrityError where the contact has a case already."""
    row = CaseRow(**values)
    session.add(row)
    await session.flush()
    return row.id or 0


async def add_part(session: AsyncSession, case: int, **values: Any) -> int:
    row = PartRow(case_id=case, **values | {"after": " ".join(values.get("after", ()))})
    session.add(row)
    await session.flush()
    return row.id or 0


async def add_consent(session: AsyncSession, part: Part, **values: Any) -> None:
    session.add(ConsentRow(part_id=part.id, **values | {"covers": " ".join(values["covers"])}))
    await session.flush()


async def get(session: AsyncSession, scope: Scope, case_id: int) -> BusinessCase:
    """Raises NotFound, also for a case the scope does not cover."""
    return await _one(session, scope, select(CaseRow).where(col(CaseRow.id) == case_id))


async def by_number(session: AsyncSession, scope: Scope, case_number: str) -> BusinessCase:
    """Raises NotFound."""
    return await _one(session, scope, select(CaseRow).where(col(CaseRow.case_number) == case_number))


async def of_contact(session: AsyncSession, scope: Scope, contact_id: int) -> BusinessCase | None:
    return await _first(session, scope, select(CaseRow).where(col(CaseRow.contact_id) == contact_id))


async def of_ticket(session: AsyncSession, scope: Scope, ticket_id: int) -> BusinessCase | None:
    """The case one of whose parts this ticket is."""
    query = select(CaseRow).join(PartRow).where(col(PartRow.ticket_id) == ticket_id)
    return await _first(session, scope, query)


async def of_tickets(session: AsyncSession, scope: Scope, tickets: Sequence[int]) -> Sequence[BusinessCase]:
    """The cases that have any of these tickets as a part."""
    parts = select(PartRow.case_id).where(col(PartRow.ticket_id).in_(tickets))
    return await _some(session, scope, select(CaseRow).where(col(CaseRow.id).in_(parts)))


async def of_message(session: AsyncSession, scope: Scope, mail: str) -> BusinessCase | None:
    """The case in which a mail with this Message-ID went to a partner."""
    query = select(CaseRow).join(PartRow).where(col(PartRow.message) == mail, col(PartRow.message) != "")
    return await _first(session, scope, query)


async def running(session: AsyncSession, scope: Scope) -> Sequence[BusinessCase]:
    """Whatever is not closed, the oldest first."""
    query = select(CaseRow).where(col(CaseRow.state).in_([state.value for state in RUNNING]))
    return await _some(session, scope, query.order_by(col(CaseRow.opened_at), col(CaseRow.id)))


async def closed(session: AsyncSession, scope: Scope, limit: int = 500) -> Sequence[BusinessCase]:
    """Closed and not yet erased, the last to be closed first."""
    query = select(CaseRow).where(col(CaseRow.state) == CaseState.CLOSED.value, col(CaseRow.erased_at).is_(None))
    return await _some(session, scope, query.order_by(col(CaseRow.closed_at).desc(), col(CaseRow.id)).limit(limit))


async def of_businesses(session: AsyncSession, scope: Scope, businesses: Sequence[int]) -> Sequence[BusinessCase]:
    """Every case of these businesses, the newest first."""
    query = select(CaseRow).where(col(CaseRow.business_id).in_(businesses))
    return await _some(session, scope, query.order_by(col(CaseRow.id).desc()))


async def not_yet_over(
    session: AsyncSession, scope: Scope, contacts: Sequence[int], before: datetime | None
) -> set[int]:
    """Those of these contacts whose case runs, or, where `before` is given, was closed only after it."""
    runs = col(CaseRow.state).in_([state.value for state in RUNNING])
    is_held = runs if before is None else or_(runs, col(CaseRow.closed_at) > before)
    query = select(CaseRow.contact_id).where(col(CaseRow.contact_id).in_(contacts), is_held)
    return set(await session.exec(scoped(query, scope, CaseRow.municipality, CaseRow.lotse)))


async def move(session: AsyncSession, case: BusinessCase, to: CaseState, **values: Any) -> bool:
    """Whether this call made the change: False when somebody else was quicker."""
    statement = (
        update(CaseRow)
        .where(col(CaseRow.id) == case.id, col(CaseRow.state) == case.state.value)
        .values(state=to.value, **values)
    )
    return (await session.exec(statement)).rowcount == 1


async def start(session: AsyncSession, part: Part, at: datetime) -> bool:
    """The claim: whoever starts a part opens its ticket or writes its mail, nobody else."""
    statement = (
        update(PartRow)
        .where(
            col(PartRow.id) == part.id, col(PartRow.started_at).is_(None), col(PartRow.dropped_at).is_(None),
            col(PartRow.answered_at).is_(None),
        )
        .values(started_at=at)
    )  # fmt: skip
    return (await session.exec(statement)).rowcount == 1


async def put_ticket(session: AsyncSession, part: int, ticket: int, office: str) -> None:
    await session.exec(update(PartRow).where(col(PartRow.id) == part).values(ticket_id=ticket, office=office))


async def put_message(session: AsyncSession, part: Part, message: str) -> None:
    await session.exec(update(PartRow).where(col(PartRow.id) == part.id).values(message=message))


async def stop(session: AsyncSession, part: Part) -> bool:
    """As if a partner had never been asked, because nothing reached it."""
    statement = (
        update(PartRow)
        .where(col(PartRow.id) == part.id, col(PartRow.answered_at).is_(None))
        .values(started_at=None, message="")
    )
    return (await session.exec(statement)).rowcount == 1


async def answer(session: AsyncSession, part: Part, text: str, at: datetime) -> bool:
    """Whether it was the first answer of this partner."""
    statement = (
        update(PartRow)
        .where(
            col(PartRow.id) == part.id, col(PartRow.answered_at).is_(None), col(PartRow.dropped_at).is_(None),
            col(PartRow.started_at).is_not(None),
        )
        .values(answer=text, answered_at=at)
    )  # fmt: skip
    return (await session.exec(statement)).rowcount == 1


async def drop(session: AsyncSession, part: Part, reason: str, at: datetime) -> bool:
    statement = (
        update(PartRow)
        .where(col(PartRow.id) == part.id, col(PartRow.dropped_at).is_(None), col(PartRow.answered_at).is_(None))
        .values(dropped_at=at, dropped_reason=reason)
    )
    return (await session.exec(statement)).rowcount == 1


async def withdraw_consent(session: AsyncSession, part: Part, at: datetime, by: str) -> bool:
    statement = (
        update(ConsentRow)
        .where(col(ConsentRow.part_id) == part.id, col(ConsentRow.withdrawn_at).is_(None))
        .values(withdrawn_at=at, withdrawn_by=by)
    )
    return (await session.exec(statement)).rowcount > 0


async def remove(session: AsyncSession, case: BusinessCase) -> None:
    """Opened by mistake, and taken back before anybody saw it."""
    await session.exec(delete(CaseRow).where(col(CaseRow.id) == case.id))


async def erase(session: AsyncSession, scope: Scope, contacts: Sequence[int], at: datetime) -> Sequence[str]:
    """What was said goes, and who consented; what was asked of whom and when stays. Causes of mails to partners."""
    query = select(CaseRow.id).where(col(CaseRow.contact_id).in_(contacts))
    ids = (await session.exec(scoped(query, scope, CaseRow.municipality))).all()
    if not ids:
        return []
    gone = {"note": "", "told": "", "reopened_reason": "", "erased_at": at}
    await session.exec(update(CaseRow).where(col(CaseRow.id).in_(ids)).values(**gone))
    texts = dict.fromkeys(("asks", "answer", "added_reason", "dropped_reason"), "")
    statement = update(PartRow).where(col(PartRow.case_id).in_(ids)).values(**texts).returning(col(PartRow.id))
    parts = [part or 0 for (part,) in await session.exec(statement)]
    consents = update(ConsentRow).where(col(ConsentRow.part_id).in_(parts))
    await session.exec(consents.values(given_by="", withdrawn_by="", recorded_by="", sentence=""))
    return [cause_of(part) for part in parts]


def cause_of(part: int) -> str:
    """What a mail to a partner names as its cause."""
    return f"case-part:{part}"


async def _one(session: AsyncSession, scope: Scope, query: SelectOfScalar[CaseRow]) -> BusinessCase:
    found = await _first(session, scope, query)
    if found is None:
        raise NotFound(
            "Dieses Vorhaben gibt es hier nicht.",
            "Vielleicht führt es eine andere Lotsenstelle, oder die Nummer gehört zu einem einzelnen Anliegen.",
            "Bitte die Nummer prüfen.",
        )
    return found


async def _first(session: AsyncSession, scope: Scope, query: SelectOfScalar[CaseRow]) -> BusinessCase | None:
    return next(iter(await _some(session, scope, query.limit(1))), None)


async def _some(session: AsyncSession, scope: Scope, query: SelectOfScalar[CaseRow]) -> Sequence[BusinessCase]:
    query = query.execution_options(populate_existing=True)
    rows = (await session.exec(scoped(query, scope, CaseRow.municipality, CaseRow.lotse))).all()
    parts = await _parts(session, scope, [row.id or 0 for row in rows])
    return [_case(row, tuple(parts[row.id or 0])) for row in rows]


async def _parts(session: AsyncSession, scope: Scope, cases: Sequence[int]) -> dict[int, list[Part]]:
    query = select(PartRow).join(CaseRow).where(col(PartRow.case_id).in_(cases)).order_by(col(PartRow.id))
    query = query.execution_options(populate_existing=True)
    rows = (await session.exec(scoped(query, scope, CaseRow.municipality, CaseRow.lotse))).all()
    consents = await _consents(session, scope, cases)
    found: dict[int, list[Part]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(_part(row, tuple(consents[row.id or 0])))
    return found


async def _consents(session: AsyncSession, scope: Scope, cases: Sequence[int]) -> dict[int, list[Consent]]:
    query = select(ConsentRow).join(PartRow).join(CaseRow).where(col(PartRow.case_id).in_(cases))
    query = query.order_by(col(ConsentRow.id)).execution_options(populate_existing=True)
    found: dict[int, list[Consent]] = defaultdict(list)
    for row in await session.exec(scoped(query, scope, CaseRow.municipality, CaseRow.lotse)):
        values = row.model_dump()
        part = values.pop("part_id")
        found[part].append(Consent(**values | {"part": part, "covers": tuple(row.covers.split())}))
    return found


def _part(row: PartRow, consents: tuple[Consent, ...]) -> Part:
    values = row.model_dump()
    case, ticket = values.pop("case_id"), values.pop("ticket_id")
    given = {"case": case, "ticket": ticket, "after": tuple(row.after.split()), "consents": consents}
    return Part(**values | given)


def _case(row: CaseRow, parts: tuple[Part, ...]) -> BusinessCase:
    values = row.model_dump()
    contact, business = values.pop("contact_id"), values.pop("business_id")
    return BusinessCase(
        **values | {"contact": contact, "business": business, "state": CaseState(row.state), "parts": parts}
    )
