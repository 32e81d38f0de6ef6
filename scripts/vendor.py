"""Brings the vendored browser files into the package: `python scripts/vendor.py` after changing a version here.

Packs each npm package at its pinned version, compares the pinned sha512, copies only the named files and their
licences, and writes manifest.json beside them. Nothing of npm or Node is needed to run the program or its tests.
"""

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STATIC = Path("servicecenter/web/static/vendor")
TESTS = Path("tests/browser/vendor")

FIRA_FACES = [
    f"FiraSans-{face}.woff2"
    for face in (
        "Light", "LightItalic", "Regular", "Italic", "Medium",
        "MediumItalic", "SemiBold", "SemiBoldItalic", "Bold", "BoldItalic",
    )
]  # fmt: skip


@dataclass(frozen=True)
class Package:
    """`files` maps a path inside the package to one below `into`; `added` are texts the package should have had."""

    name: str
    version: str
    licence: str
    sha512: str
    into: Path
    files: dict[str, str]
    added: dict[str, str]

    @property
    def archive(self) -> str:
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


PACKAGES = [
    Package(
        name="@kern-ux/native",
        version="2.7.2",
        licence="EUPL-1.2 (CSS), OFL-1.1 (Fira Sans)",
        sha512="TN0Mqbasp7S1IOqurXickde8MDj5hIcgT4s3f1i33wyv2iVgA1dTO/FoQyi6rgM9KYTYkIthl9k72g7fBUUvHg==",
        into=STATIC,
        # kern-kopfzeile.js stays out: it claims to be an official federal site
        files={
            "dist/kern.min.css": "kern/kern.min.css",
            "dist/fonts/fira-sans.css": "kern/fonts/fira-sans.css",
            **{f"dist/fonts/fira-sans/{face}": f"kern/fonts/fira-sans/{face}" for face in FIRA_FACES},
            "LICENSE.md": "kern/LICENSE.md",
        },
        added={"kern/fonts/OFL.txt": "the package ships Fira Sans without its licence text"},
    ),
    Package(
        name="htmx.org",
        version="2.0.11",
        licence="0BSD",
        sha512="Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        into=STATIC,
        files={"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
        added={},
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        licence="MPL-2.0",
        sha512="FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
        into=TESTS,
        files={
            "axe.min.js": "axe-core/axe.min.js",
            "LICENSE": "axe-core/LICENSE",
            "LICENSE-3RD-PARTY.txt": "axe-core/LICENSE-3RD-PARTY.txt",
        },
        added={},
    ),
]


def fetch(package: Package, folder: Path) -> Path:
    """The archive in `folder`, packed by npm if it is not there yet."""
    archive = folder / package.archive
    if not archive.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("npm is missing: install it, or give the folder of packed archives with --archives")
        command = [npm, "pack", "--silent", "--pack-destination", str(folder), f"{package.name}@{package.version}"]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    return archive


def sha512_of(archive: Path) -> str:
    return base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


def unpack(package: Package, archive: Path) -> None:
    found = sha512_of(archive)
    if found != package.sha512:
        raise SystemExit(f"{archive.name}: sha512 is {found}, pinned is {package.sha512}; nothing of it was copied")
    with tarfile.open(archive) as tar:
        for source, target in package.files.items():
            member = tar.extractfile(f"package/{source}")
            if member is None:
                raise SystemExit(f"{archive.name}: {source} is no file")
            path = ROOT / package.into / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(member.read())


def entry(package: Package) -> dict[str, Any]:
    names = sorted([*package.files.values(), *package.added])
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "integrity": f"sha512-{package.sha512}",
        "added": package.added,
        "files": {name: hashlib.sha256((ROOT / package.into / name).read_bytes()).hexdigest() for name in names},
    }


def write_manifest(into: Path) -> None:
    packages = [entry(package) for package in PACKAGES if package.into == into]
    text = json.dumps({"packages": packages}, indent=2, ensure_ascii=False)
    (ROOT / into / "manifest.json").write_text(text + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archives", type=Path, help="folder with archives that npm has packed before")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.archives or Path(temporary)
        for package in PACKAGES:
            unpack(package, fetch(package, folder))
            print(f"{package.name} {package.version}: {len(package.files)} files")
    for into in {package.into for package in PACKAGES}:
        write_manifest(into)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
