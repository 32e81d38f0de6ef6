"""Whom a handbook wants told at each level of a promise, by which way, and when they may be told. Pure.

Nobody is told at midnight: an office in its opening hours, the supervisor in the agreed service hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from servicecenter.agreements.model import Addressee, Agreement, Escalation, Handbook
from servicecenter.directory.calendars import TIMEZONE, Calendars
from servicecenter.directory.model import WEEKDAYS, Directory, Office
from servicecenter.promises.states import Level
from servicecenter.worktime import NoOpeningLeft, WorkCalendar

OFFICE_HOURS = dict.fromkeys(WEEKDAYS[:5], (("08:00", "16:00"),))  # where nobody has written any down
NO_CLOSINGS: dict[date, tuple[tuple[str, str], ...]] = {}
OPERATOR = "operator"  # the side of the agreement's contacts that runs the centre


@dataclass(frozen=True, slots=True)
class Told:
    """One addressee of a level; without an e-mail address the screen alone tells. The supervisor has no office."""

    addressee: Addressee
    office: str | None
    email: str


def addressees(
    escalation: Escalation, level: Level, directory: Directory, agreement: Agreement, owner: str
) -> Sequence[Told]:
    """Each once. Where an office cannot be reached by e-mail, it is shown, and the supervisor is told as well."""
    words: tuple[Addressee, ...] = getattr(escalation, level.value)
    told = {word: _told(word, directory, agreement, owner) for word in words}
    if any(each.addressee != "supervisor" and not each.email for each in told.values()):
        told.setdefault("supervisor", _told("supervisor", directory, agreement, owner))
    return tuple(told.values())


def opens_at(calendars: Calendars, handbook: Handbook, office: Office | None, at: datetime) -> datetime:
    """`at` itself within the hours, else when they begin next: of the office, or the service hours without one."""
    opening = calendars.opening(office) if office is not None else None
    if opening is None and (agreed := handbook.hours()) is not None:
        opening = calendars.opening_of(agreed[0])
    try:
        return _rolled(opening or _ordinary(calendars), at)
    except NoOpeningLeft:  # hours that have ended for good
        return _rolled(_ordinary(calendars), at)


def opens_anywhere(at: datetime) -> datetime:
    """Where directory or handbook are gone: ordinary office hours."""
    return _rolled(WorkCalendar(TIMEZONE, OFFICE_HOURS, (), NO_CLOSINGS), at)


def _told(word: Addressee, directory: Directory, agreement: Agreement, owner: str) -> Told:
    if word == "supervisor":
        return Told(word, None, next((each.email for each in agreement.contact if each.side == OPERATOR), ""))
    office = directory.offices.get(owner)
    if word == "deputy" and office is not None:
        office = directory.offices.get(office.deputy or "")
    if office is None:
        return Told(word, None, "")
    # A body outside has no inbox here and owes nothing: the link would lead nowhere.
    return Told(word, office.id, office.email if directory.is_inside(office) else "")


def _ordinary(calendars: Calendars) -> WorkCalendar:
    return WorkCalendar(TIMEZONE, OFFICE_HOURS, calendars.holidays, NO_CLOSINGS)


def _rolled(opening: WorkCalendar, at: datetime) -> datetime:
    return opening.add_minutes(at, 0).astimezone(UTC)
