"""The check over what is stored: every municipality, every version that is or will be in force, by scope."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from servicecenter.access.model import Scope
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.documents import store
from servicecenter.documents.model import Kind, Origin
from servicecenter.errors import NotFound
from servicecenter.routing.checking import check
from servicecenter.routing.coverage_findings import FindingKind
from servicecenter.routing.rulebooks import Rulebooks
from tests.conftest import CONTENT

SYSTEM = Scope.system("test")
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = date(2026, 11, 23)


def answered(municipality: str, leistung: str) -> bool:
    return True


async def put(db: Database, kind: Kind, holder: str, name: str, text: str) -> None:
    async with db.write() as session:
        await store.put(session, SYSTEM, kind, holder, name, text, origin=Origin.PROGRAM, at=AT, by="test")


def few(path: Path) -> str:
    """The catalogue with two Leistungen: what is tested is not how long the list is."""
    text = path.read_text(encoding="utf-8")
    parts = text.split("[[leistung]]")
    kept = [part for part in parts[1:] if 'key = "hundesteuer"' in part or 'key = "kfz-zulassung"' in part]
    return "[[leistung]]" + "[[leistung]]".join(kept)


@pytest.fixture
async def rulebooks(db: Database) -> Rulebooks:
    await load(db, SYSTEM, CONTENT, AT)
    await put(db, Kind.CATALOGUE, "_common", "leistungen", few(CONTENT / "_common/leistungen.toml"))
    made = Rulebooks(db)
    await made.refresh()
    return made


async def test_all_municipalities_with_progress(rulebooks):
    told = []
    checked = check(rulebooks, SYSTEM, answered, DAY, progress=lambda *state: told.append(state))
    known = rulebooks.municipalities()
    assert checked.municipalities == tuple(each.id for each in known)
    assert told[-1] == (checked.cases, checked.cases, known[-1].name)
    assert [done for done, *_ in told] == sorted({done for done, *_ in told})


async def test_one_municipality(rulebooks):
    geldern = check(rulebooks, SYSTEM, answered, DAY, ["geldern", "geldern"])
    assert geldern.municipalities == ("geldern",)
    assert geldern.cases < check(rulebooks, SYSTEM, answered, DAY).cases
    assert geldern.promises > 500


async def test_a_scope_covers_its_own_municipality_alone(rulebooks):
    own = Scope.municipality("geldern")
    assert check(rulebooks, own, answered, DAY).municipalities == ("geldern",)
    with pytest.raises(NotFound):
        check(rulebooks, own, answered, DAY, ["kreis-wesel"])


async def test_an_unknown_municipality(rulebooks):
    with pytest.raises(NotFound):
        check(rulebooks, SYSTEM, answered, DAY, ["goch"])


async def test_a_version_that_begins_later_is_walked_as_well(db, rulebooks):
    before = check(rulebooks, SYSTEM, answered, DAY, ["geldern"])
    text = (CONTENT / "geldern/handbook/2026-01-01.toml").read_text(encoding="utf-8")
    text = text.replace("valid_from = 2026-01-01", "valid_from = 2027-01-01").replace('hours = "kernzeit"', "", 1)
    text += '\n[[clause]]\nnumber = "11.1"\nprivacy = "Anders."\n'
    await put(db, Kind.HANDBOOK, "geldern", "2027-01-01", text)
    await rulebooks.refresh()
    checked = check(rulebooks, SYSTEM, answered, DAY, ["geldern"])
    assert checked.cases == 2 * before.cases
    (finding,) = (each for each in checked.findings if each.kind is FindingKind.CONTRADICTION)
    assert (finding.handbook, finding.clause) == (date(2027, 1, 1), "§ 2.2, § 11.1")


async def test_a_day_without_a_handbook_is_a_finding(rulebooks):
    checked = check(rulebooks, SYSTEM, answered, date(2025, 12, 31), ["geldern"])
    (finding,) = (each for each in checked.findings if each.kind is FindingKind.NOT_COVERED)
    assert finding.sentence.startswith("Am 31.12.2025 gilt kein Qualitätshandbuch")
    assert checked.cases > 0, "the version that begins the day after is walked"
