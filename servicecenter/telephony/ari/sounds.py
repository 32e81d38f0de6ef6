"""Announcements as Asterisk plays them: files in a folder. The database knows them; the folder follows."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.telephony import store

EVERYBODY = "_common"  # the folder of sounds that all municipalities share
SYSTEM = Scope.system("sounds")


@dataclass(frozen=True, slots=True)
class Sounds:
    """Announcements lie as <municipality>/<name>.wav in `here`, which Asterisk sees as `there`."""

    here: Path
    there: str

    def path(self, municipality: str, name: str) -> str:
        """Without its ending, as Asterisk wants it; the common one where the municipality has none of its own."""
        own = municipality if municipality and (self.here / municipality / f"{name}.wav").is_file() else EVERYBODY
        return f"{self.there}/{own}/{name}"


@dataclass(frozen=True)
class SoundFolder:
    db: Database
    folder: Path

    async def run(self) -> None:
        """Writes what was uploaded, removes what was taken away; the common sounds are the administrator's."""
        async with self.db.read() as session:
            wanted = {
                (each.municipality, each.name): each.digest for each in await store.announcements(session, SYSTEM)
            }
        for path in self.folder.glob("*/*.wav"):
            if not path.parent.name.startswith("_") and (path.parent.name, path.stem) not in wanted:
                path.unlink()
        for (municipality, name), digest in wanted.items():
            path = self.folder / municipality / f"{name}.wav"
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                await self._write(path, municipality, name)

    async def _write(self, path: Path, municipality: str, name: str) -> None:
        """Whole or not at all: a call may be playing it."""
        async with self.db.read() as session:
            wav = await store.announcement(session, SYSTEM, municipality, name)
        if wav is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_suffix(".part")
            half.write_bytes(wav)
            half.replace(path)
