"""A promise that waits for the citizen, where the handbook lets it: nobody owes a day in which nobody could work.

While it waits the watch leaves it alone; going on it is due later by exactly as much as it waited, counted as the
promise itself is counted. Both are in the evidence with the dates before and after.
"""

from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.agreements.model import PromiseRule
from servicecenter.directory.calendars import Calendars
from servicecenter.directory.model import Office
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.promises import store
from servicecenter.promises.model import Promise
from servicecenter.promises.states import PromiseState
from servicecenter.promises.terms import Watch, told_on, waited

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # when the watch looks at it again: not by itself


async def pause(session: AsyncSession, promise: Promise, at: datetime, actor: str) -> None:
    """Unless a sweep found in this very moment that it is due."""
    if await store.change(session, promise, paused_at=at, next_at=NEVER):
        _journal(session, promise, "promise-paused", at, actor)


async def resume(
    session: AsyncSession, promise: Promise, rule: PromiseRule, calendars: Calendars, office: Office, at: datetime,
    actor: str,
) -> None:  # fmt: skip
    if promise.paused_at is None:
        return
    due_at = waited(rule, calendars, office, promise.due_at, promise.paused_at, at)
    watch = Watch.of(rule, calendars.opening(office), at, due_at)
    values = {
        "due_at": due_at, "due_on": told_on(due_at), "at_risk_at": watch.at_risk_at, "paused_at": None,
        "last_open_at": watch.last_open_at,
    }  # fmt: skip
    # What has been warned of is not warned of again: the next thing to look for is the due date itself.
    next_at = watch.at_risk_at if promise.state is PromiseState.OPEN else due_at
    if await store.change(session, promise, **values, next_at=next_at):
        _journal(session, promise, "promise-resumed", at, actor, due_again_at=due_at.isoformat())


def _journal(session: AsyncSession, promise: Promise, act: str, at: datetime, actor: str, **more: str) -> None:
    details = {"promise": promise.name, "clause": promise.clause, "due_at": promise.due_at.isoformat()} | more
    journal.append(session, Entry(at, promise.municipality, promise.case_number, act, actor, promise.office, details))
