"""The shelf: a folder in which each content lies once, under its hash. Blocking; the service calls it in a thread."""

import hashlib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import IO

from servicecenter.attachments.kinds import kind_of
from servicecenter.attachments.model import Stored, refused, too_large

CHUNK = 256 * 1024
DRAFT = ".new-"


@dataclass(frozen=True, slots=True)
class Shelf:
    """`limit` in bytes, of one file."""

    folder: Path
    limit: int

    def put(self, source: IO[bytes], name: str) -> Stored:
        """Streamed, on the disk before it has its name. Raises AttachmentTooLarge, AttachmentRefused."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f"{DRAFT}{token_hex(8)}"
        try:
            with draft.open("w+b") as file:
                stored = self._fill(file, source, name)
            path = self.path(stored.digest)
            path.parent.mkdir(exist_ok=True)
            draft.replace(path)  # also over an equal one: that is then young again, and no orphan
            _sync(path.parent)
            return stored
        finally:
            draft.unlink(missing_ok=True)

    def path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    def older(self, before: float) -> list[str]:
        """Digests of what has lain here since before this time (seconds since 1970); drafts of the dead go at once."""
        found = []
        for path in self._files():
            if path.stat().st_mtime < before:
                if path.name.startswith(DRAFT):
                    path.unlink(missing_ok=True)
                else:
                    found.append(path.name)
        return found

    def remove(self, digests: Collection[str], before: float) -> int:
        """Of these what is still that old: somebody may have put the same content again meanwhile."""
        gone = 0
        for path in map(self.path, digests):
            if path.exists() and path.stat().st_mtime < before:
                path.unlink()
                gone += 1
        return gone

    def _files(self) -> Iterator[Path]:
        return (path for path in self.folder.rglob("*") if path.is_file()) if self.folder.is_dir() else iter(())

    def _fill(self, file: IO[bytes], source: IO[bytes], name: str) -> Stored:
        digest, size = hashlib.sha256(), 0
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > self.limit:
                raise too_large(name, self.limit)
            digest.update(chunk)
            file.write(chunk)
        kind = kind_of(file)
        if kind is None:
            raise refused(name)
        file.flush()
        os.fsync(file.fileno())
        return Stored(digest.hexdigest(), size, kind)


def _sync(folder: Path) -> None:
    """The name too is on the disk, not only the content."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
