import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.database import Database
from servicecenter.errors import NotFound
from servicecenter.knowledgebase import learning, store
from servicecenter.knowledgebase.learning import Lesson

pytestmark = pytest.mark.each_database
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ALL = Scope.system("test")
EMPTY = Lesson("geldern", "anmeld hund", "hund", "hund anmelden", AT)


async def closed(db: Database, empty: Lesson = EMPTY, at: datetime = AT) -> Lesson:
    async with db.write() as session:
        return await store.change(session, ALL, empty, lambda lesson: learning.closed(lesson, empty.query, at))


async def known(db: Database, scope: Scope = ALL, since: datetime | None = None) -> list[Lesson]:
    async with db.read() as session:
        return list(await store.changed_since(session, scope, since))


async def test_a_lesson_is_made_once_and_counted(db: Database) -> None:
    await closed(db)
    made = await closed(db)
    assert (made.closed_times, made.closed) == (2, 2.0)
    assert await known(db) == [made]


async def test_contacts_closed_at_once_all_count(db: Database) -> None:
    await asyncio.gather(*(closed(db) for _ in range(5)))
    (lesson,) = await known(db)
    assert (lesson.closed_times, lesson.closed) == (5, 5.0)


async def test_what_changed_since_with_the_forgotten(db: Database) -> None:
    first = await closed(db)
    later = await closed(db, Lesson("geldern", "mull", "muell", "müll", AT), AT + timedelta(hours=1))
    assert await known(db, since=AT + timedelta(minutes=1)) == [later]
    async with db.write() as session:
        forgotten = await store.put(session, learning.forgotten(first, AT + timedelta(hours=2)))
    assert await known(db, since=AT + timedelta(hours=1)) == [forgotten, later]


@pytest.mark.parametrize(
    ("scope", "sees"),
    [
        pytest.param(ALL, True, id="system"),
        pytest.param(Scope.municipality("geldern"), True, id="the municipality"),
        pytest.param(Scope.municipality("kreis-wesel"), False, id="another municipality"),
        pytest.param(Scope.of(Person("1", "ad", "Ad", Role.ADMIN)), False, id="admin"),
    ],
)
async def test_a_lesson_is_read_within_the_scope(db: Database, scope: Scope, *, sees: bool) -> None:
    made = await closed(db)
    assert bool(await known(db, scope)) is sees
    async with db.read() as session:
        if sees:
            assert await store.get(session, scope, made.id) == made
        else:
            with pytest.raises(NotFound):
                await store.get(session, scope, made.id)


async def test_old_lessons_are_removed_within_the_scope(db: Database) -> None:
    await closed(db)
    async with db.write() as session:
        assert await store.remove_before(session, ALL, AT) == 0
        assert await store.remove_before(session, Scope.municipality("kreis-wesel"), AT + timedelta(days=1)) == 0
        assert await store.remove_before(session, ALL, AT + timedelta(days=1)) == 1
    assert await known(db) == []
