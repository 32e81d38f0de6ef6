"""What the supervisor decides about tickets: who gets what came back twice, and what that says about the directory.

Questions to the service centre are answered here too, by whoever has time at the desk.
"""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Role
from servicecenter.content.writers import may_review, may_write
from servicecenter.documents.comparing import Row, compared
from servicecenter.documents.drafts.model import STATE_WORDS
from servicecenter.documents.model import Kind
from servicecenter.errors import Conflict, Invalid
from servicecenter.web.names import Names
from servicecenter.web.pages.drafting import Drafting, ToldQuery
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import AGENT, Ask, Form, Table

table = Table()
SUPERVISOR = frozenset({Role.SUPERVISOR})
CORRECTING = frozenset({Role.SUPERVISOR, Role.EDITOR})
REVIEWING = CORRECTING | {Role.CONTROLLER}
DIRECTORY = r"/directories/{municipality:[a-z0-9-]+}/draft"
NAME = "directory"
MORE_THAN_FITS = 100_000


class AssignForm(Form):
    office: str = Field(default="", max_length=80)
    reason: str = Field(default="", max_length=MORE_THAN_FITS)


class ReplyForm(Form):
    reply: str = Field(default="", max_length=MORE_THAN_FITS)


class ReopenForm(Form):
    reason: str = Field(default="", max_length=MORE_THAN_FITS)


@table.post(r"/board/tickets/{ticket:\d+}/assign", SUPERVISOR, body=AssignForm)
async def assign(ask: Ask[AssignForm]) -> web.Response:
    await ask.program.passing.assign(ask.person, ask.number("ticket"), ask.body.office, ask.body.reason)
    return go("/board", ask.http)


@table.get("/questions", AGENT | SUPERVISOR)
async def questions(ask: Ask[Any]) -> web.Response:
    return await _questions(ask)


@table.post(r"/questions/{question:\d+}", AGENT | SUPERVISOR, body=ReplyForm)
async def answer(ask: Ask[ReplyForm]) -> web.Response:
    number = ask.number("question")
    try:
        await ask.program.questions.answer(ask.person, number, ask.body.reply)
    except (Conflict, Invalid) as error:
        return await _questions(ask, error=error, status=error.status, typed={number: ask.body.reply})
    return go("/questions", ask.http)


@table.post(r"/contacts/{contact:\d+}/tickets/{ticket:\d+}/reopen", AGENT | SUPERVISOR, body=ReopenForm)
async def reopen(ask: Ask[ReopenForm]) -> web.Response:
    """Somebody calls again: the answer was none."""
    await ask.program.joining.reopen(ask.person, ask.number("ticket"), ask.body.reason)
    return go(f"/contacts/{ask.number('contact')}", ask.http)


async def _questions(ask: Ask[Any], **values: Any) -> web.Response:
    given = {"error": None, "status": 200, "typed": {}} | values
    found = await ask.program.questions.to_centre(ask.scope)
    return framed(ask, "questions.html", found=found, names=Names.of(ask.program), **given)


@table.get("/corrections", CORRECTING)
async def corrections(ask: Ask[Any]) -> web.Response:
    """„Zuständigkeit berichtigen“: what give-backs say about the directory."""
    found = await ask.program.corrections.offered(ask.scope)
    drafts = await ask.program.editing.drafts(ask.scope, Kind.DIRECTORY)
    may = {each.ticket.municipality: may_write(ask.person, Kind.DIRECTORY, each.ticket.municipality) for each in found}
    return framed(ask, "corrections.html", found=found, drafts=drafts, may=may, names=Names.of(ask.program))


@table.post(r"/corrections/{remark:\d+}/confirm", CORRECTING)
async def confirm(ask: Ask[Any]) -> web.Response:
    """Into the draft of the directory, which a second person releases."""
    draft = await ask.program.corrections.confirm(ask.person, ask.number("remark"))
    return go(f"/directories/{draft.holder}/draft" if draft else "/corrections", ask.http)


@table.post(r"/corrections/{remark:\d+}/decline", CORRECTING)
async def decline(ask: Ask[Any]) -> web.Response:
    await ask.program.corrections.decline(ask.person, ask.number("remark"))
    return go("/corrections", ask.http)


@table.get(DIRECTORY, REVIEWING, body=ToldQuery)
async def directory_draft(ask: Ask[ToldQuery]) -> web.Response:
    return await _draft(ask, toasts=drafting.toasts(ask))


async def _draft(ask: Ask[Any], **values: Any) -> web.Response:
    """What would change in the directory, and who may release it."""
    own, editing, person = ask.text("municipality"), ask.program.editing, ask.person
    opened = await editing.opened(ask.scope, Kind.DIRECTORY, own, NAME)
    draft = opened.draft
    faults = await editing.faults(ask.scope, Kind.DIRECTORY, own, NAME, opened.text) if draft else []
    given = {"status": 200, "error": None, "toasts": []} | values
    return framed(
        ask, "directory_draft.html",
        opened=opened, draft=draft, revision=draft.revision if draft else 0, address=_address(ask),
        town=Names.of(ask.program).municipality(own), compare="", has_day=False, today=None,
        state_word=STATE_WORDS[draft.state] if draft else "",
        faults=[(fault, fault.field, "") for fault in faults], has_errors=any(fault.is_error for fault in faults),
        writes=may_write(person, Kind.DIRECTORY, own),
        reviews=may_review(person, Kind.DIRECTORY, own) and draft is not None and person.id not in draft.editors,
        rows=_rows(opened.current.text if opened.current else "", draft.text if draft else ""),
        left="gilt jetzt", right="Entwurf", **given,
    )  # fmt: skip


def _rows(before: str, after: str) -> list[Row]:
    """The tables of the text that differ, each by itself; nothing where there is no draft."""
    old, new = before.split("\n\n"), after.split("\n\n") if after else []
    gone = [block for block in old if block not in new] if new else []
    come = [block for block in new if block not in old]
    pairs = zip(gone + [""] * len(come), come + [""] * len(gone), strict=False)
    return [compared(f"Eintrag {n}", left, right) for n, (left, right) in enumerate(pairs, 1) if left or right]


def _address(ask: Ask[Any]) -> str:
    return f"/directories/{ask.text('municipality')}/draft"


async def _hindered(ask: Ask[Any], error: Invalid | Conflict) -> web.Response:
    return await _draft(ask, error=error, status=error.status)


drafting = Drafting(table, DIRECTORY, REVIEWING, _address, _hindered)
drafting.register()
