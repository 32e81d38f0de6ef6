"""A PostgreSQL server for the tests, with a migrated template that each test gets a copy of.

Where the binaries are missing the tests that want them fail and say what to install; they are never skipped.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from servicecenter.bench.postgres import Cluster, PostgresMissing, started
from servicecenter.database import Database
from servicecenter.migrations import migrate

TEMPLATE, STOCKED = "migrated", "stocked"
Fill = Callable[[Database], Awaitable[None]]
# A test's data may be lost with the machine; what is measured is the program.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")

# DELETE, not TRUNCATE: that makes new files for every table and index, which takes a hundred times as long.
EMPTY = """SET lock_timeout = '2s'; SET session_replication_role = replica;
DO $$ DECLARE entry record; BEGIN
    FOR entry IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', entry.tablename);
    END LOOP;
    FOR entry IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        PERFORM setval(format('%I', entry.sequencename), 1, false);
    END LOOP;
END $$"""


@dataclass(frozen=True)
class Postgres:
    cluster: Cluster
    last: list[int] = field(default_factory=list)  # numbers of the databases made so far
    filled: list[str] = field(default_factory=list)  # the template with content, once there is one

    def fresh(self) -> str:
        """The address of a database with every table and no row: the last one emptied, or a copy of the template."""
        name = f"t{self.last[-1]}" if self.last else ""
        if not name or not self._emptied(name):
            self.last.append(len(self.last) + 1)
            name = f"t{self.last[-1]}"
            self.cluster.run("createdb", "--template", TEMPLATE, name)
        return self.cluster.url(name)

    def stocked(self, fill: Fill) -> str:
        """The address of a database of one's own with what `fill` writes; it is asked once for the run, then copied.

        Copied as files, which takes a tenth of what it takes to load the project's content.
        """
        if not self.filled:
            self.cluster.run("createdb", "--template", TEMPLATE, STOCKED)
            _apart(_filled(self.cluster.url(STOCKED), fill))
            self.filled.append(STOCKED)
        drop = [f"DROP DATABASE IF EXISTS t{number} WITH (FORCE)" for number in self.last[-1:]]
        self.last.append(len(self.last) + 1)
        name = f"t{self.last[-1]}"
        make = f"CREATE DATABASE {name} TEMPLATE {STOCKED} STRATEGY FILE_COPY"
        commands = [part for each in (*drop, make) for part in ("--command", each)]
        self.cluster.run("psql", "--quiet", "--no-psqlrc", "--dbname", "postgres", *commands)
        return self.cluster.url(name)

    def _emptied(self, name: str) -> bool:
        """False where a test has left a transaction open, which is no reason to wait."""
        try:
            self.cluster.run("psql", "--quiet", "--no-psqlrc", "--dbname", name, "--command", EMPTY)
        except PostgresMissing:
            return False
        return True


@contextmanager
def running(*settings: str) -> Iterator[Postgres]:
    """A server that starts in a second and leaves nothing behind. `settings` beat the quick ones."""
    with started((*QUICK, *settings)) as cluster:
        cluster.run("createdb", TEMPLATE)
        _apart(_filled(cluster.url(TEMPLATE), migrate))
        yield Postgres(cluster)


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """In a loop of its own, whatever loop the tests have."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def _filled(url: str, fill: Fill) -> None:
    db = Database(url.replace("postgresql://", "postgresql+asyncpg://"))
    await fill(db)
    await db.close()
