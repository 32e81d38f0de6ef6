"""privacy show and erase from outside: what they print, what they never repeat, and their exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from servicecenter.cli import app
from servicecenter.clock import FixedClock
from servicecenter.contacts.model import Outcome
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.migrations import migrate
from servicecenter.settings import Settings
from tests.conftest import CONTENT, MONDAY, sqlite_file
from tests.contacts.conftest import ALL, ANNA, CALLBACK, CALLER, centre_over

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A data folder with a callback still owed to the caller, and an ended contact that kept the number's note."""

    async def fill(db: Database) -> None:
        await migrate(db)
        await load(db, ALL, CONTENT, MONDAY)
        centre = await centre_over(db, FixedClock(MONDAY), Settings(data=tmp_path / "var", content=CONTENT))
        await centre.forwarded(CALLBACK)
        made = await centre.forwarded(CALLBACK, call="c2")
        await centre.desk.undo(ANNA, made.contact.id)
        await centre.desk.close(ANNA, made.contact.id, Outcome.NO_CONCERN)

    data = sqlite_file(tmp_path / "var", fill)
    environment = {"SERVICECENTER_DATA": str(data.parent), "SERVICECENTER_CONTENT": str(CONTENT)}
    return lambda *arguments: CliRunner(env=environment).invoke(app, ["privacy", *arguments])


def test_what_is_held_is_named_and_what_is_closed_is_erased(run: Run) -> None:
    shown = run("show", "--number", CALLER)
    assert shown.exit_code == 0
    assert "2 Vorgänge." in shown.stdout
    assert "Rückrufnummer" in shown.stdout
    assert "23125" not in shown.stdout
    held = json.loads(run("show", "--number", CALLER, "--json").stdout)["held"]
    assert [each["open"] for each in held] == [False, True]
    erased = run("erase", "--number", CALLER)
    assert erased.exit_code == 1, "one is still open"
    assert "Gelöscht: 1 Vorgänge." in erased.stdout
    again = json.loads(run("erase", "--number", CALLER, "--json").stdout)
    assert (again["erased"], len(again["open"])) == ([], 1)


def test_a_number_nobody_called_from_and_one_that_is_none(run: Run) -> None:
    assert "wird nichts aufbewahrt" in run("show", "--number", "030 23125 099").stdout
    assert run("erase", "--number", "030 23125 099").exit_code == 0
    wrong = run("show", "--number", "115")
    assert wrong.exit_code == 2
    assert "Bitte die Nummer mit Vorwahl" in wrong.stderr
