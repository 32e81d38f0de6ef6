"""Working time: when an office is open, and when a promise is due. Pure: no clock, no files, no database.

calendar.py   WorkCalendar: opening minutes, working days and due dates of one body
periods.py    periods of days, weeks and months by §§ 187 to 193 BGB
hours.py      hours as people write them ("08:00" to "16:30"), checked
zone.py       wall time to instant, right on both nights the clock changes
pauses.py     what is left of open time when pauses are taken out
holidays.py   public holidays of a Land, with their names
errors.py     what can be wrong with a calendar or a question to it
The conventions and the law behind them: docs/working-time.md
"""

from servicecenter.worktime.calendar import FrozenCalendar, WorkCalendar
from servicecenter.worktime.errors import (
    CalendarInvalid,
    DurationInvalid,
    InstantNaive,
    LandUnknown,
    NoOpeningLeft,
    PauseInvalid,
)
from servicecenter.worktime.holidays import public_holidays
from servicecenter.worktime.periods import last_day, moved_on, period_due

__all__ = [
    "CalendarInvalid",
    "DurationInvalid",
    "FrozenCalendar",
    "InstantNaive",
    "LandUnknown",
    "NoOpeningLeft",
    "PauseInvalid",
    "WorkCalendar",
    "last_day",
    "moved_on",
    "period_due",
    "public_holidays",
]
