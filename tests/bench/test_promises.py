"""Each measurement once, small: that it runs and says what it measured. No figure is judged here."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from servicecenter.access.model import Scope
from servicecenter.bench import deadlines, promise_writers
from servicecenter.bench.machine import Figure
from servicecenter.bench.promises import Size, measure
from servicecenter.cli import app
from servicecenter.commands.bench import server
from servicecenter.database import Database
from servicecenter.journal.evidence import verify
from servicecenter.journal.witness import Witness
from servicecenter.promises import store
from servicecenter.settings import Settings

ALL = Scope.system("test")
SMALL = Size(open=40, due=10, made=4, idle_runs=2)


def test_due_dates_beside_numpy() -> None:
    due, minutes = deadlines.measure(starts=50)
    assert (due.bar, minutes.bar, due.unit) == (10.0, 60.0, "µs")
    assert due.value > 0
    assert due.peer.startswith("numpy")
    assert due.peer_value is not None


@pytest.mark.each_database
async def test_watching_and_making(settings: Settings, db: Database, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    figures = await measure("hier", settings.url, 2, SMALL, lambda done, of: told.append((done, of)))
    assert [figure.asked for figure in figures] == ["≤ 5 ms", "≤ 2000 ms", "≥ 500 je s", ""]
    assert all(figure.value > 0 and figure.peer_value for figure in figures)
    assert told[-1] == (40, 40)
    async with db.read() as session:
        states = {promise.state.value for promise in await store.watched(session, ALL, 1000)}
    assert states == {"open", "at_risk"}
    sound = await verify(db, ALL, Witness(tmp_path / "heads"), promise_writers.AT)
    assert sound.findings == []


def test_a_floor_is_held_from_above() -> None:
    assert Figure("x", 500, "je s", floor=500).holds
    assert Figure("x", 499, "je s", floor=500).holds is False
    assert Figure("x", 1, "s").holds is None


def test_a_given_postgresql_is_used_as_it_is() -> None:
    with server("postgresql://somewhere/bench") as url:
        assert url == "postgresql+asyncpg://somewhere/bench"


def test_the_command_says_machine_figures_and_peers() -> None:
    result = CliRunner().invoke(app, ["bench", "promises", "--open", "4000", "--json"])
    assert result.exit_code in {0, 1}, result.output
    told = json.loads(result.stdout)
    assert told["missing"] == ""
    assert told["machine"]
    assert len(told["figures"]) == 16
    assert {figure["name"].partition(":")[0] for figure in told["figures"][2:]} == {"SQLite", "PostgreSQL"}
