"""Reminders: who was told of which promise, by which way; what waits, what failed, and sending it again."""

from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Role
from servicecenter.contacts import cases
from servicecenter.messages.model import MessageState
from servicecenter.web import message_words
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import WATCHING, Ask, Form, Table

table = Table()
SUPERVISOR = frozenset({Role.SUPERVISOR})
MOST = 200
Shown = Literal["", "waiting", "sent", "failed", "undelivered", "shown", "obsolete"]


class MessagesQuery(Form):
    show: Shown = ""
    again: int = Field(default=0, ge=0)  # what was just given to be sent again


@table.get("/board/messages", WATCHING, body=MessagesQuery)
async def messages(ask: Ask[MessagesQuery]) -> web.Response:
    state = MessageState(ask.body.show) if ask.body.show else None
    found = await ask.program.outbox.latest(ask.scope, MOST, state)
    again = next((message for message in found if message.id == ask.body.again), None)
    return framed(
        ask, "messages.html",
        found=found, shown=state, counts=await ask.program.outbox.counts(ask.scope), states=message_words.STATES,
        is_on=ask.program.outbox.is_on, most=MOST, says=message_words, names=Names.of(ask.program),
        contacts=await cases.ids(ask.program.db, ask.scope, [message.case_number for message in found]),
        may_send=ask.person.role in SUPERVISOR,
        toasts=[(f"Geht noch einmal an {message_words.recipient(again)}.", None)] if again else [],
    )  # fmt: skip


@table.post(r"/board/messages/{message:\d+}/again", SUPERVISOR)
async def again(ask: Ask[Any]) -> web.Response:
    message = await ask.program.outbox.send_again(ask.person, ask.number("message"))
    return go(f"/board/messages?again={message.id}", ask.http)
