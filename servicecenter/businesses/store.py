"""Rows of businesses to businesses and back.

Two that turn out to be one are joined by a pointer from the one to the other: nothing is moved, so to take it back is
to remove the pointer. Pointers form trees, because only a business that points nowhere may be joined or joined to.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped
from servicecenter.businesses.model import Business, BusinessPerson, Link, Particulars
from servicecenter.businesses.tables import BusinessContactRow, BusinessPersonRow, BusinessRow
from servicecenter.errors import NotFound

MOST = 20_000  # businesses of one search: more have no German town's Lotsen


async def add(session: AsyncSession, municipality: str, lotse: str, given: Particulars, at: datetime) -> Business:
    row = BusinessRow(municipality=municipality, lotse=lotse, made_at=at, **asdict(given))
    session.add(row)
    await session.flush()
    return _business(row, ())


async def get(session: AsyncSession, scope: Scope, business_id: int) -> Business:
    """Raises NotFound, also for a business the scope does not cover and for one whose data went on its day."""
    found = await some(session, scope, [business_id])
    if not found:
        raise NotFound(
            "Diesen Betrieb gibt es hier nicht.",
            "Vielleicht gehört er zu einer anderen Kommune, oder seine Angaben wurden fristgerecht gelöscht.",
            "Bitte die Suche benutzen.",
        )
    return found[0]


async def some(session: AsyncSession, scope: Scope, ids: Sequence[int]) -> Sequence[Business]:
    """Those of these that the scope covers and whose data still stands here."""
    query = select(BusinessRow).where(col(BusinessRow.id).in_(ids), col(BusinessRow.erased_at).is_(None))
    query = query.order_by(col(BusinessRow.id)).execution_options(populate_existing=True)
    rows = (await session.exec(scoped(query, scope, BusinessRow.municipality, BusinessRow.lotse))).all()
    return await _with_people(session, scope, rows)


async def known(session: AsyncSession, scope: Scope, limit: int = MOST) -> Sequence[Business]:
    """Whatever can be found by name, those joined to another too; the newest first."""
    query = select(BusinessRow).where(col(BusinessRow.erased_at).is_(None))
    query = query.order_by(col(BusinessRow.id).desc()).limit(limit)
    rows = (await session.exec(scoped(query, scope, BusinessRow.municipality, BusinessRow.lotse))).all()
    return await _with_people(session, scope, rows)


async def of_number(session: AsyncSession, scope: Scope, number: str) -> Sequence[Business]:
    """Businesses with somebody at this number (E.164)."""
    query = select(BusinessPersonRow.business_id).join(BusinessRow).where(col(BusinessPersonRow.phone) == number)
    ids = (await session.exec(scoped(query, scope, BusinessRow.municipality, BusinessRow.lotse))).all()
    return await some(session, scope, sorted(set(ids)))


async def of_contact(session: AsyncSession, scope: Scope, contact_id: int) -> Business | None:
    """The business a contact was about."""
    query = select(BusinessContactRow.business_id).join(BusinessRow).where(
        col(BusinessContactRow.contact_id) == contact_id
    )  # fmt: skip
    ids = (await session.exec(scoped(query, scope, BusinessRow.municipality, BusinessRow.lotse))).all()
    return next(iter(await some(session, scope, ids)), None)


async def of_case(session: AsyncSession, scope: Scope, case_number: str) -> Business | None:
    query = select(BusinessContactRow.business_id).join(BusinessRow).where(
        col(BusinessContactRow.case_number) == case_number
    )  # fmt: skip
    ids = (await session.exec(scoped(query, scope, BusinessRow.municipality, BusinessRow.lotse))).all()
    return next(iter(await some(session, scope, ids)), None)


async def family(session: AsyncSession, scope: Scope, business_id: int) -> Sequence[Business]:
    """The business and whatever was joined to it, directly or through another; itself first."""
    ids, newest = [business_id], [business_id]
    while newest:
        query = select(BusinessRow.id).where(col(BusinessRow.merged_into).in_(newest))
        joined = (await session.exec(scoped(query, scope, BusinessRow.municipality))).all()
        newest = [each for each in joined if each is not None]
        ids += newest
    found = {business.id: business for business in await some(session, scope, ids)}
    return [found[each] for each in ids if each in found]


async def root(session: AsyncSession, scope: Scope, business: Business) -> Business:
    """What it was joined to at last; itself where it stands alone."""
    while business.merged_into is not None:
        business = await get(session, scope, business.merged_into)
    return business


async def links(session: AsyncSession, scope: Scope, ids: Sequence[int]) -> Sequence[Link]:
    """Contacts of these businesses, the newest first."""
    query = select(BusinessContactRow).join(BusinessRow).where(col(BusinessContactRow.business_id).in_(ids))
    query = query.order_by(col(BusinessContactRow.id).desc())
    rows = await session.exec(scoped(query, scope, BusinessRow.municipality, BusinessRow.lotse))
    return [Link(row.contact_id, row.case_number, row.linked_at) for row in rows]


async def link(session: AsyncSession, business: int, contact: int, case_number: str, at: datetime) -> None:
    """The contact is about this business from now on, whatever it was about before."""
    await session.exec(delete(BusinessContactRow).where(col(BusinessContactRow.contact_id) == contact))
    session.add(BusinessContactRow(business_id=business, contact_id=contact, case_number=case_number, linked_at=at))
    await session.flush()


async def unlink(session: AsyncSession, contact: int) -> None:
    await session.exec(delete(BusinessContactRow).where(col(BusinessContactRow.contact_id) == contact))


async def change(session: AsyncSession, business: Business, **values: object) -> bool:
    """Whether this call changed it: False where its data has gone meanwhile."""
    statement = (
        update(BusinessRow)
        .where(col(BusinessRow.id) == business.id, col(BusinessRow.erased_at).is_(None))
        .values(**values)
    )
    return (await session.exec(statement)).rowcount == 1


async def join(session: AsyncSession, business: Business, into: Business | None) -> bool:
    """Points to another, or nowhere again. Whether it stood as given: a second press of the button changes nothing."""
    statement = (
        update(BusinessRow)
        .where(
            col(BusinessRow.id) == business.id,
            col(BusinessRow.merged_into).is_not_distinct_from(business.merged_into),
            col(BusinessRow.erased_at).is_(None),
        )
        .values(merged_into=into.id if into else None)
    )
    return (await session.exec(statement)).rowcount == 1


async def add_person(session: AsyncSession, business: Business, given: BusinessPerson) -> None:
    values = asdict(given)
    del values["id"]
    session.add(BusinessPersonRow(business_id=business.id, **values))
    await session.flush()


async def remove_person(session: AsyncSession, business: Business, person_id: int) -> bool:
    statement = delete(BusinessPersonRow).where(
        col(BusinessPersonRow.id) == person_id, col(BusinessPersonRow.business_id) == business.id
    )
    return (await session.exec(statement)).rowcount == 1


async def idle(session: AsyncSession, scope: Scope, before: datetime, limit: int) -> Sequence[Business]:
    """Made by then, not kept for a reason, their data still here: whether nothing runs must be asked of the cases."""
    query = select(BusinessRow).where(
        col(BusinessRow.erased_at).is_(None), col(BusinessRow.kept_for) == "", col(BusinessRow.made_at) <= before
    )
    query = query.order_by(col(BusinessRow.id)).limit(limit)
    rows = (await session.exec(scoped(query, scope, BusinessRow.municipality, BusinessRow.lotse))).all()
    return [_business(row, ()) for row in rows]


async def erase(session: AsyncSession, ids: Sequence[int], at: datetime) -> Sequence[int]:
    """The claim: those this call erased. Its number and that it was there stay, for what the journal says of it."""
    statement = (
        update(BusinessRow)
        .where(col(BusinessRow.id).in_(ids), col(BusinessRow.erased_at).is_(None))
        .values(name="", form="", address="", kept_for="", kept_by="", erased_at=at)
        .returning(col(BusinessRow.id))
    )
    gone = [business_id or 0 for (business_id,) in await session.exec(statement)]
    await session.exec(delete(BusinessPersonRow).where(col(BusinessPersonRow.business_id).in_(gone)))
    return gone


async def _with_people(session: AsyncSession, scope: Scope, rows: Sequence[BusinessRow]) -> Sequence[Business]:
    ids = [row.id for row in rows]
    query = select(BusinessPersonRow).join(BusinessRow).where(col(BusinessPersonRow.business_id).in_(ids))
    query = query.order_by(col(BusinessPersonRow.id))
    people: dict[int, list[BusinessPerson]] = defaultdict(list)
    for row in await session.exec(scoped(query, scope, BusinessRow.municipality, BusinessRow.lotse)):
        person = BusinessPerson(row.name, row.role, row.phone, row.email, row.reach, row.id or 0)
        people[row.business_id].append(person)
    return [_business(row, tuple(people[row.id or 0])) for row in rows]


def _business(row: BusinessRow, people: tuple[BusinessPerson, ...]) -> Business:
    return Business(**row.model_dump() | {"people": people})
