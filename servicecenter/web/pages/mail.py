"""Mail at a glance for the supervisor: what nobody but a person can file, what left and how that went."""

from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Role
from servicecenter.contacts import cases
from servicecenter.contacts.case_number import CaseNumberWrong
from servicecenter.correspondence.model import REASON_WORDS
from servicecenter.errors import Conflict, NotFound, ServiceCentreError
from servicecenter.messages.model import POST
from servicecenter.web import message_words
from servicecenter.web.names import Names
from servicecenter.web.pages.enclosures import as_download
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import WATCHING, Ask, Form, Table

table = Table()
MAIL = r"/board/mail/{received:\d+}"
MOST = 100
SAVED = {
    "filed": "Die E-Mail liegt beim Ticket.",
    "discarded": "Die E-Mail ist verworfen. Im Postfach liegt sie noch.",
}


class MailQuery(Form):
    saved: Literal["", "filed", "discarded"] = ""


class FileForm(Form):
    ticket: int = Field(default=0, ge=0, le=2**31 - 1)
    number: str = Field(default="", max_length=60)


@table.get("/board/mail", WATCHING, body=MailQuery)
async def mail(ask: Ask[MailQuery]) -> web.Response:
    return await _shown(ask, saved=SAVED.get(ask.body.saved, ""))


@table.post(MAIL + "/file", WATCHING, body=FileForm)
async def file(ask: Ask[FileForm]) -> web.Response:
    """To the proposed ticket by one click, or to the case whose number was typed."""
    given, received, clearing = ask.body, ask.number("received"), ask.program.clearing
    try:
        if given.ticket:
            await clearing.file(ask.person, received, given.ticket)
        else:
            await clearing.file_by_number(ask.person, received, given.number)
    except (CaseNumberWrong, NotFound) as error:
        return await _shown(ask, error=error, about=received, typed=given.number)
    except Conflict as error:
        return await _shown(ask, error=error)
    return go("/board/mail?saved=filed", ask.http)


@table.post(MAIL + "/discard", WATCHING)
async def discard(ask: Ask[Any]) -> web.Response:
    try:
        await ask.program.clearing.discard(ask.person, ask.number("received"))
    except Conflict as error:
        return await _shown(ask, error=error)
    return go("/board/mail?saved=discarded", ask.http)


@table.get(MAIL + r"/attachments/{attachment:\d+}", WATCHING)
async def attachment(ask: Ask[Any]) -> web.StreamResponse:
    clearing = ask.program.clearing
    found, path = await clearing.open(ask.scope, ask.number("received"), ask.number("attachment"))
    return as_download(found, path, {})


async def _shown(
    ask: Ask[Any], *, saved: str = "", error: ServiceCentreError | None = None, about: int = 0, typed: str = ""
) -> web.Response:
    program = ask.program
    sent = await program.outbox.latest(ask.scope, MOST, None, POST)
    return framed(
        ask, "mail.html", status=error.status if error else 200, held=await program.clearing.held(ask.scope),
        sent=sent, contacts=await cases.ids(program.db, ask.scope, [message.case_number for message in sent]),
        reasons=REASON_WORDS, says=message_words, names=Names.of(program), health=program.receiving.health,
        has_mailbox=program.receiving.mailbox is not None, is_on=program.outbox.is_on, saved=saved, error=error,
        about=about, typed=typed, may_send=ask.person.role is Role.SUPERVISOR,
    )  # fmt: skip
