import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, insert, text, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Role, Scope
from servicecenter.database import Database
from servicecenter.messages.model import Message
from servicecenter.promises import service, store
from servicecenter.promises.model import Promise
from servicecenter.promises.states import Level, PromiseState
from servicecenter.promises.tables import PromiseLevelRow, PromiseRow

from .conftest import ALL, DUE, MADE, RISK, Make, acts, levels

pytestmark = pytest.mark.each_database
INSTANT = timedelta(microseconds=1)


async def found(db: Database, promise: Promise) -> Promise:
    async with db.read() as session:
        return await store.get(session, ALL, promise.id)


async def keep(db: Database, promise: Promise, at: datetime) -> Promise | None:
    async with db.write() as session:
        return next(iter(await service.keep(session, ALL, promise.subject, at, "7")), None)


async def test_a_promise_comes_back_as_it_was_made(db: Database, make: Make) -> None:
    made = await make()
    assert await found(db, made) == made
    assert (made.state, made.due_at, made.at_risk_at, made.recorded_at) == (PromiseState.OPEN, DUE, RISK, MADE)
    assert await acts(db) == ["promise-made"]


async def test_open_then_at_risk_then_breached_each_exactly_once(db: Database, make: Make) -> None:
    made = await make()
    for at, moved, state in (
        (RISK - INSTANT, 0, PromiseState.OPEN),
        (RISK, 1, PromiseState.AT_RISK),
        (RISK, 0, PromiseState.AT_RISK),
        (DUE - INSTANT, 0, PromiseState.AT_RISK),
        (DUE, 1, PromiseState.BREACHED),
        (DUE + timedelta(days=30), 0, PromiseState.BREACHED),
    ):
        assert len(await service.sweep(db, ALL, at)) == moved
        assert (await found(db, made)).state is state
    assert await acts(db) == ["promise-made", "promise-at-risk", "promise-breached"]
    assert await levels(db) == [(made.id, "at_risk"), (made.id, "breached")]


async def test_a_long_down_time_passes_both_levels_in_order(db: Database, make: Make) -> None:
    made = await make()
    moved = await service.sweep(db, ALL, DUE + timedelta(days=100))
    assert [promise.state for promise in moved] == [PromiseState.OPEN, PromiseState.AT_RISK]
    assert (await found(db, made)).state is PromiseState.BREACHED
    assert await acts(db) == ["promise-made", "promise-at-risk", "promise-breached"]


async def test_due_acts_once_between_the_two_and_changes_no_state(db: Database, make: Make) -> None:
    closes = RISK + timedelta(hours=4)
    made = await make(last_open_at=closes)
    for at, moved, state in (
        (RISK, 1, PromiseState.AT_RISK),
        (closes - INSTANT, 0, PromiseState.AT_RISK),
        (closes, 1, PromiseState.AT_RISK),
        (closes, 0, PromiseState.AT_RISK),
        (DUE, 1, PromiseState.BREACHED),
    ):
        assert len(await service.sweep(db, ALL, at)) == moved
        assert (await found(db, made)).state is state
    assert await levels(db) == [(made.id, "at_risk"), (made.id, "due"), (made.id, "breached")]
    assert await acts(db) == ["promise-made", "promise-at-risk", "promise-due", "promise-breached"]


async def test_a_long_down_time_passes_all_three_in_order(db: Database, make: Make) -> None:
    made = await make(last_open_at=RISK + timedelta(hours=4))
    assert len(await service.sweep(db, ALL, DUE + timedelta(days=100))) == 3
    assert await levels(db) == [(made.id, "at_risk"), (made.id, "due"), (made.id, "breached")]


async def test_a_level_whose_addressees_cannot_be_found_out_stops_no_other(db: Database, make: Make) -> None:
    broken, sound = await make(), await make()

    async def tell(
        _session: AsyncSession, promises: Sequence[Promise], _level: Level, _at: datetime
    ) -> Mapping[int, Sequence[Message]]:
        if broken.id in {promise.id for promise in promises}:
            raise LookupError("its handbook cannot be read")
        return {}

    assert [promise.id for promise in await service.sweep(db, ALL, RISK, tell=tell)] == [sound.id]
    assert await levels(db) == [(sound.id, "at_risk")], "and it is tried again"
    assert [promise.id for promise in await service.sweep(db, ALL, RISK)] == [broken.id]


async def test_a_promise_too_short_for_a_warning_goes_straight_over(db: Database, make: Make) -> None:
    made = await make(DUE, DUE)
    await service.sweep(db, ALL, DUE)
    assert await levels(db) == [(made.id, "breached")]


async def test_two_sweeps_at_the_same_time_act_once(db: Database, second: Database, make: Make) -> None:
    made = [await make() for _ in range(30)]
    for at in (RISK, DUE):
        both = await asyncio.gather(
            service.sweep(db, ALL, at), service.sweep(second, ALL, at), service.sweep(second, ALL, at)
        )
        assert sorted(promise.id for moved in both for promise in moved) == [promise.id for promise in made]
    assert sorted(await levels(db)) == sorted((p.id, level) for p in made for level in ("at_risk", "breached"))
    assert len(await acts(db)) == 3 * len(made)


@pytest.mark.parametrize(
    ("after", "state", "acted"),
    [
        pytest.param(timedelta(hours=1), PromiseState.KEPT, "promise-kept", id="long before"),
        pytest.param(DUE - MADE - INSTANT, PromiseState.KEPT, "promise-kept", id="in the last instant"),
        pytest.param(DUE - MADE, PromiseState.KEPT_LATE, "promise-kept-late", id="at the due instant"),
        pytest.param(DUE - MADE + timedelta(days=1), PromiseState.KEPT_LATE, "promise-kept-late", id="a day late"),
    ],
)
async def test_the_instant_decides_whether_it_was_kept_in_time_not_the_sweep(
    db: Database, make: Make, after: timedelta, state: PromiseState, acted: str
) -> None:
    made = await make()
    kept = await keep(db, made, MADE + after)
    assert kept is not None
    assert (kept.state, kept.kept_at) == (state, MADE + after)
    assert await found(db, made) == kept
    assert await service.sweep(db, ALL, DUE + timedelta(days=9)) == ()
    assert await acts(db) == ["promise-made", acted]


@pytest.mark.parametrize(
    ("at", "is_swept", "state"),
    [
        pytest.param(DUE - INSTANT, False, PromiseState.EXHAUSTED, id="in time"),
        pytest.param(DUE, False, PromiseState.EXHAUSTED_LATE, id="at the due instant"),
        pytest.param(DUE + INSTANT, True, PromiseState.EXHAUSTED_LATE, id="after the sweep found it breached"),
    ],
)
async def test_nobody_reached_ends_in_a_state_of_its_own_and_late_is_late(
    db: Database, make: Make, at: datetime, is_swept: bool, state: PromiseState
) -> None:
    made = await make()
    if is_swept:
        await service.sweep(db, ALL, at)
    async with db.write() as session:
        (ended,) = await service.exhaust(session, ALL, made.subject, at, "7")
        assert await service.exhaust(session, ALL, made.subject, at, "7") == ()
    assert (ended.state, ended.exhausted_at, ended.kept_at) == (state, at, None)
    assert await found(db, made) == ended
    assert (await acts(db))[-1] == f"promise-{state.value.replace('_', '-')}"


async def test_kept_after_the_sweep_found_it_breached_is_kept_late(db: Database, make: Make) -> None:
    made = await make()
    await service.sweep(db, ALL, DUE)
    assert await keep(db, made, DUE + INSTANT) is not None
    assert (await found(db, made)).state is PromiseState.KEPT_LATE


@pytest.mark.parametrize("times", range(2))
async def test_a_promise_kept_while_the_sweep_runs_is_kept_whoever_is_first(
    db: Database, second: Database, make: Make, times: int
) -> None:
    made = [await make() for _ in range(10)]
    at = RISK if times % 2 else DUE - INSTANT
    await asyncio.gather(service.sweep(second, ALL, at), *(keep(db, promise, at) for promise in made))
    assert {(await found(db, promise)).state for promise in made} == {PromiseState.KEPT}
    assert (await acts(db)).count("promise-kept") == len(made)


async def test_a_promise_is_kept_although_the_sweep_moved_it_between_look_and_act(
    db: Database, second: Database, make: Make
) -> None:
    made = await make()
    async with second.write() as session:
        await store.claim(session, [made], PromiseState.AT_RISK, RISK)
        keeping = asyncio.create_task(keep(db, made, RISK))
        await asyncio.sleep(0.3)  # it has seen the promise open, and waits for the row
        assert not keeping.done()
    assert (await keeping) is not None
    assert (await found(db, made)).state is PromiseState.KEPT


async def test_what_is_over_is_kept_or_withdrawn_no_second_time(db: Database, make: Make) -> None:
    made = await make()
    assert await keep(db, made, RISK) is not None
    assert await keep(db, made, RISK) is None
    async with db.write() as session:
        assert await service.withdraw(session, ALL, made.subject, RISK, "7") == ()
        assert await service.keep(session, ALL, "callback:4711", RISK, "7") == ()
    assert await acts(db) == ["promise-made", "promise-kept"]


async def test_a_withdrawn_promise_is_not_watched_and_not_counted(db: Database, make: Make) -> None:
    made = await make()
    async with db.write() as session:
        await service.withdraw(session, ALL, made.subject, MADE, "7")
    assert await service.sweep(db, ALL, DUE + timedelta(days=1)) == ()
    async with db.read() as session:
        assert await store.watched(session, ALL) == []
        assert [tally.due for tally in await store.tallies(session, ALL, MADE, DUE)] == [0]


async def test_another_office_can_neither_keep_nor_withdraw(db: Database, make: Make) -> None:
    made = await make()
    other = Scope.of(Person("9", "other", "Other", Role.FACHAMT, "geldern", frozenset({"jugendamt"})))
    async with db.write() as session:
        assert await service.keep(session, other, made.subject, MADE, "9") == ()
        assert await service.withdraw(session, other, made.subject, MADE, "9") == ()
    assert (await found(db, made)).state is PromiseState.OPEN


async def test_a_promise_that_fails_stops_no_other_and_the_sweep_ends(db: Database, make: Make) -> None:
    made = [await make() for _ in range(3)]
    async with db.write() as session:  # a level that has acted although the promise never moved
        session.add(PromiseLevelRow(promise_id=made[0].id, level="at_risk", at=MADE))
    moved = await asyncio.wait_for(service.sweep(db, ALL, RISK), 5)
    assert [promise.id for promise in moved] == [made[1].id, made[2].id]
    assert (await acts(db)).count("promise-at-risk") == 2, "no entry of the one that failed"
    assert await asyncio.wait_for(service.sweep(db, ALL, RISK), 5) == (), "and is tried again without an end"


async def test_more_failing_promises_than_a_batch_do_not_hide_the_rest(db: Database, make: Make) -> None:
    made = [await make() for _ in range(9)]
    async with db.write() as session:
        for promise in made[:7]:
            session.add(PromiseLevelRow(promise_id=promise.id, level="at_risk", at=MADE))
    moved = await asyncio.wait_for(service.sweep(db, ALL, RISK, size=2), 10)
    assert [promise.id for promise in moved] == [made[7].id, made[8].id]


async def test_a_row_that_cannot_be_read_stops_no_other(db: Database, make: Make) -> None:
    broken, sound = await make(), await make()
    async with db.write() as session:
        if db.is_sqlite:
            await session.exec(text("UPDATE promise SET calendar = '{broken' WHERE id = 1"))  # type: ignore[call-overload]
        else:
            await session.exec(update(PromiseRow).where(col(PromiseRow.id) == broken.id).values(due_at=MADE))
            session.add(PromiseLevelRow(promise_id=broken.id, level="breached", at=MADE))
    moved = await asyncio.wait_for(service.sweep(db, ALL, RISK), 5)
    assert [promise.id for promise in moved] == [sound.id]


async def test_a_thousand_promises_due_are_quick(db: Database, make: Make) -> None:
    first = await make()
    async with db.write() as session:
        row = await session.get(PromiseRow, first.id)
        assert row is not None
        values = row.model_dump(exclude={"id"})
        await session.exec(insert(PromiseRow), params=[{**values, "subject": f"many:{n}"} for n in range(999)])
    began = time.perf_counter()
    assert len(await service.sweep(db, ALL, RISK)) == 1000
    assert time.perf_counter() - began < 5, "a machine at rest takes a tenth of that"
    assert len(await levels(db)) == 1000
    assert (await acts(db)).count("promise-at-risk") == 1000


async def test_the_search_for_what_is_due_asks_as_the_index_was_made(db: Database, make: Make) -> None:
    made = await make()
    seen: list[tuple[str, tuple[object, ...]]] = []

    @event.listens_for(db.engine.sync_engine, "before_cursor_execute")
    def remember(_connection: object, _cursor: object, statement: str, given: tuple[object, ...], *_: object) -> None:
        seen.append((statement, given))

    async with db.read() as session:
        assert await store.due(session, ALL, RISK, 10) == [made.id]
        connection = await session.connection()
        statement, given = seen[0]
        if not db.is_sqlite:  # it chooses by statistics, and scanning an empty table is right
            assert "state IN ('open', 'at_risk')" in statement
            return
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        assert "ix_promise_watched" in str(plan.all())
