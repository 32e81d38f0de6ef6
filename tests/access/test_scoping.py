from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, MetaData, String, Table, create_engine, delete, insert, select, update

from servicecenter.access.model import Scope
from servicecenter.access.scoping import scoped

MUNICIPALITIES, OFFICES = ("geldern", "kreis-wesel", "issum"), ("bauordnung", "soziales")
ROWS = list(product(MUNICIPALITIES, OFFICES))
TICKET = Table("ticket", MetaData(), Column("municipality", String), Column("office", String))

scopes = st.builds(
    Scope,
    st.none() | st.frozensets(st.sampled_from(MUNICIPALITIES)),
    st.none() | st.frozensets(st.sampled_from(ROWS)),
    st.just("test"),
)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        TICKET.metadata.create_all(connection)
        connection.execute(insert(TICKET), [{"municipality": m, "office": o} for m, o in ROWS])
        connection.commit()
        yield connection
    engine.dispose()


@given(scope=scopes)
def test_the_database_shows_exactly_what_the_scope_covers(connection: Connection, scope: Scope) -> None:
    statement = scoped(select(TICKET), scope, TICKET.c.municipality, TICKET.c.office)
    seen = {(row.municipality, row.office) for row in connection.execute(statement)}
    assert seen == {(m, o) for m, o in ROWS if scope.covers(m, o)}


@given(scope=scopes)
def test_without_an_office_column_the_municipality_decides(connection: Connection, scope: Scope) -> None:
    seen = {row.municipality for row in connection.execute(scoped(select(TICKET), scope, TICKET.c.municipality))}
    assert seen == {m for m in MUNICIPALITIES if scope.covers(m)}


def test_updates_and_deletes_are_narrowed_too(connection: Connection) -> None:
    scope = Scope.municipality("geldern")
    changed = connection.execute(scoped(update(TICKET).values(office="x"), scope, TICKET.c.municipality))
    removed = connection.execute(scoped(delete(TICKET), scope, TICKET.c.municipality))
    connection.rollback()
    assert (changed.rowcount, removed.rowcount) == (2, 2)


def test_a_row_without_office_is_seen_by_those_who_see_all_offices(connection: Connection) -> None:
    connection.execute(insert(TICKET).values(municipality="geldern", office=None))
    clerk = Scope(frozenset({"geldern"}), frozenset({("geldern", "bauordnung")}), "clerk")
    counts = [
        len(connection.execute(scoped(select(TICKET), scope, TICKET.c.municipality, TICKET.c.office)).all())
        for scope in (Scope.municipality("geldern"), clerk)
    ]
    connection.rollback()
    assert counts == [3, 1]
