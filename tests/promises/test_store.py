import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from servicecenter.access.model import Person, Role, Scope
from servicecenter.database import Database
from servicecenter.errors import Conflict
from servicecenter.promises import service, store
from servicecenter.promises.model import Promise, Tally
from servicecenter.promises.states import PromiseState
from servicecenter.reporting.months import midnight

from .conftest import ALL, DUE, MADE, RISK, Make

pytestmark = pytest.mark.each_database
NOVEMBER = midnight(datetime(2026, 11, 1, tzinfo=MADE.tzinfo).date())
DECEMBER = midnight(datetime(2026, 12, 1, tzinfo=MADE.tzinfo).date())
JANUARY = midnight(datetime(2027, 1, 1, tzinfo=MADE.tzinfo).date())
CLERK = Scope.of(Person("1", "bau", "Bau", Role.FACHAMT, "geldern", frozenset({"bauordnung"})))
CONTROLLER = Scope.of(Person("2", "con", "Con", Role.CONTROLLER, "geldern"))
NOBODY = Scope.of(Person("3", "admin", "Admin", Role.ADMIN))


async def keep(db: Database, promise: Promise, at: datetime) -> None:
    async with db.write() as session:
        await service.keep(session, ALL, promise.subject, at, "7")


async def tallies(db: Database, first: datetime, before: datetime, scope: Scope = ALL) -> Sequence[Tally]:
    async with db.read() as session:
        return await store.tallies(session, scope, first, before)


async def test_what_is_not_kept_is_told_as_n_of_m(db: Database, make: Make) -> None:
    promises = [await make() for _ in range(6)]
    kept, late, withdrawn, breached, *_running = promises
    await keep(db, kept, MADE)
    await keep(db, late, DUE)
    async with db.write() as session:
        await service.withdraw(session, ALL, withdrawn.subject, MADE, "7")
    await service.sweep(db, Scope.municipality("nowhere"), DUE)
    async with db.write() as session:  # one is breached; two are at risk and count neither as kept nor as not kept
        await store.move(session, breached, PromiseState.BREACHED, next_at=DUE)
    await service.sweep(db, ALL, RISK)
    assert await tallies(db, NOVEMBER, DECEMBER) == [
        Tally("geldern", "bauordnung", "callback", due=3, unkept=2, at_risk=2)
    ]
    async with db.read() as session:
        unkept = await store.unkept(session, ALL, NOVEMBER, DECEMBER)
        assert {promise.id for promise in unkept} == {late.id, breached.id}
        assert await store.unkept(session, ALL, NOVEMBER, DECEMBER, "reply") == []
        assert await store.at_risk(session, ALL) == {"geldern": 2}


@pytest.mark.parametrize(
    ("due_at", "month"),
    [
        pytest.param(NOVEMBER, "october", id="24:00 of 31 October"),
        pytest.param(NOVEMBER + timedelta(microseconds=1), "november", id="just after"),
        pytest.param(DECEMBER, "november", id="24:00 of 30 November"),
        pytest.param(DECEMBER + timedelta(hours=9), "december", id="1 December"),
        pytest.param(JANUARY, "december", id="24:00 of 31 December"),
    ],
)
async def test_a_promise_counts_in_the_month_whose_last_day_it_ends_with(
    db: Database, make: Make, due_at: datetime, month: str
) -> None:
    await make(due_at, due_at - timedelta(hours=4))
    await service.sweep(db, ALL, due_at)
    october = midnight(datetime(2026, 10, 1, tzinfo=MADE.tzinfo).date())
    months = {"october": (october, NOVEMBER), "november": (NOVEMBER, DECEMBER), "december": (DECEMBER, JANUARY)}
    counted = {name: sum(t.unkept for t in await tallies(db, *bounds)) for name, bounds in months.items()}
    assert counted == {name: int(name == month) for name in months}
    async with db.read() as session:
        assert len(await store.unkept(session, ALL, *months[month])) == 1


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        pytest.param(ALL, {"g-bau", "g-jug", "w-bau"}, id="system"),
        pytest.param(CLERK, {"g-bau"}, id="clerk"),
        pytest.param(CONTROLLER, {"g-bau", "g-jug"}, id="controller"),
        pytest.param(NOBODY, set(), id="admin"),
    ],
)
async def test_every_read_keeps_to_its_scope(db: Database, make: Make, scope: Scope, seen: set[str]) -> None:
    made = {
        "g-bau": await make(subject="g-bau"),
        "g-jug": await make(subject="g-jug", office="jugendamt"),
        "w-bau": await make(subject="w-bau", municipality="kreis-wesel"),
    }
    await service.sweep(db, ALL, RISK)
    async with db.read() as session:
        assert {p.subject for p in await store.watched(session, scope)} == seen
        assert set(await store.of_subjects(session, scope, list(made))) == seen
        assert {p.subject for p in await store.locked(session, scope, [p.id for p in made.values()])} == seen
        assert set(await store.due(session, scope, DUE, 10)) == {made[name].id for name in seen}
        assert sum((await store.at_risk(session, scope)).values()) == len(seen)
    await service.sweep(db, ALL, DUE)
    async with db.read() as session:
        assert {p.subject for p in await store.unkept(session, scope, NOVEMBER, DECEMBER)} == seen
    assert sum(tally.unkept for tally in await tallies(db, NOVEMBER, DECEMBER, scope)) == len(seen)


async def test_the_watched_come_due_first_on_top(db: Database, make: Make) -> None:
    late, soon = await make(DUE + timedelta(days=1)), await make(DUE)
    await keep(db, await make(), MADE)
    async with db.read() as session:
        assert [p.id for p in await store.watched(session, ALL)] == [soon.id, late.id]
        assert [p.id for p in await store.watched(session, ALL, limit=1)] == [soon.id]


async def test_only_one_move_from_a_state_succeeds(db: Database, make: Make) -> None:
    made = await make()
    async with db.write() as session:
        assert await store.move(session, made, PromiseState.AT_RISK, next_at=DUE)
        assert not await store.move(session, made, PromiseState.KEPT, next_at=DUE, kept_at=MADE)


async def test_a_step_is_claimed_once(db: Database, make: Make) -> None:
    made = await make()
    async with db.write() as session:
        await store.claim(session, [made], PromiseState.AT_RISK, RISK)
    with pytest.raises(Conflict):
        async with db.write() as session:
            await store.claim(session, [made], PromiseState.AT_RISK, RISK)


async def test_a_level_acts_once_even_where_a_state_was_set_back(db: Database, make: Make) -> None:
    made = await make()
    async with db.write() as session:
        await store.claim(session, [made], PromiseState.AT_RISK, RISK)
        await store.move(session, replace(made, state=PromiseState.AT_RISK), PromiseState.OPEN, next_at=RISK)
    with pytest.raises(IntegrityError):
        async with db.write() as session:
            await store.claim(session, [made], PromiseState.AT_RISK, RISK)


async def test_the_sweep_does_not_wait_for_a_promise_somebody_has_in_hand(db: Database, make: Make) -> None:
    made, free = await make(), await make()
    async with db.write() as session:
        await store.move(session, made, PromiseState.KEPT, next_at=DUE, kept_at=MADE)
        if not db.is_sqlite:  # there writers queue
            moved = await asyncio.wait_for(service.sweep(db, ALL, RISK), 5)
            assert [promise.id for promise in moved] == [free.id]
    await service.sweep(db, ALL, RISK)
    async with db.read() as session:
        found = await store.of_subjects(session, ALL, [made.subject, free.subject])
    assert [promise.state for (promise,) in found.values()] == [PromiseState.KEPT, PromiseState.AT_RISK]


async def test_the_latest_promise_of_a_subject_counts(db: Database, make: Make) -> None:
    await keep(db, await make(subject="ticket:1"), MADE)
    second = await make(subject="ticket:1")
    async with db.read() as session:
        assert await store.of_subjects(session, ALL, ["ticket:1", "ticket:2"]) == {"ticket:1": (second,)}
