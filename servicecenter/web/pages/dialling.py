"""Calling back from a ticket: the own phone rings first, then the citizen's; the result is offered as an attempt.

And the own phone itself: every person who calls enters the extension that rings.
"""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Role
from servicecenter.callbacks.model import OUTCOME_WORDS, Outcome
from servicecenter.contacts.inbox import Item
from servicecenter.errors import ServiceCentreError
from servicecenter.telephony import handset
from servicecenter.telephony.callflow import events as on
from servicecenter.web import phone_words
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import AGENT, CLERK, Ask, Form, Table

table = Table()
DIALLING = AGENT | CLERK
DIAL = r"/dial/{ticket:\d+}"


class PhoneForm(Form):
    phone: str = Field(default="", max_length=80)


class ResultForm(Form):
    outcome: Outcome


@table.get(DIAL, DIALLING, passive=True)
async def panel(ask: Ask[Any]) -> web.Response:
    return await _panel(ask, await _item(ask))


@table.post(DIAL, DIALLING)
async def dial(ask: Ask[Any]) -> web.Response:
    """Said in the panel where it cannot be: no phone, or one that is busy."""
    item = await _item(ask)
    try:
        await ask.program.handset.call_back(ask.person, item.callback)
    except ServiceCentreError as error:
        return await _panel(ask, item, status=error.status, error=error)
    return await _panel(ask, item)


@table.post(DIAL + "/hang-up", DIALLING)
async def hang_up(ask: Ask[Any]) -> web.Response:
    await ask.program.handset.do(on.HangUp(ask.person.id))
    return await _panel(ask, await _item(ask))


@table.post(DIAL + "/attempt", CLERK, body=ResultForm)
async def attempt(ask: Ask[ResultForm]) -> web.Response:
    """The result becomes an attempt with one click; typed by hand it is the form beside it."""
    item = await _item(ask)
    await ask.program.inbox.attempt(ask.person, item.ticket.id, ask.body.outcome, "vom Bildschirm gewählt")
    if item.callback is not None:
        await ask.program.handset.noted(item.callback.subject)
    return go(f"/inbox/{item.ticket.id}", ask.http)


async def _panel(ask: Ask[Any], item: Item, status: int = 200, **values: Any) -> web.Response:
    seen = await ask.program.handset.seen(ask.person)
    subject = item.callback.subject if item.callback else ""
    dialled = await ask.program.handset.dialled(ask.scope, subject) if subject else None
    shown = {
        "item": item, "phone": seen, "is_clerk": ask.person.role is Role.FACHAMT, "error": None, "dialled": dialled,
        "is_calling": seen.call is not None and seen.call.subject == subject != "",
        "outcome": handset.outcome(dialled) if dialled else None, "outcome_words": OUTCOME_WORDS,
        "phone_words": phone_words,
    }  # fmt: skip
    return framed(ask, "_dial.html", status=status, **shown | values)


async def _item(ask: Ask[Any]) -> Item:
    return await ask.program.inbox.item(ask.scope, ask.number("ticket"))


# The own phone


@table.get("/phone", DIALLING)
async def phone(ask: Ask[Any]) -> web.Response:
    return await _phone(ask)


@table.post("/phone", DIALLING, body=PhoneForm)
async def save(ask: Ask[PhoneForm]) -> web.Response:
    try:
        await ask.program.handset.set_phone(ask.person, ask.body.phone)
    except ServiceCentreError as error:
        return await _phone(ask, status=error.status, error=error, typed=ask.body.phone)
    return await _phone(ask, toasts=[("Nebenstelle gespeichert", None)])


async def _phone(ask: Ask[Any], status: int = 200, **values: Any) -> web.Response:
    shown: dict[str, Any] = {
        "phone": await ask.program.handset.seen(ask.person), "error": None, "typed": None, "phone_words": phone_words,
    }  # fmt: skip
    return framed(ask, "phone.html", status=status, **shown | values)
