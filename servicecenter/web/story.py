"""The journal of a case as people read it: by day, one line a step; and the recorded decision about its way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from servicecenter.directory.calendars import local_day
from servicecenter.errors import NotFound
from servicecenter.journal.model import Entry
from servicecenter.routing import words
from servicecenter.routing.recording import decision_again
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.web.explaining import Explained, explained, of_facts
from servicecenter.web.journal_words import sentence
from servicecenter.web.names import Names

LATE = {"promise-breached", "promise-kept-late"}
MOVED = {"ticket-given-back", "ticket-put-up", "ticket-assigned", "promise-handed-on"}
OF_AN_OFFICE = ("case-office-", "consent-", "partner-")  # whom it was about says the entry's office
SAID_ONCE = {"contact-noted"}  # saved as it is typed: twenty rows in the journal are one line for a reader


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    act: str
    sentence: str
    why: str
    mark: str  # "", "you", "late": as the style sheet's sc-timeline knows them
    times: int = 1


@dataclass(frozen=True, slots=True)
class Decided:
    """A recorded decision, explained by the rules as they stood then; `again` is a case like it, to try what if."""

    at: datetime
    explained: Explained
    again: str


def by_day(entries: Sequence[Entry], names: Names, me: str = "") -> list[tuple[date, list[Line]]]:
    """`me` is the reader's id: what they did themselves is marked."""
    lines = _merged(_line(entry, names, me) for entry in entries)
    return [(day, list(of_day)) for day, of_day in groupby(lines, key=lambda line: local_day(line.at))]


async def decisions(entries: Sequence[Entry], rulebooks: Rulebooks) -> list[Decided]:
    """Every recorded decision about the way: of what was forwarded, and of what was answered at the desk."""
    told = [entry for entry in entries if entry.act == "way-decided" or "plan" in entry.details]
    return [one for entry in told if (one := await _decided(entry, rulebooks)) is not None]


def _line(entry: Entry, names: Names, me: str) -> Line:
    mark = "late" if entry.act in LATE else "you" if entry.actor == me else ""
    of_an_office = entry.act.startswith(OF_AN_OFFICE)
    why = names.office(entry.municipality, entry.office or "") if of_an_office else _why(entry, names)
    return Line(entry.at, entry.act, sentence(entry), why, mark)


def _merged(lines: Iterable[Line]) -> list[Line]:
    merged: list[Line] = []
    for line in lines:
        if merged and line.act in SAID_ONCE and merged[-1].act == line.act:
            merged[-1] = replace(merged[-1], times=merged[-1].times + 1)
        else:
            merged.append(line)
    return merged


def _why(entry: Entry, names: Names) -> str:
    given = entry.details
    if "from" in given and "to" in given and entry.act in MOVED:
        before, after = (names.office(entry.municipality, str(given[key])) for key in ("from", "to"))
        return f"von {before or 'der Aufsicht'} an {after or 'die Aufsicht'}"
    if "until" in given:
        return f"bis {words.short_day(date.fromisoformat(str(given['until'])))}"
    return _fact(entry, names)


def _fact(entry: Entry, names: Names) -> str:
    given = entry.details
    match entry.act:
        case "ticket-opened":
            office = names.office(entry.municipality, entry.office or "")
            clause = str(given.get("clause", "")).replace("§ ", "§\u00a0")
            return f"an {office}. {words.reason(given.get('reason', ''))} {clause}".strip()
        case "promise-made":
            return f"bis {_last_day(str(given['due_at']))}" if "due_at" in given else ""
        case "article-opened":
            found = names.article(entry.municipality, str(given.get("article", "")))
            return (found.article.title or found.id) if found else ""
        case "municipality-corrected":
            return f"jetzt {names.municipality(str(given.get('to', ''))).name}"
        case "facts-changed":
            facts = (names.leistung(given.get("leistung")), given.get("district", ""))
            return ", ".join(fact for fact in facts if fact)
        case _:
            return ""


async def _decided(entry: Entry, rulebooks: Rulebooks) -> Decided | None:
    """None where the municipality has no rules any more, and kept none of then."""
    handbook = entry.details.get("handbook")
    day = date.fromisoformat(handbook) if handbook else local_day(entry.at)
    try:
        rulebook = await rulebooks.as_of(entry.municipality, day, entry.at)
    except NotFound:
        return None
    decision = decision_again(entry.details, entry.municipality, entry.at, rulebook)
    return Decided(entry.at, explained(decision, rulebook, past=True), of_facts(decision.facts))


def _last_day(due_at: str) -> str:
    # 24:00 of a day is the first instant of the next: the day a person was told is the one before.
    return words.short_day(local_day(datetime.fromisoformat(due_at) - timedelta(microseconds=1)))
