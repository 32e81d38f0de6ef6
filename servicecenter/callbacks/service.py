"""Promising a callback, attempts, a number put right, giving up, withdrawing.

Every function joins the caller's transaction.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.callbacks import store
from servicecenter.callbacks.model import (
    Attempt,
    Callback,
    CallbackAct,
    CallbackState,
    Outcome,
    after,
    after_attempt,
    over,
)
from servicecenter.callbacks.numbers import parse
from servicecenter.errors import Conflict
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.promises import service as promises
from servicecenter.promises.model import Promise
from servicecenter.promises.terms import Terms


async def promise(
    session: AsyncSession, promised: Sequence[Terms], *, ticket: int, case_number: str, municipality: str, office: str,
    number: str, window: str, handbook: date, at: datetime, actor: str,
) -> tuple[Callback, Promise]:  # fmt: skip
    """With every promise the handbook makes about it; the strictest is given back, as it drives the work.

    Raises NumberUnusable before anything is written.
    """
    made = await store.add(
        session, ticket=ticket, case_number=case_number, municipality=municipality, office=office,
        number=parse(number), window=window, at=at,
    )  # fmt: skip
    kept = [
        await promises.make(
            session, terms, subject=made.subject, case_number=case_number, municipality=municipality, office=office,
            handbook=handbook, at=at, actor=actor,
        )
        for terms in promised
    ]  # fmt: skip
    return made, min(kept, key=lambda promise: promise.due_at)


async def attempt(
    session: AsyncSession, scope: Scope, callback: Callback, made: Attempt, *, actor: str
) -> CallbackState:
    """Only a reached caller keeps the promise; everything else is logged and leaves it running."""
    state = after_attempt(callback, made.outcome)
    if state is not CallbackState.OPEN and not await store.close(session, callback, state, made.at):
        raise over()
    await store.add_attempt(session, callback, made)
    _journal(session, callback, "callback-attempted", made.at, actor, outcome=made.outcome.value)
    if made.outcome is Outcome.REACHED:
        await promises.keep(session, scope, callback.subject, made.at, actor)
    return state


async def correct_number(session: AsyncSession, callback: Callback, number: str, at: datetime, *, actor: str) -> None:
    """A number that was found: the attempts begin anew. Raises NumberUnusable, Conflict; the journal has no number."""
    if not await store.correct_number(session, callback, parse(number)):
        raise over()
    _journal(session, callback, "callback-number-corrected", at, actor)


async def exhaust(
    session: AsyncSession, scope: Scope, callback: Callback, allowed: int, at: datetime, *, actor: str, **details: str
) -> None:
    """Tried as often as the handbook says: over, and counted apart. Raises Conflict while attempts are left."""
    to = after(callback, CallbackAct.EXHAUST)
    if left := callback.left(allowed):
        raise Conflict(
            "Der Rückruf kann noch nicht beendet werden.",
            f"Das Handbuch verlangt {allowed} Versuche, {len(callback.tried)} sind eingetragen.",
            "Bitte den nächsten Versuch eintragen, oder die richtige Nummer.",
            left=left,
        )
    if not await store.close(session, callback, to, at):
        raise over()
    _journal(session, callback, "callback-exhausted", at, actor, attempts=str(len(callback.attempts)), **details)
    await promises.exhaust(session, scope, callback.subject, at, actor)


async def follow_exhausted(
    session: AsyncSession, scope: Scope, callback: Callback, at: datetime, *, actor: str
) -> None:
    """Given up together with the one its ticket was merged into: the same number was tried for both."""
    if await store.close(session, callback, CallbackState.EXHAUSTED, at):
        _journal(session, callback, "callback-exhausted", at, actor, attempts="0", informed_by="other")
        await promises.exhaust(session, scope, callback.subject, at, actor)


async def withdraw(session: AsyncSession, scope: Scope, callback: Callback, at: datetime, *, actor: str) -> None:
    """Undone at the desk, or made for the wrong municipality: nobody owes it any more."""
    if await store.close(session, callback, CallbackState.WITHDRAWN, at):
        await promises.withdraw(session, scope, callback.subject, at, actor)
        _journal(session, callback, "callback-withdrawn", at, actor)


def _journal(session: AsyncSession, callback: Callback, act: str, at: datetime, actor: str, **details: str) -> None:
    journal.append(
        session, Entry(at, callback.municipality, callback.case_number, act, actor, callback.office, details)
    )
