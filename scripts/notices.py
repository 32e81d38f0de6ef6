"""Writes THIRD_PARTY_NOTICES.md from requirements.lock, the metadata of what is installed, and the vendor manifests.

Run it in the project's environment after a dependency changed: `.venv/bin/python scripts/notices.py`.
"""

import json
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFESTS = [
    (Path("servicecenter/web/static/vendor/manifest.json"), "ships with the program"),
    (Path("tests/browser/vendor/manifest.json"), "tests only, not shipped"),
]
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)", re.MULTILINE)
NOTICE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)

# Metadata that names a licence in prose or by a whole text, read and put as SPDX
SPOKEN = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "Two-clause BSD license": "BSD-2-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}

HEAD = """# Notices of third parties

servicecenter itself is licensed under the EUPL-1.2 (see LICENSE). It stands on the work of others, with thanks.
This page is written by `scripts/notices.py`.

## In the browser (vendored, unmodified; sha256 of every file in the manifest.json beside them)

| package | version | licence | where | use |
|---|---|---|---|---|
"""

REMARKS = """
- **KERN** (`@kern-ux/native`): the design system of German administrations, by the KERN-UX team. Its script for the
  federal header (kern-kopfzeile.js) is left out. EUPL-1.2, text in `kern/LICENSE.md`.
- **Fira Sans**: Copyright (c) 2012-2015, The Mozilla Foundation and Telefonica S.A. SIL Open Font License 1.1, text in
  `kern/fonts/OFL.txt` (added by us, the package lacks it).
- **htmx**: Zero-Clause BSD, text in `htmx/LICENSE`.
- **axe-core**: Mozilla Public License 2.0, by Deque Systems; used by the browser tests and never shipped.

## Python packages (requirements.lock, installed beside the program)

| package | version | licence | licence files in the package |
|---|---|---|---|
"""


def pinned(lock: str) -> list[tuple[str, str]]:
    return [(found["name"], found["version"]) for found in PINNED.finditer(lock)]


def licence_of(distribution: metadata.Distribution) -> str:
    """An SPDX expression where the package names one, else what its metadata says in words."""
    about = distribution.metadata
    if about["License-Expression"]:
        return str(about["License-Expression"])
    spoken = (about["License"] or "").strip()
    if spoken and "\n" not in spoken and len(spoken) < 60:
        return SPOKEN.get(spoken, spoken)
    classifiers = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License")]
    if not classifiers:
        raise SystemExit(f"{about['Name']}: its metadata names no licence; read it and say so in SPOKEN")
    return " AND ".join(SPOKEN.get(name, name) for name in classifiers)


def licence_files(distribution: metadata.Distribution) -> str:
    names = [str(path) for path in distribution.files or [] if ".dist-info/" in str(path)]
    return ", ".join(sorted({Path(name).name for name in names if NOTICE_FILE.search(name)})) or "–"


def python_rows() -> list[str]:
    rows = []
    for name, version in pinned((ROOT / "requirements.lock").read_text(encoding="utf-8")):
        distribution = metadata.distribution(name)
        if distribution.version != version:
            raise SystemExit(f"{name}: installed is {distribution.version}, the lock says {version}")
        rows.append(f"| {name} | {version} | {licence_of(distribution)} | {licence_files(distribution)} |")
    return rows


def vendored_rows() -> list[str]:
    rows = []
    for manifest, use in MANIFESTS:
        for package in json.loads((ROOT / manifest).read_text(encoding="utf-8"))["packages"]:
            cells = [package["name"], package["version"], package["licence"], f"`{manifest.parent}`", use]
            rows.append(f"| {' | '.join(cells)} |")
    return rows


def main() -> int:
    text = HEAD + "\n".join(vendored_rows()) + "\n" + REMARKS + "\n".join(python_rows()) + "\n"
    (ROOT / "THIRD_PARTY_NOTICES.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
