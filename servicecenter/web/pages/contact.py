"""Cases: found by the number the caller reads out, or among the latest; each with everything that happened to it."""

from functools import partial
from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from servicecenter.contacts import cases
from servicecenter.contacts.model import Contact, ContactState, Outcome
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Invalid, NotFound, ServiceCentreError
from servicecenter.reporting.board import DEFINITIONS
from servicecenter.reporting.months import midnight
from servicecenter.web import aloud
from servicecenter.web.call_words import lines
from servicecenter.web.due import due
from servicecenter.web.journal_words import PROMISES
from servicecenter.web.names import Names
from servicecenter.web.pages import case_part
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.story import by_day, decisions
from servicecenter.web.table import AGENT, WATCHING, Ask, Form, Table, narrowed

table = Table()
READING = AGENT | WATCHING
MOST = 100
Shown = Literal["latest", "waiting", "talking", "contacts", "first_contact", "service_level"]
# Each figure of the board opens exactly what it counts: title, what is chosen, whether only of today.
SHOWN: dict[str, tuple[str, dict[str, Any], bool]] = {
    "latest": ("Die letzten Vorgänge", {}, False),
    "waiting": ("Jetzt wartend", {"state": ContactState.RINGING}, False),
    "talking": ("Jetzt im Gespräch", {"state": ContactState.OPEN}, False),
    "contacts": ("Kontakte heute", {"state": ContactState.CLOSED}, True),
    "first_contact": (
        "Heute im ersten Kontakt beantwortet",
        {"state": ContactState.CLOSED, "outcomes": (Outcome.ANSWERED, Outcome.REFERRED)},
        True,
    ),
    "service_level": ("Heute angenommene Anrufe", {"taken_calls": True}, True),
}


class ContactsQuery(Form):
    q: str = Field(default="", max_length=8000)
    show: Shown = "latest"
    municipality: str = Field(default="", max_length=80)


@table.get("/contacts", READING, body=ContactsQuery)
async def contacts(ask: Ask[ContactsQuery]) -> web.Response:
    if not ask.body.q:
        return await _list(ask)
    try:
        found = await cases.find(ask.program.db, ask.scope, ask.body.q)
    except (Invalid, NotFound) as error:
        return await _list(ask, error)
    return go(f"/contacts/{found.id}", ask.http)


@table.get(r"/contacts/{contact:\d+}", READING)
async def contact(ask: Ask[Any]) -> web.Response:
    program, names, at = ask.program, Names.of(ask.program), ask.program.clock.now()
    found = await program.desk.get(ask.scope, ask.number("contact"))
    items = await program.inbox.of_contact(ask.scope, found.id)
    entries = await cases.story(program.db, ask.scope, found)
    clauses = [promise.clause for item in items for promise in item.promises]
    return framed(
        ask, "contact.html",
        contact=found, items=items, names=names, due=partial(due, at=at), promise_words=PROMISES,
        **await case_part.of_contact(ask, found.id),
        aloud=aloud.state(found, items, names, at),
        article=names.article(found.municipality, found.article),
        story=by_day(entries, names, ask.person.id),
        decided=await decisions(entries, program.rulebooks),
        clauses=names.clauses(found.municipality, _handbook_day(found), clauses),
        wait=waited(found),
        steps=lines(await cases.steps(program.db, found)),
        reaches=program.letters.reaches,
    )  # fmt: skip


async def _list(ask: Ask[ContactsQuery], error: ServiceCentreError | None = None) -> web.Response:
    chosen, given = SHOWN[ask.body.show], ask.body
    title, filters, of_today = chosen
    since = {"since": midnight(local_day(ask.program.clock.now()))} if of_today else {}
    found = await cases.latest(ask.program.db, narrowed(ask.scope, given.municipality), MOST, **filters, **since)
    return framed(
        ask, "contacts.html", status=error.status if error else 200,
        title=title, definition=DEFINITIONS.get(given.show, ""), found=found, most=MOST, show=given.show,
        q=given.q, error=error, names=Names.of(ask.program), municipality=given.municipality, wait=waited,
    )  # fmt: skip


def waited(contact: Contact) -> int | None:
    """Seconds from the first ring until somebody answered; None where nobody did or nothing rang."""
    if contact.taken_at is None or contact.call is None:
        return None
    return int((contact.taken_at - contact.opened_at).total_seconds())


def _handbook_day(contact: Contact) -> Any:
    return max(contact.handbook, local_day(contact.opened_at))
