"""What a mailbox is, whoever keeps it: a folder that is the queue, for as long as it takes.

Every mail is asked for by its size first. What was dealt with is marked as seen, after the database knows it; what a
person must look at is flagged as well, and stays. Nothing is ever deleted here.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol


class MailboxAway(Exception):
    """Nothing can be fetched now: no connection, a wrong password, a folder that is not there."""


class Folder(Protocol):
    """Every method may raise MailboxAway."""

    async def waiting(self, limit: int) -> Sequence[tuple[str, int]]:
        """Name and size in bytes of what nobody has dealt with, the oldest first."""

    async def headers(self, name: str) -> bytes:
        """Those alone, of a mail too large to read."""

    async def content(self, name: str) -> bytes: ...

    async def done(self, name: str, *, flagged: bool) -> None:
        """Seen; flagged, too, where a person should look at the mail itself."""


class Mailbox(Protocol):
    def opened(self) -> AbstractAsyncContextManager[Folder]:
        """Raises MailboxAway."""
