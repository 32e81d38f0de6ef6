"""The journal of a case as people read it: by day, one line a step; and the recorded decision about its way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from servicecenter.directory.calendars import local_day
from servicecenter.journal.model import Entry
from servicecenter.routing import words
from servicecenter.web.journal_words import sentence
from servicecenter.web.names import Names

LATE = {"promise-breached", "promise-kept-late"}
SAID_ONCE = {"contact-noted"}  # saved as it is typed: twenty rows in the journal are one line for a reader
KINDS = {"say": "Nummer nennen", "transfer": "verbinden", "ticket": "Ticket", "callback": "Rückruf"}


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    act: str
    sentence: str
    why: str
    mark: str  # "", "you", "late": as the style sheet's sc-timeline knows them
    times: int = 1


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    chose: bool
    reason: str
    clause: str


@dataclass(frozen=True, slots=True)
class Planned:
    kind: str
    target: str
    reason: str
    clause: str


@dataclass(frozen=True, slots=True)
class Decided:
    at: datetime
    asked: Sequence[Asked]
    plan: Sequence[Planned]


def by_day(entries: Sequence[Entry], names: Names, me: str = "") -> list[tuple[date, list[Line]]]:
    """`me` is the reader's id: what they did themselves is marked."""
    lines = _merged(_line(entry, names, me) for entry in entries)
    return [(day, list(of_day)) for day, of_day in groupby(lines, key=lambda line: local_day(line.at))]


def decisions(entries: Sequence[Entry], names: Names) -> list[Decided]:
    """Every recorded decision about the way, as it was made then."""
    return [_decided(entry, names) for entry in entries if entry.act == "way-decided"]


def cited(decided: Iterable[Decided]) -> list[str]:
    found = [[asked.clause for asked in one.asked] + [step.clause for step in one.plan] for one in decided]
    return [clause for clauses in found for clause in clauses if clause]


def _line(entry: Entry, names: Names, me: str) -> Line:
    mark = "late" if entry.act in LATE else "you" if entry.actor == me else ""
    return Line(entry.at, entry.act, sentence(entry), _why(entry, names), mark)


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
    match entry.act:
        case "ticket-opened":
            office = names.office(entry.municipality, entry.office or "")
            clause = str(given.get("clause", "")).replace("§ ", "§\u00a0")
            return f"an {office}. {_reason(given.get('reason', ''))} {clause}".strip()
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


def _decided(entry: Entry, names: Names) -> Decided:
    asked = [_asked(one) for one in entry.details.get("asked", [])]
    plan = [_planned(one, entry.municipality, names) for one in entry.details.get("plan", [])]
    return Decided(entry.at, asked, plan)


def _asked(one: dict[str, Any]) -> Asked:
    question = words.RULES.get(one["rule"], one["rule"])
    return Asked(question, bool(one["chose"]), _reason(one["reason"]), one.get("clause", ""))


def _planned(one: dict[str, Any], municipality: str, names: Names) -> Planned:
    kind = "selbst antworten" if one["reason"] == "answer-at-desk" else KINDS.get(one["kind"], one["kind"])
    return Planned(kind, names.office(municipality, one["target"]), _reason(one["reason"]), one.get("clause", ""))


def _reason(code: str) -> str:
    """A code nobody has words for any more is shown as it is."""
    return words.REASONS.get(code, code)


def _last_day(due_at: str) -> str:
    # 24:00 of a day is the first instant of the next: the day a person was told is the one before.
    return words.short_day(local_day(datetime.fromisoformat(due_at) - timedelta(microseconds=1)))
