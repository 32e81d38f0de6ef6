"""What a calendar changed since would say about promises that run: shown, and changed nowhere.

Due date and calendar are frozen with each promise. Here every running one is counted again, under the handbook it was
made under and with today's directory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.errors import Invalid, NotFound
from servicecenter.promises import store
from servicecenter.promises.model import Promise
from servicecenter.promises.terms import Terms
from servicecenter.routing.rulebooks import Rulebooks

MOST = 10_000  # running promises that are counted again


@dataclass(frozen=True, slots=True)
class Changed:
    """`would_be_due_*` is what would be promised with today's calendar; what holds is the promise's own date."""

    promise: Promise
    would_be_due_at: datetime
    would_be_due_on: date


@dataclass(frozen=True)
class CalendarChanges:
    db: Database
    rulebooks: Rulebooks

    async def view(self, scope: Scope) -> Sequence[Changed]:
        async with self.db.read() as session:
            running = await store.watched(session, scope, MOST)
        counted = ((promise, self._again(promise)) for promise in running)
        return [
            Changed(promise, terms.due_at, terms.due_on)
            for promise, terms in counted
            if terms is not None and terms.due_at != promise.due_at
        ]

    def _again(self, promise: Promise) -> Terms | None:
        """None where there is nothing to count with any more: the office or the rule is gone."""
        try:
            rulebook = self.rulebooks.on(promise.municipality, promise.handbook)
            agreed = rulebook.handbook.promise(promise.name)
            office = rulebook.directory.offices.get(promise.office)
            if agreed is None or office is None:
                return None
            return Terms.of(*agreed, rulebook.calendars, office, promise.recorded_at)
        except (NotFound, Invalid):
            return None
