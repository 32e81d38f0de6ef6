"""IMAP (RFC 3501) by the standard library, in a thread of its own. The only place that speaks it.

imaplib blocks; its few calls go through one thread, one after the other, as the connection wants it. No library is
added for that: six commands, a poll every few minutes, and no push, because the outbox waits for nobody's reply.
"""

import asyncio
import imaplib
import re
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from servicecenter.messages.mailbox import MailboxAway

Result = TypeVar("Result")
SIZE = re.compile(rb"UID (\d+).*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?UID (\d+)")
LONGEST = 300  # of what a server says, on the screen
AWAY = (OSError, imaplib.IMAP4.error, ssl.SSLError, TimeoutError, EOFError)


@dataclass(frozen=True, slots=True)
class ImapFolder:
    client: imaplib.IMAP4
    thread: ThreadPoolExecutor

    async def waiting(self, limit: int) -> Sequence[tuple[str, int]]:
        found = await self._call(lambda: self.client.uid("SEARCH", "UNSEEN"))
        uids = (found[0] or b"").split()[:limit]
        if not uids:
            return []
        answers = await self._call(lambda: self.client.uid("FETCH", b",".join(uids).decode(), "(UID RFC822.SIZE)"))
        sizes = {}
        for line in answers:
            if isinstance(line, bytes) and (match := SIZE.search(line)):
                sizes[match[1] or match[4]] = int(match[2] or match[3])
        return [(uid.decode(), sizes[uid]) for uid in uids if uid in sizes]

    async def headers(self, name: str) -> bytes:
        return await self._fetched(name, "(BODY.PEEK[HEADER])")

    async def content(self, name: str) -> bytes:
        return await self._fetched(name, "(BODY.PEEK[])")

    async def done(self, name: str, *, flagged: bool) -> None:
        flags = r"(\Seen \Flagged)" if flagged else r"(\Seen)"
        await self._call(lambda: self.client.uid("STORE", name, "+FLAGS.SILENT", flags))

    async def _fetched(self, uid: str, what: str) -> bytes:
        answers = await self._call(lambda: self.client.uid("FETCH", uid, what))
        return next((bytes(answer[1]) for answer in answers if isinstance(answer, tuple)), b"")

    async def _call(self, act: Callable[[], tuple[str, list[Any]]]) -> list[Any]:
        status, answers = await _in(self.thread, act)
        if status != "OK":
            raise MailboxAway(f"{status}: {answers!r}"[:LONGEST])
        return answers


@dataclass(frozen=True, slots=True)
class ImapMailbox:
    """`timeout` in seconds, of each answer. Without TLS the password goes in clear."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    tls: bool = True
    timeout: float = 20.0

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[ImapFolder]:
        """Raises MailboxAway."""
        with ThreadPoolExecutor(1, thread_name_prefix="imap") as thread:
            client = await _in(thread, self._connect)
            try:
                await _in(thread, lambda: self._enter(client))
                yield ImapFolder(client, thread)
            finally:
                with suppress(MailboxAway):
                    await _in(thread, client.logout)

    def _connect(self) -> imaplib.IMAP4:
        if self.tls:
            safe = ssl.create_default_context()
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=safe, timeout=self.timeout)
        return imaplib.IMAP4(self.host, self.port, timeout=self.timeout)

    def _enter(self, client: imaplib.IMAP4) -> None:
        client.login(self.user, self.password)
        status, said = client.select(f'"{self.folder}"')
        if status != "OK":
            raise MailboxAway(f"{self.folder}: {said!r}"[:LONGEST])


async def _in(thread: ThreadPoolExecutor, act: Callable[[], Result]) -> Result:
    try:
        return await asyncio.get_running_loop().run_in_executor(thread, act)
    except AWAY as error:
        raise MailboxAway(f"{type(error).__name__}: {error}"[:LONGEST]) from error
