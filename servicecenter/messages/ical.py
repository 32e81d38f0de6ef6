"""A calendar file (RFC 5545) for one appointment. The only place that speaks iCalendar. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

PRODUCT = "-//servicecenter//Rückruf//DE"
BERLIN = ZoneInfo("Europe/Berlin")
A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Appointment:
    """`uid` stays the same for ever; `sequence` grows with every change, and a calendar keeps the highest."""

    uid: str
    sequence: int
    begins: datetime
    ends: datetime
    changed_at: datetime
    title: str
    text: str
    link: str = ""
    organizer: str = ""  # whose address it comes from: a cancellation has to come from the same (RFC 5546, 3.2)
    is_over: bool = False  # the calendar takes it out again


def calendar_file(appointment: Appointment) -> str:
    """In the wall time of Germany, whose rules go along: what is called at nine stays at nine when clocks change."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "CANCEL" if appointment.is_over else "PUBLISH")
    made.add_component(_event(appointment))
    begins = appointment.begins.astimezone(BERLIN).date()
    made.add_missing_timezones(first_date=begins - A_YEAR, last_date=begins + A_YEAR)
    text: bytes = made.to_ical()
    return text.decode()


def cancelled(text: str, sequence: int, at: datetime) -> str:
    """The same appointment, taken back: every calendar program knows it by its uid."""
    made = Calendar.from_ical(text)
    (event,) = made.walk("VEVENT")
    made["METHOD"] = "CANCEL"
    for name, value in (("status", "CANCELLED"), ("sequence", sequence), ("dtstamp", at)):
        event.pop(name)
        event.add(name, value)
    again: bytes = made.to_ical()
    return again.decode()


def ends_at(text: str) -> datetime:
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    end: datetime = event.decoded("dtend")
    return end


def method(text: str) -> str:
    """PUBLISH or CANCEL: the mail that carries the file has to say it too (RFC 6047, 2.4)."""
    return str(Calendar.from_ical(text)["METHOD"])


def _event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.changed_at)
    event.add("dtstart", appointment.begins.astimezone(BERLIN))
    event.add("dtend", appointment.ends.astimezone(BERLIN))
    event.add("summary", appointment.title)
    event.add("description", appointment.text)
    if appointment.organizer:
        event.add("organizer", f"mailto:{appointment.organizer}")
    if appointment.link:
        event.add("url", appointment.link)
    event.add("status", "CANCELLED" if appointment.is_over else "CONFIRMED")
    return event
