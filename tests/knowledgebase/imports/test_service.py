"""Imports into a database: a preview that writes nothing, all in one transaction, and nobody's edit lost."""

from dataclasses import replace
from datetime import datetime

import pytest

from servicecenter.access.model import Scope
from servicecenter.clock import FixedClock
from servicecenter.content.load import export, load
from servicecenter.database import Database
from servicecenter.documents import store
from servicecenter.documents.model import COMMON, Kind, Origin
from servicecenter.errors import NotFound
from servicecenter.knowledgebase.imports.leika import read_leika
from servicecenter.knowledgebase.imports.model import Format, Found
from servicecenter.knowledgebase.imports.plan import Preview, Verdict
from servicecenter.knowledgebase.imports.service import Imports
from servicecenter.knowledgebase.model import Article
from servicecenter.knowledgebase.writing import write
from servicecenter.settings import Settings
from tests.knowledgebase.imports.samples import bare_content

ALL = Scope.system("test")
PASS = Article(id="x-pass", holder="geldern", title="Pass", fee="70 Euro")
HUND = Article(id="x-hund", holder="geldern", title="Hund", details="**Ja**")
BOTH = Found((PASS, HUND))


@pytest.fixture
async def imports(db: Database) -> Imports:
    await edit(db, Kind.DIRECTORY, "directory", "x", Origin.FILE, FixedClock(datetime.fromisoformat("2026-01-01T00Z")))
    return Imports(db)


async def edit(
    db: Database, kind: Kind, name: str, text: str, origin: Origin, clock: FixedClock, *, removed: bool = False
) -> None:
    async with db.write() as session:
        await store.put(
            session, ALL, kind, "geldern", name, text, origin=origin, at=clock.now(), by="somebody", removed=removed
        )


async def latest(db: Database, name: str) -> tuple[int, str, Origin]:
    async with db.read() as session:
        found = await store.latest(session, ALL, Kind.ARTICLE, "geldern", name)
    assert found is not None
    return found.version, found.text, found.origin


def counts(preview: Preview) -> tuple[int, ...]:
    return tuple(len(preview.of(verdict)) for verdict in Verdict)


async def apply(imports: Imports, clock: FixedClock, found: Found = BOTH, *, overwrite: bool = False) -> Preview:
    return await imports.apply(ALL, found, Format.XZUFI, "geldern", at=clock.now(), overwrite=overwrite)


@pytest.mark.each_database
async def test_an_import_writes_once_and_twice_changes_nothing(
    imports: Imports, db: Database, clock: FixedClock
) -> None:
    assert counts(await apply(imports, clock)) == (2, 0, 0, 0)
    async with db.read() as session:
        before = await store.revision(session, ALL)
    assert counts(await apply(imports, clock)) == (0, 0, 2, 0)
    async with db.read() as session:
        assert await store.revision(session, ALL) == before
    assert await latest(db, "x-pass") == (1, write(PASS), Origin.IMPORT)


async def test_a_preview_writes_nothing(imports: Imports, db: Database) -> None:
    assert counts(await imports.preview(ALL, BOTH, Format.XZUFI, "geldern")) == (2, 0, 0, 0)
    async with db.read() as session:
        assert await store.latest(session, ALL, Kind.ARTICLE, "geldern", "x-pass") is None


@pytest.mark.parametrize("origin", [Origin.PROGRAM, Origin.FILE])
async def test_an_article_edited_here_is_kept_and_listed(
    imports: Imports, db: Database, clock: FixedClock, origin: Origin
) -> None:
    await apply(imports, clock)
    await edit(db, Kind.ARTICLE, "x-pass", write(replace(PASS, fee="81 Euro")), origin, clock)
    newer = Found((replace(PASS, fee="75 Euro"), replace(HUND, who="alle")))
    assert counts(await apply(imports, clock, newer)) == (0, 1, 0, 1)
    assert "81 Euro" in (await latest(db, "x-pass"))[1]
    assert counts(await apply(imports, clock, newer, overwrite=True)) == (0, 0, 1, 1)
    assert "75 Euro" in (await latest(db, "x-pass"))[1]


async def test_an_article_withdrawn_here_does_not_come_back(imports: Imports, db: Database, clock: FixedClock) -> None:
    await apply(imports, clock)
    await edit(db, Kind.ARTICLE, "x-pass", write(PASS), Origin.PROGRAM, clock, removed=True)
    assert counts(await apply(imports, clock)) == (0, 0, 1, 1)


async def test_what_the_file_no_longer_has_is_listed_and_stays(
    imports: Imports, db: Database, clock: FixedClock
) -> None:
    await apply(imports, clock)
    assert (await apply(imports, clock, Found((PASS,)))).missing == ("x-hund",)
    assert (await apply(imports, clock, Found((PASS,), complete=False))).missing == ()
    assert (await latest(db, "x-hund"))[0] == 1


async def test_an_import_that_fails_on_the_way_leaves_nothing_behind(
    imports: Imports, db: Database, clock: FixedClock
) -> None:
    def stop(done: int, _of: int, _what: str) -> None:
        if done == 2:
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        await imports.apply(ALL, BOTH, Format.XZUFI, "geldern", at=clock.now(), progress=stop)
    async with db.read() as session:
        assert await store.latest(session, ALL, Kind.ARTICLE, "geldern", "x-pass") is None


@pytest.mark.parametrize(
    ("scope", "holder"),
    [
        pytest.param(ALL, "nirgendwo", id="unknown"),
        pytest.param(Scope.municipality("moers"), "geldern", id="a neighbour's"),
        pytest.param(Scope.municipality("geldern"), COMMON, id="what all share"),
    ],
)
async def test_nobody_imports_where_nobody_may(imports: Imports, scope: Scope, holder: str) -> None:
    with pytest.raises(NotFound, match=r"gibt es nicht\..*Verzeichnis.*prüfen"):
        await imports.preview(scope, BOTH, Format.XZUFI, holder)


async def test_imported_articles_go_out_and_come_back_as_files_unchanged(
    db: Database, clock: FixedClock, settings: Settings
) -> None:
    await load(db, ALL, bare_content(settings.data / "content"), clock.now())
    await apply(Imports(db), clock)
    await export(db, ALL, settings.data / "out")
    loaded = await load(db, ALL, settings.data / "out", clock.now())
    assert (loaded.new, loaded.changed, loaded.kept) == ([], [], [])


async def test_leika_keys_are_proposed_for_the_catalogue_and_nothing_is_written(
    db: Database, clock: FixedClock, settings: Settings
) -> None:
    await load(db, ALL, bare_content(settings.data / "content"), clock.now())
    async with db.read() as session:
        before = await store.revision(session, ALL)
    listed = read_leika("name,service_key\nGewerbesteuer,99102010000000\nAbendgymnasium,99088018000000\n")
    found = await Imports(db).propose(ALL, listed, "geldern")
    assert [(one.subject.id, one.likely[0][1].key) for one in found.proposals] == [("gewerbesteuer", "99102010000000")]
    assert [one.leika for one in found.new] == ["99088018000000"]
    async with db.read() as session:
        assert await store.revision(session, ALL) == before
