"""The coverage check as the program runs it: each handbook in force within the next 400 days, of each municipality.

Takes seconds of a processor: whoever serves others meanwhile calls it in a thread.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from servicecenter.access.model import Scope
from servicecenter.routing.coverage import Walk
from servicecenter.routing.coverage_findings import Finding, FindingKind, Ledger
from servicecenter.routing.coverage_promises import DAYS, unkeepable, without_deputy
from servicecenter.routing.rulebook import Rulebook
from servicecenter.routing.rulebooks import Rulebooks

HasArticle = Callable[[str, str], bool]  # municipality, Leistung
Progress = Callable[[int, int, str], None]  # cases done, of how many, of which municipality


@dataclass(frozen=True, slots=True)
class Checked:
    """`cases` were walked, `promises` looked at: one for each office that owes, what it owes and day."""

    municipalities: tuple[str, ...]
    cases: int
    promises: int
    findings: tuple[Finding, ...]


def check(
    rulebooks: Rulebooks, scope: Scope, has_article: HasArticle, since: date, municipalities: Sequence[str] = (), *,
    progress: Progress | None = None,
) -> Checked:  # fmt: skip
    """All the scope covers where none is named. Raises NotFound for one that nobody knows, or that may not be seen."""
    chosen = _chosen(rulebooks, scope, municipalities)
    versions = [version for own in chosen for version in _versions(rulebooks, own, since)]
    walks = [(Walk(book, partial(has_article, book.municipality), days[0]), days) for book, days in versions]
    total, done, promises = sum(walk.size for walk, _ in walks), 0, 0
    for walk, days in walks:
        walk.run(_told(progress, done, total, walk.rulebook.directory.municipality.name))
        done += walk.cases
        promises += unkeepable(walk.rulebook, walk.owed, days, walk.ledger)
    absent = [_absences(rulebooks, own, since) for own in chosen]
    ledgers = [*absent, *(walk.ledger for walk, _ in walks)]
    return Checked(tuple(chosen), done, promises, tuple(each for ledger in ledgers for each in ledger.findings()))


def _chosen(rulebooks: Rulebooks, scope: Scope, municipalities: Sequence[str]) -> Sequence[str]:
    for own in municipalities:
        rulebooks.directory(own if scope.covers(own) else "")  # what may not be seen does not exist
    known = (municipality.id for municipality in rulebooks.municipalities())
    return list(dict.fromkeys(municipalities)) or [own for own in known if scope.covers(own)]


def _versions(rulebooks: Rulebooks, own: str, since: date) -> Iterator[tuple[Rulebook, list[date]]]:
    """Each handbook with the days it is in force, of the days that are looked at."""
    days = (since + timedelta(days=number) for number in range(DAYS))
    in_force = [day for day in days if rulebooks.has_rules(own, day)]
    for _, spell in groupby(in_force, key=lambda day: rulebooks.on(own, day).handbook.valid_from):
        held = list(spell)
        yield rulebooks.on(own, held[0]), held


def _absences(rulebooks: Rulebooks, own: str, since: date) -> Ledger:
    """What is about no version: absences, and a day without any handbook in force."""
    ledger = Ledger(own, since)
    without_deputy(rulebooks.directory(own), since, ledger)
    if not rulebooks.has_rules(own, since):
        sentence = f"Am {since:%d.%m.%Y} gilt kein Qualitätshandbuch: Kein Anruf dieser Kommune hat einen Weg."
        ledger.add(FindingKind.NOT_COVERED, "handbook", sentence)
    return ledger


def _told(progress: Progress | None, before: int, total: int, name: str) -> Callable[[int], None] | None:
    return None if progress is None else lambda done: progress(before + done, total, name)
