#!/usr/bin/env python3
"""Everything `make test` proves, one step after the other, with how long each took. The first failure ends it."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
WORKERS = str(min(4, (os.cpu_count() or 1) + 1))  # one more than processors: some tests wait for calls and mails
STEPS = (
    ("Stil", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("Form", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("Typen", [str(BIN / "mypy")]),
    ("Inhalte", [str(BIN / "servicecenter"), "content", "check"]),
    ("Tests", [sys.executable, "-m", "pytest", "-n", WORKERS, "--dist", "worksteal", "--durations", "12"]),
)


def main() -> int:
    started = time.monotonic()
    environment = os.environ | {"SERVICECENTER_CONTENT": str(ROOT / "kb_content")}
    for name, command in STEPS:
        begun = time.monotonic()
        print(f"── {name}", flush=True)
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        if code:
            print(f"── {name}: gescheitert nach {time.monotonic() - begun:.0f} s")
            return 1
        print(f"── {name}: in Ordnung ({time.monotonic() - begun:.0f} s)", flush=True)
    if "SERVICECENTER_TESTDATA" not in environment:  # pytest lists each as skipped
        print("Nicht gelaufen, weil SERVICECENTER_TESTDATA nicht gesetzt ist: Messungen an echten Daten (Suche).")
    print(f"Alles in Ordnung nach {time.monotonic() - started:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
