"""A business goes when nothing of its contacts and cases is left, unless a reason to keep it is written down.

Its contacts go by their handbook, so many days after the last of them was closed; the business follows them. One that
never had a contact is kept as many days from the day on which it was written down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.agreements.model import Retention
from servicecenter.businesses import store
from servicecenter.businesses.model import Business
from servicecenter.businesses.service import record
from servicecenter.callbacks.numbers import parse
from servicecenter.cases import store as case_store
from servicecenter.cases.model import RUNNING
from servicecenter.clock import Clock
from servicecenter.contacts import store as contact_store
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.routing.rulebooks import Rulebooks

BATCH = 500


@dataclass(frozen=True)
class BusinessErasure:
    db: Database
    clock: Clock
    rulebooks: Rulebooks

    async def run(self, scope: Scope) -> int:
        """Erases every business whose day has come; how many. Safe to run twice at the same time."""
        at = self.clock.now()
        async with self.db.read() as session:
            idle = await store.idle(session, scope, at, BATCH)
            over = [business for business in idle if await self._is_over(session, business, at)]
        if not over:
            return 0
        async with self.db.write() as session:
            gone = await store.erase(session, [business.id for business in over], at)
            for business in over:
                if business.id in gone:
                    record(session, business, "business-erased", at, "system")
        return len(gone)

    async def of_number(self, scope: Scope, number: str) -> Sequence[Business]:
        """Businesses that somebody at this number belongs to. Raises NumberUnusable."""
        async with self.db.read() as session:
            return await store.of_number(session, scope, parse(number))

    async def _is_over(self, session: AsyncSession, business: Business, at: datetime) -> bool:
        if business.made_at > at - self._kept(business.municipality, at):
            return False
        own = Scope.municipality(business.municipality)
        family = await store.family(session, own, (await store.root(session, own, business)).id)
        if any(each.kept_for for each in family):
            return False
        links = await store.links(session, own, [each.id for each in family])
        return not await contact_store.not_erased(session, own, [link.contact for link in links])

    def _kept(self, municipality: str, at: datetime) -> timedelta:
        """By the handbook of the day; the usual days where there is none."""
        day = local_day(at)
        if not self.rulebooks.has_rules(municipality, day):
            return timedelta(days=Retention().days_after_closing)
        return timedelta(days=self.rulebooks.on(municipality, day).handbook.kept_days())


async def forget_number(session: AsyncSession, scope: Scope, number: str, at: datetime, actor: str) -> None:
    """On request: who is reached at this number is no longer known to a business of which no case runs."""
    for business in await store.of_number(session, scope, number):
        cases = await case_store.of_businesses(session, scope, [business.id])
        if any(case.state in RUNNING for case in cases):
            continue
        for person in business.people:
            if person.phone == number and await store.remove_person(session, business, person.id):
                record(session, business, "business-person-removed", at, actor, cause="request")
