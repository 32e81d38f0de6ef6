"""Opens what a person named and hands it to the reader of its format. Bounded; each fault with its place."""

from codecs import BOM_UTF8
from pathlib import Path

from servicecenter.errors import Invalid, NotFound
from servicecenter.knowledgebase.imports.dldb import read_dldb
from servicecenter.knowledgebase.imports.leika import LeikaList, read_leika
from servicecenter.knowledgebase.imports.model import Format, Found, Progress
from servicecenter.knowledgebase.imports.xml import MB, Limits, too_large
from servicecenter.knowledgebase.imports.xzufi import read_xzufi

LARGEST_TEXT = 64 * MB  # JSON and CSV are read whole; fifty times Munich's export
_IN_FOLDER = {Format.DLDB: ("services_*.json", "locations_*.json"), Format.LEIKA: ("ozg_service.csv",)}


def read_found(
    path: Path, form: Format, holder: str, *, progress: Progress | None = None, limits: Limits | None = None
) -> Found:
    """What the file, or the export's folder, holds. Raises NotFound and Invalid; a LeiKa list is no articles."""
    bounds = limits or Limits()
    if form is Format.DLDB:
        files = _files(path, form)
        return read_dldb([_text(file, min(LARGEST_TEXT, bounds.file)) for file in files], holder)
    size = _size(path, bounds.file)
    try:
        with path.open("rb") as stream:
            return read_xzufi(stream, holder, size=size, progress=progress, limits=bounds)
    except OSError as error:
        raise _unreadable(path, error) from error


def read_list(path: Path) -> LeikaList:
    """Raises NotFound and Invalid."""
    return read_leika(_text(_files(path, Format.LEIKA)[0], LARGEST_TEXT))


def _files(path: Path, form: Format) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = [file for pattern in _IN_FOLDER[form] for file in sorted(path.glob(pattern))[:1]]
    if not found:
        names = " oder ".join(_IN_FOLDER[form])
        raise NotFound("In diesem Ordner liegt kein Export.", f"Gesucht wurde {names} in {path}.", "Bitte prüfen.")
    return found


def _size(path: Path, limit: int) -> int:
    try:
        if not path.is_file():
            raise NotFound(f"Die Datei {path} gibt es nicht.", "Sie soll gelesen werden.", "Bitte den Pfad prüfen.")
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from error
    if size > limit:
        raise too_large(limit)
    return size


def _text(path: Path, limit: int) -> str:
    _size(path, limit)
    try:
        given = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        return given.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = given.count(b"\n", 0, error.start) + 1
        column = error.start - given.rfind(b"\n", 0, error.start)
        raise Invalid(
            f"Die Datei {path.name} ist kein UTF-8.",
            f"Zeile {line}, Spalte {column}: Dieses Zeichen ist anders kodiert.",
            "Bitte die Datei als UTF-8 speichern.",
        ) from error


def _unreadable(path: Path, error: OSError) -> Invalid:
    return Invalid(
        f"Die Datei {path} lässt sich nicht lesen.", f"Das System sagt: {error.strerror}.", "Bitte die Rechte prüfen."
    )
