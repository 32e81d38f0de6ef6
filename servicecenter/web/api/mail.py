"""Mail and files of a ticket, and mails that a person has to file."""

from base64 import b64decode
from binascii import Error as NotBase64
from datetime import datetime
from io import BytesIO
from typing import Annotated, Any

from pydantic import Field

from servicecenter.attachments.model import Kind
from servicecenter.contacts.letters import occasion_of
from servicecenter.correspondence.model import REASON_WORDS, Fate, MailReason, Received
from servicecenter.errors import Invalid
from servicecenter.messages.model import POST, MessageKind, MessageState
from servicecenter.web.api.shapes import Shape, codes
from servicecenter.web.table import CLERK, WATCHING, Ask, Form, Table

table = Table()
TICKET = r"/api/v1/inbox/{ticket:\d+}"
MAIL = r"/api/v1/mail/{received:\d+}"
LONGEST_CONTENT = 140 * 1024**2  # base64 of the largest attachment any setting allows


class Enclosed(Shape):
    id: int
    name: str
    kind: Annotated[Kind, codes(Kind)]
    size: int  # bytes
    added_at: datetime
    added_by: str


class Letter(Shape):
    """What left by mail about a ticket; `occasion` says why."""

    id: int
    kind: Annotated[MessageKind, codes(MessageKind)]
    occasion: str
    addressee: str
    state: MessageState
    written_at: datetime
    sent_at: datetime | None
    error: str


class Mail(Shape):
    """What came; `refused` names attachments that were not taken, one a line."""

    id: int
    fate: Annotated[Fate, codes(Fate)]
    reason: Annotated[MailReason, codes(MailReason)]
    reason_in_words: str
    sender: str
    subject: str
    text: str
    quoted: str
    refused: str
    received_at: datetime


class HeldMail(Mail):
    municipality: str
    attachments: list[Enclosed]
    proposals: list[int]  # tickets it may belong to, the likeliest first


class TicketMail(Shape):
    sent: list[Letter]
    received: list[Mail]
    attachments: list[Enclosed]
    office_has_address: bool


class Enclose(Form):
    name: str = Field(min_length=1, max_length=400)
    content: str = Field(min_length=1, max_length=LONGEST_CONTENT, description="Base64 (RFC 4648)")


class FileMail(Form):
    """To a ticket, or to the newest one of a case."""

    ticket: int = Field(default=0, ge=0, le=2**31 - 1)
    case_number: str = Field(default="", max_length=60)


@table.get(TICKET + "/mail", CLERK, answer=TicketMail, summary="E-Mails und Anlagen eines Tickets")
async def ticket_mail(ask: Ask[Any]) -> TicketMail:
    program, number = ask.program, ask.number("ticket")
    own = (await program.inbox.item(ask.scope, number)).ticket
    sent = await program.outbox.of_cause(ask.scope, own.subject)
    return TicketMail(
        sent=[
            Letter.model_validate(
                {name: getattr(each, name) for name in Letter.model_fields} | {"occasion": occasion_of(each)}
            )
            for each in sent
            if each.kind in POST
        ],
        received=[Mail(**_mail(each)) for each in await program.clearing.of_ticket(ask.scope, own)],
        attachments=[Enclosed.model_validate(each) for each in await program.enclosing.of_ticket(ask.scope, number)],
        office_has_address=program.letters.reaches(own),
    )


@table.post(
    TICKET + "/attachments", CLERK, body=Enclose, answer=Enclosed, status=201, upload=True,
    summary="Eine Anlage zum Ticket legen",
)  # fmt: skip
async def add_attachment(ask: Ask[Enclose]) -> Enclosed:
    """Angenommen wird, was der Inhalt ist, nicht die Endung (422 attachment-refused, 413 attachment-too-large)."""
    try:
        content = b64decode(ask.body.content, validate=True)
    except (NotBase64, ValueError) as error:
        what, why = "Der Inhalt ist nicht lesbar.", "Er ist kein Base64."
        raise Invalid(what, why, "Bitte die Datei noch einmal kodieren.", field="content") from error
    made = await ask.program.enclosing.add(ask.person, ask.number("ticket"), ask.body.name, BytesIO(content))
    return Enclosed.model_validate(made)


@table.get("/api/v1/mail/held", WATCHING, answer=list[HeldMail], summary="E-Mails, die eine Person zuordnen muss")
async def held_mails(ask: Ask[Any]) -> list[HeldMail]:
    return [
        HeldMail(
            **_mail(one.received), municipality=one.received.municipality,
            attachments=[Enclosed.model_validate(each) for each in one.attachments],
            proposals=[each.id for each in one.proposals],
        )
        for one in await ask.program.clearing.held(ask.scope)
    ]  # fmt: skip


@table.post(MAIL + "/file", WATCHING, body=FileMail, summary="Eine E-Mail zu einem Ticket legen")
async def file_mail(ask: Ask[FileMail]) -> None:
    """409, wo jemand anderes schneller war. Ein beendetes Ticket ist danach wieder offen."""
    given, received = ask.body, ask.number("received")
    if given.ticket:
        await ask.program.clearing.file(ask.person, received, given.ticket)
    else:
        await ask.program.clearing.file_by_number(ask.person, received, given.case_number)


@table.post(MAIL + "/discard", WATCHING, summary="Eine E-Mail verwerfen")
async def discard_mail(ask: Ask[Any]) -> None:
    """Im Postfach liegt sie noch."""
    await ask.program.clearing.discard(ask.person, ask.number("received"))


def _mail(received: Received) -> dict[str, Any]:
    known = {name: getattr(received, name) for name in Mail.model_fields if name != "reason_in_words"}
    return known | {"reason_in_words": REASON_WORDS[received.reason]}
