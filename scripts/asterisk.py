#!/usr/bin/env python3
"""Fetches Asterisk 22 for the tests and the measurements, without touching the machine. Standard library only.

    python3 scripts/asterisk.py          into .cache/asterisk/<version>; nothing happens where it already is

Debian 12 has no Asterisk, its later suites have. Their packages are fetched with apt into a private state, from the
mirror the machine itself uses, and unpacked beside each other with the libraries they were built for; they run under
the loader that lies among them. Works for any user.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap import Bar

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "asterisk"
COMPLETE = "complete"  # a file in the folder that was unpacked to its end
SUITES = ("forky", "sid")
USUAL_BYTES = 15_000_000  # of all packages, for the bar
PACKAGES = (
    "asterisk", "asterisk-modules", "libc6", "libgcc-s1", "libstdc++6", "libbsd0", "libmd0", "libcap2", "libcrypt1",
    "libedit2", "libtinfo6", "libgsm1", "libjansson4", "libsqlite3-0", "libssl3t64", "libsystemd0", "liburiparser1",
    "libuuid1", "libxml2-16", "libxslt1.1", "libzstd1", "zlib1g",
)  # fmt: skip


class Unfetched(Exception):
    """What went wrong, with the last lines of what the program said."""


def main() -> int:
    if found():
        return 0
    bar = Bar()
    CACHE.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="fetching-", dir=CACHE) as folder:
            tree = fetch(Path(folder), bar)
            tree.replace(CACHE / tree.name)
    except (Unfetched, OSError) as error:
        if found():  # another run was quicker
            return 0
        sys.stderr.write(
            f"\nAsterisk für die Tests lässt sich nicht holen.\n{error}\n"
            "Gebraucht werden apt auf Debian (oder ein Verwandter) und der Weg zum Paketserver des Rechners.\n"
        )
        return 1
    bar.show(f"Asterisk {found().name}", 1, last=True)
    return 0


def found() -> Path | None:
    """The newest Asterisk that lies here whole."""
    whole = [path.parent for path in CACHE.glob(f"*/{COMPLETE}")]
    return max(whole, key=lambda path: path.stat().st_mtime, default=None)


def fetch(folder: Path, bar: Bar) -> Path:
    """The unpacked folder, named after the version."""
    bar.show("Asterisk: Verzeichnis", 0.05)
    apt = private_apt(folder)
    archives = folder / "archives"
    with moving(bar, "Asterisk: Pakete holen", archives):
        download(apt, archives)
    bar.show("Asterisk: auspacken", 0.9)
    packages = sorted(archives.glob("*.deb"))
    tree = folder / "tree"
    for package in packages:
        run(["dpkg-deb", "-x", str(package), str(tree)], folder)
    main = next(path.name for path in packages if path.name.startswith("asterisk_"))
    version = re.search(r"\d+\.\d+\.\d+", main)
    (tree / COMPLETE).touch()
    return tree.replace(folder / (version[0] if version else main))


def private_apt(folder: Path) -> list[str]:
    """`apt-get` with a state of its own that knows one later suite of the machine's own mirror."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Unfetched("Auf diesem Rechner gibt es kein apt.")
    for part in ("state/lists/partial", "cache/archives/partial", "archives"):
        (folder / part).mkdir(parents=True)
    (folder / "status").touch()
    apt = ["apt-get", "-qq"]
    for option in (
        f"Dir::State={folder}/state",
        f"Dir::State::status={folder}/status",
        f"Dir::Cache={folder}/cache",
        f"Dir::Etc::sourcelist={folder}/sources.list",
        "Dir::Etc::sourceparts=/dev/null",
        "Acquire::Languages=none",
        "Acquire::Check-Valid-Until=false",  # a mirror behind the times, or a clock ahead: what is signed stays signed
        f"APT::Sandbox::User={'root' if os.geteuid() == 0 else ''}",  # _apt may not write below our folder
    ):
        apt += ["-o", option]
    failed = Unfetched("Der Rechner nennt apt keinen Paketserver.")
    for suite in SUITES:
        for mirror in mirrors():
            (folder / "sources.list").write_text(f"deb {mirror} {suite} main\n", encoding="utf-8")
            try:
                run([*apt, "update"], folder)
            except Unfetched as error:
                failed = error
            else:
                return apt
    raise failed


def mirrors() -> list[str]:
    """Where the machine itself gets Debian's packages from; servers of other makers and of security fixes aside."""
    told = run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"])
    entries = [line.split() for line in told.splitlines()]
    known = {
        entry[0]: None
        for entry in entries
        if len(entry) == 3 and entry[2] == "main" and not entry[1].endswith(("-security", "/updates"))
    }
    return sorted(known, key=lambda address: "debian" not in address)


def download(apt: list[str], archives: Path) -> None:
    try:
        run([*apt, "download", *PACKAGES], archives)
    except Unfetched:  # a library is called otherwise by now: let apt find what Asterisk needs
        run([*apt, "-y", "--no-install-recommends", "--download-only", "install", "asterisk"], archives)
        for package in (archives.parent / "cache" / "archives").glob("*.deb"):
            package.replace(archives / package.name)


def run(command: list[str], folder: Path | None = None) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-4:])
        raise Unfetched(f"{command[0]} {command[-1]}: {last}")
    return done.stdout


@contextmanager
def moving(bar: Bar, what: str, folder: Path) -> Iterator[None]:
    """The bar follows what has arrived in the folder."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            arrived = sum(path.stat().st_size for path in folder.glob("*.deb"))
            bar.show(what, 0.3 + 0.6 * min(arrived / USUAL_BYTES, 1))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


if __name__ == "__main__":
    sys.exit(main())
