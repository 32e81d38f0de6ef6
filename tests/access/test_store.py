import inspect
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from servicecenter.access import store
from servicecenter.access.errors import LoginTaken
from servicecenter.access.model import AuditEntry, Person, Role, Scope
from servicecenter.access.throttle import Throttle
from servicecenter.database import Database

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ALL = Scope.system("test")
AGENT = Person("1", "agent", "Agent", Role.AGENT)
BUILDING = Person("2", "bau", "Bau", Role.FACHAMT, "geldern", frozenset({"bauordnung"}))
BUILDING_TOO = Person("3", "bau2", "Bau Zwei", Role.FACHAMT, "geldern", frozenset({"bauordnung", "ordnung"}))
SOCIAL = Person("4", "sozial", "Sozial", Role.FACHAMT, "geldern", frozenset({"soziales"}))
CONTROLLER = Person("5", "controller", "Controller", Role.CONTROLLER, "geldern")
WESEL = Person("6", "wesel", "Wesel", Role.FACHAMT, "kreis-wesel", frozenset({"bauordnung"}))
ADMIN = Person("7", "admin", "Zentrale", Role.ADMIN)
EVERYBODY = [AGENT, BUILDING, BUILDING_TOO, CONTROLLER, SOCIAL, WESEL, ADMIN]


@pytest.fixture
async def peopled(db: Database) -> Database:
    async with db.write() as session:
        for person in EVERYBODY:
            await store.add_person(session, person, f"hash of {person.login}")
    return db


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        pytest.param(ALL, EVERYBODY, id="system"),
        pytest.param(Scope.of(ADMIN), EVERYBODY, id="admin"),
        pytest.param(Scope.of(AGENT), EVERYBODY, id="agent"),
        pytest.param(Scope.of(CONTROLLER), [BUILDING, BUILDING_TOO, CONTROLLER, SOCIAL], id="controller"),
        pytest.param(Scope.of(BUILDING), [BUILDING, BUILDING_TOO], id="clerk: the own office"),
        pytest.param(Scope.of(WESEL), [WESEL], id="clerk elsewhere"),
    ],
)
async def test_people_are_seen_within_the_scope(peopled: Database, scope: Scope, seen: list[Person]) -> None:
    async with peopled.read() as session:
        assert await store.people(session, scope) == seen
        assert [p for p in EVERYBODY if await store.find_person(session, scope, p.id)] == seen
        assert [p for p in EVERYBODY if await store.find_by_login(session, scope, p.login)] == seen


async def test_a_person_comes_back_as_it_was_stored(db: Database) -> None:
    person = Person("9", "x.y", "Ümläut <b>", Role.FACHAMT, "geldern", frozenset({"a", "b"}), True, AT)
    async with db.write() as session:
        await store.add_person(session, person, "hash")
    async with db.read() as session:
        assert await store.find_credentials(session, ALL, "x.y") == store.Credentials(person, "hash")


async def test_a_login_exists_once(peopled: Database) -> None:
    with pytest.raises(LoginTaken, match="„agent“ ist vergeben"):
        async with peopled.write() as session:
            await store.add_person(session, Person("8", "agent", "Agent Zwei", Role.AGENT), "hash")
    async with peopled.read() as session:
        assert len(await store.people(session, ALL)) == len(EVERYBODY)


async def test_only_who_manages_people_reads_hashes_throttles_and_the_audit_trail(peopled: Database) -> None:
    async with peopled.write() as session:
        await store.count_failure(session, "k", AT)
        store.append_audit(session, AuditEntry(AT, "system", "test", "x"))
    for scope, found in ((ALL, True), (Scope.of(ADMIN), True), (Scope.of(AGENT), False), (Scope.of(BUILDING), False)):
        async with peopled.read() as session:
            assert bool(await store.find_credentials(session, scope, "agent")) is found
            assert bool(await store.find_throttles(session, scope, ["k"])) is found
            assert bool(await store.audit_trail(session, scope, 10)) is found


async def test_a_session_is_found_within_the_scope(peopled: Database) -> None:
    async with peopled.write() as session:
        store.add_session(session, "t", "csrf", AGENT.id, at=AT, expires_at=AT + timedelta(hours=10))
    async with peopled.read() as session:
        assert await store.find_session(session, ALL, "t") == store.StoredSession(
            AGENT, "csrf", AT, AT + timedelta(hours=10)
        )
        assert await store.find_session(session, Scope.of(CONTROLLER), "t") is None


async def test_failures_are_counted_per_key(db: Database) -> None:
    async with db.write() as session:
        assert [await store.count_failure(session, key, AT) for key in ("a", "b", "a")] == [1, 1, 2]
    async with db.read() as session:
        found = await store.find_throttles(session, ALL, ["a", "b", "other"])
    assert sorted((throttle.key, throttle.failures) for throttle in found) == [("a", 2), ("b", 1)]


async def test_a_block_is_kept_until_the_counter_is_dropped(db: Database) -> None:
    blocked = Throttle("a", 1, AT + timedelta(minutes=1))
    async with db.write() as session:
        await store.count_failure(session, "a", AT)
        await store.block(session, blocked)
    async with db.read() as session:
        assert await store.find_throttles(session, ALL, ["a"]) == [blocked]
    async with db.write() as session:
        await store.drop_throttles(session, ["a"])
    async with db.read() as session:
        assert await store.find_throttles(session, ALL, ["a"]) == []


async def test_the_audit_trail_shows_the_newest_first(db: Database) -> None:
    entries = [AuditEntry(AT, "1", "test", f"x{n}", {"n": n, "umlaut": "ü"}) for n in range(3)]
    async with db.write() as session:
        for entry in entries:
            store.append_audit(session, entry)
    async with db.read() as session:
        assert await store.audit_trail(session, ALL, 2) == [entries[2], entries[1]]


def test_every_constraint_has_a_name_whatever_was_imported_first() -> None:
    # In a process of its own: here servicecenter.database has long been imported, and its names are set.
    script = (
        "from servicecenter.access.tables import SQLModel\n"
        "constraints = [c for t in SQLModel.metadata.tables.values() for c in t.constraints]\n"
        "assert constraints and all(c.name for c in constraints), constraints"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603  # our own lines


def test_every_read_takes_a_scope() -> None:
    functions = [f for _, f in inspect.getmembers(store, inspect.iscoroutinefunction) if f.__module__ == store.__name__]
    readers = [f for f in functions if "select(" in inspect.getsource(f)]
    assert len(readers) >= 7
    assert [f.__name__ for f in readers if "scope" not in inspect.signature(f).parameters] == []
