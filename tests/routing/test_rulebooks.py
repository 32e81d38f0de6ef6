from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from servicecenter.access.model import Scope
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.documents import store
from servicecenter.documents.model import Document, Kind, Origin
from servicecenter.errors import NotFound
from servicecenter.routing.rulebooks import Rulebooks, shelved
from tests.conftest import CONTENT, MONDAY
from tests.content.folders import copied

ALL = Scope.system("test")
DAY = date(2026, 11, 23)


@pytest.fixture
async def rulebooks(db: Database, tmp_path: Path) -> Rulebooks:
    await load(db, ALL, copied(tmp_path / "kb"), MONDAY)
    made = Rulebooks(db)
    await made.refresh()
    return made


async def put(db: Database, kind: Kind, name: str, text: str, at: datetime = MONDAY) -> None:
    async with db.write() as session:
        await store.put(session, ALL, kind, "geldern", name, text, origin=Origin.PROGRAM, at=at, by="test")


async def test_refresh_says_whether_anything_had_changed(db, rulebooks):
    assert not await rulebooks.refresh()
    await put(db, Kind.ARTICLE, "neu", "+++\n+++\n")
    assert await rulebooks.refresh()


async def test_municipalities_with_an_agreement_by_name_those_of_the_largest_centre_first(rulebooks):
    found = [each.id for each in rulebooks.municipalities()]
    assert found == ["kreis-wesel", "geldern", "recklinghausen", "dortmund", "hagen", "muenster"]


async def test_the_dialled_number_names_the_municipality(rulebooks):
    assert rulebooks.numbers()["+49 30 23125 300"] == "geldern"


async def test_a_new_handbook_takes_effect_by_date(db, rulebooks):
    newer = (CONTENT / "geldern/handbook/2026-01-01.toml").read_text().replace("2026-01-01", "2027-01-01")
    await put(db, Kind.HANDBOOK, "2027-01-01", newer)
    await rulebooks.refresh()
    found = [rulebooks.on("geldern", day).handbook.valid_from.year for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert found == [2026, 2027]


async def test_the_same_rulebook_serves_until_something_changes(db, rulebooks):
    before = rulebooks.on("geldern", DAY)
    assert rulebooks.on("geldern", date(2026, 11, 24)) is before
    await put(db, Kind.ARTICLE, "neu", "+++\n+++\n")
    await rulebooks.refresh()
    assert rulebooks.on("geldern", DAY) is not before


@pytest.mark.parametrize(("municipality", "day"), [("goch", DAY), ("geldern", date(2025, 12, 31))])
async def test_without_rules_it_is_said_what_is_missing(rulebooks, municipality, day):
    with pytest.raises(NotFound) as missing:
        rulebooks.on(municipality, day)
    assert f"{day:%d.%m.%Y}" in missing.value.what


async def test_an_unknown_municipality_has_no_directory(rulebooks):
    assert rulebooks.directory("geldern").municipality.name == "Stadt Geldern"
    with pytest.raises(NotFound):
        rulebooks.directory("goch")


async def test_one_unreadable_text_keeps_nothing_else_from_being_used(db, rulebooks):
    await put(db, Kind.AGREEMENT, "agreement", "kaputt = ")
    await rulebooks.refresh()
    assert "geldern" not in [each.id for each in rulebooks.municipalities()]
    assert rulebooks.on("kreis-wesel", DAY).municipality == "kreis-wesel"
    assert len(rulebooks.catalogue.by_key) > 40


def test_an_empty_shelf_is_a_shelf():
    article = Document(Kind.ARTICLE, "geldern", "a", "", 1, Origin.FILE, datetime(2026, 1, 1, tzinfo=UTC), "test")
    assert shelved([article]).catalogue.leistung == ()


async def test_rules_are_found_again_in_the_words_of_then(db, rulebooks):
    text = (CONTENT / "geldern/handbook/2026-01-01.toml").read_text(encoding="utf-8")
    later = MONDAY + timedelta(days=1)
    await put(db, Kind.HANDBOOK, "2026-01-01", text.replace("zwei Arbeitstagen", "neun Arbeitstagen"), later)
    await rulebooks.refresh()

    async def promised(municipality, at):
        return (await rulebooks.as_of(municipality, DAY, at)).handbook.clauses["6.1"].text

    assert "zwei Arbeitstagen" in await promised("geldern", MONDAY)
    assert "zwei Arbeitstagen" in await promised("geldern", later - timedelta(seconds=1))  # from memory
    assert "neun Arbeitstagen" in await promised("geldern", later)
    unchanged = await rulebooks.as_of("kreis-wesel", DAY, MONDAY)
    assert unchanged is rulebooks.on("kreis-wesel", DAY)


async def test_where_no_words_of_then_were_kept_today_s_are_used(rulebooks):
    assert await rulebooks.as_of("geldern", DAY, MONDAY - timedelta(days=900)) is rulebooks.on("geldern", DAY)


async def test_an_agreement_that_came_later_has_the_rules_it_came_with(db, rulebooks):
    """What all share is older: of then there are texts, but not these."""
    directory = (CONTENT / "geldern/directory.toml").read_text(encoding="utf-8")
    await put(db, Kind.DIRECTORY, "directory", directory + "\n", MONDAY + timedelta(days=1))
    async with db.write() as session:
        for kind, name in ((Kind.AGREEMENT, "agreement"), (Kind.HANDBOOK, "2026-01-01")):
            known = await store.latest(session, ALL, kind, "geldern", name)
            await store.put(
                session, ALL, kind, "geldern", name, known.text, origin=Origin.PROGRAM, at=MONDAY - timedelta(days=2),
                by="test", removed=True,
            )  # fmt: skip
            await store.put(
                session, ALL, kind, "geldern", name, known.text, origin=Origin.PROGRAM, at=MONDAY + timedelta(days=2),
                by="test",
            )  # fmt: skip
    await rulebooks.refresh()
    assert await rulebooks.as_of("geldern", DAY, MONDAY) is rulebooks.on("geldern", DAY)


async def test_a_municipality_nobody_knows_had_no_rules_then_either(rulebooks):
    with pytest.raises(NotFound):
        await rulebooks.as_of("goch", DAY, MONDAY)
