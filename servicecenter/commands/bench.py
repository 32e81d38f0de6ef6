"""bench start, bench http: prepare a data folder of its own, measure, print figure beside bar and peer."""

import tempfile
from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from servicecenter.access.model import Role, Scope
from servicecenter.app import build
from servicecenter.bench import http, start
from servicecenter.bench.machine import Figure, machine
from servicecenter.commands.output import DONE, FINDINGS, console, print_json
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.migrations import migrate
from servicecenter.settings import Settings

SYSTEM = Scope.system("bench")


async def run(settings: Settings, what: str, *, as_json: bool) -> int:
    """1 when a figure misses its bar: findings, not a failure of the run."""
    with tempfile.TemporaryDirectory(prefix="servicecenter-bench-") as folder:
        data = Path(folder)
        token = await _prepare(settings, data)
        figures = await (
            start.measure(data, settings.content) if what == "start" else http.measure(data, settings.content, token)
        )
    if as_json:
        print_json({"machine": machine(), "figures": [asdict(figure) | {"holds": figure.holds} for figure in figures]})
    else:
        _print(figures)
    return FINDINGS if any(figure.holds is False for figure in figures) else DONE


async def _prepare(settings: Settings, data: Path) -> str:
    """A database with the content and one agent who is logged in; the token of the API."""
    own = Settings(data=data, content=settings.content)
    db = Database(own.url)
    await migrate(db)
    await db.close()
    program = await build(own)
    await load(program.db, SYSTEM, own.content, program.clock.now())
    person, password = await program.access.add_person(
        "bench", "Bench", Role.AGENT, by=None, must_change_password=False
    )
    begun = await program.access.login(person.login, password, "127.0.0.1")
    await program.db.close()
    return begun.token


def _print(figures: list[Figure]) -> None:
    console.print(machine())
    table = Table("Messung", "Wert", "Ziel", "Vergleich", "Wert")
    for figure in figures:
        bar = "" if figure.bar is None else f"≤ {figure.bar:g} {figure.unit} {'✓' if figure.holds else '✗'}"
        peer = "" if figure.peer_value is None else f"{figure.peer_value:.1f} {figure.unit}"
        table.add_row(figure.name, f"{figure.value:.1f} {figure.unit}", bar, figure.peer, peer)
    console.print(table)
