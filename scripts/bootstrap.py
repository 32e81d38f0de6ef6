#!/usr/bin/env python3
"""Makes .venv and installs the pinned set into it. Standard library only: it runs before anything is installed.

    python3 scripts/bootstrap.py run     what the program needs (requirements.lock)
    python3 scripts/bootstrap.py test    and what its tests need (requirements-dev.lock)

Nothing happens where the set is already there. A bar says what is going on; at the end stands how long it took.
"""

import hashlib
import subprocess
import sys
import threading
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}
LOG = ROOT / ".cache" / "install.log"
OLDEST = (3, 11)
WIDTH = 30


class Bar:
    """Redrawn on a terminal; elsewhere a line every few seconds, so that a log stays readable."""

    def __init__(self) -> None:
        self.started = self.told = time.monotonic()
        self.is_terminal = sys.stderr.isatty()

    def show(self, what: str, share: float, *, last: bool = False) -> None:
        now = time.monotonic()
        if not self.is_terminal and not last and now - self.told < 5:
            return
        self.told = now
        full = round(WIDTH * min(share, 1))
        line = f"{what:<28} [{'#' * full}{'.' * (WIDTH - full)}] {share:4.0%} {now - self.started:5.1f} s"
        sys.stderr.write(f"\r{line}" if self.is_terminal else f"{line}\n")
        if last and self.is_terminal:
            sys.stderr.write("\n")
        sys.stderr.flush()


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    if sys.version_info < OLDEST:
        sys.stderr.write(
            f"Python {OLDEST[0]}.{OLDEST[1]} oder neuer wird gebraucht, hier ist {sys.version.split()[0]}.\n"
        )
        return 1
    lock = ROOT / LOCKS[sys.argv[1]]
    if is_installed(lock):
        return 0
    return install(lock)


def digest(lock: Path) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}\n"
    project = (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(version.encode() + lock.read_bytes() + project).hexdigest()


def stamp(lock: Path) -> Path:
    return VENV / f"{lock.name}.sha256"


def is_installed(lock: Path) -> bool:
    """The set for tests holds the one for running."""
    locks = {lock, ROOT / LOCKS["test"]}
    return any(stamp(each).exists() and stamp(each).read_text() == digest(each) for each in locks)


def install(lock: Path) -> int:
    bar = Bar()
    LOG.parent.mkdir(exist_ok=True)
    bar.show("Umgebung .venv", 0)
    try:
        venv.create(VENV, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError, SystemExit) as error:
        sys.stderr.write(f"\n.venv lässt sich nicht anlegen ({error}). Fehlt das Paket python3-venv?\n")
        return 1
    with LOG.open("w", encoding="utf-8") as log:
        wanted = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line.split("#")[0])
        packages = ["--require-hashes", "-r", str(lock)]
        project = ["--no-build-isolation", "--no-deps", "--editable", str(ROOT)]
        if pip(packages, log, bar, wanted) or pip(project, log, bar, 0):
            sys.stderr.write(f"\nDas Installieren ist gescheitert. Einzelheiten: {LOG}\n{tail(LOG)}\n")
            return 1
    stamp(lock).write_text(digest(lock))
    bar.show("Installiert", 1, last=True)
    return 0


def pip(arguments: list[str], log, bar: Bar, wanted: int) -> int:  # type: ignore[no-untyped-def]
    """First half of the bar: packages found and fetched; second half: packages in place."""
    command = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--progress-bar", "off", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    seen = 0
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            placed = len(list(VENV.glob("lib/python*/site-packages/*.dist-info")))
            share = (min(seen, wanted) + min(placed, wanted)) / (2 * wanted) if wanted else 0.98
            bar.show("Pakete holen" if seen < wanted else "Pakete einrichten", share)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for line in process.stdout or ():
        log.write(line)
        seen += line.startswith("Collecting ")
    code = process.wait()
    done.set()
    watcher.join()
    return code


def tail(path: Path, lines: int = 8) -> str:
    return "\n".join(path.read_text(encoding="utf-8").splitlines()[-lines:])


if __name__ == "__main__":
    sys.exit(main())
