"""Whole stories by mail: a Fachamt without a login, through the link and by reply; and the citizen answers the answer.

A real SMTP server, a real IMAP server, and HTTP.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest

from servicecenter.app import jobs_of
from servicecenter.messages.model import MessageState
from servicecenter.settings import Settings
from servicecenter.web.program import Program
from tests.imapserver import PASSWORD, USER, Imap, imap_server
from tests.mailserver import Mailbox, mailbox
from tests.messages.mails import mail
from tests.posting import CITIZEN, OFFICE, link_in, writing, written
from tests.web.asking import Asking, Client


@pytest.fixture
async def smtp() -> AsyncIterator[Mailbox]:
    async with mailbox() as made:
        yield made


@pytest.fixture
async def imap() -> AsyncIterator[Imap]:
    async with imap_server() as made:
        yield made


@pytest.fixture
def settings(tmp_path: Path, smtp: Mailbox, imap: Imap) -> Settings:
    return writing(
        tmp_path / "var", smtp.port, mailbox=f"imap://127.0.0.1:{imap.port}", mailbox_user=USER,
        mailbox_password=PASSWORD,
    )  # fmt: skip


@dataclass
class Story:
    program: Program
    client: Client
    smtp: Mailbox
    imap: Imap
    agent: Asking
    case_number: str = ""

    async def given_a_concern_by_mail(self) -> None:
        """The agent forwards it; the citizen wants an answer by e-mail."""
        contact = await self.agent.post("/contacts", {"municipality": "geldern"}, expect=201)
        await self.agent.post(f"/contacts/{contact['id']}/facts", {"leistung": "baugenehmigung"})
        wish = {"concern": "Carport bauen?", "reply": "email", "caller_name": "Frau Muster", "address": CITIZEN}
        made = await self.agent.post(f"/contacts/{contact['id']}/forward", wish, expect=201)
        self.case_number = made["contact"]["case_number"]
        await self.tick()

    async def tick(self) -> None:
        """What the clock does every few seconds."""
        jobs = {job.name: job for job in jobs_of(self.program)}
        for name in ("mailbox", "sweep", "outbox"):
            await jobs[name].act()

    def last(self, to: str) -> EmailMessage:
        return next(each for each in reversed(self.smtp.mails) if each["To"] == to)

    async def when_answered(self, own: EmailMessage, text: str) -> None:
        """As a mail program answers: it quotes, and sends to where answers are wanted."""
        quoted = "\n".join(f"> {line}" for line in text_of(own).split("\n"))
        reply = mail(
            str(own["To"]), str(own["Reply-To"]), text=f"{text}\n\nAm 23.11.26 schrieb ServiceCenter:\n{quoted}",
            subject=f"AW: {own['Subject']}", In_Reply_To=str(own["Message-ID"]),
            message_id=f"<{abs(hash(text))}@mail.example>",
        )  # fmt: skip
        await self.imap.put(reply)
        await self.tick()


def text_of(own: EmailMessage) -> str:
    body = own.get_body(("plain",))
    return str(body.get_content()) if body else ""


@pytest.fixture
async def story(program: Program, client: Client, smtp: Mailbox, imap: Imap, agent: Asking) -> Story:
    return Story(program, client, smtp, imap, agent)


async def test_forwarded_and_answered_through_the_link_without_a_login(story: Story, clerk: Asking) -> None:
    await story.given_a_concern_by_mail()
    own = story.last(OFFICE)
    raw = own.as_bytes().decode()
    for word in ("Muster", "Carport", CITIZEN):
        assert word not in raw
    link = link_in(text_of(own))

    # A scanner opens every link, as often as it likes.
    for _ in range(3):
        assert (await story.client.get(link)).status == 200
    ((waiting,),) = [await clerk.get("/inbox")]
    assert waiting["ticket"]["state"] == "new"

    # A person answers, and confirms.
    given = {"name": "Frau Amt", "text": "Bis 30 m² ist er frei."}
    asked = await (await story.client.post(f"{link}/answer", data=given)).text()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked))
    assert hidden["confirmed"] == "true"
    response = await story.client.post(f"{link}/answer", data=hidden)
    assert "Das Ticket ist beantwortet." in await response.text()
    await story.tick()
    assert "Bis 30 m² ist er frei." in text_of(story.last(CITIZEN))
    assert await clerk.get("/inbox") == []


async def test_answered_by_reply_and_the_citizen_answers_the_answer(story: Story, clerk: Asking) -> None:
    await story.given_a_concern_by_mail()
    await story.when_answered(story.last(OFFICE), "Bis 30 m² ist er frei.")
    letter = story.last(CITIZEN)
    assert "Bis 30 m² ist er frei." in text_of(letter)
    assert "/t/" not in text_of(letter), "the office's link is the office's"
    assert await clerk.get("/inbox") == []

    await story.when_answered(letter, "Danke! Gilt das auch in Walbeck?")
    assert story.last(OFFICE)["Subject"].startswith("Wieder offen")
    assert "Walbeck" not in text_of(story.last(OFFICE))
    ((again,),) = [await clerk.get("/inbox")]
    assert again["ticket"]["state"] == "new"
    told = await clerk.get(f"/inbox/{again['ticket']['id']}/mail")
    assert [each["text"] for each in told["received"]] == ["Bis 30 m² ist er frei.", "Danke! Gilt das auch in Walbeck?"]

    await story.when_answered(story.last(OFFICE), "Ja, auch dort.")
    assert "Ja, auch dort." in text_of(story.last(CITIZEN))
    assert await clerk.get("/inbox") == []
    assert await story.imap.flags() == ["\\Seen"] * 3


async def test_a_mail_that_does_not_arrive_is_known_within_a_tick(story: Story, supervisor: Asking) -> None:
    story.smtp.refusing[CITIZEN] = "550 no such user"
    await story.given_a_concern_by_mail()
    await story.when_answered(story.last(OFFICE), "Bis 30 m² ist er frei.")
    failed = [each for each in await written(story.program) if each.state is MessageState.FAILED]
    assert [each.addressee for each in failed] == ["citizen"]
    assert await supervisor.get("/mail/held") == []
