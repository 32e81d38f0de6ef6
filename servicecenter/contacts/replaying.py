"""A period's contacts under another handbook. Reads the journal; nothing is written, contacts keep their version."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from servicecenter.access.model import Scope
from servicecenter.agreements.model import Handbook
from servicecenter.database import Database
from servicecenter.directory.calendars import BERLIN
from servicecenter.errors import Invalid, NotFound
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.routing.replay import Replay, Replayer
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks

# Acts that carry the decision about the way: forwarded, or closed at the desk.
DECIDED = ("way-decided", "contact-answered", "contact-referred", "contact-transferred")
PAGE = 10_000

Progress = Callable[[int], None]  # contacts done


@dataclass(frozen=True, slots=True)
class Period:
    """Days in local time, both included."""

    since: date
    until: date

    @property
    def instants(self) -> tuple[datetime, datetime]:
        midnight = time(tzinfo=BERLIN)
        return datetime.combine(self.since, midnight), datetime.combine(self.until + timedelta(days=1), midnight)


async def replay(
    db: Database, rulebooks: Rulebooks, scope: Scope, handbook: Handbook, period: Period,
    progress: Progress | None = None,
) -> Replay:  # fmt: skip
    """What this handbook would have done with the contacts of its municipality. Raises NotFound, Invalid."""
    if period.until < period.since:
        raise Invalid("Der Zeitraum endet vor seinem Beginn.", "", "Bitte die Tage tauschen.", field="until")
    own = rulebooks.directory(handbook.municipality if scope.covers(handbook.municipality) else "").municipality.id
    replayer, books, last, done = Replayer(), _Books(rulebooks, handbook), 0, 0
    while entries := await _page(db, scope, own, period, last):
        await asyncio.to_thread(_add, replayer, books, entries)
        last, done = entries[-1].id or 0, done + len(entries)
        if progress is not None:
            progress(done)
    return replayer.result()


async def _page(db: Database, scope: Scope, own: str, period: Period, after: int) -> Sequence[Entry]:
    async with db.read() as session:
        return await journal.last_of_each_case(session, scope, own, DECIDED, *period.instants, after=after, limit=PAGE)


def _add(replayer: Replayer, books: "_Books", entries: Sequence[Entry]) -> None:
    for entry in entries:
        pair = books.of(entry)
        if pair is None:
            replayer.unrecorded += 1
        else:
            replayer.add(entry.case_number, entry.details, *pair)


class _Books:
    """Of each version the rulebook as it was, and the same with the handbook that is tried."""

    def __init__(self, rulebooks: Rulebooks, tried: Handbook) -> None:
        self._rulebooks, self._tried = rulebooks, tried
        self._known: dict[str, tuple[Rulebook, Rulebook] | None] = {}

    def of(self, entry: Entry) -> tuple[Rulebook, Rulebook] | None:
        """None where the version cannot be told, or is not there any more."""
        version = str(entry.details.get("handbook", ""))
        if version not in self._known:
            self._known[version] = self._pair(entry.municipality, version)
        return self._known[version]

    def _pair(self, municipality: str, version: str) -> tuple[Rulebook, Rulebook] | None:
        try:
            then = self._rulebooks.on(municipality, date.fromisoformat(version))
        except (NotFound, ValueError):
            return None
        return then, replace(then, handbook=self._tried)
