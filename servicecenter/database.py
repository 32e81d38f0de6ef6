"""The database: one writer at a time on SQLite, short sessions, instants in UTC. Knows no table by name."""

# Instants: annotate a column `at: datetime` and nothing more. Measured with SQLModel 0.0.50 on SQLite and held by
# tests/access/test_instants.py: it becomes sqlmodel's own UTCDateTime, refuses naive values (in a row as in a WHERE,
# with StatementError), and gives back aware UTC to the microsecond; no type of our own. `DateTime(timezone=True)`
# loses the zone on SQLite, plain SQL by text() goes around the type, and after an INSERT the object in memory still
# holds the offset it was given until it is read again.

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, MetaData, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.errors import ServiceCentreError
from servicecenter.sqlite import connect

# Names for constraints, fixed before the first table: without them SQLite's batch migrations cannot find them.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# Tables import SQLModel from here, so that none is made before its constraints have names.
__all__ = ["Channel", "Database", "DatabaseTrouble", "Insertion", "SQLModel", "metadata"]
SQLModel.metadata.naming_convention = NAMING
BEGIN = text("BEGIN IMMEDIATE")
# Of PostgreSQL: disk_full; connection_exception (08), shut down, crashed, cannot connect now (57P).
DISK_FULL, GONE = "53100", ("08", "57P")
SQLITE_FULL = "database or disk is full"


def metadata() -> MetaData:
    return SQLModel.metadata


class DatabaseTrouble(ServiceCentreError):
    """Nothing was written: no space is left, or the database does not answer. Whoever tries again later succeeds."""

    status = 503


class DatabaseFull(DatabaseTrouble):
    code = "database-full"


class DatabaseAway(DatabaseTrouble):
    code = "database-away"


class Database:
    """Hands out sessions. `read()` may run side by side; `write()` is one transaction, committed at its end.

    Never hold either open across slow input or output (mail, telephone, hashing a password).
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._writer = asyncio.Lock()
        self.engine = _engine(url, is_sqlite=self.is_sqlite)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        with _told_apart():
            async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as session:
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends well, rolled back when it raises."""
        if self.is_sqlite:
            # SQLite knows one writer; waiting here is fair, waiting in SQLite is a lottery with "database is locked".
            async with self._writer, self._transaction() as session:
                await (await session.connection()).execute(BEGIN)
                yield session
        else:
            async with self._transaction() as session:
                yield session

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncSession]:
        with _told_apart():
            async with AsyncSession(self.engine, expire_on_commit=False) as session:
                try:
                    yield session
                    await session.commit()
                except BaseException:
                    await session.rollback()
                    raise

    async def alone(self, session: AsyncSession, name: str) -> None:
        """Nobody else passes here for the same name until this transaction ends; where reading decides on adding.

        SQLite has one writer anyway.
        """
        if not self.is_sqlite:
            lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))").bindparams(name=name)
            await session.exec(lock)  # type: ignore[call-overload]  # plain SQL is accepted

    @asynccontextmanager
    async def channel(
        self, name: str, heard: Callable[[str], None], lost: Callable[[], None]
    ) -> AsyncIterator["Channel"]:
        """What anybody says there, oneself too, until the block ends: a connection of its own, of PostgreSQL alone."""
        async with self.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            if driver is None:
                raise RuntimeError("a connection that was just made has a driver")
            driver.add_termination_listener(lambda _: lost())
            await driver.add_listener(name, lambda *told: heard(told[-1]))
            try:
                yield Channel(name, driver)
            finally:
                await connection.invalidate()  # closed: it listens, and would tell whoever got it next

    async def close(self) -> None:
        await self.engine.dispose()


class Insertion:
    """An INSERT that may find its row there already, for either database; made at the import, and compiled once.

    `then` says what happens in that case: `on_conflict_do_nothing` or `on_conflict_do_update`.
    """

    def __init__(self, table: type[SQLModel], then: Callable[[Any], Any]) -> None:
        rows = metadata().tables[str(table.__tablename__)]
        self._statements = {"sqlite": then(sqlite.insert(rows)), "postgresql": then(postgresql.insert(rows))}

    async def insert(
        self, session: AsyncSession, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> CursorResult[Any]:
        """Joins the session's transaction; every column is named, for no default of a field is known here."""
        connection = await session.connection()
        result: CursorResult[Any] = await connection.execute(self._statements[connection.dialect.name], rows)
        return result


@dataclass(frozen=True, slots=True)
class Channel:
    name: str
    driver: Any  # asyncpg's own connection

    async def say(self, texts: Sequence[str]) -> None:
        """At once: no transaction is open. At most 8000 bytes each. Raises what the driver raises."""
        await self.driver.execute("SELECT pg_notify($1, text) FROM unnest($2::text[]) AS text", self.name, list(texts))


@contextmanager
def _told_apart() -> Iterator[None]:
    """Raises DatabaseFull and DatabaseAway where the driver says that; every other error stays what it is."""
    try:
        yield
    except Exception as error:  # a driver raises its own while it connects, and the system's
        if (trouble := _trouble(error)) is None:
            raise
        raise trouble from error


def _trouble(error: Exception) -> DatabaseTrouble | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    sqlstate = str(getattr(cause, "sqlstate", None) or "")
    if sqlstate == DISK_FULL or SQLITE_FULL in str(cause):
        return DatabaseFull(
            "Es ist kein Platz mehr.", "Die Datenbank kann nichts mehr schreiben; was gespeichert war, ist noch da.",
            "Bitte Platz auf dem Datenträger schaffen: Danach geht es von selbst weiter.",
        )  # fmt: skip
    is_lost = isinstance(error, DBAPIError) and error.connection_invalidated
    # A socket that is not there has no name in its error; a file that somebody opens in between has.
    is_no_socket = isinstance(cause, FileNotFoundError) and cause.filename is None
    if is_lost or is_no_socket or sqlstate.startswith(GONE) or isinstance(cause, ConnectionError):
        return DatabaseAway(
            "Die Datenbank antwortet nicht.", "Sie ist angehalten oder startet gerade neu.",
            "Bitte in einem Augenblick noch einmal versuchen; nichts davon wurde gespeichert.",
        )  # fmt: skip
    return None


def _engine(url: str, *, is_sqlite: bool) -> AsyncEngine:
    if not is_sqlite:
        return create_async_engine(url, pool_pre_ping=True)
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url, connect_args={"async_creator_fn": connect})

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin by itself: we begin, and IMMEDIATE
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine
