"""Cases of several offices: the list in the order in which something is due, and one with its date line and acts."""

from collections.abc import Awaitable
from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from servicecenter.cases.acts import part_of
from servicecenter.cases.consents import why_not
from servicecenter.cases.looking import View
from servicecenter.cases.model import RUNNING, STATE_WORDS, Part, Standing
from servicecenter.cases.partners import COVERED, HOW
from servicecenter.contacts import cases as contact_cases
from servicecenter.directory.calendars import local_day
from servicecenter.errors import Conflict, Invalid, NotFound, ServiceCentreError
from servicecenter.web import case_words
from servicecenter.web.due import due
from servicecenter.web.names import Names, grouped
from servicecenter.web.pages.frame import framed
from servicecenter.web.problems import go
from servicecenter.web.story import by_day
from servicecenter.web.table import AGENT, BUSINESS, CLERK, WATCHING, Ask, Form, Table

table = Table()
CASE = r"/cases/{number:\d{8}}"
PART = CASE + r"/offices/{part:\d+}"
MORE_THAN_FITS = 100_000  # refused by the act in words, with the text kept
USUAL = ("business", "concern")  # marked beforehand: without them a partner could answer nothing
NOTHING = dict.fromkeys(("leistung", "asks", "reason", "told", "given_by", "how", "answer"), "")
SAVED = {
    "opened": "Das Vorhaben ist eröffnet. Die Ämter haben ihre Tickets.",
    "added": "Das Amt ist beteiligt.",
    "dropped": "Das Amt ist herausgenommen.",
    "consented": "Die Einwilligung ist festgehalten.",
    "withdrawn": "Der Widerruf ist festgehalten. Es geht nichts mehr hinaus.",
    "asked": "Die Anfrage geht per E-Mail hinaus, in der Öffnungszeit der Behörde.",
    "answered": "Die Antwort ist eingetragen.",
    "closed": "Das Vorhaben ist abgeschlossen.",
    "reopened": "Das Vorhaben ist wieder geöffnet.",
}


class CaseQuery(Form):
    saved: Literal[
        "", "opened", "added", "dropped", "consented", "withdrawn", "asked", "answered", "closed", "reopened"
    ] = ""


class OfficeForm(Form):
    leistung: str = Field(default="", max_length=120)
    asks: str = Field(default="", max_length=MORE_THAN_FITS)
    reason: str = Field(default="", max_length=MORE_THAN_FITS)


class ReasonForm(Form):
    reason: str = Field(default="", max_length=MORE_THAN_FITS)


class CoversQuery(Form):
    """One box for each item a partner may be told; marked ones come with "yes"."""

    business: str = Field(default="", max_length=3)
    address: str = Field(default="", max_length=3)
    person: str = Field(default="", max_length=3)
    phone: str = Field(default="", max_length=3)
    email: str = Field(default="", max_length=3)
    concern: str = Field(default="", max_length=3)

    @property
    def covers(self) -> list[str]:
        return [key for key in COVERED if getattr(self, key)]


class ConsentForm(CoversQuery):
    given_by: str = Field(default="", max_length=MORE_THAN_FITS)
    how: str = Field(default="", max_length=40)


class AnswerForm(Form):
    answer: str = Field(default="", max_length=MORE_THAN_FITS)


class CloseForm(Form):
    told: str = Field(default="", max_length=MORE_THAN_FITS)


@table.get("/cases", BUSINESS)
async def cases(ask: Ask[Any]) -> web.Response:
    at = ask.program.clock.now()
    found = await ask.program.looking.running(ask.person)
    return framed(
        ask, "cases.html", found=found, names=Names.of(ask.program), states=STATE_WORDS, marks=case_words.STATES,
        due=lambda promise: due(promise, at),
    )  # fmt: skip


@table.get(CASE, AGENT | CLERK | WATCHING, body=CaseQuery)
async def case(ask: Ask[CaseQuery]) -> web.Response:
    """A Vorhaben whole for who leads it; else where a link in a mail leads: to the ticket, or to the single concern."""
    try:
        if ask.person.role in BUSINESS:
            view = await ask.program.looking.view(ask.person, ask.text("number"))
            text = SAVED.get(ask.body.saved, "")
            return await _shown(ask, view, toasts=[(text, None)] if text else [])
    except NotFound:
        pass
    return await _elsewhere(ask)


@table.post(CASE + "/offices", BUSINESS, body=OfficeForm)
async def add_office(ask: Ask[OfficeForm]) -> web.Response:
    given = ask.body
    made = ask.program.cases.add_office(ask.person, ask.text("number"), given.leistung, given.asks, given.reason)
    return await _act(ask, made, "added", given.model_dump(), "add")


@table.post(PART + "/drop", BUSINESS, body=ReasonForm)
async def drop_office(ask: Ask[ReasonForm]) -> web.Response:
    made = ask.program.cases.drop_office(ask.person, ask.text("number"), ask.number("part"), ask.body.reason)
    return await _act(ask, made, "dropped", ask.body.model_dump(), "drop")


@table.get(PART + "/sentence", BUSINESS, body=CoversQuery)
async def consent_sentence(ask: Ask[CoversQuery]) -> web.Response:
    """What is to be read aloud follows what is marked: the very words are kept."""
    view = await ask.program.looking.view(ask.person, ask.text("number"))
    part = part_of(view.case, ask.number("part"))
    said = ask.program.consents.sentence(view.case, part, ask.body.covers)
    return framed(ask, "_case_sentence.html", part=part, sentence=said if ask.body.covers else "")


@table.post(PART + "/consent", BUSINESS, body=ConsentForm)
async def give_consent(ask: Ask[ConsentForm]) -> web.Response:
    given = ask.body
    made = ask.program.consents.give(
        ask.person, ask.text("number"), ask.number("part"), given_by=given.given_by, how=given.how, covers=given.covers
    )
    return await _act(
        ask, made, "consented", {"given_by": given.given_by, "how": given.how, "covers": given.covers}, "consent"
    )


@table.post(PART + "/withdraw", BUSINESS)
async def withdraw_consent(ask: Ask[Any]) -> web.Response:
    made = ask.program.consents.withdraw(ask.person, ask.text("number"), ask.number("part"))
    return await _act(ask, made, "withdrawn")


@table.post(PART + "/ask", BUSINESS)
async def ask_partner(ask: Ask[Any]) -> web.Response:
    return await _act(ask, ask.program.consents.ask(ask.person, ask.text("number"), ask.number("part")), "asked")


@table.post(PART + "/answered", BUSINESS, body=AnswerForm)
async def partner_answered(ask: Ask[AnswerForm]) -> web.Response:
    made = ask.program.consents.answered(ask.person, ask.text("number"), ask.number("part"), ask.body.answer)
    return await _act(ask, made, "answered", ask.body.model_dump(), "answer")


@table.post(CASE + "/close", BUSINESS, body=CloseForm)
async def close(ask: Ask[CloseForm]) -> web.Response:
    made = ask.program.cases.close(ask.person, ask.text("number"), ask.body.told)
    return await _act(ask, made, "closed", ask.body.model_dump())


@table.post(CASE + "/reopen", BUSINESS, body=ReasonForm)
async def reopen(ask: Ask[ReasonForm]) -> web.Response:
    made = ask.program.cases.reopen(ask.person, ask.text("number"), ask.body.reason)
    return await _act(ask, made, "reopened", ask.body.model_dump(), "reopen")


async def _act(
    ask: Ask[Any], act: Awaitable[object], saved: str, typed: dict[str, Any] | None = None, form: str = ""
) -> web.Response:
    """Refused, what was typed stands again in the form it was typed in, and nowhere else."""
    try:
        await act
    except (Conflict, Invalid) as error:
        view = await ask.program.looking.view(ask.person, ask.text("number"))
        part = ask.http.match_info.get("part", "")
        return await _shown(ask, view, status=error.status, error=error, typed=typed or {}, form=f"{form}{part}")
    return go(f"/cases/{ask.text('number')}?saved={saved}", ask.http)


async def _shown(ask: Ask[Any], view: View, **values: Any) -> web.Response:
    program, names, at = ask.program, Names.of(ask.program), ask.program.clock.now()
    today, town = local_day(at), view.case.municipality
    given: dict[str, Any] = {"error": None, "toasts": [], "status": 200, "form": ""} | values
    given["typed"] = NOTHING | {"covers": USUAL} | given.get("typed", {})
    clauses = [p.clause for promised in view.promised.values() for p in promised]
    clauses += [ticket.clause for ticket in view.tickets.values() if ticket.clause.startswith("§ ")]
    return framed(
        ask, "case.html",
        view=view, case=view.case, names=names, today=today, states=STATE_WORDS, marks=case_words.STATES,
        line=case_words.told(view.line, town, names, at, today), standing=case_words.standing,
        may_act=view.case.state in RUNNING, covered=COVERED, usual=USUAL, how=HOW.items(),
        sentences={part.id: _sentence(ask, view, part, given) for part in view.case.parts},
        refusals={part.id: _refusal(ask, view, part) for part in view.case.parts if part.outside},
        catalogue=grouped(program.rulebooks.catalogue), clauses=names.clauses(town, view.case.handbook, clauses),
        described=program.rulebooks.vorhaben(town).get(view.case.vorhaben),
        story=by_day(await program.looking.story(view), names, ask.person.id), **given,
    )  # fmt: skip


def _sentence(ask: Ask[Any], view: View, part: Part, given: dict[str, Any]) -> str:
    """Of what is marked: where the consent was refused, of what had been marked then."""
    covers = given["typed"]["covers"] if given["form"] == f"consent{part.id}" else USUAL
    return ask.program.consents.sentence(view.case, part, covers) if covers else ""


def _refusal(ask: Ask[Any], view: View, part: Part) -> ServiceCentreError | None:
    """Why the mail may not go now: the button says it before somebody presses."""
    office = ask.program.rulebooks.directory(view.case.municipality).offices.get(part.office)
    now = view.standing(part)
    return None if now in (Standing.DONE, Standing.DROPPED, Standing.ASKED) else why_not(part, office, now)


async def _elsewhere(ask: Ask[Any]) -> web.Response:
    number = ask.text("number")
    if ask.person.role not in CLERK:
        return go(f"/contacts/{(await contact_cases.find(ask.program.db, ask.scope, number)).id}", ask.http)
    try:
        return go(f"/inbox/{(await ask.program.inbox.find(ask.scope, number)).id}", ask.http)
    except (Invalid, NotFound):
        return go(f"/inbox/find?case_number={number}", ask.http)  # says why it opens nothing here
