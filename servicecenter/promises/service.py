"""Making, keeping, exhausting and withdrawing promises, and the sweep that finds what is due.

`make`, `keep`, `exhaust` and `withdraw` join the caller's transaction; `sweep` opens its own, a batch at a time. A
promise that fails keeps no other from being watched, and the next sweep tries it again. Whom a level tells, the caller
decides (`Tell`); what it gives is written into the outbox in the transaction that claimed the level.
"""

import math
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.database import Database, DatabaseTrouble
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.messages import store as outbox
from servicecenter.messages.model import Message
from servicecenter.promises import store
from servicecenter.promises.kinds import kind_of
from servicecenter.promises.model import Promise
from servicecenter.promises.states import AFTER_DUE, LEVELS, OVER, Level, PromiseAct, PromiseState, after
from servicecenter.promises.terms import Terms

log = structlog.get_logger()

BATCH = 200
ENDED = {PromiseAct.KEEP: "kept_at", PromiseAct.EXHAUST: "exhausted_at"}  # the column that says when
UNTIL_KEPT = (Level.AT_RISK.value, Level.DUE.value)  # reminders nobody needs once it is kept
# By the promise's id; read in the transaction that claimed the level.
Tell = Callable[[AsyncSession, Sequence[Promise], Level, datetime], Awaitable[Mapping[int, Sequence[Message]]]]


async def nobody(
    _session: AsyncSession, _promises: Sequence[Promise], _level: Level, _at: datetime
) -> Mapping[int, Sequence[Message]]:
    return {}


def cause_of(promise: Promise) -> str:
    """How the outbox names what a message is about."""
    return f"promise:{promise.id}"


async def make(
    session: AsyncSession, terms: Terms, *, subject: str, case_number: str, municipality: str, office: str,
    handbook: date, at: datetime, actor: str, begun_at: datetime | None = None,
) -> Promise:  # fmt: skip
    """`begun_at` is what the terms were counted from, where that is not the instant of writing it down."""
    promise = await store.add(
        session, terms, subject=subject, case_number=case_number, municipality=municipality, office=office,
        handbook=handbook, at=begun_at or at,
    )  # fmt: skip
    frozen = {"due_on": terms.due_on.isoformat(), "calendar": terms.calendar}
    if begun_at is not None:
        frozen["begun_at"] = begun_at.isoformat()
    _journal(session, promise, "promise-made", at, actor, **frozen)
    return promise


async def keep(
    session: AsyncSession, scope: Scope, subject: str, at: datetime, actor: str, *, name: str | None = None
) -> tuple[Promise, ...]:
    """Each is kept if it was not yet due, else kept late; what nobody promised or what is over is left out.

    Without `name` whatever the program itself started about the subject: what the Fachamt recorded, it keeps by name.
    """
    promised = (await store.of_subjects(session, scope, [subject])).get(subject, ())
    meant = [each for each in promised if each.name == name or (name is None and kind_of(each.name).is_automatic)]
    return await _end(session, scope, meant, PromiseAct.KEEP, at, actor)


async def exhaust(session: AsyncSession, scope: Scope, subject: str, at: datetime, actor: str) -> tuple[Promise, ...]:
    """Nobody could be reached: what the program itself started about the subject ends in a state of its own."""
    promised = (await store.of_subjects(session, scope, [subject])).get(subject, ())
    meant = [promise for promise in promised if kind_of(promise.name).is_automatic]
    return await _end(session, scope, meant, PromiseAct.EXHAUST, at, actor)


async def withdraw(session: AsyncSession, scope: Scope, subject: str, at: datetime, actor: str) -> tuple[Promise, ...]:
    """Everything promised about the subject."""
    promised = (await store.of_subjects(session, scope, [subject])).get(subject, ())
    return await _end(session, scope, promised, PromiseAct.WITHDRAW, at, actor)


async def _end(
    session: AsyncSession, scope: Scope, promised: Sequence[Promise], act: PromiseAct, at: datetime, actor: str
) -> tuple[Promise, ...]:
    ended = [await _end_one(session, scope, promise, act, at, actor) for promise in promised]
    return tuple(promise for promise in ended if promise is not None)


async def _end_one(
    session: AsyncSession, scope: Scope, promise: Promise, act: PromiseAct, at: datetime, actor: str
) -> Promise | None:
    # Asked again where a sweep of another process was quicker: states only go forward, so this ends.
    while promise.state not in OVER:
        to = after(promise.state, act)
        if at >= promise.due_at:
            to = AFTER_DUE.get(to, to)
        ended: dict[str, Any] = {ENDED[act]: at} if act in ENDED else {}
        if await store.move(session, promise, to, next_at=promise.due_at, **ended):
            by_how_much = {"minutes_late": _minutes_late(promise, at)} if ended else {}
            _journal(session, promise, f"promise-{to.value.replace('_', '-')}", at, actor, **by_how_much)
            over = UNTIL_KEPT if act in ENDED else tuple(Level)
            await outbox.drop(session, scope, cause_of(promise), over)
            return replace(promise, state=to, **ended)
        promise = await store.get(session, scope, promise.id)
    return None


async def sweep(
    db: Database, scope: Scope, at: datetime, size: int = BATCH, tell: Tell = nobody
) -> tuple[Promise, ...]:
    """Moves every promise that has become at risk or due, each exactly once; returns those it moved, as they were.

    Safe to run twice at the same time: the conditional UPDATE and the unique level decide who acts.
    """
    moved: list[Promise] = []
    left: set[int] = set()  # failed, or in somebody else's hands: the next sweep sees to it, so this one ends
    while True:
        async with db.read() as session:
            found = await store.due(session, scope, at, size + len(left))
        batch = [promise_id for promise_id in found if promise_id not in left]
        if not batch:
            return tuple(moved)
        stepped = await _advance(db, scope, batch, at, tell)
        moved += stepped
        left.update(set(batch) - {promise.id for promise in stepped})


async def _advance(db: Database, scope: Scope, batch: Sequence[int], at: datetime, tell: Tell) -> list[Promise]:
    """One step for each of the batch in one transaction; where that fails, for each half of it by itself."""
    try:
        async with db.write() as session:
            return await _step(session, scope, batch, at, tell)
    except DatabaseTrouble:
        raise  # it is none of the promises' fault: the next tick tries again
    except Exception as error:  # whatever is wrong with one, the others are watched
        if len(batch) == 1:
            # No traceback: it is tried again with every tick.
            log.error("promise-not-advanced", promise=batch[0], error=f"{type(error).__name__}: {error}"[:500])
            return []
    half = len(batch) // 2
    first, second = batch[:half], batch[half:]
    return [*await _advance(db, scope, first, at, tell), *await _advance(db, scope, second, at, tell)]


async def _step(session: AsyncSession, scope: Scope, batch: Sequence[int], at: datetime, tell: Tell) -> list[Promise]:
    """At risk, due, or breached; the promises as they were."""
    steps: dict[tuple[PromiseState, PromiseAct], list[Promise]] = defaultdict(list)
    for promise in await store.locked(session, scope, batch):
        if act := promise.due_act(at):
            steps[promise.state, act].append(promise)
    for (state, act), promises in steps.items():
        level = LEVELS[act]
        await store.claim(session, promises, after(state, act), at, level)
        told = await tell(session, promises, level, at)
        messages: list[Message] = []
        for promise in promises:
            _journal(session, promise, f"promise-{level.value.replace('_', '-')}", at, "system")
            messages += _told(session, promise, told.get(promise.id, ()), at)
        if messages:
            await outbox.add(session, messages)
    return [promise for promises in steps.values() for promise in promises]


def _told(session: AsyncSession, promise: Promise, messages: Sequence[Message], at: datetime) -> Sequence[Message]:
    """Who was told is evidence as well; that a mail was sent, the outbox has recorded when it was."""
    for message in messages:
        way = "email" if message.recipient else "screen"
        told = {"level": message.occasion, "addressee": message.addressee, "way": way}
        _journal(session, promise, "promise-reminded", at, "system", **told)
    return messages


def _minutes_late(promise: Promise, at: datetime) -> int:
    """Negative where it ended in time: so many minutes were left."""
    return math.floor((at - promise.due_at) / timedelta(minutes=1))


def _journal(session: AsyncSession, promise: Promise, act: str, at: datetime, actor: str, **more: object) -> None:
    """What the evidence says of a promise, and nothing of the caller."""
    details = {"promise": promise.name, "due_at": promise.due_at.isoformat(), "clause": promise.clause} | more
    journal.append(session, Entry(at, promise.municipality, promise.case_number, act, actor, promise.office, details))
