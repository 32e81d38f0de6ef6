"""A program that writes mails, and what is looked for in them."""

import re
from collections.abc import Sequence
from pathlib import Path

from servicecenter.access.model import Scope
from servicecenter.contacts.wishes import Wish
from servicecenter.messages.model import POST, Message
from servicecenter.settings import Settings
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program
from tests.conftest import CONTENT

ALL = Scope.system("test")
SENDER = "servicecenter@kreis-wesel.example"
OFFICE = "bauordnung@geldern.example"
CITIZEN = "frau@muster.example"
LINK = re.compile(r"/t/[0-9a-z-]+")
BY_MAIL = Wish("Will einen Carport bauen", ReplyChannel.EMAIL, "Frau Muster", address=CITIZEN)
BY_CALL = Wish("Will einen Carport bauen", ReplyChannel.CALLBACK, "Frau Muster", "030 23125 042", "ab 16 Uhr", CITIZEN)


def writing(data: Path, port: int = 25, **more: object) -> Settings:
    given = {
        "data": data, "content": CONTENT, "port": 0, "smtp_host": "127.0.0.1", "smtp_port": port, "smtp_from": SENDER,
        "smtp_starttls": False, "smtp_timeout": 5.0, "address": "https://servicecenter.example",
    } | more  # fmt: skip
    return Settings(**given)  # type: ignore[arg-type]


async def written(program: Program, occasion: str = "") -> Sequence[Message]:
    """Everything about tickets, the oldest first."""
    found = await program.outbox.latest(ALL, 99, None, POST)
    return [each for each in reversed(found) if each.occasion.startswith(occasion)]


def link_in(text: str) -> str:
    found = LINK.search(text)
    assert found is not None, text
    return found[0]
