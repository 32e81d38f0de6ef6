"""What a file is, by its content alone: a name and a declared type are claims.

Small instead of a library: seven kinds are taken, everything else is refused, so nothing has to be recognised beyond
them. Office files are archives; of those only the list of names and two small parts are read, so that an archive that
would unpack to terabytes costs nothing.
"""

import codecs
from typing import IO
from zipfile import BadZipFile, ZipFile

from servicecenter.attachments.model import Kind

BEGINNINGS = {b"%PDF-": Kind.PDF, b"\xff\xd8\xff": Kind.JPEG, b"\x89PNG\r\n\x1a\n": Kind.PNG}
ARCHIVE = b"PK\x03\x04"
BODIES = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
MACROS = ("vbaproject", "vbadata", "basic/", "scripts/", "macrosheets/", "activex/")
PART = 256 * 1024  # of a part that is read, at most
CHUNK = 64 * 1024
NO_TEXT = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))  # control characters; ESC begins a charset in Asian mails


def kind_of(file: IO[bytes]) -> Kind | None:
    """None for whatever is not taken. Reads from the beginning; leaves the position anywhere."""
    file.seek(0)
    head = file.read(16)
    for beginning, kind in BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    return _of_archive(file) if head.startswith(ARCHIVE) else _text(file)


def _of_archive(file: IO[bytes]) -> Kind | None:
    try:
        with ZipFile(file) as archive:
            names = {name.lower() for name in archive.namelist()}
            if any(word in name for name in names for word in MACROS):
                return None
            if "mimetype" in names:
                return Kind.ODT if _part(archive, "mimetype").strip() == OPEN_DOCUMENT else None
            if b"macroEnabled" in _part(archive, "[Content_Types].xml"):
                return None
            return next((kind for body, kind in BODIES.items() if body in names), None)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        return None  # broken, encrypted, or packed in a way nobody's office does


def _part(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(PART)


def _text(file: IO[bytes]) -> Kind | None:
    """UTF-8 or a western charset; a single control character, and it is no text."""
    file.seek(0)
    decoder, is_utf8, is_empty = codecs.getincrementaldecoder("utf-8")(), True, True
    while chunk := file.read(CHUNK):
        is_empty = False
        if chunk.translate(None, NO_TEXT) != chunk:
            return None
        try:
            decoder.decode(chunk) if is_utf8 else None
        except UnicodeDecodeError:
            is_utf8 = False
    return None if is_empty else Kind.TEXT
