import asyncio
from datetime import timedelta

import pytest

from servicecenter.database import Database
from servicecenter.settings import Settings
from servicecenter.telephony.pbx import store
from tests.conftest import MONDAY

from .conftest import ALL

pytestmark = pytest.mark.each_database
CALL = {
    "pbx": 1, "pbx_call": "7", "call": "pbx-1-7", "municipality": "geldern", "direction": "in", "began_at": MONDAY,
    "caller_key": "key",
}  # fmt: skip


async def test_of_two_who_tell_the_same_one_is_first(db: Database, settings: Settings) -> None:
    second = Database(settings.url)

    async def once(each: Database) -> tuple[bool, bool]:
        async with each.write() as session:
            await store.begin(session, **CALL)
        async with each.read() as session:
            call = await store.call_of(session, ALL, 1, "7")
            assert call is not None
        async with each.write() as session:
            answered = await store.answer(session, call, MONDAY)
        async with each.write() as session:
            return answered, await store.end(session, call, MONDAY)

    told = await asyncio.gather(*(once(each) for each in (db, second, db)))
    await second.close()
    assert sum(answered for answered, _ in told) <= 1, "none where the end was told first"
    assert sum(ended for _, ended in told) == 1


async def test_what_is_over_cannot_be_answered(db: Database) -> None:
    async with db.write() as session:
        assert await store.begin(session, **CALL)
        assert not await store.begin(session, **CALL)
        call = await store.call_of(session, ALL, 1, "7")
        assert call is not None
        assert await store.end(session, call, MONDAY)
        assert not await store.answer(session, call, MONDAY)
        assert [leg.ended_at for leg in await store.legs(session, ALL, "pbx-1-7")] == [MONDAY]


async def test_calls_of_one_number_are_counted_until_they_are_forgotten(db: Database) -> None:
    async with db.write() as session:
        await store.begin(session, **CALL)
        assert await store.from_one_number(session, ALL, "key", MONDAY - timedelta(minutes=1)) == 1
        assert await store.from_one_number(session, ALL, "key", MONDAY) == 0
        assert await store.from_one_number(session, ALL, "other", MONDAY - timedelta(minutes=1)) == 0
        assert await store.forget_numbers(session, ALL, MONDAY) == 0
        assert await store.forget_numbers(session, ALL, MONDAY + timedelta(seconds=1)) == 1
        assert await store.from_one_number(session, ALL, "key", MONDAY - timedelta(minutes=1)) == 0
        assert await store.remove_before(session, ALL, MONDAY + timedelta(seconds=1)) == 1
