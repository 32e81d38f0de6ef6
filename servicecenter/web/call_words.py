"""The steps of a call as sentences a person reads. Who acted is left out: no figure is about one agent."""

from collections.abc import Sequence

from servicecenter.calls.model import CALLER, Cause, Instant, Step
from servicecenter.directory.calendars import BERLIN

STEPS = {
    Step.OFFERED: "Anruf eingegangen",
    Step.DIALLED: "Anruf begonnen",
    Step.ANNOUNCED: "Ansage gehört",
    Step.QUEUED: "wartet auf eine Servicekraft",
    Step.KEPT: "behält den Platz und wird zurückgerufen",
    Step.RUNG: "ein Telefon klingelt",
    Step.ANSWERED: "angenommen",
    Step.HELD: "gehalten",
    Step.RETRIEVED: "zurückgeholt",
    Step.TRANSFERRED: "weitergegeben",
    Step.ENDED: "Verbindung zu Ende",
}
CAUSES = {
    Cause.NORMAL: "aufgelegt",
    Cause.BUSY: "besetzt",
    Cause.NO_ANSWER: "niemand nahm ab",
    Cause.REJECTED: "abgelehnt",
    Cause.UNAVAILABLE: "nicht erreichbar",
    Cause.CANCELLED: "vorher aufgelegt",
    Cause.RESCINDED: "Angebot zurückgenommen",
    Cause.CONGESTION: "Leitung überlastet",
    Cause.NOT_FOUND: "Rufnummer nicht vergeben",
    Cause.FORWARDED: "anderswo weitergeführt",
    Cause.CLOSED: "geschlossen",
    Cause.FULL: "Warteschlange voll",
    Cause.FLOOD: "zu viele Anrufe von dieser Nummer",
    Cause.LOST: "Telefonanlage ausgefallen",
    Cause.FAILED: "fehlgeschlagen",
}


def lines(instants: Sequence[Instant]) -> list[tuple[str, str]]:
    """Of each step its local time to the second, and what happened: „10:00:05“, „Gespräch zu Ende: aufgelegt“."""
    return [(f"{instant.at.astimezone(BERLIN):%H:%M:%S}", _what(instant)) for instant in instants]


def _what(instant: Instant) -> str:
    is_all_over = instant.step is Step.ENDED and instant.leg == CALLER
    text = "Gespräch zu Ende" if is_all_over else STEPS[instant.step]
    return f"{text}: {CAUSES[instant.cause]}" if instant.cause else text
