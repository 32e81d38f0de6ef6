"""Periods of days, weeks and months as the Bürgerliches Gesetzbuch counts them. Pure.

§ 187 (1): the day of the event does not count. § 188 (1): a period of days ends with the end of its last day.
§ 188 (2): one of weeks or months ends with the day that has the name or the number of the day of the event.
§ 188 (3): where the last month lacks that day, with the month's last. § 193: a last day that is a Saturday, a Sunday or
a public holiday gives way to the next working day.
"""

from calendar import monthrange
from datetime import date, datetime, timedelta

from servicecenter.worktime.calendar import WorkCalendar
from servicecenter.worktime.zone import in_utc

_DAY = timedelta(days=1)


def last_day(event: date, *, days: int = 0, weeks: int = 0, months: int = 0) -> date:
    """The last day of a period that an event on that day begins; § 193 is asked afterwards."""
    return _months_later(event, months) + timedelta(days=days, weeks=weeks)


def moved_on(day: date, calendar: WorkCalendar) -> date:
    """The day itself, or the next working day where it is none (§ 193)."""
    while not calendar.is_working_day(day):
        day += _DAY
    return day


def period_due(
    calendar: WorkCalendar, recorded_at: datetime, *, days: int = 0, weeks: int = 0, months: int = 0
) -> datetime:
    """24:00 of the last day. The event's day is the local one of the calendar's zone."""
    event = in_utc(recorded_at).astimezone(calendar.zone).date()
    return calendar.end_of(moved_on(last_day(event, days=days, weeks=weeks, months=months), calendar))


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
