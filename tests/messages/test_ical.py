from dataclasses import replace
from datetime import UTC, datetime

from icalendar import Calendar

from servicecenter.messages.ical import Appointment, calendar_file, cancelled, ends_at, method

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OWN = Appointment(
    "callback-1@x", 2, AT, AT.replace(minute=20), AT, "Rückruf, Vorgang 1", "a; b, c", "https://x.example/t/1"
)


def event_of(text: str) -> tuple[Calendar, Calendar]:
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    return calendar, event  # type: ignore[return-value]


def test_a_calendar_program_reads_what_was_meant() -> None:
    calendar, event = event_of(calendar_file(OWN))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", 2)
    assert (str(event["UID"]), str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (
        "callback-1@x", "Rückruf, Vorgang 1", "a; b, c",
    )  # fmt: skip
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["DTSTART"].dt.astimezone(UTC) == AT
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_what_is_over_is_taken_out_again() -> None:
    calendar, event = event_of(calendar_file(replace(OWN, is_over=True)))
    assert (calendar["METHOD"], event["STATUS"], str(event["UID"])) == ("CANCEL", "CANCELLED", "callback-1@x")


def test_lines_end_and_break_as_the_format_wants() -> None:
    text = calendar_file(replace(OWN, text="ü" * 200))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_cancellation_names_the_same_appointment_and_whoever_made_it() -> None:
    sent = calendar_file(replace(OWN, organizer="servicecenter@kreis.example"))
    calendar, event = event_of(cancelled(sent, 7, AT.replace(hour=11)))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 7)
    assert (str(event["UID"]), event.decoded("dtend")) == ("callback-1@x", OWN.ends)
    assert str(event["ORGANIZER"]) == "mailto:servicecenter@kreis.example"
    assert event.decoded("dtstamp") == AT.replace(hour=11)
    assert (method(sent), ends_at(sent)) == ("PUBLISH", OWN.ends)
