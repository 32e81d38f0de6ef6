"""Against a real server on loopback: what it takes, refuses, and what happens when it is away."""

import asyncio

import pytest

from servicecenter.messages.model import Message
from servicecenter.messages.smtp import MailServer, Refused, ServerAway, mail_server
from servicecenter.settings import Settings
from tests.conftest import MONDAY
from tests.mailserver import Mailbox

from .conftest import SENDER, Write


@pytest.fixture
def server(box: Mailbox) -> MailServer:
    return MailServer("127.0.0.1", box.port, SENDER, starttls=False, timeout=1)


@pytest.fixture
async def message(write: Write) -> Message:
    return await write(subject="Gefährdet: Rückruf", body="Frist: 25. März\n")


async def test_a_mail_arrives_as_it_was_written(server: MailServer, box: Mailbox, message: Message) -> None:
    async with server.connected() as connection:
        await connection.send(message)
    (mail,) = box.mails
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, message.recipient, message.subject)
    assert mail["Message-ID"] == message.message_id
    assert mail["Date"].datetime == MONDAY
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content() == "Frist: 25. März\r\n"
    assert box.taken[0].isascii()


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [("550 5.1.1 unknown", True), ("452 4.2.2 mailbox full", False), ("450 4.7.1 greylisted", False)],
)
async def test_a_refusal_says_whether_to_try_again(
    server: MailServer, box: Mailbox, message: Message, answer: str, permanent: bool
) -> None:
    box.refusing[message.recipient] = answer
    async with server.connected() as connection:
        with pytest.raises(Refused) as refused:
            await connection.send(message)
        assert (refused.value.permanent, str(refused.value)) == (permanent, answer)
        box.refusing.clear()
        await connection.send(message)  # the connection serves the next
    assert len(box.mails) == 1


async def test_an_address_that_is_none_is_refused_before_any_server_sees_it(server: MailServer, write: Write) -> None:
    message = await write(recipient="niemand\nBcc: alle@geldern.example")
    async with server.connected() as connection:
        with pytest.raises(Refused) as refused:
            await connection.send(message)
    assert refused.value.permanent


async def test_nobody_listens(message: Message, unused: int) -> None:
    with pytest.raises(ServerAway, match="Connect"):
        async with MailServer("127.0.0.1", unused, SENDER, starttls=False, timeout=1).connected():
            pass


async def test_a_server_that_takes_too_long_is_away(server: MailServer, box: Mailbox, message: Message) -> None:
    box.waits_seconds = 1.5
    async with server.connected() as connection:
        with pytest.raises(ServerAway, match="Timeout"):
            await connection.send(message)


async def test_a_server_without_tls_gets_no_password(box: Mailbox) -> None:
    with pytest.raises(ServerAway, match="STARTTLS"):
        async with MailServer("127.0.0.1", box.port, SENDER, "user", "geheim", timeout=1).connected():
            pass
    assert box.mails == []


def test_the_settings_say_whether_there_is_one() -> None:
    assert mail_server(Settings()) is None
    made = mail_server(Settings(smtp_host="mail", smtp_from=SENDER, smtp_password="geheim", smtp_timeout=3))
    assert made == MailServer("mail", 587, SENDER, "", "geheim", timeout=3)
    assert "geheim" not in repr(made)


@pytest.fixture
async def unused() -> int:
    """A port that was free a moment ago."""
    server = await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)
    port = int(server.sockets[0].getsockname()[1])
    server.close()
    await server.wait_closed()
    return port
