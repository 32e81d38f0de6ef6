"""The agent's desk: waiting calls, the open contact, search, the way, and one key for each outcome.

Everything an agent sees lies in the contact's row: after a reload or a restart the desk stands as it stood.
"""

from typing import Any

from aiohttp import web
from pydantic import Field

from servicecenter.contacts.model import Contact, Outcome
from servicecenter.contacts.outlook import outlook
from servicecenter.contacts.wishes import Wish
from servicecenter.errors import Invalid
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.pages import desk_view, phone
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.table import AGENT, Ask, Form, Table

table = Table()
CONTACT = r"/desk/{contact:\d+}"
LONGEST_SEARCH = 20_000  # more than anybody types; what is too long is cut by the search, not refused
MORE_THAN_FITS = 100_000  # refused by the act in words, with the text kept in its field


class DeskQuery(Form):
    closed: int | None = Field(default=None, ge=1, le=2**31 - 1)


class MunicipalityForm(Form):
    municipality: str = Field(max_length=80)


class SearchQuery(Form):
    q: str = Field(default="", max_length=LONGEST_SEARCH)


class ArticleForm(Form):
    article: str = Field(max_length=200)
    query: str = Field(default="", max_length=LONGEST_SEARCH)


class FactsForm(Form):
    leistung: str = Field(default="", max_length=120)
    district: str = Field(default="", max_length=120)
    business: str = Field(default="", max_length=3)
    person_asked: str = Field(default="", max_length=MORE_THAN_FITS)


class NoteForm(Form):
    note: str = Field(default="", max_length=MORE_THAN_FITS)


class CloseForm(Form):
    outcome: Outcome
    q: str = Field(default="", max_length=LONGEST_SEARCH)  # the words last searched


class ForwardQuery(Form):
    reply: ReplyChannel = ReplyChannel.CALLBACK


class WindowQuery(Form):
    window: str = Field(default="", max_length=MORE_THAN_FITS)


class ForwardForm(Form):
    concern: str = Field(default="", max_length=MORE_THAN_FITS)
    caller_name: str = Field(default="", max_length=MORE_THAN_FITS)
    reply: ReplyChannel = ReplyChannel.CALLBACK
    number: str = Field(default="", max_length=MORE_THAN_FITS)
    window: str = Field(default="", max_length=MORE_THAN_FITS)
    address: str = Field(default="", max_length=MORE_THAN_FITS)
    q: str = Field(default="", max_length=LONGEST_SEARCH)


@table.get("/desk", AGENT, body=DeskQuery)
async def desk(ask: Ask[DeskQuery]) -> web.Response:
    contact = await ask.program.desk.mine(ask.person)
    shared = await desk_view.bar(ask, contact) | await phone.view(ask)
    if contact is not None:
        return framed(ask, "desk.html", body_class="sc-fit", **shared, **await desk_view.talking(ask, contact))
    return framed(ask, "desk_free.html", **shared, **await desk_view.free(ask, await _just_closed(ask)))


@table.get("/desk/bar", AGENT, passive=True)
async def bar(ask: Ask[Any]) -> web.Response:
    """The status line alone, asked by the page itself when something changed."""
    return framed(ask, "_desk_bar.html", **await desk_view.bar(ask, await ask.program.desk.mine(ask.person)))


@table.get("/desk/ringing", AGENT, passive=True)
async def ringing(ask: Ask[Any]) -> web.Response:
    return framed(ask, "_desk_ringing.html", **await desk_view.ringing(ask))


@table.post(r"/desk/take/{contact:\d+}", AGENT)
async def take(ask: Ask[Any]) -> web.Response:
    """One wins; the other is told who, and sees the next call."""
    contact = await ask.program.desk.get(ask.scope, ask.number("contact"))
    await ask.program.telephone.take(ask.person, contact)
    return go("/desk", ask.http)


@table.post("/desk/open", AGENT, body=MunicipalityForm)
async def open_by_hand(ask: Ask[MunicipalityForm]) -> web.Response:
    await ask.program.desk.open_by_hand(ask.person, ask.body.municipality)
    await ask.program.telephone.opened(ask.person)
    return go("/desk", ask.http)


@table.get(CONTACT + "/hits", AGENT, body=SearchQuery)
async def hits(ask: Ask[SearchQuery]) -> web.Response:
    contact = await desk_view.own_contact(ask)
    return framed(ask, "_desk_found.html", contact=contact, **await desk_view.hits(ask, contact, ask.body.q))


@table.post(CONTACT + "/searched", AGENT, body=SearchQuery)
async def searched(ask: Ask[SearchQuery]) -> web.Response:
    """Told by the page when nobody has typed for a moment: what finds nothing then is a gap."""
    await ask.program.desk.searched(ask.person, ask.number("contact"), ask.body.q)
    return web.Response(status=204)


@table.post(CONTACT + "/article", AGENT, body=ArticleForm)
async def article(ask: Ask[ArticleForm]) -> web.Response:
    """The article, and the way that follows it."""
    contact = await ask.program.desk.read(ask.person, ask.number("contact"), ask.body.article, ask.body.query)
    return framed(ask, "_desk_opened.html", **await desk_view.opened(ask, contact))


@table.post(CONTACT + "/not-this", AGENT)
async def not_this(ask: Ask[Any]) -> web.Response:
    """„Das war's nicht“: the article goes down for these words; the search stands as it was, ready for other words."""
    contact = await ask.program.desk.reject(ask.person, ask.number("contact"))
    return framed(ask, "_desk_opened.html", **await desk_view.opened(ask, contact))


@table.post(CONTACT + "/facts", AGENT, body=FactsForm)
async def facts(ask: Ask[FactsForm]) -> web.Response:
    """What else decides the way. An article of another Leistung is closed with it."""
    given = ask.body
    contact = await ask.program.desk.learn(
        ask.person, ask.number("contact"), leistung=given.leistung, district=given.district,
        business=bool(given.business), person_asked=given.person_asked,
    )  # fmt: skip
    return framed(ask, "_desk_decided.html", **await desk_view.opened(ask, contact))


@table.post(CONTACT + "/note", AGENT, body=NoteForm)
async def note(ask: Ask[NoteForm]) -> web.Response:
    await ask.program.desk.note(ask.person, ask.number("contact"), ask.body.note)
    return web.Response(status=204)


@table.post(CONTACT + "/municipality", AGENT, body=MunicipalityForm)
async def municipality(ask: Ask[MunicipalityForm]) -> web.Response:
    await ask.program.desk.correct_municipality(ask.person, ask.number("contact"), ask.body.municipality)
    return go("/desk", ask.http)


@table.get(CONTACT + "/call", AGENT, passive=True)
async def call(ask: Ask[Any]) -> web.Response:
    """Whether the caller is still there; nothing where the contact has just been closed."""
    contact = await ask.program.desk.mine(ask.person)
    if contact is None or contact.id != ask.number("contact"):
        return web.Response(status=204)
    return framed(ask, "_desk_call.html", contact=contact)


@table.get(CONTACT + "/notices", AGENT, passive=True)
async def notices(ask: Ask[Any]) -> web.Response:
    """The notices alone, asked by the page itself when one was posted or ended, and as time goes by."""
    contact = await ask.program.desk.mine(ask.person)
    if contact is None or contact.id != ask.number("contact"):
        return web.Response(status=204)
    return framed(ask, "_desk_notices.html", **await desk_view.notices(ask, contact))


@table.get(CONTACT + "/way", AGENT)
async def way(ask: Ask[Any]) -> web.Response:
    return framed(ask, "_desk_way.html", **desk_view.way(ask, await desk_view.own_contact(ask)))


@table.get(CONTACT + "/forward", AGENT, body=ForwardQuery)
async def forward_form(ask: Ask[ForwardQuery]) -> web.Response:
    contact = await desk_view.own_contact(ask)
    typed = {"concern": contact.note, "number": contact.caller or "", "reply": ask.body.reply}
    return framed(ask, "_desk_forward.html", **desk_view.forward(ask, contact, typed))


@table.get(CONTACT + "/outlook", AGENT, body=WindowQuery)
async def callback_outlook(ask: Ask[WindowQuery]) -> web.Response:
    """How the wished time is understood and whether the office is open then, while the caller is still there."""
    contact, program = await desk_view.own_contact(ask), ask.program
    at = program.clock.now()
    seen = outlook(program.desk.rulebook(contact), program.desk.way(contact), ask.body.window, at)
    if seen is None:
        return web.Response(status=204)
    return framed(ask, "_desk_outlook.html", **desk_view.outlook_words(seen))


@table.post(CONTACT + "/forward", AGENT, body=ForwardForm)
async def forward(ask: Ask[ForwardForm]) -> web.Response:
    """The ticket, and with it the promised callback. A field that is wrong is named; what was typed stays."""
    given = ask.body
    wish = Wish(given.concern, given.reply, given.caller_name, given.number, given.window, given.address)
    try:
        made = await ask.program.desk.forward(ask.person, ask.number("contact"), wish, given.q)
    except Invalid as error:
        values = desk_view.forward(ask, await desk_view.own_contact(ask), given.model_dump())
        headers = {"HX-Retarget": "#way", "HX-Reswap": "outerHTML"}
        return framed(ask, "_desk_forward.html", status=error.status, headers=headers, **values | {"error": error})
    return await ended(ask, made.contact)


@table.post(CONTACT + "/close", AGENT, body=CloseForm)
async def close(ask: Ask[CloseForm]) -> web.Response:
    given = ask.body
    return await ended(ask, await ask.program.desk.close(ask.person, ask.number("contact"), given.outcome, given.q))


@table.post(CONTACT + "/undo", AGENT)
async def undo(ask: Ask[Any]) -> web.Response:
    await ask.program.desk.undo(ask.person, ask.number("contact"))
    await ask.program.telephone.opened(ask.person)
    return go("/desk", ask.http)


async def ended(ask: Ask[Any], contact: Contact) -> web.Response:
    """The call is over too; back to the desk, with ten seconds to take it back."""
    await ask.program.telephone.closed(ask.person, contact)
    return go(f"/desk?closed={contact.id}", ask.http)


async def _just_closed(ask: Ask[DeskQuery]) -> Contact | None:
    """What can still be taken back; an older number in the address says nothing any more."""
    if ask.body.closed is None:
        return None
    contact = await ask.program.desk.get(ask.scope, ask.body.closed)
    own = contact.agent == ask.person.id and contact.may_undo(ask.program.clock.now())
    return contact if own else None
