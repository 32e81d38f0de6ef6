"""Which day or month of the telephone's figures is asked for: the same for the page, the table and the API."""

from datetime import date
from typing import Any

from pydantic import Field

from servicecenter.directory.calendars import local_day
from servicecenter.errors import Invalid
from servicecenter.reporting import months
from servicecenter.reporting.promise_month import parsed
from servicecenter.reporting.telephone import View
from servicecenter.web.table import Ask, Form, narrowed

YEARS = range(2000, 2200)


class TelephoneQuery(Form):
    month: str = Field(default="", max_length=20)
    day: str = Field(default="", max_length=20)
    municipality: str = Field(default="", max_length=80)


async def shown(ask: Ask[Any]) -> tuple[View, date | None, date]:
    """What is asked for: a day, or else a month. Raises Invalid, and NotFound for a municipality nobody shows here."""
    day = day_of(ask.body.day)
    scope = narrowed(ask.scope, ask.body.municipality)
    month = months.month_of(day) if day else month_asked(ask)
    figures = ask.program.figures
    return await (figures.day(scope, day) if day else figures.month(scope, month)), day, month


def day_of(text: str) -> date | None:
    """Raises Invalid."""
    try:
        return _known(date.fromisoformat(text)) if text else None
    except ValueError:
        raise Invalid(
            "Diesen Tag gibt es nicht.", f"„{text}“ ist nicht lesbar.", "Bitte als Tag angeben: 2026-11-23.",
            field="day",
        ) from None  # fmt: skip


def month_asked(ask: Ask[Any]) -> date:
    """Raises Invalid."""
    try:
        return _known(parsed(ask.body.month, local_day(ask.program.clock.now())))
    except ValueError:
        raise Invalid(
            "Diesen Monat gibt es nicht.", "Gezählt wird von 2000 an.", "Bitte als Monat angeben: 2026-11.",
            field="month",
        ) from None  # fmt: skip


def _known(day: date) -> date:
    """Raises ValueError for a day whose neighbours no calendar has."""
    if day.year not in YEARS:
        raise ValueError(day)
    return day
