"""bench start, http, search, routing, promises, telephony: measure on own data, print figure beside bar and peer."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from servicecenter.access.model import Role, Scope
from servicecenter.app import REFRESH_EVERY_SECONDS, build
from servicecenter.bench import deadlines, http, routing, start, telephony, telephony_day
from servicecenter.bench import promises as watching
from servicecenter.bench import search as searching
from servicecenter.bench import tickets as ticketing
from servicecenter.bench.asterisk import AsteriskMissing
from servicecenter.bench.machine import Figure, machine
from servicecenter.bench.peers import PeersMissing
from servicecenter.bench.postgres import PostgresMissing, started
from servicecenter.clock import SystemClock
from servicecenter.commands.output import DONE, FINDINGS, console, print_json, progress
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.migrations import migrate
from servicecenter.settings import Settings
from servicecenter.web.program import Program

SYSTEM = Scope.system("bench")
WRITERS = 8  # processes that make promises on PostgreSQL at once


async def run(settings: Settings, what: str, *, as_json: bool) -> int:
    """1 when a figure misses its bar: findings, not a failure of the run."""
    with tempfile.TemporaryDirectory(prefix="servicecenter-bench-") as folder:
        data = Path(folder)
        token = await _prepare(settings, data)
        figures = await (
            start.measure(data, settings.content) if what == "start" else http.measure(data, settings.content, token)
        )
    return _told(figures, as_json=as_json)


async def search(settings: Settings, testdata: Path | None, *, as_json: bool) -> int:
    """Figures with the project's texts alone; beside other engines only where Munich's services lie."""
    with tempfile.TemporaryDirectory(prefix="servicecenter-bench-") as folder:
        figures = await searching.measure(Path(folder), settings.content, testdata, REFRESH_EVERY_SECONDS)
    engines = searching.engines(testdata) if testdata else []
    if as_json:
        shown = [asdict(figure) | {"holds": figure.holds} for figure in figures]
        print_json({"machine": machine(), "figures": shown, "engines": [asdict(engine) for engine in engines]})
    else:
        _print(figures)
        _print_engines(engines)
    return FINDINGS if any(figure.holds is False for figure in figures) else DONE


async def decisions(settings: Settings, *, as_json: bool) -> int:
    with tempfile.TemporaryDirectory(prefix="servicecenter-bench-") as folder:
        figures = await routing.measure(Path(folder), settings.content, SystemClock().now())
    return _told(figures, as_json=as_json)


def _told(figures: list[Figure], *, as_json: bool) -> int:
    if as_json:
        print_json({"machine": machine(), "figures": [asdict(figure) | {"holds": figure.holds} for figure in figures]})
    else:
        _print(figures)
    return FINDINGS if any(figure.holds is False for figure in figures) else DONE


async def promises(postgres: str | None, count: int, *, as_json: bool) -> int:
    """On an SQLite file of its own, and on PostgreSQL: the database given, or a server of its own, fsync on."""
    size = watching.Size(open=count, made=min(watching.MADE, max(count // 500, 40)))
    figures, missing = deadlines.measure(), ""
    with progress() as bar:

        async def watched(name: str, url: str, writers: int) -> list[Figure]:
            task = bar.add_task(f"{name}: Zusagen anlegen", total=count)
            return await watching.measure(
                name, url, writers, size, lambda done, of: bar.update(task, completed=done, total=of)
            )

        with tempfile.TemporaryDirectory(prefix="servicecenter-bench-") as folder:
            figures += await watched("SQLite", Settings(data=Path(folder)).url, 1)
        figures += await _tickets("SQLite", "", count)
        try:
            with server(postgres) as url:
                figures += await watched("PostgreSQL", url, WRITERS)
            with server(postgres) as url:
                figures += await _tickets("PostgreSQL", url, count)
        except PostgresMissing as error:
            missing = f"PostgreSQL: nicht gemessen. {error}"
    if as_json:
        shown = [asdict(figure) | {"holds": figure.holds} for figure in figures]
        print_json({"machine": machine(), "figures": shown, "missing": missing})
    else:
        _print(figures)
        if missing:
            console.print(missing, markup=False)
    return FINDINGS if missing or any(figure.holds is False for figure in figures) else DONE


async def _tickets(name: str, url: str, count: int) -> list[Figure]:
    """An inbox that is full, and tickets made through HTTP; a tenth of what the watch is asked, as it is measured."""
    runs = max(count // 1000, 20)
    size = ticketing.Size(max(count // 10, 100), max(count // 100, 10), asked=min(runs, 200), made=min(runs, 1000))
    with tempfile.TemporaryDirectory(prefix="servicecenter-bench-") as folder:
        return await ticketing.measure(name, Settings(data=Path(folder), database_url=url), size, prepare)


async def calls(settings: Settings, testdata: Path | None, load: telephony.Load, *, as_json: bool) -> int:
    """The load, then a day of calls where the real arrivals lie. Findings too where Asterisk or sipp are missing."""
    figures, missing = [], ""
    try:
        with tempfile.TemporaryDirectory(prefix="servicecenter-bench-") as folder:
            figures += await telephony.measure(Path(folder), settings.content, load)
        if testdata is None:
            missing = "Ein Tag mit Anrufen: nicht gemessen, SERVICECENTER_TESTDATA ist nicht gesetzt."
        else:
            with tempfile.TemporaryDirectory(prefix="servicecenter-bench-") as folder:
                figures += await telephony_day.measure(Path(folder), settings.content, testdata)
    except (AsteriskMissing, PeersMissing) as error:
        missing = str(error)
    if as_json:
        shown = [asdict(figure) | {"holds": figure.holds} for figure in figures]
        print_json({"machine": machine(), "figures": shown, "missing": missing})
    else:
        _print(figures)
        if missing:
            console.print(missing, markup=False)
    return FINDINGS if missing or any(figure.holds is False for figure in figures) else DONE


@contextmanager
def server(url: str | None) -> Iterator[str]:
    """Raises PostgresMissing where none is given and none can be started."""
    if url is not None:
        yield Settings(database_url=url).url
        return
    with started(("shared_buffers=256MB",)) as cluster:
        cluster.run("createdb", "bench")
        yield Settings(database_url=cluster.url("bench")).url


def _print_engines(engines: list[searching.Engine]) -> None:
    if not engines:
        console.print("Vergleich mit anderen Suchen: nicht gelaufen, SERVICECENTER_TESTDATA ist nicht gesetzt.")
        return
    table = Table("Münchens Leistungen", *(engine.name for engine in engines))
    for name in ("recall@1", "recall@3", "recall@10", "mrr@10", "p50_ms", "p95_ms"):
        digits = 2 if name.endswith("ms") else 3
        table.add_row(name, *(engine.missing or f"{engine.quality[name]:.{digits}f}" for engine in engines))
    table.add_row("recall@3, Tippfehler", *(engine.missing or f"{engine.recall_3_typos:.3f}" for engine in engines))
    table.add_row("bauen, s", *(engine.missing or f"{engine.built_s:.2f}" for engine in engines))
    console.print(table)


async def _prepare(settings: Settings, data: Path) -> str:
    """A database with the content and one agent who is logged in; the token of the API."""
    return (await prepare(Settings(data=data, content=settings.content)))[0]


async def prepare(own: Settings) -> tuple[str, str]:
    """A database with the content, an agent and a clerk who are logged in; the tokens of the API."""
    db = Database(own.url)
    await migrate(db)
    await db.close()
    program = await build(own)
    try:
        await load(program.db, SYSTEM, own.content, program.clock.now())
        clerk = await _token(program, Role.FACHAMT, ticketing.TOWN, ticketing.OFFICE)
        return await _token(program, Role.AGENT, None), clerk
    finally:
        await program.db.close()


async def _token(program: Program, role: Role, town: str | None, *offices: str) -> str:
    person, password = await program.access.add_person(
        f"bench.{role}", "Bench", role, by=None, municipality=town, offices=offices, must_change_password=False
    )
    return (await program.access.login(person.login, password, "127.0.0.1")).token


def _print(figures: list[Figure]) -> None:
    console.print(machine())
    table = Table("Messung", "Wert", "Ziel", "Vergleich", "Wert")
    for figure in figures:
        bar = f"{figure.asked} {'✓' if figure.holds else '✗'}" if figure.asked else ""
        peer = "" if figure.peer_value is None else f"{figure.peer_value:.1f} {figure.unit}"
        table.add_row(figure.name, f"{figure.value:.1f} {figure.unit}", bar, figure.peer, peer)
    console.print(table)
