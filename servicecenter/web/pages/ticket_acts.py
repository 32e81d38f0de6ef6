"""A ticket that cannot simply be answered: given back, asked about, delayed, merged, reopened, complained about.

Each button posts once and comes back to the ticket; what has left the office comes back to the inbox.
"""

from datetime import date
from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.contacts.wishes import Wish
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed
from servicecenter.web.pages.inbox import MORE_THAN_FITS, TICKET, act, refused
from servicecenter.web.problems import go
from servicecenter.web.table import CLERK, Ask, Form, Table

table = Table()


class GiveBackForm(Form):
    reason: str = Field(default="", max_length=MORE_THAN_FITS)
    proposal: str = Field(default="", max_length=80)


class QuestionForm(Form):
    to: str = Field(default="", max_length=20)
    question: str = Field(default="", max_length=MORE_THAN_FITS)


class StatementForm(Form):
    question: str = Field(default="", max_length=MORE_THAN_FITS)


class ReplyForm(Form):
    reply: str = Field(default="", max_length=MORE_THAN_FITS)


class DelayForm(Form):
    reason: str = Field(default="", max_length=MORE_THAN_FITS)
    until: str = Field(default="", max_length=40)


class MergeForm(Form):
    into: str = Field(default="", max_length=200)


class ReopenForm(Form):
    reason: str = Field(default="", max_length=MORE_THAN_FITS)


class ComplaintForm(Form):
    concern: str = Field(default="", max_length=MORE_THAN_FITS)
    reply: ReplyChannel = ReplyChannel.NONE
    number: str = Field(default="", max_length=MORE_THAN_FITS)
    address: str = Field(default="", max_length=MORE_THAN_FITS)
    caller_name: str = Field(default="", max_length=MORE_THAN_FITS)


@table.post(TICKET + "/give-back", CLERK, body=GiveBackForm)
async def give_back(ask: Ask[GiveBackForm]) -> web.Response:
    """Gone from this office's list at once; back to what is left of it."""
    given = ask.body
    try:
        moved = await ask.program.passing.give_back(ask.person, ask.number("ticket"), given.reason, given.proposal)
    except (Conflict, Invalid) as error:
        typed = {"form": "give-back", "reason": given.reason, "proposal": given.proposal}
        return await refused(ask, error, typed)
    return go(f"/inbox?given_back={moved.office}", ask.http)


@table.post(TICKET + "/question", CLERK, body=QuestionForm)
async def question(ask: Ask[QuestionForm]) -> web.Response:
    given = ask.body
    asking = ask.program.questions.ask(ask.person, ask.number("ticket"), given.to, given.question)
    return await act(ask, asking, "asked", {"form": "question", "question": given.question, "to": given.to})


@table.post(TICKET + "/statement", CLERK, body=StatementForm)
async def statement(ask: Ask[StatementForm]) -> web.Response:
    """Of the office a complaint is about."""
    asking = ask.program.questions.ask_statement(ask.person, ask.number("ticket"), ask.body.question)
    return await act(ask, asking, "asked", {"form": "statement", "question": ask.body.question})


@table.post(TICKET + r"/replied/{question:\d+}", CLERK, body=ReplyForm)
async def replied(ask: Ask[ReplyForm]) -> web.Response:
    """What the citizen said to a question, as the clerk heard or read it."""
    answering = ask.program.questions.answer(ask.person, ask.number("question"), ask.body.reply)
    typed = {"form": f"reply-{ask.number('question')}", "reply": ask.body.reply}
    return await act(ask, answering, "replied", typed)


@table.post(TICKET + "/delay", CLERK, body=DelayForm)
async def delay(ask: Ask[DelayForm]) -> web.Response:
    given = ask.body
    typed = {"form": "delay", "reason": given.reason, "until": given.until}
    try:
        until = _day(given.until)
    except Invalid as error:
        return await refused(ask, error, typed)
    telling = ask.program.delays.notify(ask.person, ask.number("ticket"), given.reason, until)
    return await act(ask, telling, "delayed", typed)


@table.post(TICKET + "/merge", CLERK, body=MergeForm)
async def merge(ask: Ask[MergeForm]) -> web.Response:
    merging = ask.program.joining.merge(ask.person, ask.number("ticket"), ask.body.into)
    try:
        return await act(ask, merging, "merged", {"form": "merge", "into": ask.body.into})
    except NotFound as error:
        if error.details.get("field") != "into":
            raise
        return await refused(ask, error, {"form": "merge", "into": ask.body.into})


@table.post(TICKET + "/separate", CLERK)
async def separate(ask: Ask[Any]) -> web.Response:
    return await act(ask, ask.program.joining.separate(ask.person, ask.number("ticket")), "separated")


@table.post(TICKET + "/reopen", CLERK, body=ReopenForm)
async def reopen(ask: Ask[ReopenForm]) -> web.Response:
    reopening = ask.program.joining.reopen(ask.person, ask.number("ticket"), ask.body.reason)
    return await act(ask, reopening, "reopened", {"form": "reopen", "reason": ask.body.reason})


@table.post(TICKET + "/complaint", CLERK, body=ComplaintForm)
async def complaint(ask: Ask[ComplaintForm]) -> web.Response:
    """What is said about this office goes to the complaint desk; here nothing of it stays."""
    given = ask.body
    wish = Wish(given.concern, given.reply, given.caller_name, given.number, "", given.address)
    passing = ask.program.complaints.pass_on(ask.person, ask.number("ticket"), wish)
    return await act(ask, passing, "complained", {"form": "complaint"} | given.model_dump())


@table.get("/inbox/statements", CLERK)
async def statements(ask: Ask[Any]) -> web.Response:
    return await _statements(ask)


@table.post(r"/inbox/statements/{question:\d+}", CLERK, body=ReplyForm)
async def give_statement(ask: Ask[ReplyForm]) -> web.Response:
    try:
        await ask.program.questions.answer(ask.person, ask.number("question"), ask.body.reply)
    except (Conflict, Invalid) as error:
        given = {"error": error, "status": error.status, "typed": {ask.number("question"): ask.body.reply}}
        return await _statements(ask, **given)
    return go("/inbox/statements", ask.http)


async def _statements(ask: Ask[Any], **values: Any) -> web.Response:
    """Questions alone: the complaint they belong to stays with the desk that has it."""
    given = {"error": None, "status": 200, "typed": {}} | values
    found = await ask.program.questions.statements(ask.scope)
    return framed(ask, "statements.html", found=found, names=Names.of(ask.program), **given)


def _day(given: str) -> date:
    """Raises Invalid."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Invalid(
            "Der neue Termin fehlt.", "Die Person soll wissen, bis wann sie eine Antwort bekommt.",
            "Bitte Tag, Monat und Jahr eintragen.", field="until",
        ) from None  # fmt: skip
