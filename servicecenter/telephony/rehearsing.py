"""What a played call is to meet, and how the handbook's own rules come to say it. Pure.

Nothing is decided here: the rules are asked about another moment, a fuller queue, or a number that has called before.
Where a handbook never closes, or limits nothing, the call is admitted as a real one would be.
"""

from datetime import datetime
from enum import StrEnum

from servicecenter.routing.model import Load
from servicecenter.routing.rulebook import Rulebook

CROWD = Load(10_000, 0)  # more than any handbook lets wait


class Rehearsal(StrEnum):
    OPEN = "open"  # somebody answers at whatever hour, and however often one calls
    NOW = "now"  # what a real caller would meet at this very moment
    CLOSED = "closed"
    FULL = "full"
    FLOOD = "flood"


WORDS = {
    Rehearsal.OPEN: "Jemand nimmt an, zu jeder Uhrzeit",
    Rehearsal.NOW: "Wie ein echter Anruf in diesem Augenblick",
    Rehearsal.CLOSED: "Außerhalb der Servicezeiten",
    Rehearsal.FULL: "Die Warteschlange ist voll",
    Rehearsal.FLOOD: "Von dieser Nummer kamen schon zu viele Anrufe",
}


def moment(what: Rehearsal, rulebook: Rulebook, at: datetime) -> datetime:
    """When the rules are asked: the next closing, the next opening, or now."""
    service = rulebook.handbook.hours()
    if service is None:
        return at
    hours = rulebook.calendars.opening_of(service[0])
    if what is Rehearsal.CLOSED and hours.is_open(at):
        return hours.closes_at(at) or at
    if what in (Rehearsal.FULL, Rehearsal.FLOOD):
        return hours.next_opening(at) or at
    return at
