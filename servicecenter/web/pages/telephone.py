"""The telephone by month, day and half hour: what was answered in time, given up, and how long callers waited."""

from datetime import date, timedelta
from typing import Any

from aiohttp import web

from servicecenter.directory.calendars import BERLIN, local_day
from servicecenter.reporting import months
from servicecenter.reporting.telephone import HALF_HOUR, Line
from servicecenter.reporting.telephone_csv import as_csv, dictionary
from servicecenter.routing.words import long_day, short_day
from servicecenter.web.names import Names
from servicecenter.web.pages.board import month_words
from servicecenter.web.pages.frame import framed
from servicecenter.web.table import WATCHING, Ask, Table, narrowed
from servicecenter.web.telephone_asked import TelephoneQuery, day_of, month_asked, shown

table = Table()
MEANINGS = (
    "angeboten: Anrufe, die auf eine Servicekraft zu warten begannen und deren Warten zu Ende ist.",
    "aufgelegt: davon vor der Annahme zu Ende; daneben, wie viele früh auflegten, wie das Handbuch es nennt.",
    "Platz behalten: davon wollten zurückgerufen werden, statt zu warten.",
    "Wartezeit: bis ein Mensch spricht, über die angenommenen Anrufe; 90 %: So lange warteten höchstens neun von zehn.",
    "nicht vermittelt: gesperrte Nummern, und mehr Anrufe von einer Nummer, als das Handbuch zulässt.",
    "Keine Zahl handelt von einer einzelnen Servicekraft.",
)


@table.get("/board/telephone", WATCHING, body=TelephoneQuery)
async def telephone(ask: Ask[TelephoneQuery]) -> web.Response:
    view, day, month = await shown(ask)
    one = next(iter(view.totals)) if len(view.totals) == 1 else None
    return framed(
        ask, "telephone.html",
        view=view, day=day, key=f"{month:%Y-%m}", title=long_day(day) if day else month_words(month),
        earlier=_beside(day, month, -1), later=_beside(day, month, 1),
        own=one, lines=[line for line in view.lines if line.municipality == one], when=_when, day_of=_day_of,
        names=Names.of(ask.program), meanings=MEANINGS, seconds=in_seconds, chosen=ask.body.municipality,
    )  # fmt: skip


@table.get("/board/telephone.csv", WATCHING, body=TelephoneQuery)
async def telephone_csv(ask: Ask[TelephoneQuery]) -> web.Response:
    """By half hour; of one day, or of a month."""
    given, day = ask.body, day_of(ask.body.day)
    scope = narrowed(ask.scope, given.municipality)
    first = day or month_asked(ask)
    before = first + timedelta(days=1) if day else months.after(first)
    lines = await ask.program.figures.between(scope, first, before)
    level = ask.program.figures.level
    rows = [(line, level(line.municipality, local_day(line.begins_at))) for line in lines]
    return _file(as_csv(rows, HALF_HOUR), f"telefon-{first:%Y-%m-%d}.csv" if day else f"telefon-{first:%Y-%m}.csv")


@table.get("/board/telephone-dictionary.csv", WATCHING)
async def telephone_columns(_: Ask[Any]) -> web.Response:
    return _file(dictionary(), "telefon-spalten.csv")


def in_seconds(value: float | None) -> str:
    """„18 s“, „2:05 min“; „–“ for none."""
    if value is None:
        return "–"
    whole = round(value)
    return f"{whole} s" if whole < 100 else f"{whole // 60}:{whole % 60:02} min"


def _when(line: Line, day: date | None) -> str:
    begins = line.begins_at.astimezone(BERLIN)
    return f"{begins:%H:%M}–{begins + HALF_HOUR:%H:%M}" if day else short_day(begins.date())


def _day_of(line: Line) -> str:
    return local_day(line.begins_at).isoformat()


def _beside(day: date | None, month: date, step: int) -> str:
    """The query of the day or month before or after."""
    if day:
        return f"day={day + timedelta(days=step):%Y-%m-%d}"
    return f"month={months.after(month) if step > 0 else months.before(month):%Y-%m}"


def _file(text: str, name: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)
