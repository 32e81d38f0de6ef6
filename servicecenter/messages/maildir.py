"""A local Maildir: what a mail server of the same machine puts into `new`. Moved to `cur` when it is dealt with."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

from servicecenter.messages.mailbox import MailboxAway

Result = TypeVar("Result")
LONGEST = 300  # of what the system says, on the screen
HEADERS = 64 * 1024  # of a mail too large to read, as much as holds any sensible head


@dataclass(frozen=True, slots=True)
class Maildir:
    path: Path

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Self]:
        """Raises MailboxAway: a folder that is not mounted yet is no empty mailbox."""
        if not await asyncio.to_thread((self.path / "new").is_dir):
            raise MailboxAway(f"{self.path} is no Maildir")
        yield self

    async def waiting(self, limit: int) -> Sequence[tuple[str, int]]:
        return (await _run(self._listed))[:limit]

    async def headers(self, name: str) -> bytes:
        return await _run(lambda: self._head(name))

    async def content(self, name: str) -> bytes:
        return await _run((self.path / "new" / name).read_bytes)

    async def done(self, name: str, *, flagged: bool) -> None:
        await _run(lambda: self._move(name, "FS" if flagged else "S"))

    def _listed(self) -> list[tuple[str, int]]:
        found = sorted((path.stat().st_mtime, path.name, path.stat().st_size) for path in (self.path / "new").iterdir())
        return [(name, size) for _, name, size in found if not name.startswith(".")]

    def _head(self, name: str) -> bytes:
        with (self.path / "new" / name).open("rb") as file:
            head = file.read(HEADERS)
        for blank in (b"\r\n\r\n", b"\n\n"):
            before, found, _ = head.partition(blank)
            if found:
                return before + found
        return head

    def _move(self, name: str, flags: str) -> None:
        """Another process may have been quicker: then it is done."""
        (self.path / "cur").mkdir(exist_ok=True)
        try:
            (self.path / "new" / name).rename(self.path / "cur" / f"{name.partition(':')[0]}:2,{flags}")
        except FileNotFoundError:
            return


async def _run(act: Callable[[], Result]) -> Result:
    try:
        return await asyncio.to_thread(act)
    except OSError as error:
        raise MailboxAway(f"{type(error).__name__}: {error}"[:LONGEST]) from error
