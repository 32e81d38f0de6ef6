"""Months and days as a report counts them: local, in instants. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from servicecenter.directory.calendars import BERLIN


def midnight(day: date) -> datetime:
    """The instant at which the local day begins."""
    return datetime.combine(day, time(), BERLIN).astimezone(UTC)


def month_of(day: date) -> date:
    return day.replace(day=1)


def after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def first_instant(month: date) -> datetime:
    return midnight(month_of(month))
