"""The shelf at work, in a thread: the disk is slow, and no session is open meanwhile."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

from servicecenter.access.model import Scope
from servicecenter.attachments import store
from servicecenter.attachments.files import Shelf
from servicecenter.attachments.model import Attachment, Stored
from servicecenter.clock import Clock
from servicecenter.database import Database
from servicecenter.errors import NotFound

AT_REST = timedelta(hours=1)  # what lies on the shelf and has no row yet may be about to get one
BATCH = 500


@dataclass(frozen=True)
class Attachments:
    db: Database
    clock: Clock
    shelf: Shelf

    async def keep(self, source: IO[bytes], name: str) -> Stored:
        """On the shelf, before a row names it. Raises AttachmentTooLarge, AttachmentRefused."""
        return await asyncio.to_thread(self.shelf.put, source, name)

    async def find(self, scope: Scope, attachment_id: int) -> tuple[Attachment, Path]:
        """Raises NotFound."""
        async with self.db.read() as session:
            found = await store.get(session, scope, attachment_id)
        if found is None or not (path := self.shelf.path(found.digest)).exists():
            raise NotFound(
                "Diese Anlage gibt es nicht.", "Sie wurde fristgerecht gelöscht.", "Bitte zurück zum Ticket."
            )
        return found, path

    async def tidy(self, scope: Scope) -> int:
        """What no row names any more leaves the shelf."""
        before, gone = (self.clock.now() - AT_REST).timestamp(), 0
        old = await asyncio.to_thread(self.shelf.older, before)
        for begin in range(0, len(old), BATCH):
            batch = old[begin : begin + BATCH]
            async with self.db.read() as session:
                named = await store.named(session, scope, batch)
            gone += await asyncio.to_thread(self.shelf.remove, [one for one in batch if one not in named], before)
        return gone
