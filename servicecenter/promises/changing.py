"""What may change about a promise that runs: who owes it, that the citizen was told of a delay, that it waits for them.

Its due date does not, except where the handbook lets a question to the citizen hold it up: what was promised is not
falsified. Every function joins the caller's transaction and leaves its trace in the evidence.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.messages import store as outbox
from servicecenter.promises import store
from servicecenter.promises.model import Promise
from servicecenter.promises.service import cause_of
from servicecenter.promises.states import OVER, WATCHED, Level, PromiseState
from servicecenter.promises.terms import Watch

UNTIL_OVER = tuple(Level)


async def running(session: AsyncSession, scope: Scope, subjects: Sequence[str]) -> list[Promise]:
    """Whatever is still owed about these subjects, the one due first on top."""
    found = await store.of_subjects(session, scope, subjects)
    owed = [promise for promises in found.values() for promise in promises if promise.state not in OVER]
    return sorted(owed, key=lambda promise: promise.due_at)


async def hand_on(
    session: AsyncSession, scope: Scope, promise: Promise, office: str, watch: Watch | None, at: datetime, actor: str
) -> None:
    """Another office owes it now, by the same date. `watch`: when its own hours want it to be warned; None: as before.

    Reminders that nobody has begun to send are dropped: they would tell an office that has it no more.
    """
    while not await store.change(session, promise, **_watched(promise, watch), office=office):
        promise = await store.get(session, scope, promise.id)  # a sweep was quicker: states only go forward
    await outbox.drop(session, scope, cause_of(promise), UNTIL_OVER)
    details = {"promise": promise.name, "clause": promise.clause, "due_at": promise.due_at.isoformat()}
    moved = {"from": promise.office, "to": office}
    journal.append(
        session,
        Entry(at, promise.municipality, promise.case_number, "promise-handed-on", actor, office, details | moved),
    )


async def notice(session: AsyncSession, scope: Scope, promise: Promise, until: date, at: datetime, actor: str) -> bool:
    """The citizen was told why it takes longer, and until when. Whether that was before it was due."""
    in_time = at < promise.due_at
    while in_time and not await store.change(session, promise, noticed_at=at, noticed_until=until):
        promise = await store.get(session, scope, promise.id)
    details = {
        "promise": promise.name, "clause": promise.clause, "due_at": promise.due_at.isoformat(),
        "until": until.isoformat(), "in_time": in_time,
    }  # fmt: skip
    entry = Entry(at, promise.municipality, promise.case_number, "promise-noticed", actor, promise.office, details)
    journal.append(session, entry)
    return in_time


def _watched(promise: Promise, watch: Watch | None) -> dict[str, datetime | None]:
    """When to warn by another office's hours. A level that has acted does not act again."""
    if watch is None or promise.state not in WATCHED:
        return {}
    known: dict[str, datetime | None] = {"at_risk_at": watch.at_risk_at, "last_open_at": watch.last_open_at}
    if promise.state is PromiseState.OPEN:
        return known | {"next_at": watch.at_risk_at}
    has_been_due = promise.next_at is None or promise.next_at >= promise.due_at
    return known | ({} if has_been_due else {"next_at": watch.last_open_at or promise.due_at})
