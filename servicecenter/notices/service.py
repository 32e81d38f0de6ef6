"""Posting a notice for one, several or all municipalities, ending it early, and taking that back."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from secrets import token_hex

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.errors import Conflict
from servicecenter.live import Live, Message
from servicecenter.notices import store
from servicecenter.notices.model import Notice, check, check_towns

LISTED_FOR = timedelta(days=7)  # after its end, so that it can be looked up what was said
KEPT_FOR = timedelta(days=90)
TOPIC = "notices"
Change = Callable[[AsyncSession, Scope, str, datetime], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Posted:
    """What one person posted at once; what one municipality ended early stands apart."""

    notices: tuple[Notice, ...]

    @property
    def first(self) -> Notice:
        return self.notices[0]

    @property
    def municipalities(self) -> tuple[str, ...]:
        return tuple(notice.municipality for notice in self.notices)


@dataclass(frozen=True)
class Notices:
    db: Database
    clock: Clock
    live: Live

    async def post(
        self, person: Person, municipalities: Sequence[str], text: str, from_at: datetime, until_at: datetime
    ) -> str:
        """The bundle they share. Raises Invalid with the field to mend, Forbidden."""
        at, bundle = self.clock.now(), token_hex(16)
        towns = sorted(set(municipalities))
        check_towns(person, towns)
        cleaned = check(text, from_at, until_at, at)
        async with self.db.write() as session:
            for town in towns:
                store.add(session, Notice(0, bundle, town, cleaned, from_at, until_at, at, person.id))
        self._tell(towns)
        return bundle

    async def end(self, person: Person, bundle: str) -> None:
        """Early, in every municipality this person may write for. Raises Conflict where it is over already."""
        await self._change(person, bundle, store.end)

    async def resume(self, person: Person, bundle: str) -> None:
        """Until the end it was posted with. Raises Conflict."""
        await self._change(person, bundle, store.resume)

    async def shown(self, municipality: str) -> Sequence[Notice]:
        """At the desk, now."""
        async with self.db.read() as session:
            return await store.running(session, Scope.municipality(municipality), self.clock.now())

    async def shown_to(self, scope: Scope) -> Sequence[Notice]:
        """Now, in every municipality of the scope."""
        async with self.db.read() as session:
            return await store.running(session, scope, self.clock.now())

    async def listed(self, person: Person) -> list[Posted]:
        """What can be ended or resumed, and what was over in the last days; the latest to begin first."""
        async with self.db.read() as session:
            found = await store.until_after(session, Scope.of(person), self.clock.now() - LISTED_FOR)

        def place(notice: Notice) -> tuple[float, str, bool]:
            return -notice.from_at.timestamp(), notice.bundle, notice.ended_at is not None

        in_order = sorted(found, key=lambda notice: (place(notice), notice.municipality))
        return [Posted(tuple(parts)) for _, parts in groupby(in_order, key=place)]

    async def tidy(self, scope: Scope) -> int:
        """How many were over long ago and went."""
        async with self.db.write() as session:
            return await store.remove_before(session, scope, self.clock.now() - KEPT_FOR)

    async def _change(self, person: Person, bundle: str, change: Change) -> None:
        scope = Scope.of(person)
        async with self.db.write() as session:
            if not await change(session, scope, bundle, self.clock.now()):
                raise Conflict(
                    "Dieser Hinweis lässt sich nicht mehr ändern.", "Er ist vorbei, oder jemand war schneller.",
                    "Bitte neu laden; ein neuer Hinweis ist schnell geschrieben.",
                )  # fmt: skip
            found = await store.until_after(session, scope, self.clock.now())
        self._tell([notice.municipality for notice in found if notice.bundle == bundle])

    def _tell(self, municipalities: Sequence[str]) -> None:
        for municipality in municipalities:
            self.live.publish(Message(TOPIC, municipality))
