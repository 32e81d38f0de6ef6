"""One ticket with everything needed to answer it; the list it stands in: inbox_list.py."""

from collections.abc import Awaitable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, Literal

from aiohttp import web
from aiohttp.web_request import FileField
from pydantic import Field

from servicecenter.callbacks.model import SAID, Outcome
from servicecenter.callbacks.windows import in_words
from servicecenter.contacts.delaying import told_by
from servicecenter.contacts.inbox import Item
from servicecenter.contacts.recording import Offer
from servicecenter.contacts.turns import wished
from servicecenter.correspondence.model import REASON_WORDS
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict, Invalid, ServiceCentreError
from servicecenter.messages.model import POST
from servicecenter.tickets.model import OPEN, REPLY_WORDS, Ticket, TicketState
from servicecenter.web import message_words
from servicecenter.web.due import due
from servicecenter.web.journal_words import PROMISES
from servicecenter.web.names import Names
from servicecenter.web.pages import case_part
from servicecenter.web.pages.enclosures import given_file
from servicecenter.web.pages.swapping import swapped
from servicecenter.web.problems import go
from servicecenter.web.story import by_day
from servicecenter.web.table import CLERK, Ask, Form, Table

table = Table()
TICKET = r"/inbox/{ticket:\d+}"
MORE_THAN_FITS = 100_000  # refused by the act in words, with the text kept; beyond it nobody typed it
SAVED: dict[str, tuple[str, str | None]] = {
    "accepted": ("Sie haben das Ticket angenommen.", "release"),
    "released": ("Das Ticket liegt wieder im Eingang.", "accept"),
    "attempted": ("Der Versuch ist eingetragen.", None),
    "answered": ("Das Ticket ist beantwortet.", None),
    "begun": ("Die Zusage läuft. Ihr Fristende steht fest.", None),
    "fulfilled": ("Die Zusage ist als erfüllt eingetragen.", None),
    "handed": ("Das Ticket ist übergeben.", None),
    "number": ("Die neue Nummer ist eingetragen. Die Versuche beginnen von vorn.", None),
    "exhausted": ("Der Rückruf ist beendet: nicht erreicht.", None),
    "asked": ("Die Rückfrage ist gestellt.", None),
    "replied": ("Die Antwort auf die Rückfrage ist eingetragen.", None),
    "delayed": ("Die Verzögerung ist mitgeteilt. Der neue Termin wird überwacht.", None),
    "merged": ("Die Tickets sind zusammengeführt.", "separate"),
    "separated": ("Die Tickets sind wieder getrennt.", None),
    "reopened": ("Das Ticket ist wieder offen. Eine neue Frist läuft.", None),
    "complained": ("Die Beschwerde ist weitergegeben. Ihr Fachamt sieht sie nicht.", None),
    "attached": ("Die Anlage liegt beim Ticket.", None),
}


class TicketQuery(Form):
    saved: str = Field(default="", max_length=20)


class AttemptForm(Form):
    outcome: str = Field(default="", max_length=40)
    note: str = Field(default="", max_length=MORE_THAN_FITS)


class AnswerForm(Form):
    answer: str = Field(default="", max_length=MORE_THAN_FITS)


class BeginForm(Form):
    name: str = Field(max_length=80)
    begun_on: str = Field(default="", max_length=40)
    confirmed: bool = False


class NumberForm(Form):
    number: str = Field(default="", max_length=MORE_THAN_FITS)


class ExhaustForm(Form):
    said: str = Field(default="", max_length=MORE_THAN_FITS)


class HandOverForm(Form):
    colleague: str = Field(default="", max_length=80)
    handed_note: str = Field(default="", max_length=MORE_THAN_FITS)


class FileForm(Form):
    model_config = Form.model_config | {"arbitrary_types_allowed": True}

    file: FileField | str = ""


class FulfilForm(Form):
    name: str = Field(max_length=80)


@table.get(TICKET, CLERK, body=TicketQuery)
async def ticket(ask: Ask[TicketQuery]) -> web.Response:
    item = await _item(ask)
    text, undo = SAVED.get(ask.body.saved, ("", None))
    toasts = [(text, f"/inbox/{item.ticket.id}/{undo}" if undo else None)] if text else []
    return await _shown(ask, item, toasts=toasts if _may_undo(item.ticket, undo, ask) else [])


@table.post(TICKET + "/accept", CLERK)
async def accept(ask: Ask[Any]) -> web.Response:
    """One wins; the other is told who."""
    return await act(ask, ask.program.inbox.accept(ask.person, ask.number("ticket")), "accepted")


@table.post(TICKET + "/release", CLERK)
async def release(ask: Ask[Any]) -> web.Response:
    return await act(ask, ask.program.inbox.release(ask.person, ask.number("ticket")), "released")


@table.post(TICKET + "/attempt", CLERK, body=AttemptForm)
async def attempt(ask: Ask[AttemptForm]) -> web.Response:
    typed = {"outcome": ask.body.outcome, "note": ask.body.note}
    try:
        outcome = outcome_of(ask.body.outcome)
    except Invalid as error:
        return await refused(ask, error, typed)
    made = ask.program.inbox.attempt(ask.person, ask.number("ticket"), outcome, ask.body.note)
    return await act(ask, made, "answered" if outcome is Outcome.REACHED else "attempted", typed)


@table.post(TICKET + "/number", CLERK, body=NumberForm)
async def correct_number(ask: Ask[NumberForm]) -> web.Response:
    made = ask.program.inbox.correct_number(ask.person, ask.number("ticket"), ask.body.number)
    return await act(ask, made, "number", {"form": "number", "number": ask.body.number})


@table.post(TICKET + "/exhaust", CLERK, body=ExhaustForm)
async def exhaust(ask: Ask[ExhaustForm]) -> web.Response:
    """Tried as often as the handbook says, and told so by the other channel."""
    made = ask.program.inbox.exhaust(ask.person, ask.number("ticket"), ask.body.said)
    return await act(ask, made, "exhausted", {"said": ask.body.said})


@table.post(TICKET + "/hand-over", CLERK, body=HandOverForm)
async def hand_over(ask: Ask[HandOverForm]) -> web.Response:
    given = ask.body
    made = ask.program.sharing.hand_over(ask.person, ask.number("ticket"), given.colleague, given.handed_note)
    typed = {"form": "hand-over", "colleague": given.colleague, "handed_note": given.handed_note}
    return await act(ask, made, "handed", typed)


@table.post(TICKET + "/answer", CLERK, body=AnswerForm)
async def answer(ask: Ask[AnswerForm]) -> web.Response:
    made = ask.program.inbox.answer(ask.person, ask.number("ticket"), ask.body.answer)
    return await act(ask, made, "answered", {"answer": ask.body.answer})


@table.post(TICKET + "/attachments", CLERK, body=FileForm, upload=True)
async def attach(ask: Ask[FileForm]) -> web.Response:
    try:
        given = given_file(ask.body.file)
    except Invalid as error:
        return await refused(ask, error, {})
    made = ask.program.enclosing.add(ask.person, ask.number("ticket"), given.filename, given.file)
    return await act(ask, made, "attached")


@table.post(TICKET + "/promise", CLERK, body=BeginForm)
async def begin(ask: Ask[BeginForm]) -> web.Response:
    """What starts a promise of the handbook has happened."""
    given, recording = ask.body, ask.program.recording
    try:
        day = _day(given.begun_on)
    except Invalid as error:
        return await refused(ask, error, {})
    made = recording.begin(ask.person, ask.number("ticket"), given.name, begun_on=day, confirmed=given.confirmed)
    return await act(ask, made, "begun")


@table.post(TICKET + "/fulfilled", CLERK, body=FulfilForm)
async def fulfil(ask: Ask[FulfilForm]) -> web.Response:
    return await act(ask, ask.program.recording.fulfil(ask.person, ask.number("ticket"), ask.body.name), "fulfilled")


async def act(
    ask: Ask[Any], acting: Awaitable[object], saved: str, typed: dict[str, str] | None = None
) -> web.Response:
    try:
        await acting
    except (Conflict, Invalid) as error:
        return await refused(ask, error, typed or {})
    return go(f"/inbox/{ask.number('ticket')}?saved={saved}", ask.http)


async def refused(ask: Ask[Any], error: ServiceCentreError, typed: dict[str, str]) -> web.Response:
    """The ticket as it stands now, what went wrong, and what was typed."""
    return await _shown(ask, await _item(ask), status=error.status, error=error, typed=typed)


async def _shown(ask: Ask[Any], item: Item, **values: Any) -> web.Response:
    program, own, words = ask.program, item.ticket, words_of(ask)
    story = await program.inbox.story(item)
    names: Names = words["names"]
    given = {"error": None, "typed": {}, "toasts": [], "status": 200} | values
    return swapped(
        ask, "ticket.html", "ticket",
        item=item,
        earlier=await program.inbox.earlier(ask.scope, item),
        offers=await program.recording.offers(ask.scope, own.id),
        article=names.article(own.municipality, own.article),
        clauses=names.clauses(own.municipality, local_day(own.made_at), [p.clause for p in item.promises]),
        story=by_day(story, names, ask.person.id),
        outcomes=SAID,
        colleagues=[(other.id, other.name) for other in await program.sharing.colleagues(ask.person, own)],
        **await case_part.of_ticket(ask, own, names),
        understood=in_words(wished(item.callback)) if item.callback else "",
        offer_options=_options,
        attachments=await program.enclosing.of_ticket(ask.scope, own.id),
        limit=program.settings.attachment_mb,
        letters=[each for each in await program.outbox.of_cause(ask.scope, own.subject) if each.kind in POST],
        writes_to=program.letters.writes_to(own),
        is_social=program.letters.is_social(own),
        reaches=program.letters.reaches(own),
        says=message_words,
        received=await program.clearing.of_ticket(ask.scope, own),
        reasons=REASON_WORDS,
        today=local_day(program.clock.now()),
        **await _choices(ask, item), **words, **given,
    )  # fmt: skip


async def _choices(ask: Ask[Any], item: Item) -> dict[str, Any]:
    """What can be done with a ticket that cannot simply be answered: ticket_acts.py."""
    program, own = ask.program, item.ticket
    at = program.clock.now()
    offices = await program.passing.offices(ask.scope, own) if own.state in OPEN else []
    return {
        "proposals": [("", "weiß ich nicht"), *((office.id, office.name) for office in offices)],
        "told_by": told_by(own),
        "may_separate": own.may_separate(at),
        "tomorrow": local_day(at) + timedelta(days=1),
        "channels": [(channel.value, word) for channel, word in REPLY_WORDS.items()],
    }


def _may_undo(ticket: Ticket, undo: str | None, ask: Ask[Any]) -> bool:
    """Whether what the address says was done still is: people go back, and load again."""
    match undo:
        case "release":
            return ticket.state is TicketState.ACCEPTED and ticket.accepted_by == ask.person.id
        case "accept":
            return ticket.state is TicketState.NEW
        case "separate":
            return ticket.may_separate(ask.program.clock.now())
    return True


async def _item(ask: Ask[Any]) -> Item:
    return await ask.program.inbox.item(ask.scope, ask.number("ticket"))


def words_of(ask: Ask[Any]) -> dict[str, Any]:
    at = ask.program.clock.now()
    return {"names": Names.of(ask.program), "due": partial(due, at=at), "promise_words": PROMISES, "at": at}


def _options(offers: Sequence[Offer], when: Literal["starts", "keeps"]) -> list[tuple[str, str]]:
    """„Eingangsbestätigung zum Bauantrag (§ 20.1): der Bauantrag geht ein“."""
    return [
        (offer.kind.name, f"{offer.kind.title} ({offer.clause.cited}): {getattr(offer.kind, when)}") for offer in offers
    ]


def _day(given: str) -> date | None:
    """Raises Invalid."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Invalid(
            "Der Tag ist nicht lesbar.", f"„{given}“ ist kein Datum.", "Bitte Tag, Monat und Jahr eintragen.",
            field="begun_on",
        ) from None  # fmt: skip


def outcome_of(given: str) -> Outcome:
    """Raises Invalid."""
    try:
        return Outcome(given)
    except ValueError:
        raise Invalid(
            "Der Ausgang fehlt.", "Ohne ihn ist nicht klar, ob die Person erreicht wurde.",
            "Bitte wählen, wie der Versuch ausging.", field="outcome",
        ) from None  # fmt: skip
