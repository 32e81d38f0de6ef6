"""Whose businesses and cases somebody sees: a Lotse the own, and those of one who is away and stood in for. Pure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from servicecenter.access.model import Scope
from servicecenter.directory.lotsen import standing_in
from servicecenter.directory.model import Directory
from servicecenter.errors import NotFound

DirectoryOf = Callable[[str], Directory]


def widened(scope: Scope, directory_of: DirectoryOf, day: date) -> Scope:
    """The scope with the offices it stands in for that day; everybody else's stays as it is."""
    if scope.offices is None:
        return scope
    more: set[tuple[str, str]] = set()
    for municipality in {municipality for municipality, _ in scope.offices}:
        own = frozenset(office for town, office in scope.offices if town == municipality)
        try:
            away = standing_in(directory_of(municipality), own, day)
        except NotFound:
            continue
        more |= {(municipality, office) for office in away}
    return replace(scope, offices=scope.offices | more) if more else scope
