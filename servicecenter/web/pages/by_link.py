"""One ticket behind the signed link of a mail, for a Fachamt without a login. No session, no navigation.

Opening it changes nothing: mail scanners open every link. An act is a form, shown once more with what will happen, and
sent again by a person. Whoever has the link is the office; their name is what they say it is.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web
from aiohttp.web_request import FileField
from pydantic import Field

from servicecenter.access.model import Person, Scope
from servicecenter.callbacks.model import Outcome
from servicecenter.contacts.guests import actor, guest
from servicecenter.contacts.inbox import Item
from servicecenter.correspondence.model import REASON_WORDS
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict, Invalid, NotFound, ServiceCentreError
from servicecenter.messages.tokens import parsed
from servicecenter.web.pages import case_part
from servicecenter.web.pages.enclosures import as_calendar, as_download, given_file
from servicecenter.web.pages.frame import framed
from servicecenter.web.pages.inbox import MORE_THAN_FITS, outcome_of, words_of
from servicecenter.web.problems import go
from servicecenter.web.table import PUBLIC, Ask, Form, Table

table = Table()
LINK = r"/t/{token:[0-9a-z-]{1,60}}"
WRONG_A_MINUTE, ASKED_A_MINUTE = 10, 60  # of one address; of one link
HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
SYSTEM = Scope.system("signed link: whoever has it is the office of this ticket")
SAVED = {
    "accepted": "Sie haben das Ticket angenommen.",
    "attempted": "Der Versuch ist eingetragen.",
    "answered": "Das Ticket ist beantwortet.",
    "attached": "Die Anlage liegt beim Ticket.",
}


class LinkGone(NotFound):
    code = "link-gone"


GIVEN_BACK = LinkGone(
    "Sie haben das Ticket zurückgegeben.", "Es liegt jetzt bei einem anderen Fachamt oder bei der Aufsicht.",
    "Für Sie ist nichts mehr zu tun.",
)  # fmt: skip


class LinkQuery(Form):
    saved: Literal["", "accepted", "attempted", "answered", "attached"] = ""


class ActForm(Form):
    """Every act's fields in one: what was typed goes along to the question and comes back with the answer."""

    name: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=MORE_THAN_FITS)
    outcome: str = Field(default="", max_length=40)
    proposal: str = Field(default="", max_length=80)
    confirmed: bool = False


class FileForm(Form):
    model_config = Form.model_config | {"arbitrary_types_allowed": True}

    name: str = Field(default="", max_length=200)
    file: FileField | str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What the link opens, and nothing beside it."""

    token: str
    item: Item

    @property
    def path(self) -> str:
        return f"/t/{self.token}"

    def person(self, name: str) -> Person:
        """Raises Invalid without a name."""
        if not name.strip() or not name.isprintable():
            raise Invalid(
                "Ihr Name fehlt.", "Das ServiceCenter muss bei Rückfragen wissen, wen es fragen kann.",
                "Bitte den Namen eintragen.", field="name",
            )  # fmt: skip
        return guest(self.item.ticket, name, "über den Link")


@table.get(LINK, PUBLIC, body=LinkQuery)
async def ticket(ask: Ask[LinkQuery]) -> web.Response:
    try:
        opened = await _entered(ask)
    except LinkGone as error:
        return framed(ask, "by_link_gone.html", status=error.status, headers=HEADERS, error=error)
    return await _shown(ask, opened, saved=SAVED.get(ask.body.saved, ""))


@table.post(LINK + "/{act:accept|attempt|answer|give-back}", PUBLIC, body=ActForm)
async def act(ask: Ask[ActForm]) -> web.Response:
    """Asked first, done when the answer comes."""
    return await _acted(ask, _act)


@table.post(LINK + "/attachments", PUBLIC, body=FileForm, upload=True)
async def attach(ask: Ask[FileForm]) -> web.Response:
    return await _acted(ask, _attach)


@table.get(LINK + r"/attachments/{attachment:\d+}", PUBLIC)
async def download(ask: Ask[Any]) -> web.StreamResponse:
    opened = await _entered(ask)
    found, path = await ask.program.enclosing.open(SYSTEM, opened.item.ticket.id, ask.number("attachment"))
    return as_download(found, path, HEADERS)


@table.get(LINK + "/rueckruf.ics", PUBLIC)
async def calendar(ask: Ask[Any]) -> web.Response:
    opened = await _entered(ask)
    return as_calendar(ask.program, opened.item, f"{ask.program.letters.link}{opened.path}", HEADERS)


async def _entered(ask: Ask[Any]) -> Opened:
    """Raises LinkGone for a link that never was, has expired, or whose ticket has moved; TooManyRequests."""
    given, at, limits = ask.text("token"), ask.program.clock.now(), ask.program.limits
    limits.check(f"link:{given}", ASKED_A_MINUTE, at)
    token, item = parsed(given), None
    if token is not None:
        try:
            item = await ask.program.inbox.item(SYSTEM, token.ticket)
        except NotFound:
            item = None
    if token is None or item is None or not _fits(ask, item, given):
        # Wrong ones alone: behind a proxy all offices share an address, and one guesser must not lock out the others.
        limits.check(f"wrong:{ask.http.remote}", WRONG_A_MINUTE, at)
        raise _gone("Er ist unvollständig, oder das Ticket liegt jetzt bei einem anderen Fachamt.")
    if local_day(at) > token.expires_on:
        raise _gone(f"Er galt bis {token.expires_on:%d.%m.%Y}.")
    return Opened(given, item)


def _fits(ask: Ask[Any], item: Item, given: str) -> bool:
    token, own = parsed(given), item.ticket
    return token is not None and ask.program.letters.signer.fits(token, (own.municipality, own.office))


def _gone(why: str) -> LinkGone:
    return LinkGone(
        "Dieser Link gilt nicht mehr.", why, "Bitte im ServiceCenter anrufen und die Vorgangsnummer nennen."
    )


async def _acted(ask: Ask[Any], do: Callable[[Ask[Any], Opened], Awaitable[web.Response]]) -> web.Response:
    try:
        opened = await _entered(ask)
    except LinkGone as error:
        return framed(ask, "by_link_gone.html", status=error.status, headers=HEADERS, error=error)
    try:
        response = await do(ask, opened)
    except (Conflict, Invalid) as error:
        return await _shown(ask, await _again(ask, opened), error=error)
    response.headers.update(HEADERS)
    return response


async def _act(ask: Ask[ActForm], opened: Opened) -> web.Response:
    given, own, which = ask.body, opened.item.ticket, ask.text("act")
    person, outcome = opened.person(given.name), outcome_of(given.outcome) if which == "attempt" else None
    if which == "answer" and not given.text.strip() and not ask.program.letters.is_social(own):
        raise Invalid("Die Antwort fehlt.", "Ein leeres Feld hilft niemandem.", "Bitte antworten.", field="text")
    if which == "give-back" and not given.text.strip():
        raise Invalid("Die Begründung fehlt.", "Ohne sie weiß niemand, warum.", "Bitte begründen.", field="reason")
    if not given.confirmed:
        return framed(
            ask, "by_link_confirm.html", headers=HEADERS, path=f"{opened.path}/{which}", back=opened.path, act=which,
            given=given, outcome=outcome, ticket=own, writes_to=ask.program.letters.writes_to(own),
            is_social=ask.program.letters.is_social(own),
        )  # fmt: skip
    if which == "give-back":
        await ask.program.passing.give_back(person, own.id, given.text, given.proposal)
        return framed(ask, "by_link_gone.html", error=GIVEN_BACK)
    inbox = ask.program.inbox
    done: Awaitable[Item]
    match outcome, which:
        case Outcome(), _:
            done = inbox.attempt(person, own.id, outcome, given.text)
        case None, "accept":
            done = inbox.accept(person, own.id)
        case _:
            done = inbox.answer(person, own.id, given.text)
    item = await done
    saved = "answered" if item.ticket.state == "answered" else "attempted" if outcome else "accepted"
    return go(f"{opened.path}?saved={saved}", ask.http)


async def _attach(ask: Ask[FileForm], opened: Opened) -> web.Response:
    person, given = opened.person(ask.body.name), given_file(ask.body.file)
    if not ask.body.confirmed:
        raise Invalid(
            "Die Bestätigung fehlt.", "So legt kein Prüfprogramm etwas zum Ticket.", "Bitte das Kästchen ankreuzen.",
            field="confirmed",
        )  # fmt: skip
    await ask.program.enclosing.add(person, opened.item.ticket.id, given.filename, given.file)
    return go(f"{opened.path}?saved=attached", ask.http)


async def _again(ask: Ask[Any], opened: Opened) -> Opened:
    return Opened(opened.token, await ask.program.inbox.item(SYSTEM, opened.item.ticket.id))


async def _shown(
    ask: Ask[Any], opened: Opened, *, error: ServiceCentreError | None = None, saved: str = ""
) -> web.Response:
    program, own, typed = ask.program, opened.item.ticket, ask.body if isinstance(ask.body, ActForm) else ActForm()
    words = words_of(ask)
    cited = [promise.clause for promise in opened.item.promises]
    clauses = words["names"].clauses(own.municipality, local_day(own.made_at), cited)
    return framed(
        ask, "by_link.html", status=error.status if error else 200, headers=HEADERS, item=opened.item, path=opened.path,
        error=error, saved=saved, typed=typed, outcomes=list(Outcome), actor=actor(own),
        attachments=await program.enclosing.of_ticket(SYSTEM, own.id), writes_to=program.letters.writes_to(own),
        limit=program.settings.attachment_mb, received=await program.clearing.of_ticket(SYSTEM, own),
        reasons=REASON_WORDS, is_social=program.letters.is_social(own),
        **await case_part.dates(ask, own, words["names"]),
        offices=[(each.id, each.name) for each in await program.passing.offices(SYSTEM, own)], clauses=clauses, **words,
    )  # fmt: skip
