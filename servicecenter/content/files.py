"""Which documents lie in the content folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from servicecenter.documents.model import COMMON, Kind
from servicecenter.documents.reading import Fault
from servicecenter.errors import NotFound


@dataclass(frozen=True, slots=True)
class File:
    kind: Kind
    holder: str
    name: str
    path: str  # within the folder
    text: str


def folder_files(folder: Path) -> tuple[list[File], list[Fault]]:
    """Every document, in a fixed order, and a fault for each file that cannot be read. Raises NotFound."""
    if not folder.is_dir():
        raise NotFound(
            f"Den Ordner {folder} gibt es nicht.",
            "Dort werden Artikel, Vereinbarungen und Handbücher erwartet.",
            "Bitte SERVICECENTER_CONTENT oder --content prüfen.",
        )
    files: list[File] = []
    faults: list[Fault] = []
    for kind, holder, name, path in _documents(folder):
        shown = path.relative_to(folder).as_posix()
        try:
            # newline="" keeps the text as it stands: what is exported later is the same byte for byte.
            with path.open(encoding="utf-8", newline="") as file:
                files.append(File(kind, holder, name, shown, file.read()))
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            faults.append(Fault(shown, line, "", "Die Datei ist kein UTF-8.", "no-utf8"))
        except OSError as error:
            faults.append(Fault(shown, 1, "", f"Die Datei lässt sich nicht lesen: {error.strerror}.", "unreadable"))
    return files, faults


def _documents(folder: Path) -> Iterator[tuple[Kind, str, str, Path]]:
    for place in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        holder = place.name
        singles = {Kind.CATALOGUE: "leistungen"} if holder == COMMON else {
            Kind.AGREEMENT: "agreement", Kind.DIRECTORY: "directory"
        }  # fmt: skip
        for kind, stem in singles.items():
            if (path := place / f"{stem}.toml").exists():
                yield kind, holder, stem, path
        for path in sorted((place / "handbook").glob("*.toml")):
            yield Kind.HANDBOOK, holder, path.stem, path
        for path in sorted((place / "articles").glob("*.md")):
            yield Kind.ARTICLE, holder, path.stem, path
