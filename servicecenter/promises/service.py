"""Making, keeping and withdrawing promises, and the sweep that finds what is due.

`make`, `keep` and `withdraw` join the caller's transaction; `sweep` opens one for each promise, so that one that fails
keeps no other from being watched, and the next sweep tries it again.
"""

from dataclasses import replace
from datetime import date, datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.promises import store
from servicecenter.promises.model import Promise
from servicecenter.promises.states import OVER, PromiseAct, PromiseState, after
from servicecenter.promises.terms import Terms

log = structlog.get_logger()

BATCH = 200


async def make(
    session: AsyncSession, terms: Terms, *, subject: str, case_number: str, municipality: str, office: str,
    handbook: date, at: datetime, actor: str,
) -> Promise:  # fmt: skip
    promise = await store.add(
        session, terms, subject=subject, case_number=case_number, municipality=municipality, office=office,
        handbook=handbook, at=at,
    )  # fmt: skip
    details = {"promise": terms.name, "due_at": terms.due_at.isoformat(), "clause": terms.clause}
    journal.append(session, Entry(at, municipality, case_number, "promise-made", actor, office, details))
    return promise


async def keep(session: AsyncSession, scope: Scope, subject: str, at: datetime, actor: str) -> Promise | None:
    """Kept if it was not yet due, else kept late. None: nothing was promised about the subject, or it is over."""
    return await _end(session, scope, subject, PromiseAct.KEEP, at, actor)


async def withdraw(session: AsyncSession, scope: Scope, subject: str, at: datetime, actor: str) -> Promise | None:
    return await _end(session, scope, subject, PromiseAct.WITHDRAW, at, actor)


async def _end(
    session: AsyncSession, scope: Scope, subject: str, act: PromiseAct, at: datetime, actor: str
) -> Promise | None:
    # Asked again where a sweep of another process was quicker: states only go forward, so this ends.
    while True:
        promise = (await store.of_subjects(session, scope, [subject])).get(subject)
        if promise is None or promise.state in OVER:
            return None
        to = after(promise.state, act)
        if act is PromiseAct.KEEP and at >= promise.due_at:
            to = PromiseState.KEPT_LATE  # due passed between two sweeps: the instant decides, not the sweep
        kept_at = at if act is PromiseAct.KEEP else None
        if await store.move(session, promise, to, next_at=promise.due_at, kept_at=kept_at):
            _journal(session, promise, f"promise-{to.value.replace('_', '-')}", at, actor)
            return replace(promise, state=to, kept_at=kept_at)


async def sweep(db: Database, scope: Scope, at: datetime) -> tuple[Promise, ...]:
    """Moves every promise that has become at risk or due, each exactly once; returns those it moved, as they were.

    Safe to run twice at the same time: the conditional UPDATE and the unique level decide who acts.
    """
    moved: list[Promise] = []
    left: set[int] = set()  # failed, or moved by somebody else: the next sweep sees to it, so this one ends
    while True:
        async with db.read() as session:
            found = await store.due(session, scope, at, BATCH + len(left))
        batch = [promise for promise in found if promise not in left]
        if not batch:
            return tuple(moved)
        for promise_id in batch:
            promise = await _advance(db, scope, promise_id, at)
            if promise is None:
                left.add(promise_id)
            else:
                moved.append(promise)


async def _advance(db: Database, scope: Scope, promise_id: int, at: datetime) -> Promise | None:
    """At risk, then breached: the promise as it was, if this call made the step."""
    try:
        async with db.write() as session:
            promise = await store.get(session, scope, promise_id)
            act = promise.due_act(at) if promise else None
            if promise is None or act is None:
                return None
            to = after(promise.state, act)
            if not await store.move(session, promise, to, next_at=promise.due_at):
                return None
            await store.claim_level(session, promise, to.value, at)
            _journal(session, promise, f"promise-{to.value.replace('_', '-')}", at, "system")
    except Exception:  # whatever is wrong with this one, the others are watched
        log.exception("promise-not-advanced", promise=promise_id)
        return None
    return promise


def _journal(session: AsyncSession, promise: Promise, act: str, at: datetime, actor: str) -> None:
    details = {"promise": promise.name, "due_at": promise.due_at.isoformat(), "clause": promise.clause}
    journal.append(session, Entry(at, promise.municipality, promise.case_number, act, actor, promise.office, details))
