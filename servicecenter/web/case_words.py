"""The date line of a case and its parts as people read them: a mark for shape and colour, a word, a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from servicecenter.cases.line import Point, What
from servicecenter.cases.model import STANDING_WORDS, CaseState, Standing
from servicecenter.routing.words import short_day
from servicecenter.web.due import Due, due
from servicecenter.web.journal_words import PROMISES
from servicecenter.web.names import Names
from servicecenter.web.rendering import relative

# The mark is the style sheet's: ok, risk, late, new, open, done, off, info.
WHAT: dict[What, tuple[str, str]] = {
    What.OPENED: ("info", "Vorhaben eröffnet"),
    What.ASKED: ("open", "beauftragt"),
    What.PROMISED: ("open", "zugesagt"),
    What.ENDED: ("ok", "erledigt"),
    What.WAITS: ("off", "wartet"),
    What.CONSENTED: ("ok", "Einwilligung gegeben"),
    What.CONSENT_WITHDRAWN: ("off", "Einwilligung widerrufen"),
    What.NEEDS_CONSENT: ("risk", "Einwilligung fehlt"),
    What.MAY_ASK: ("open", "noch nicht angefragt"),
    What.PARTNER_ASKED: ("open", "per E-Mail angefragt"),
    What.PARTNER_OWES_NOTHING: ("off", "Antwort steht aus, ohne Zusage"),
    What.PARTNER_ANSWERED: ("ok", "hat geantwortet"),
    What.ADDED: ("info", "später beteiligt"),
    What.DROPPED: ("off", "herausgenommen"),
    What.TODAY: ("info", "heute"),
    What.DONE: ("ok", "alle Ämter fertig"),
    What.CLOSED: ("done", "abgeschlossen"),
    What.REOPENED: ("new", "wieder geöffnet"),
}
STATES: dict[CaseState, str] = {
    CaseState.OPEN: "open",
    CaseState.WAITING: "risk",
    CaseState.DONE: "ok",
    CaseState.CLOSED: "done",
    CaseState.REOPENED: "new",
}
STANDINGS: dict[Standing, str] = {
    Standing.WAITS: "off",
    Standing.RUNS: "open",
    Standing.DONE: "ok",
    Standing.NEEDS_CONSENT: "risk",
    Standing.MAY_ASK: "open",
    Standing.ASKED: "open",
    Standing.DROPPED: "off",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One date as a line: „Mo 30.11., in 5 Tagen“, „Bauberatung“, „zugesagt: Antwort (§ 6.3)“."""

    mark: str
    word: str
    when: str
    on: date | None
    office: str
    text: str
    due: Due | None = None
    is_today: bool = False


def told(points: Sequence[Point], municipality: str, names: Names, at: datetime, today: date) -> list[Told]:
    return [_told(point, municipality, names, at, today) for point in points]


def standing(known: Standing) -> tuple[str, str]:
    return STANDINGS[known], STANDING_WORDS[known]


def _told(point: Point, municipality: str, names: Names, at: datetime, today: date) -> Told:
    mark, word = WHAT[point.what]
    when = f"{short_day(point.on)}, {relative(point.on, today)}" if point.on else "noch ohne Datum"
    office = names.office(municipality, point.office) if point.office else ""
    shown = due(point.promise, at) if point.promise else None
    return Told(
        mark=_mark(point, shown) if shown else mark, word=shown.word if shown else word, when=when, on=point.on,
        office=office, text=_text(point, names), due=shown, is_today=point.what is What.TODAY,
    )  # fmt: skip


def _mark(point: Point, shown: Due) -> str:
    """Only what is kept is filled in: what runs in time is no more than open."""
    is_kept = point.promise is not None and point.promise.kept_at is not None
    return "open" if shown.level == "ok" and not is_kept else shown.level


def _text(point: Point, names: Names) -> str:
    if point.promise is not None:
        name = PROMISES.get(point.promise.name, point.promise.name)
        return f"Zusage: {name} ({point.promise.clause}), bis {short_day(point.promise.due_on)}"
    if point.what is What.WAITS and point.waits_for:
        return f"{names.leistung(point.leistung)}, wartet auf: {', '.join(map(names.leistung, point.waits_for))}"
    return names.leistung(point.leistung) if point.leistung else ""
