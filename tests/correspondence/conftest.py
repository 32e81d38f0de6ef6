"""A program with a mail server and a local mailbox, both real, and what happens between them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from servicecenter.access.model import Person
from servicecenter.contacts.wishes import Wish
from servicecenter.correspondence.model import Received
from servicecenter.settings import Settings
from servicecenter.tickets.model import Ticket
from servicecenter.web.program import Program
from tests.mailserver import Mailbox, mailbox
from tests.messages.mails import mail
from tests.posting import ALL, BY_MAIL, writing
from tests.web.browsing import forwarded


@pytest.fixture
async def smtp() -> AsyncIterator[Mailbox]:
    async with mailbox() as made:
        yield made


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / "box" / name).mkdir(parents=True)
    return tmp_path / "box"


@pytest.fixture
def settings(tmp_path: Path, smtp: Mailbox, maildir: Path) -> Settings:
    return writing(tmp_path / "var", smtp.port, mailbox=str(maildir), mail_mb=1)


@dataclass
class Post:
    """What was delivered where, and what the tickets say of it."""

    program: Program
    agent: Person
    smtp: Mailbox
    maildir: Path
    delivered: int = 0

    async def ticket(self, wish: Wish = BY_MAIL) -> Ticket:
        """A new one, whose office has been written to."""
        made = (await forwarded(self.program, self.agent, wish)).ticket
        await self.program.outbox.run()
        return made

    async def now(self, ticket: Ticket) -> Ticket:
        return (await self.program.inbox.item(ALL, ticket.id)).ticket

    def last(self, to: str) -> EmailMessage:
        """The latest mail the server took for this address."""
        return next(each for each in reversed(self.smtp.mails) if each["To"] == to)

    def reply(self, to: EmailMessage, text: str, sender: str = "", **headers: str) -> EmailMessage:
        """As a mail program answers: to the reply address, naming what it answers."""
        self.delivered += 1
        answered = str(to["Message-ID"])
        given = {
            "subject": f"Re: {to['Subject']}", "In_Reply_To": answered, "References": answered,
            "message_id": f"<{self.delivered}@somewhere.example>",
        } | headers  # fmt: skip
        return mail(sender or str(to["To"]), str(to["Reply-To"] or to["From"]), text=text, **given)

    async def deliver(self, *mails: EmailMessage | bytes) -> None:
        """Into the mailbox, and fetched from there; then whatever is written leaves."""
        for each in mails:
            self.delivered += 1
            content = each if isinstance(each, bytes) else each.as_bytes()
            (self.maildir / "new" / f"{self.delivered:06}").write_bytes(content)
        await self.program.receiving.run()
        await self.program.outbox.run()

    async def held(self) -> list[Received]:
        return [each.received for each in await self.program.clearing.held(ALL)]

    async def reasons(self) -> list[str]:
        return [each.reason.value for each in await self.held()]

    async def acts(self, ticket: Ticket) -> list[str]:
        return [entry.act for entry in await self.program.inbox.story(await self.program.inbox.item(ALL, ticket.id))]

    def marked(self) -> list[str]:
        return sorted(path.name.partition(":2,")[2] for path in (self.maildir / "cur").iterdir())


@pytest.fixture
async def post(program: Program, agent: Person, smtp: Mailbox, maildir: Path) -> Post:
    return Post(program, agent, smtp, maildir)
