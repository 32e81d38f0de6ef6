from datetime import timedelta
from pathlib import Path

import pytest

from servicecenter.access.model import Scope
from servicecenter.content.load import Loaded, export, load
from servicecenter.database import Database
from servicecenter.documents import store
from servicecenter.documents.model import Document, Kind, Origin
from tests.conftest import MONDAY
from tests.content.folders import GELDERN, HANDBOOK, HUND, change, copied

ALL = Scope.system("test")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path / "kb")


def count(folder: Path) -> int:
    return len([path for path in folder.rglob("*") if path.is_file()])


async def loaded(db: Database, folder: Path, **more: bool) -> Loaded:
    return await load(db, ALL, folder, MONDAY + timedelta(days=1), **more)


async def hund(db: Database) -> Document:
    async with db.read() as session:
        found = await store.latest(session, ALL, Kind.ARTICLE, "_common", "hundesteuer")
    assert found is not None
    return found


async def edit(db: Database, text: str, *, removed: bool = False) -> None:
    async with db.write() as session:
        await store.put(
            session, ALL, Kind.ARTICLE, "_common", "hundesteuer", text, origin=Origin.PROGRAM, at=MONDAY, by="eva",
            removed=removed,
        )  # fmt: skip


async def test_everything_is_new_once_and_then_unchanged(db, folder):
    first, second = await loaded(db, folder), await loaded(db, folder)
    assert (len(first.new), first.unchanged, first.faults) == (count(folder), 0, [])
    assert (second.new, second.changed, second.unchanged) == ([], [], count(folder))


async def test_only_what_changed_gets_a_version(db, folder):
    await loaded(db, folder)
    change(folder, HUND, "Hund", "Dackel")
    again = await loaded(db, folder)
    assert (again.new, again.changed, again.unchanged) == ([], [HUND], count(folder) - 1)
    assert (await hund(db)).version == 2


@pytest.mark.parametrize("end", ["\r\n", "\n"])
async def test_what_is_stored_and_exported_is_the_file_byte_for_byte(db, folder, tmp_path, end):
    (folder / HUND).write_bytes(end.join(["+++", 'title = "Hünd"', "+++", "Text  "]).encode())
    await loaded(db, folder)
    await export(db, ALL, tmp_path / "out")
    assert (await hund(db)).text.encode() == (folder / HUND).read_bytes()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        assert (tmp_path / "out" / path.relative_to(folder)).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"+++\ntitle = \n+++\n", id="header"),
        pytest.param(b"\xff\xfe", id="no-utf8"),
        pytest.param(b"", id="empty"),
        pytest.param(b"+++\n+++\n" + b"x" * 1024**2, id="a-megabyte"),
    ],
)
async def test_a_broken_file_keeps_its_older_version_in_force_and_the_rest_loads(db, folder, broken):
    await loaded(db, folder)
    before = await hund(db)
    (folder / HUND).write_bytes(broken)
    change(folder, GELDERN, "Stadtkasse", "Kämmerei")
    again = await loaded(db, folder)
    assert ([fault.path for fault in again.faults], again.changed) == ([HUND], [GELDERN])
    assert await hund(db) == before


async def test_a_handbook_that_would_leave_callers_without_a_way_is_refused(db, folder):
    await loaded(db, folder)
    change(folder, HANDBOOK, 'hours = "kernzeit"', 'hours = "nie"')
    again = await loaded(db, folder)
    assert [(fault.path, fault.code) for fault in again.faults] == [(HANDBOOK, "reference")]
    assert again.changed == []


async def test_deputies_in_a_circle_keep_the_directory_in_force_that_was_loaded_before(db, folder):
    await loaded(db, folder)
    change(folder, GELDERN, 'deputy = "stadtkasse"', 'deputy = "steueramt"')  # its own
    again = await loaded(db, folder)
    assert str(again.faults[0]).endswith("Die Vertretungen gehen im Kreis: steueramt → steueramt.")
    assert again.changed == []


async def test_a_warning_keeps_nothing_from_being_loaded(db, folder):
    (folder / "geldern/notizen.txt").write_text("x")
    assert (await loaded(db, folder)).faults == []


async def test_an_edit_made_in_the_program_is_not_overwritten_without_saying_so(db, folder):
    await loaded(db, folder)
    await edit(db, "+++\n+++\nim Programm")
    assert (await loaded(db, folder)).kept == []  # the file says what it always said
    change(folder, HUND, "Hund", "Dackel")
    again = await loaded(db, folder)
    assert (again.kept, again.changed) == ([HUND], [])
    assert (await hund(db)).text.endswith("im Programm")


async def test_it_is_overwritten_when_asked_for(db, folder):
    await loaded(db, folder)
    await edit(db, "+++\n+++\nim Programm")
    assert (await loaded(db, folder, overwrite=True)).changed == [HUND]
    assert (await hund(db)).text.encode() == (folder / HUND).read_bytes()


async def test_an_exported_edit_comes_back_as_unchanged(db, folder):
    await loaded(db, folder)
    await edit(db, "+++\n+++\nim Programm")
    await export(db, ALL, folder)
    again = await loaded(db, folder)
    assert (again.kept, again.changed, again.unchanged) == ([], [], count(folder))


async def test_a_text_withdrawn_in_the_program_stays_withdrawn(db, folder):
    await loaded(db, folder)
    await edit(db, (await hund(db)).text, removed=True)
    await loaded(db, folder)
    assert (await hund(db)).removed


async def test_progress_tells_every_file(db, folder):
    told: list[tuple[int, int, str]] = []
    await load(db, ALL, folder, MONDAY, progress=lambda *step: told.append(step))
    assert [done for done, *_ in told] == list(range(1, count(folder) + 1))
    assert {of for _, of, _ in told} == {count(folder)}


async def test_a_text_whose_file_is_gone_holds_on_and_is_named(db, folder):
    await loaded(db, folder)
    (folder / HUND).unlink()
    again = await loaded(db, folder)
    assert (again.missing, again.withdrawn) == ([HUND], [])
    assert not (await hund(db)).removed


async def test_a_text_whose_file_is_gone_is_withdrawn_when_asked_and_comes_back_with_it(db, folder):
    await loaded(db, folder)
    text = (folder / HUND).read_text(encoding="utf-8")
    (folder / HUND).unlink()
    assert (await loaded(db, folder, withdraw_missing=True)).withdrawn == [HUND]
    assert (await hund(db)).removed
    assert (await loaded(db, folder)).missing == []
    (folder / HUND).write_text(text, encoding="utf-8")
    assert (await loaded(db, folder)).changed == [HUND]
    assert not (await hund(db)).removed


async def test_a_text_edited_in_the_program_needs_no_file(db, folder):
    await loaded(db, folder)
    await edit(db, (await hund(db)).text + "\n")
    (folder / HUND).unlink()
    assert (await loaded(db, folder, withdraw_missing=True)).withdrawn == []
