"""A PostgreSQL server for the tests: Debian's binaries, an unprivileged process, a socket in a temporary folder.

Where the binaries are missing the tests that want them fail and say what to install; they are never skipped.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from pwd import getpwnam

from servicecenter.database import Database
from servicecenter.migrations import migrate

TEMPLATE = "migrated"
MISSING = (
    "PostgreSQL fehlt: Die Store-Tests laufen auf beiden Datenbanken. "
    "Bitte einrichten: apt-get install --no-install-recommends postgresql"
)
# A test's data may be lost with the machine; what is measured is the program.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "shared_buffers=32MB")

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


class PostgresMissing(Exception):
    pass


@dataclass(frozen=True)
class Postgres:
    folder: Path
    programs: Path
    user: str | None  # the account it runs under; None: our own, where we are not root
    last: list[int] = field(default_factory=list)  # numbers of the databases made so far

    def fresh(self) -> str:
        """The address of a database with every table and no row: the last one emptied, or a copy of the template."""
        name = f"t{self.last[-1]}" if self.last else ""
        if not name or not self._emptied(name):
            self.last.append(len(self.last) + 1)
            name = f"t{self.last[-1]}"
            self.run("createdb", "--template", TEMPLATE, name)
        return self.url(name)

    def _emptied(self, name: str) -> bool:
        """False where a test has left a transaction open, which is no reason to wait."""
        try:
            self.run("psql", "--quiet", "--no-psqlrc", "--dbname", name, "--command", EMPTY)
        except PostgresMissing:
            return False
        return True

    def url(self, name: str) -> str:
        return f"postgresql://test@/{name}?host={self.folder}"

    def run(self, program: str, *arguments: str) -> None:
        is_client = program in {"createdb", "psql"}
        options = ("--host", str(self.folder), "--username", "test") if is_client else ()
        command = [str(self.programs / program), *options, *arguments]
        done = subprocess.run(  # noqa: S603  # our own arguments
            command, user=self.user, capture_output=True, text=True, check=False, cwd=self.folder, env={"LC_ALL": "C"}
        )
        if done.returncode:
            raise PostgresMissing(f"{program}: {done.stderr}\n{MISSING}")


@contextmanager
def running() -> Iterator[Postgres]:
    """A server that starts in a second and leaves nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="sc-pg-", dir="/tmp"))  # short: it is a socket's path
    user = "nobody" if os.geteuid() == 0 else None
    if user is not None:
        os.chown(folder, getpwnam(user).pw_uid, getpwnam(user).pw_gid)
    server = Postgres(folder, _programs(), user)
    cluster = str(folder / "cluster")
    settings = " ".join(f"-c {setting}" for setting in (*QUICK, f"unix_socket_directories={folder}"))
    try:
        server.run("initdb", "--auth=trust", "--username=test", "--encoding=UTF8", "--no-sync", "--pgdata", cluster)
        server.run("pg_ctl", "start", "-w", "-D", cluster, "-o", settings, "-l", str(folder / "log"))
        try:
            server.run("createdb", TEMPLATE)
            with ThreadPoolExecutor(1) as thread:  # a loop of its own, whatever loop the tests have
                thread.submit(asyncio.run, _migrated(server.url(TEMPLATE))).result()
            yield server
        finally:
            server.run("pg_ctl", "stop", "-D", cluster, "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _migrated(url: str) -> None:
    db = Database(url.replace("postgresql://", "postgresql+asyncpg://"))
    await migrate(db)
    await db.close()


def _programs() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    found = [path for path in installed if (path / "initdb").exists() and (path / "createdb").exists()]
    if not found:
        raise PostgresMissing(MISSING)
    return found[-1]
