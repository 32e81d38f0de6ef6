"""Rulebooks with one mistake planted, and everything the check finds in them."""

from datetime import date, timedelta
from typing import Any

from servicecenter.agreements.model import Handbook
from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.model import Directory
from servicecenter.routing.coverage import Walk
from servicecenter.routing.coverage_findings import Finding
from servicecenter.routing.coverage_promises import DAYS, unkeepable, without_deputy
from servicecenter.routing.rulebook import Rulebook
from tests.routing.books import book, content

SINCE = date(2026, 11, 23)
DAYS_AHEAD = [SINCE + timedelta(days=number) for number in range(DAYS)]


def has_article(municipality: str, leistung: str) -> bool:
    holders = {holder for (holder, _), article in content().articles.items() if article.leistung == leistung}
    return bool(holders & {"_common", municipality})


def some(municipality: str, *leistungen: str) -> Rulebook:
    """The project's own rules, for a few Leistungen: a test is about one mistake, and quick."""
    given = book(municipality)
    catalogue = Catalogue(leistung=tuple(given.catalogue.by_key[key] for key in leistungen))
    return Rulebook(catalogue, given.directory, given.agreement, given.handbook)


def with_directory(rulebook: Rulebook, **changes: Any) -> Rulebook:
    directory = Directory.model_validate(rulebook.directory.model_dump() | changes)
    return Rulebook(rulebook.catalogue, directory, rulebook.agreement, rulebook.handbook)


def with_entry(rulebook: Rulebook, kind: str, entry: str, **changes: Any) -> Rulebook:
    """One office, calendar or person changed; without changes it is gone."""
    entries = [each.model_dump() for each in getattr(rulebook.directory, kind)]
    kept = [each | (changes if each["id"] == entry else {}) for each in entries if changes or each["id"] != entry]
    return with_directory(rulebook, **{kind: kept})


def with_clause(rulebook: Rulebook, number: str, **rules: Any) -> Rulebook:
    """A clause of that number changed, or added at the end."""
    clauses = [clause.model_dump() for clause in rulebook.handbook.clause]
    if all(clause["number"] != number for clause in clauses):
        clauses.append({"number": number})
    changed = [clause | (rules if clause["number"] == number else {}) for clause in clauses]
    handbook = Handbook.model_validate(rulebook.handbook.model_dump() | {"clause": changed})
    return Rulebook(rulebook.catalogue, rulebook.directory, rulebook.agreement, handbook)


def unwalked(rulebook: Rulebook, *, fold: bool = True) -> Walk:
    return Walk(rulebook, lambda key: has_article(rulebook.municipality, key), SINCE, fold)


def walked(rulebook: Rulebook, *, fold: bool = True) -> Walk:
    walk = unwalked(rulebook, fold=fold)
    walk.run()
    return walk


def found(rulebook: Rulebook) -> tuple[Finding, ...]:
    """All that is found: the walk, the promises of 400 days, the absences."""
    walk = walked(rulebook)
    unkeepable(rulebook, walk.owed, DAYS_AHEAD, walk.ledger)
    without_deputy(rulebook.directory, SINCE, walk.ledger)
    return walk.ledger.findings()
