"""The Fachamt's inbox: what must be done first on top, for a Lotse the Vorhaben too; a number named; what is done."""

from collections import Counter
from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.cases.looking import Agenda
from servicecenter.contacts.inbox import PAGE
from servicecenter.errors import Invalid, NotFound
from servicecenter.web.due import due
from servicecenter.web.names import Names
from servicecenter.web.pages.frame import framed, guides
from servicecenter.web.pages.inbox import words_of
from servicecenter.web.problems import go
from servicecenter.web.table import CLERK, Ask, Form, Table

table = Table()
MOST_SHOWN = 1000  # whoever has more open does not read to its end


class InboxQuery(Form):
    shown: int = Field(default=PAGE, ge=1, le=MOST_SHOWN)
    given_back: str | None = Field(default=None, max_length=80)  # to whom; empty: to the supervisor


class FindQuery(Form):
    case_number: str = Field(default="", max_length=200)


@table.get("/inbox", CLERK, body=InboxQuery)
async def inbox(ask: Ask[InboxQuery]) -> web.Response:
    to = ask.body.given_back
    toasts = [] if to is None else [(_gone_to(ask, to), None)]
    return framed(ask, "inbox.html", error=None, toasts=toasts, **await _open_items(ask, ask.body.shown))


@table.get("/inbox/find", CLERK, body=FindQuery)
async def find(ask: Ask[FindQuery]) -> web.Response:
    """A number that a citizen names: to the own ticket, or the list with what is wrong."""
    try:
        found = await ask.program.inbox.find(ask.scope, ask.body.case_number)
    except (Invalid, NotFound) as error:
        given: dict[str, Any] = {"error": error, "typed_number": ask.body.case_number, "toasts": []}
        return framed(ask, "inbox.html", status=error.status, **given, **await _open_items(ask, PAGE))
    return go(f"/inbox/{found.id}", ask.http)


@table.get("/inbox/rows", CLERK, passive=True, body=InboxQuery)
async def rows(ask: Ask[InboxQuery]) -> web.Response:
    """The list alone, asked by the page itself when something changed."""
    return framed(ask, "_inbox.html", **await _open_items(ask, ask.body.shown))


@table.get("/inbox/done", CLERK)
async def done(ask: Ask[Any]) -> web.Response:
    items = await ask.program.inbox.done(ask.scope)
    return framed(ask, "inbox_done.html", items=items, **words_of(ask))


async def _open_items(ask: Ask[Any], shown: int) -> dict[str, Any]:
    """The next of them by their deadline; the counts are of all."""
    program, counts = ask.program, await ask.program.inbox.counts(ask.scope)
    return words_of(ask) | await _agenda(ask) | {
        "items": await program.inbox.items(ask.scope, shown), "counts": counts, "shown": shown,
        "more": min(shown + PAGE, MOST_SHOWN) if shown < min(counts.total, MOST_SHOWN) else None,
        "reports": len(await program.reports.waiting(ask.person)),
        "reviews": len(program.reviews.waiting(ask.person)),
        "statements": len(await program.questions.statements(ask.scope)),
    }  # fmt: skip


async def _agenda(ask: Ask[Any]) -> dict[str, Any]:
    """Of a Lotse alone, whose work is not in tickets; and how many of the Vorhaben are late or at risk."""
    program, at = ask.program, ask.program.clock.now()
    agenda = await program.looking.agenda(ask.person) if guides(ask.person, program) else Agenda()
    return {"agenda": agenda, "levels": Counter(due(promise, at).level for _, promise in agenda.due)}


def _gone_to(ask: Ask[Any], office: str) -> str:
    if not office:
        return "Das Ticket liegt jetzt bei der Aufsicht. Sie entscheidet, wer zuständig ist."
    return f"Das Ticket liegt jetzt bei: {Names.of(ask.program).office(ask.person.municipality or '', office)}."
