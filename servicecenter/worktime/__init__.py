"""Working time: when an office is open, and when a promise is due. Pure: no clock, no files, no database.

calendar.py   WorkCalendar: opening minutes, working days and due dates of one body
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

__all__ = [
    "CalendarInvalid",
    "DurationInvalid",
    "FrozenCalendar",
    "InstantNaive",
    "LandUnknown",
    "NoOpeningLeft",
    "PauseInvalid",
    "WorkCalendar",
    "public_holidays",
]
