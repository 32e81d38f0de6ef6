from pathlib import Path

import pytest

from servicecenter.access.model import Scope
from servicecenter.content.load import load
from servicecenter.content.trial import HandbookRefused, clause_at, handbook_on_trial
from servicecenter.database import Database
from servicecenter.documents import store
from tests.conftest import CONTENT, MONDAY

ALL = Scope.system("test")
HANDBOOK = (CONTENT / "geldern/handbook/2026-01-01.toml").read_text(encoding="utf-8")


@pytest.fixture
async def stored(db: Database) -> Database:
    await load(db, ALL, CONTENT, MONDAY)
    return db


def written(path: Path, text: str | bytes | None) -> Path:
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


async def tried(db: Database, path: Path, text: str | bytes | None = HANDBOOK):
    return await handbook_on_trial(db, ALL, "geldern", written(path, text), MONDAY.date())


async def test_a_good_file_is_a_handbook_and_nothing_is_stored(stored, tmp_path):
    async with stored.read() as session:
        before = await store.revision(session, ALL)
    text = HANDBOOK.replace("valid_from = 2026-01-01", "valid_from = 2027-04-01")
    handbook = await tried(stored, tmp_path / "entwurf.toml", text)
    assert handbook.valid_from.isoformat() == "2027-04-01"
    async with stored.read() as session:
        assert await store.revision(session, ALL) == before


async def test_the_version_in_force_may_be_tried_as_well(stored, tmp_path):
    assert (await tried(stored, tmp_path / "x.toml")).valid_from.isoformat() == "2026-01-01"


@pytest.mark.parametrize(
    ("old", "new", "clause", "message"),
    [
        pytest.param("working_days = 2", 'working_days = "zwei"', " (§ 6.1)", "ganze Zahl", id="no-number"),
        pytest.param("working_days = 2", "working_day = 2", " (§ 6.1)", "gibt es hier nicht", id="misspelt"),
        pytest.param('hours = "kernzeit"', 'hours = "nachts"', " (§ 3.1)", "Kalender „nachts“", id="unknown-calendar"),
        pytest.param('groups = ["bauen"]', 'groups = ["baun"]', " (§ 4.5)", "Gruppe „baun“", id="unknown-group"),
        pytest.param('municipality = "geldern"', 'municipality = "goch"', "", "unter „geldern“", id="another-town"),
        pytest.param("valid_from = 2026-01-01", "", "", "Diese Angabe fehlt", id="no-beginning"),
        pytest.param("sample = true", "sample = ", "", "kein gültiges TOML", id="no-toml"),
    ],
)
async def test_a_bad_file_is_refused_with_line_and_clause(stored, tmp_path, old, new, clause, message):
    path = tmp_path / "entwurf.toml"
    line = HANDBOOK[: HANDBOOK.index(old)].count("\n") + 1
    with pytest.raises(HandbookRefused) as refused:
        await tried(stored, path, HANDBOOK.replace(old, new, 1))
    places = {f"{path}:{line}{clause}: ", f"{path}:1: "} if "valid_from" in old else {f"{path}:{line}{clause}: "}
    assert any(place in refused.value.why for place in places)
    assert message in refused.value.why
    assert "bleibt in Kraft" in refused.value.now


@pytest.mark.parametrize(
    ("text", "message"),
    [(None, "lässt sich nicht lesen"), (b"\xff", "kein UTF-8"), (b"x" * 600_000, "zu groß")],
    ids=["not-there", "not-text", "too-large"],
)
async def test_a_file_that_is_none(stored, tmp_path, text, message):
    with pytest.raises(HandbookRefused, match=message):
        await tried(stored, tmp_path / "entwurf.toml", text)


async def test_many_faults_are_counted(stored, tmp_path):
    with pytest.raises(HandbookRefused) as refused:
        await tried(stored, tmp_path / "entwurf.toml", HANDBOOK.replace("title = ", "titel = "))
    assert refused.value.why.endswith(f"; und {len(refused.value.details['faults']) - 5} weitere Fehler")


@pytest.mark.parametrize(("line", "clause"), [(1, ""), (3, "§ 1.1"), (5, "§ 1.1"), (6, "§ 2"), (99, "§ 2")])
def test_a_line_belongs_to_the_clause_that_has_begun(line, clause):
    assert (
        clause_at('title = "x"\n\n[[clause]]\nnumber = "1.1"\ntext = "y"\n[[clause]]\nnumber = "2"\n', line) == clause
    )
