"""The mail server: one connection for many messages, each with its own time limit. The only place that speaks SMTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

import aiosmtplib

from servicecenter.messages.ical import method
from servicecenter.messages.model import Message, MessageKind
from servicecenter.settings import Settings

TLS_PORT = 465  # here the server speaks TLS from the first byte on (RFC 8314)
PERMANENT = range(500, 600)  # RFC 5321, 4.2.1
AWAY = (OSError, TimeoutError, aiosmtplib.SMTPException)  # whatever goes wrong before a message is offered


class ServerAway(Exception):
    """Nothing can be sent now, whatever the message: no connection, a wrong password, a certificate."""


class Refused(Exception):
    """The server did not take this message; `permanent` where trying again would change nothing."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class MailServer:
    """`timeout` in seconds: for connecting, and for each message as a whole."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = True
    timeout: float = 10.0

    @asynccontextmanager
    async def connected(self) -> AsyncIterator["Connection"]:
        """Raises ServerAway."""
        is_tls = self.port == TLS_PORT
        client = aiosmtplib.SMTP(
            hostname=self.host, port=self.port, timeout=self.timeout, use_tls=is_tls,
            start_tls=self.starttls and not is_tls, username=self.user or None, password=self.password or None,
        )  # fmt: skip
        try:
            async with asyncio.timeout(self.timeout):
                await client.connect()
        except AWAY as error:
            client.close()
            raise ServerAway(_said(error)) from error
        try:
            yield Connection(client, self.sender, self.timeout)
        finally:
            with suppress(*AWAY):
                await client.quit(timeout=1)  # a courtesy: what was sent is sent
            client.close()


@dataclass(frozen=True, slots=True)
class Connection:
    client: aiosmtplib.SMTP
    sender: str
    timeout: float

    async def send(self, message: Message) -> None:
        """Raises Refused, or ServerAway where the next message need not be tried."""
        try:
            async with asyncio.timeout(self.timeout):
                await self.client.sendmail(self.sender, message.recipient, composed(message, self.sender).as_bytes())
        except aiosmtplib.SMTPRecipientsRefused as error:
            refused = error.recipients[0]
            raise Refused(_said(refused), permanent=refused.code in PERMANENT) from error
        except aiosmtplib.SMTPResponseException as error:
            if not self.client.is_connected:
                raise ServerAway(_said(error)) from error
            raise Refused(_said(error), permanent=error.code in PERMANENT) from error
        except AWAY as error:
            raise ServerAway(_said(error)) from error
        except ValueError as error:  # an address that is none: the library and the standard say so before any server
            raise Refused(_said(error), permanent=True) from error


def mail_server(settings: Settings) -> MailServer | None:
    """None where none is set up: then everything waits."""
    server = MailServer(
        settings.smtp_host, settings.smtp_port, settings.smtp_from, settings.smtp_user, settings.smtp_password,
        starttls=settings.smtp_starttls, timeout=settings.smtp_timeout,
    )  # fmt: skip
    return server if settings.smtp_host else None


def composed(message: Message, sender: str) -> EmailMessage:
    """Plain text. What no person wrote is marked as automatic (RFC 3834), so that nobody's absence note answers it."""
    made = EmailMessage(policy.SMTP)
    made["From"], made["To"], made["Subject"] = sender, message.recipient, message.subject
    made["Date"], made["Message-ID"] = format_datetime(message.written_at), message.message_id
    if message.kind is not MessageKind.LETTER:
        made["Auto-Submitted"] = "auto-replied" if message.kind is MessageKind.REFUSAL else "auto-generated"
    if message.reply_to:
        made["Reply-To"] = message.reply_to
    if message.in_reply_to:
        made["In-Reply-To"] = made["References"] = message.in_reply_to
    made.set_content(message.body, cte="quoted-printable")  # seven bits: any server takes it
    if message.calendar:
        made.add_attachment(
            message.calendar, subtype="calendar", cte="quoted-printable", filename="rueckruf.ics",
            params={"method": method(message.calendar)},
        )  # fmt: skip
    return made


def _said(error: BaseException) -> str:
    """The server's own words, with its code."""
    if isinstance(error, aiosmtplib.SMTPResponseException | aiosmtplib.SMTPRecipientRefused):
        return f"{error.code} {error.message}"[:300]
    return f"{type(error).__name__}: {error}"[:300]
