from datetime import UTC, datetime

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.database import Database
from servicecenter.journal import store
from servicecenter.journal.model import Entry

pytestmark = pytest.mark.each_database
AT = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
ENTRY = Entry(AT, "geldern", "48273196", "way-decided", "7", "bauordnung", {"plan": [{"kind": "ticket"}], "n": 1})


async def test_an_entry_comes_back_as_it_was_written(db: Database) -> None:
    async with db.write() as session:
        store.append(session, ENTRY)
    async with db.read() as session:
        (entry,) = await store.of_case(session, Scope.system("test"), "48273196")
    assert entry == Entry(**{**{f: getattr(ENTRY, f) for f in ENTRY.__slots__}, "id": entry.id})
    assert entry.id is not None


async def test_a_step_that_fails_leaves_no_entry(db: Database) -> None:
    async def failing() -> None:
        async with db.write() as session:
            store.append(session, ENTRY)
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await failing()
    async with db.read() as session:
        assert await store.of_case(session, Scope.system("test"), "48273196") == []


async def test_the_story_is_told_in_order_and_of_this_case_alone(db: Database) -> None:
    async with db.write() as session:
        for act in ("contact-rang", "contact-taken", "contact-answered"):
            store.append(session, Entry(AT, "geldern", "48273196", act, "7"))
        store.append(session, Entry(AT, "geldern", "11111111", "contact-rang", "system"))
    async with db.read() as session:
        story = await store.of_case(session, Scope.system("test"), "48273196")
    assert [entry.act for entry in story] == ["contact-rang", "contact-taken", "contact-answered"]


@pytest.mark.parametrize(
    ("scope", "sees"),
    [
        pytest.param(Scope.system("test"), True, id="system"),
        pytest.param(Scope.municipality("geldern"), True, id="the municipality"),
        pytest.param(Scope.municipality("kreis-wesel"), False, id="another municipality"),
        pytest.param(Scope.of(Person("1", "ad", "Ad", Role.ADMIN)), False, id="admin"),
    ],
)
async def test_a_story_is_read_within_the_scope(db: Database, scope: Scope, *, sees: bool) -> None:
    async with db.write() as session:
        store.append(session, ENTRY)
    async with db.read() as session:
        assert bool(await store.of_case(session, scope, "48273196")) is sees


def test_nothing_changes_or_removes_an_entry() -> None:
    assert [name for name in dir(store) if name.startswith(("update", "delete", "change", "remove", "move"))] == []
