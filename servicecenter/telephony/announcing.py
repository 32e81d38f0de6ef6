"""Announcements of each municipality: uploaded by its editor, listened to, taken away, and laid out for a switch."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from servicecenter.access.model import Person, Scope
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.errors import Forbidden, NotFound
from servicecenter.telephony import store
from servicecenter.telephony.announcements import NAMES, Recorded, examined
from servicecenter.telephony.ari.speaking import sample, texts


@dataclass(frozen=True)
class Announcing:
    db: Database
    clock: Clock

    async def listed(self, scope: Scope, municipality: str) -> Mapping[str, Recorded | None]:
        """Every text there can be; None where the usual one is heard."""
        async with self.db.read() as session:
            found = await store.announcements(session, scope)
        own = {recorded.name: recorded for recorded in found if recorded.municipality == municipality}
        return {name: own.get(name) for name in NAMES}

    async def put(self, person: Person, municipality: str, name: str, wav: bytes) -> Recorded:
        """Heard from the next call on. Raises AnnouncementUnusable, Forbidden."""
        _may(person, municipality)
        recorded = examined(municipality, name, wav, self.clock.now(), person.name)
        async with self.db.write() as session:
            await store.put_announcement(session, recorded, wav)
        return recorded

    async def drop(self, person: Person, municipality: str, name: str) -> None:
        """From then on the usual text is heard."""
        _may(person, municipality)
        async with self.db.write() as session:
            await store.drop_announcement(session, municipality, name)

    async def sound(self, scope: Scope, municipality: str, name: str) -> bytes:
        """Raises NotFound, also for a municipality the scope does not cover."""
        async with self.db.read() as session:
            wav = await store.announcement(session, scope, municipality, name)
        if wav is None:
            raise NotFound("Diese Ansage gibt es nicht.", "Niemand hat eine hochgeladen.", "Bitte die Liste neu laden.")
        return wav

    def usual(self) -> Mapping[str, str]:
        """What is said under each name where a municipality has no announcement of its own."""
        return texts()

    async def heard(self, municipality: str, name: str) -> bytes:
        """What callers hear: the municipality's own, else the usual text as it is spoken here.

        Raises NotFound, and VoiceMissing where nothing on this machine speaks.
        """
        try:
            return await self.sound(Scope.municipality(municipality), municipality, name)
        except NotFound:
            if name not in texts():
                raise
        return await asyncio.to_thread(sample, name)

    async def lay_out(self, scope: Scope, folder: Path) -> int:
        """For a switch that plays files: <folder>/<municipality>/<name>.wav. How many were new, changed or taken away.

        A file beside it names what it holds, so that only what changed is written.
        """
        async with self.db.read() as session:
            found = {(each.municipality, each.name): each for each in await store.announcements(session, scope)}
        stale, gone = await asyncio.to_thread(_compared, folder, found)
        for recorded in stale:
            wav = await self.sound(scope, recorded.municipality, recorded.name)
            await asyncio.to_thread(_write, folder, recorded, wav)
        return len(stale) + gone


def _compared(folder: Path, found: Mapping[tuple[str, str], Recorded]) -> tuple[list[Recorded], int]:
    """What has to be written; how many were taken away."""
    gone = 0
    for mark in sorted(folder.glob("*/*.sha256")):
        if (mark.parent.name, mark.stem) not in found:
            mark.with_suffix(".wav").unlink(missing_ok=True)
            mark.unlink()
            gone += 1
    return [each for each in found.values() if not _holds(_mark(folder, each), each.digest)], gone


def _holds(mark: Path, digest: str) -> bool:
    return mark.is_file() and mark.read_text(encoding="ascii") == digest


def _write(folder: Path, recorded: Recorded, wav: bytes) -> None:
    """The mark last: a half-written file is written again."""
    mark = _mark(folder, recorded)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.with_suffix(".wav").write_bytes(wav)
    mark.write_text(recorded.digest, encoding="ascii")


def _mark(folder: Path, recorded: Recorded) -> Path:
    return folder / recorded.municipality / f"{recorded.name}.sha256"


def _may(person: Person, municipality: str) -> None:
    if not person.edits(municipality):
        raise Forbidden(
            "Diese Ansage kann hier nicht geändert werden.", "Sie gehört einer anderen Kommune.",
            "Bitte deren Redaktion fragen.",
        )  # fmt: skip
