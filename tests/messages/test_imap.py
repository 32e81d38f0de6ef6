"""Against a real IMAP server on loopback."""

import socket
from collections.abc import AsyncIterator

import pytest

from servicecenter.messages.imap import ImapMailbox
from servicecenter.messages.mailbox import MailboxAway
from tests.imapserver import PASSWORD, USER, Imap, imap_server

from .mails import mail


@pytest.fixture
async def server() -> AsyncIterator[Imap]:
    async with imap_server() as made:
        yield made


def at(server: Imap, **other: str) -> ImapMailbox:
    given = {"user": USER, "password": PASSWORD, "folder": "INBOX"} | other
    return ImapMailbox("127.0.0.1", server.port, given["user"], given["password"], given["folder"], False, 5)


async def test_what_is_unseen_waits_until_it_is_done(server: Imap) -> None:
    await server.put(mail(text="Ja"), mail(text="Nein" * 100))
    async with at(server).opened() as folder:
        (first, size), (second, larger) = await folder.waiting(10)
        assert size < larger
        assert len(await folder.waiting(1)) == 1
        assert (await folder.content(first)).endswith(b"Ja\r\n")
        assert b"Nein" not in await folder.headers(second)
        assert b"Subject: Re: Ihre Anfrage" in await folder.headers(second)
        assert len(await folder.waiting(10)) == 2, "reading marks nothing"
        await folder.done(first, flagged=False)
        await folder.done(second, flagged=True)
        assert await folder.waiting(10) == []
    assert await server.flags() == ["\\Seen", "\\Flagged \\Seen"]


@pytest.mark.parametrize("other", [{"password": "falsch"}, {"folder": "Gibt es nicht"}])
async def test_a_wrong_password_and_a_wrong_folder_are_told(server: Imap, other: dict[str, str]) -> None:
    with pytest.raises(MailboxAway):
        async with at(server, **other).opened():
            pass


async def test_a_server_that_is_not_there_is_away() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    with pytest.raises(MailboxAway, match="Refused"):
        async with at(Imap(port)).opened():
            pass
