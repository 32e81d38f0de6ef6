"""`Scope` as WHERE clauses. The rule itself is Scope.covers; this says the same to the database."""

from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol, Self, TypeVar

from sqlalchemy import and_, false, or_
from sqlalchemy.sql.elements import ColumnElement

from servicecenter.access.model import Scope


class Filtered(Protocol):
    """A select, update or delete."""

    def where(self, *clauses: Any) -> Self: ...


Statement = TypeVar("Statement", bound=Filtered)


def scoped(statement: Statement, scope: Scope, municipality_column: Any, office_column: Any = None) -> Statement:
    """`statement`, narrowed to the rows the scope covers.

    Give `office_column` wherever the table has one: left out, a clerk sees every Fachamt of the municipality.
    A row whose office is NULL is seen by those who see all offices, and by no clerk.
    """
    if scope.municipalities is not None:
        statement = statement.where(_one_of(municipality_column, scope.municipalities))
    if scope.offices is not None and office_column is not None:
        statement = statement.where(_one_of_pairs(municipality_column, office_column, scope.offices))
    return statement


def _one_of(column: Any, values: frozenset[str]) -> ColumnElement[bool]:
    # sorted: the same scope gives the same statement, so logs and query plans can be compared
    clause: ColumnElement[bool] = column.in_(sorted(values))
    return clause if values else false()


def _one_of_pairs(municipality: Any, office: Any, pairs: frozenset[tuple[str, str]]) -> ColumnElement[bool]:
    # by town instead of a tuple IN: both databases use the index on (municipality, office) for it
    towns = groupby(sorted(pairs), key=itemgetter(0))
    return or_(false(), *(and_(municipality == town, office.in_([o for _, o in own])) for town, own in towns))
