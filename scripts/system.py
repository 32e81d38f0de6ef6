#!/usr/bin/env python3
"""What the tests need from the machine itself: Debian's Chromium, PostgreSQL's server binaries, SIP peers, a voice.

Installs what is missing where it may (root on Debian); elsewhere it says what is missing and fails. Nothing is skipped.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

# A program that must be there, or a library's file, and the Debian package that brings it.
NEEDED = {
    "chromium": "chromium",
    "/usr/lib/postgresql": "postgresql",  # the tests start a server of their own; no cluster of the machine is made
    "/usr/lib/x86_64-linux-gnu/libatomic.so.1": "libatomic1",  # for Playwright's driver; chromium lacks it
    "sipp": "sip-tester",  # callers, agents and Fachämter for Asterisk, which scripts/asterisk.py fetches
    "espeak-ng": "espeak-ng",  # speaks the announcements of the samples
}


def missing() -> list[str]:
    return [package for thing, package in NEEDED.items() if not (shutil.which(thing) or Path(thing).exists())]


def keep_postgresql_from_starting() -> None:
    """Debian would make and start a cluster of its own when the package is installed."""
    settings = Path("/etc/postgresql-common/createcluster.conf")
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("create_main_cluster = false\n", encoding="utf-8")


def main() -> int:
    wanted = missing()
    if not wanted:
        return 0
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.stderr.write(f"Für die Tests fehlt: {', '.join(wanted)}. Bitte installieren, zum Beispiel mit\n")
        sys.stderr.write(f"  sudo apt-get install {' '.join(wanted)}\n")
        return 1
    started = time.monotonic()
    sys.stderr.write(f"Debian-Pakete holen: {', '.join(wanted)} (etwa eine Minute) …\n")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    keep_postgresql_from_starting()
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "-y", "--no-install-recommends", "install", *wanted],
    ):
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode:
            sys.stderr.write(f"{' '.join(command)} ist gescheitert:\n{done.stdout[-2000:]}\n")
            return 1
    if still := missing():
        sys.stderr.write(f"Es fehlt immer noch: {', '.join(still)}.\n")
        return 1
    sys.stderr.write(f"Installiert in {time.monotonic() - started:.0f} s.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
