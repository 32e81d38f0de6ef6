"""A month's promises by Fachamt, their cases, the same as a table for other programs, and what a calendar changed."""

from datetime import date, timedelta
from functools import partial
from typing import Any, Literal

from aiohttp import web
from pydantic import Field

from servicecenter.access.model import Scope
from servicecenter.contacts import cases
from servicecenter.directory.calendars import local_day
from servicecenter.reporting import months
from servicecenter.reporting.promise_csv import as_csv, dictionary
from servicecenter.reporting.promise_month import DEFINITIONS, DELAY, MOST_CASES, Figure, MonthView, parsed
from servicecenter.web.due import due
from servicecenter.web.journal_words import PROMISES
from servicecenter.web.names import Names
from servicecenter.web.pages.board import month_words
from servicecenter.web.pages.frame import framed
from servicecenter.web.table import WATCHING, Ask, Form, Table, narrowed

table = Table()
TITLES = {
    Figure.MADE: "Gegebene Zusagen", Figure.KEPT: "Gehaltene Zusagen", Figure.UNKEPT: "Nicht gehaltene Zusagen",
    Figure.EXHAUSTED: "Nicht erreicht trotz aller Versuche", Figure.AT_RISK: "Gefährdete Zusagen",
}  # fmt: skip


class MonthQuery(Form):
    month: str = Field(default="", max_length=20)


class CasesQuery(MonthQuery):
    figure: Literal["made", "kept", "unkept", "exhausted", "at_risk"] = "unkept"
    municipality: str = Field(default="", max_length=80)
    office: str = Field(default="", max_length=80)
    name: str = Field(default="", max_length=80)


@table.get("/board/promises", WATCHING, body=MonthQuery)
async def month(ask: Ask[MonthQuery]) -> web.Response:
    view = await _view(ask)
    return framed(
        ask, "promise_month.html",
        view=view, month=month_words(view.month), key=f"{view.month:%Y-%m}",
        earlier=f"{months.before(view.month):%Y-%m}", later=f"{months.after(view.month):%Y-%m}",
        municipalities=sorted({line.municipality for line in view.lines}),
        names=Names.of(ask.program), promise_words=PROMISES, definitions=DEFINITIONS, delay=DELAY, spoken=spoken,
        changed=len(await ask.program.calendar_changes.view(ask.scope)),
    )  # fmt: skip


@table.get("/board/promises/cases", WATCHING, body=CasesQuery)
async def figure_cases(ask: Ask[CasesQuery]) -> web.Response:
    """The promises that one figure counts."""
    given, chosen, day = ask.body, Figure(ask.body.figure), _month(ask)
    scope = _of_office(narrowed(ask.scope, given.municipality), given.municipality, given.office)
    found = await ask.program.promise_month.cases(scope, day, chosen, given.name or None)
    title = f"{PROMISES.get(given.name, given.name)}: {TITLES[chosen]}" if given.name else TITLES[chosen]
    return framed(
        ask, "promises.html",
        found=found, title=title, share=None, municipality=given.municipality, month=month_words(day),
        definition=_defined(chosen, len(found)), back=f"/board/promises?month={day:%Y-%m}",
        contacts=await cases.ids(ask.program.db, scope, [promise.case_number for promise in found]),
        names=Names.of(ask.program), promise_words=PROMISES, due=partial(due, at=ask.program.clock.now()),
    )  # fmt: skip


@table.get("/board/promises.csv", WATCHING, body=MonthQuery)
async def export(ask: Ask[MonthQuery]) -> web.Response:
    view, names = await _view(ask), Names.of(ask.program)
    offices = {
        f"{line.municipality}/{line.office}": names.office(line.municipality, line.office) for line in view.lines
    }
    return _file(as_csv(view, offices), f"zusagen-{view.month:%Y-%m}.csv")


@table.get("/board/promises-dictionary.csv", WATCHING)
async def columns(_: Ask[Any]) -> web.Response:
    """What each column of the export means."""
    return _file(dictionary(), "zusagen-spalten.csv")


@table.get("/board/calendar-changes", WATCHING)
async def calendar_changes(ask: Ask[Any]) -> web.Response:
    """Running promises that today's calendar would date differently. Nothing is changed here, or anywhere else."""
    found = await ask.program.calendar_changes.view(ask.scope)
    return framed(
        ask, "calendar_changes.html",
        found=found, names=Names.of(ask.program), promise_words=PROMISES,
        contacts=await cases.ids(ask.program.db, ask.scope, [changed.promise.case_number for changed in found]),
    )  # fmt: skip


def spoken(span: timedelta | None) -> str:
    """„3 Tage 4 Std.“, rounded down; „–“ for none."""
    if span is None:
        return "–"
    minutes = span // timedelta(minutes=1)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} {'Tag' if days == 1 else 'Tage'} {hours} Std."
    return f"{hours} Std. {minutes % 60} Min." if hours else f"{minutes} Min."


async def _view(ask: Ask[Any]) -> MonthView:
    return await ask.program.promise_month.view(ask.scope, _month(ask))


def _month(ask: Ask[Any]) -> date:
    return parsed(ask.body.month, local_day(ask.program.clock.now()))


def _of_office(scope: Scope, municipality: str, office: str) -> Scope:
    """One Fachamt of a municipality the reader may see; the municipality is checked before."""
    if not (municipality and office):
        return scope
    return Scope(frozenset({municipality}), frozenset({(municipality, office)}), f"{office} of {municipality}")


def _defined(figure: Figure, shown: int) -> str:
    text = DEFINITIONS[figure]
    return f"{text} Gezeigt sind die ersten {MOST_CASES}." if shown == MOST_CASES else text


def _file(text: str, name: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)
