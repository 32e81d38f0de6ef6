"""evidence verify from outside: exit codes, what it prints, where it looks."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from servicecenter.cli import app
from servicecenter.journal import store
from servicecenter.journal.model import Entry
from servicecenter.journal.witness import FILE
from servicecenter.migrations import migrate
from tests.conftest import MONDAY, sqlite_file

Run = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with five entries."""

    async def fill(db: Any) -> None:
        await migrate(db)
        for number in range(5):
            async with db.write() as session:
                store.append(session, Entry(MONDAY, "geldern", f"4827319{number}", "promise-made", "7", "bauordnung"))

    return sqlite_file(tmp_path / "var", fill)


@pytest.fixture
def run(data: Path) -> Run:
    environment = {"SERVICECENTER_DATA": str(data.parent)}
    return lambda *arguments: CliRunner(env=environment).invoke(app, ["evidence", "verify", *arguments])


def hit(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


def test_a_sound_journal_ends_with_nought_and_is_witnessed(run: Run, data: Path) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert "Geprüfte Einträge: 5, Ketten: 1" in result.stdout
    assert "noch nichts bezeugt" in result.stdout
    assert (data.parent / FILE).exists()
    assert "Zuletzt außerhalb der Datenbank bezeugt" in run().stdout


def test_a_finding_names_entry_what_and_since_when_and_ends_with_one(run: Run, data: Path) -> None:
    hit(data, "UPDATE journal SET actor = '8' WHERE id = 3")
    result = run()
    assert result.exit_code == 1
    assert "Eintrag 3, Kette 1, Stelle 3, Vorgang 48 27 31 92: geändert" in result.stdout
    assert "frühestens seit 23.11.2026 10:00:00" in result.stdout
    assert "Befunde: 1" in result.stdout


def test_findings_as_json(run: Run, data: Path) -> None:
    hit(data, "DELETE FROM journal WHERE id = 5")
    result = run("--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert (told["entries"], told["strands"], told["witnessed_at"]) == (4, 1, None)
    (finding,) = told["findings"]
    assert (finding["fault"], finding["position"], finding["until"]) == ("removed", 5, 5)
    assert finding["what"].startswith("entfernt")


def test_the_last_entry_cut_off_with_its_head_is_found_by_the_copy_elsewhere(
    run: Run, data: Path, tmp_path: Path
) -> None:
    assert run().exit_code == 0
    elsewhere = tmp_path / "copy"
    (data.parent / FILE).rename(elsewhere)
    hit(data, "DELETE FROM journal WHERE id = 5")
    hit(data, "UPDATE journal_strand SET count = 4, hash = (SELECT hash FROM journal WHERE id = 4)")
    assert run("--heads", str(elsewhere)).exit_code == 1
    assert run().exit_code == 0, "without a witness nobody can tell"


def test_a_file_of_heads_that_is_none_is_wrong_use(run: Run, data: Path) -> None:
    (data.parent / FILE).write_text("nonsense\n")
    result = run()
    assert result.exit_code == 2
    assert "Zeile 1" in result.stderr


def test_the_sweep_writes_the_heads_down(data: Path) -> None:
    result = CliRunner(env={"SERVICECENTER_DATA": str(data.parent)}).invoke(app, ["sweep", "--once"])
    assert result.exit_code == 0, result.output
    assert json.loads((data.parent / FILE).read_text())["count"] == 5
