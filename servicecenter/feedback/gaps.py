"""Gaps recorded while contacts run, shown in groups, settled by those who write articles, forgotten after 90 days."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.errors import NotFound
from servicecenter.feedback import store
from servicecenter.feedback.likeness import Group, grouped
from servicecenter.knowledgebase.learning import key_of

KEPT_FOR = timedelta(days=90)  # a quarter shows what is asked again; older words help nobody
# A closed contact can be opened again for some seconds; then nothing links its words to it any more.
LINKED_FOR = timedelta(minutes=1)
# A contact that was never ended (the program was gone, the agent too) is none after this.
LONGEST_CONTACT = timedelta(days=1)


# While a contact runs and ends: in the caller's transaction


async def found_nothing(session: AsyncSession, municipality: str, contact: int, words: str, at: datetime) -> None:
    """A settled search; once per contact and words."""
    await store.add_gap(session, municipality, words, key_of(words), contact, local_day(at), closed=False)


async def ended_without_article(
    session: AsyncSession, municipality: str, contact: int, words: str, at: datetime
) -> None:
    """Counts once with a search for the same words in the same contact."""
    await store.add_gap(session, municipality, words, key_of(words), contact, local_day(at), closed=True)


async def contact_ended(session: AsyncSession, municipality: str, contact: int, at: datetime, *, keep: bool) -> None:
    """Its link goes soon. What was asked before the municipality was corrected says nothing; `keep` False: nor else."""
    await store.leave_contact(session, contact, None if not keep else municipality, at)


async def contact_reopened(session: AsyncSession, contact: int) -> None:
    await store.return_to_contact(session, contact)


@dataclass(frozen=True)
class Gaps:
    db: Database
    clock: Clock

    async def groups(self, scope: Scope) -> list[Group]:
        """What to write next, the most asked for first."""
        async with self.db.read() as session:
            found = await store.gaps(session, scope, settled=False)
        return await asyncio.to_thread(grouped, found)

    async def settled(self, scope: Scope) -> list[Group]:
        async with self.db.read() as session:
            found = await store.gaps(session, scope, settled=True)
        return await asyncio.to_thread(grouped, found)

    async def settle(self, scope: Scope, municipality: str, key: str) -> str:
        """The group that this query leads; the bundle by which it is opened again. Raises NotFound."""
        group = _led_by(await self.groups(scope), municipality, key)
        bundle = token_hex(16)
        async with self.db.write() as session:
            await store.settle_gaps(session, scope, municipality, group.keys, bundle)
        return bundle

    async def reopen(self, scope: Scope, bundle: str) -> None:
        """Twice changes nothing."""
        async with self.db.write() as session:
            await store.reopen_gaps(session, scope, bundle)

    async def tidy(self, scope: Scope) -> int:
        """How many words went after their 90 days; links to ended contacts go too."""
        at = self.clock.now()
        async with self.db.write() as session:
            await store.unlink_gaps(session, scope, at - LINKED_FOR, local_day(at - LONGEST_CONTACT))
            return await store.remove_gaps_before(session, scope, local_day(at - KEPT_FOR))


def _led_by(groups: Sequence[Group], municipality: str, key: str) -> Group:
    found = next((group for group in groups if (group.municipality, group.key) == (municipality, key)), None)
    if found is None:
        raise NotFound(
            "Diese Lücke gibt es nicht mehr.", "Vielleicht hat sie schon jemand erledigt.", "Bitte neu laden."
        )
    return found
