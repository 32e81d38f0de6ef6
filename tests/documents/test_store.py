from datetime import UTC, datetime, timedelta

import pytest

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.documents import store
from servicecenter.documents.model import COMMON, Document, Kind, Origin

pytestmark = pytest.mark.each_database
ALL = Scope.system("test")
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOTHING = Scope(frozenset(), frozenset(), "nothing")


async def put(
    db: Database,
    holder: str,
    name: str,
    text: str,
    origin: Origin = Origin.FILE,
    *,
    removed: bool = False,
    at: datetime = AT,
) -> int | None:
    async with db.write() as session:
        return await store.put(
            session, ALL, Kind.ARTICLE, holder, name, text, origin=origin, at=at, by="test", removed=removed
        )


async def latest(db: Database, scope: Scope, holder: str, name: str, origin: Origin | None = None) -> Document | None:
    async with db.read() as session:
        return await store.latest(session, scope, Kind.ARTICLE, holder, name, origin)


async def current(db: Database, scope: Scope) -> list[tuple[str, str, str]]:
    async with db.read() as session:
        return [(each.holder, each.name, each.text) for each in await store.current(session, scope)]


async def revision(db: Database, scope: Scope) -> int:
    async with db.read() as session:
        return await store.revision(session, scope)


async def test_versions_count_up_and_only_where_something_changed(db):
    assert [await put(db, "geldern", "a", text) for text in ("eins", "eins", "zwei", "eins")] == [1, None, 2, 3]


async def test_the_current_text_is_the_latest(db):
    await put(db, "geldern", "a", "alt")
    await put(db, "geldern", "a", "neu")
    assert await current(db, ALL) == [("geldern", "a", "neu")]


@pytest.mark.parametrize("text", ["Zeile\r\nZeile\r\n", "ohne Ende", "\n\n", "ß€😀\u2028", "a\tb "])
async def test_a_text_comes_back_as_it_was(db, text):
    await put(db, "geldern", "a", text)
    found = await latest(db, ALL, "geldern", "a")
    assert found is not None
    assert found.text.encode() == text.encode()


async def test_a_removed_text_is_not_current_but_known(db):
    await put(db, "geldern", "a", "text")
    assert await put(db, "geldern", "a", "text", removed=True) == 2
    found = await latest(db, ALL, "geldern", "a")
    assert await current(db, ALL) == []
    assert found is not None
    assert found.removed


async def test_the_last_text_of_an_origin(db):
    await put(db, "geldern", "a", "Datei")
    await put(db, "geldern", "a", "Programm", Origin.PROGRAM)
    from_file = await latest(db, ALL, "geldern", "a", Origin.FILE)
    assert from_file is not None
    assert from_file.text == "Datei"
    assert await latest(db, ALL, "geldern", "b") is None


async def test_a_scope_sees_its_own_and_what_all_share(db):
    for holder in (COMMON, "geldern", "kreis-wesel"):
        await put(db, holder, "a", holder)
    assert {holder for holder, *_ in await current(db, Scope.municipality("geldern"))} == {COMMON, "geldern"}
    assert {holder for holder, *_ in await current(db, NOTHING)} == {COMMON}
    assert await latest(db, Scope.municipality("geldern"), "kreis-wesel", "a") is None


async def test_the_revision_grows_with_what_the_scope_covers(db):
    before = await revision(db, Scope.municipality("geldern"))
    await put(db, "kreis-wesel", "a", "x")
    assert await revision(db, Scope.municipality("geldern")) == before == 0
    await put(db, "geldern", "a", "x")
    assert await revision(db, Scope.municipality("geldern")) > before


async def test_what_stood_there_at_an_instant_is_found_again(db):
    later = AT + timedelta(days=1)
    await put(db, "geldern", "a", "damals")
    await put(db, "geldern", "a", "heute", at=later)
    await put(db, "geldern", "b", "neu", at=later)
    async with db.read() as session:
        then = await store.current(session, ALL, until=AT)
        assert [(document.name, document.text) for document in then] == [("a", "damals")]
        assert await store.current(session, ALL, until=AT - timedelta(seconds=1)) == []
        grown = [await store.revision(session, ALL, until=at) for at in (AT - timedelta(seconds=1), AT, later)]
        assert grown == [0, *sorted(grown[1:])]
        assert await store.revision(session, ALL, [Kind.ARTICLE]) == grown[2]
        assert await store.revision(session, ALL, [Kind.HANDBOOK]) == 0
