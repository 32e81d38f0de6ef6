"""A PostgreSQL server for one run: Debian's binaries, an unprivileged process, a socket in a temporary folder."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from pwd import getpwnam

MISSING = "PostgreSQL fehlt. Bitte einrichten: apt-get install --no-install-recommends postgresql"
NO_NETWORK = "listen_addresses="


class PostgresMissing(Exception):
    """Its programs are not installed, or one of them failed; the message says which and what it said."""


@dataclass(frozen=True)
class Cluster:
    folder: Path
    programs: Path
    user: str | None  # the account it runs under; None: our own, where we are not root
    settings: Sequence[str] = ()

    def start(self) -> None:
        """Until it answers."""
        given = " ".join(
            f"-c {setting}" for setting in (*self.settings, NO_NETWORK, f"unix_socket_directories={self.folder}")
        )
        self.run("pg_ctl", "start", "-w", "-D", self.data, "-o", given, "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """At once, as if the machine had lost its power."""
        self.run("pg_ctl", "stop", "-D", self.data, "-m", "immediate")

    @property
    def data(self) -> str:
        return str(self.folder / "cluster")

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
def started(settings: Sequence[str]) -> Iterator[Cluster]:
    """A server that starts in a second and leaves nothing behind. Raises PostgresMissing."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="sc-pg-", dir="/tmp"))  # short: it is a socket's path
    user = "nobody" if os.geteuid() == 0 else None
    if user is not None:
        os.chown(folder, getpwnam(user).pw_uid, getpwnam(user).pw_gid)
    cluster = Cluster(folder, programs, user, settings)
    try:
        cluster.run(
            "initdb", "--auth=trust", "--username=test", "--encoding=UTF8", "--no-sync", "--pgdata", cluster.data
        )
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    found = [path for path in installed if (path / "initdb").exists() and (path / "createdb").exists()]
    if not found:
        raise PostgresMissing(MISSING)
    return found[-1]
