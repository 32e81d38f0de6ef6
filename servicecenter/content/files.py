"""Which documents lie in the content folder."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from servicecenter.documents.model import COMMON, Kind
from servicecenter.documents.reading import Fault
from servicecenter.errors import NotFound

# Ten times the longest directory. More is a mistake, and every agent's search would carry it.
LARGEST = 512 * 1024
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


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
        found = text_of(path, shown)
        if isinstance(found, Fault):
            faults.append(found)
        elif not NAME.fullmatch(name):
            message = f"Der Name „{name}“ passt nicht: nur Kleinbuchstaben, Ziffern und Striche, ohne Umlaute."
            faults.append(Fault(shown, 1, "", message, "name"))
        else:
            files.append(File(kind, holder, name, shown, found))
    faults.extend(_ignored(folder))
    return files, faults


def text_of(path: Path, shown: str) -> str | Fault:
    """The text as it stands, line ends too: what is exported later is the same byte for byte."""
    try:
        if path.stat().st_size > LARGEST:
            return Fault(shown, 1, "", f"Die Datei ist zu groß: höchstens {LARGEST // 1024} KB.", "too-large")
        given = path.read_bytes()
    except OSError as error:
        return Fault(shown, 1, "", f"Die Datei lässt sich nicht lesen ({error.strerror}).", "unreadable")
    if given.startswith(BOM_UTF8):
        message = "Die Datei beginnt mit einem BOM. Bitte als UTF-8 ohne BOM speichern."
        return Fault(shown, 1, "", message, "bom")
    try:
        text = given.decode()
    except UnicodeDecodeError as error:
        return Fault(shown, _line(given, error.start), "", "Die Datei ist kein UTF-8.", "no-utf8")
    if (place := given.find(b"\0")) >= 0:
        return Fault(shown, _line(given, place), "", "Hier steht ein Nullzeichen: Das ist kein Text.", "no-text")
    return text


def _line(given: bytes, place: int) -> int:
    return given.count(b"\n", 0, place) + 1


def _ignored(folder: Path) -> Iterator[Fault]:
    """A file with a misspelt name would otherwise be missing without a word."""
    read = {path for *_, path in _documents(folder)}
    for path in sorted(folder.glob("*/**/*")):
        shown = path.relative_to(folder).as_posix()
        if path.is_file() and path not in read and not any(part.startswith(".") for part in Path(shown).parts):
            message = "Diese Datei wird nicht gelesen: Ihr Name oder Ordner ist nicht vorgesehen."
            yield Fault(shown, 1, "", message, "unknown-file", is_error=False)


def _documents(folder: Path) -> Iterator[tuple[Kind, str, str, Path]]:
    for place in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        holder = place.name
        singles = {Kind.CATALOGUE: "leistungen"} if holder == COMMON else {
            Kind.AGREEMENT: "agreement", Kind.DIRECTORY: "directory"
        }  # fmt: skip
        for kind, stem in singles.items():
            if (path := place / f"{stem}.toml").exists():
                yield kind, holder, stem, path
        for kind in (Kind.HANDBOOK, Kind.VORHABEN):
            for path in sorted((place / kind.value).glob("*.toml")):
                yield kind, holder, path.stem, path
        for path in sorted((place / "articles").glob("*.md")):
            yield Kind.ARTICLE, holder, path.stem, path
