import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from servicecenter.access.model import Scope
from servicecenter.calls import store
from servicecenter.calls.model import CALLER, Cause, Instant, Step
from servicecenter.database import Database
from servicecenter.settings import Settings
from tests.conftest import MONDAY

pytestmark = pytest.mark.each_database
ALL = Scope.system("test")
HOUR = timedelta(hours=1)
OFFERED = Instant(MONDAY, "geldern", "call-1", Step.OFFERED)
ENDED = Instant(MONDAY + HOUR, "geldern", "call-1", Step.ENDED, by="caller", cause=Cause.CANCELLED)


async def record(db: Database, *instants: Instant) -> None:
    async with db.write() as session:
        await store.record(session, *instants)


async def of_call(db: Database, call: str = "call-1", scope: Scope = ALL) -> list[Instant]:
    async with db.read() as session:
        return list(await store.of_call(session, scope, call))


async def test_steps_come_back_as_they_were_told_in_the_order_of_their_instants(db: Database) -> None:
    await record(db, ENDED, OFFERED)
    await record(db)
    assert await of_call(db) == [OFFERED, ENDED]


async def test_a_step_told_again_changes_nothing(db: Database, settings: Settings) -> None:
    second = Database(settings.url)
    told = [OFFERED, replace(OFFERED, at=MONDAY + HOUR)]
    await asyncio.gather(*(record(each, *told) for each in (db, second, db, second)))
    await second.close()
    assert await of_call(db) == [OFFERED]


@pytest.mark.parametrize("other", [{"leg": "anna"}, {"n": 2}, {"step": Step.QUEUED}, {"call": "call-2"}])
async def test_another_leg_step_turn_or_call_is_another_instant(db: Database, other: dict[str, object]) -> None:
    another = replace(OFFERED, **other)
    await record(db, OFFERED, another)
    assert another in await of_call(db, another.call)
    assert OFFERED in await of_call(db)


async def test_a_month_has_every_step_of_the_calls_that_began_in_it(db: Database) -> None:
    outgoing = Instant(MONDAY, "geldern", "call-2", Step.DIALLED, by="a1", leg=CALLER)
    later = replace(OFFERED, call="call-3", at=MONDAY + HOUR)
    await record(db, OFFERED, ENDED, outgoing, later)
    async with db.read() as session:
        found = await store.of_calls_between(session, ALL, MONDAY, MONDAY + HOUR)
        of_others = await store.of_calls_between(session, Scope.municipality("hagen"), MONDAY, MONDAY + HOUR)
    assert found == [OFFERED, ENDED, outgoing]
    assert of_others == []
    assert await of_call(db, scope=Scope.municipality("hagen")) == []


async def test_many_steps_are_told_at_once(db: Database) -> None:
    many = [replace(OFFERED, call=f"call-{n}") for n in range(5000)]
    await record(db, *many)
    await record(db, *many)
    async with db.read() as session:
        assert len(await store.of_calls_between(session, ALL, MONDAY, MONDAY + HOUR)) == len(many)
