"""serve and demo: bring the database up to date, start the web program, stop it cleanly."""

import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from aiohttp import web

from servicecenter.access.model import Role, Scope
from servicecenter.app import build, jobs_of, runs_of, settle_down
from servicecenter.clock import SystemClock
from servicecenter.commands.history import write_history
from servicecenter.commands.output import console, errors, progress
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.errors import Conflict
from servicecenter.jobs import scheduler
from servicecenter.migrations import migrate
from servicecenter.settings import Settings
from servicecenter.sqlite import one_core
from servicecenter.web.program import Program
from servicecenter.web.routes import ROUTES
from servicecenter.web.server import LONGEST_LINE, create

LOGINS = "demo-logins.txt"  # in the data folder, readable by its owner only


@dataclass(frozen=True, slots=True)
class DemoPerson:
    login: str
    name: str
    role: Role
    what: str
    municipality: str | None = None
    offices: tuple[str, ...] = ()


PEOPLE = (
    DemoPerson("agent", "Anke Beispiel", Role.AGENT, "Servicekraft: nimmt Anrufe an"),
    DemoPerson("agent2", "Ole Muster", Role.AGENT, "zweite Servicekraft"),
    DemoPerson("bauamt", "Birgit Probe", Role.FACHAMT, "Fachamt: Bauordnung Geldern", "geldern",
               ("bauordnung", "bauberatung", "planungsamt")),
    DemoPerson("rathaus", "Bernd Exempel", Role.FACHAMT, "Fachamt: Bürgerbüro und andere, Geldern", "geldern",
               ("buergerbuero", "standesamt", "steueramt", "gewerbe", "abfall", "ordnungsamt", "zentrale")),
    DemoPerson("kreis", "Karin Skizze", Role.FACHAMT, "Fachamt: Zulassung und Führerschein, Kreis Wesel", "kreis-wesel",
               ("zulassung", "fuehrerschein", "zentrale")),
    DemoPerson("lotse", "Lena Leitfaden", Role.FACHAMT, "Lotse: führt Vorhaben von Betrieben, Hagen", "hagen",
               ("servicezentrum-wirtschaft",)),
    DemoPerson("hagen", "Hanno Hinweis", Role.FACHAMT, "Fachamt: Bauen, Gewerbe und Lebensmittel, Hagen", "hagen",
               ("bauberatung", "bauordnung", "gewerbe", "lebensmittelueberwachung")),
    DemoPerson("aufsicht", "Sabine Vorlage", Role.SUPERVISOR, "Aufsicht des ServiceCenters"),
    DemoPerson("geldern", "Gerd Schablone", Role.CONTROLLER, "Controlling der Stadt Geldern", "geldern"),
    DemoPerson("redaktion", "Rita Entwurf", Role.EDITOR, "Redaktion des ServiceCenters: alle Artikel"),
    DemoPerson("redaktion2", "Gesa Fassung", Role.EDITOR, "Redaktion der Stadt Geldern", "geldern"),
    DemoPerson("admin", "Ada Platzhalter", Role.ADMIN, "Verwaltung der Anmeldungen"),
)  # fmt: skip


async def serve(settings: Settings, *, simulate: bool = False, ready: Callable[[str], None] | None = None) -> None:
    """Runs until it is told to stop. Raises Conflict when the port is taken."""
    with one_core(settings.url):
        db = Database(settings.url)
        await migrate(db)
        await db.close()
        await _serve(await build(settings, simulate=simulate), ready or _say_address)


async def _serve(program: Program, ready: Callable[[str], None]) -> None:
    ticking = scheduler(jobs_of(program))
    runner = web.AppRunner(
        create(program, ROUTES),
        handler_cancellation=False,
        access_log=None,
        shutdown_timeout=2,
        max_line_size=LONGEST_LINE,
    )
    runs: list[asyncio.Task[None]] = []
    try:
        await runner.setup()
        address = await _listen(runner, program.settings)
        ticking.start()
        runs = [asyncio.create_task(run()) for run in runs_of(program)]
        settle_down()
        ready(address)
        await _told_to_stop()
    finally:
        for task in runs:
            task.cancel()
        await asyncio.gather(*runs, return_exceptions=True)
        await program.telephony.resign()
        if ticking.running:
            ticking.shutdown(wait=False)
        await runner.cleanup()
        await program.db.close()


async def _listen(runner: web.AppRunner, settings: Settings) -> str:
    site = web.TCPSite(runner, settings.host, settings.port)
    try:
        await site.start()
    except OSError as error:
        raise Conflict(
            f"Der Port {settings.port} ist nicht frei.",
            f"Auf {settings.host}:{settings.port} läuft schon ein Programm ({error.strerror}).",
            "Bitte das andere Programm beenden oder einen anderen Port wählen: SERVICECENTER_PORT=8081 make demo",
        ) from error
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"


def _say_address(address: str) -> None:
    console.print(f"servicecenter läuft: [bold]{address}[/]  (Ende mit Strg+C)")


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()


async def demo(settings: Settings, began: datetime) -> None:
    """The main job on real content: everything is prepared once and kept; then the simulated telephone rings.

    `began` is when the person typed `make demo`: what is printed at the end counts the installing too.
    """
    with one_core(settings.url):
        program = await _prepared(settings)
        await _serve(program, lambda address: _welcome(address, settings, began))


async def _prepared(settings: Settings) -> Program:
    with progress() as bar:
        steps = bar.add_task("Datenbank", total=4)

        async def step(what: str, act: Awaitable[object]) -> None:
            bar.update(steps, description=what)
            await act
            bar.advance(steps)

        db = Database(settings.url)
        await step("Datenbank", migrate(db))
        content = bar.add_task("Inhalte", total=None)

        async def load_content() -> None:
            loaded = await load(
                db, Scope.system("demo"), settings.content, SystemClock().now(),
                progress=lambda done, of, what: bar.update(content, completed=done, total=of, description=what),
            )  # fmt: skip
            for fault in loaded.faults:  # the rest is loaded all the same
                errors.print(f"Fehler  {fault}", markup=False, soft_wrap=True)

        await step("Inhalte laden", load_content())
        await db.close()
        program = await build(settings, simulate=True)
        await step("Anmeldungen", add_people(program, settings.data / LOGINS))
        await step("Beispielmonat", write_history(program))
    return program


async def add_people(program: Program, file: Path) -> None:
    """Once; their generated passwords lie in the data folder, so that a second start can show them again.

    They need not be changed: a newcomer wants to see the desk, and nobody but this machine reaches 127.0.0.1.
    """
    known = {person.login for person in await program.access.list_people(Scope.system("demo"))}
    lines = []
    for person in PEOPLE:
        if person.login in known:
            continue
        _, password = await program.access.add_person(
            person.login, person.name, person.role, by=None, municipality=person.municipality, offices=person.offices,
            must_change_password=False,
        )  # fmt: skip
        lines.append(f"{person.login}\t{password}\t{person.what}")
    _keep(lines, file)


def _keep(lines: list[str], file: Path) -> None:
    file.touch(mode=0o600)
    with file.open("a", encoding="utf-8") as kept:
        kept.writelines(f"{line}\n" for line in lines)


def _welcome(address: str, settings: Settings, began: datetime) -> None:
    logins = [line.split("\t") for line in (settings.data / LOGINS).read_text(encoding="utf-8").splitlines()]
    width = max(len(password) for _, password, _ in logins)
    took = (SystemClock().now() - began).total_seconds()
    console.print(f"\nBereit nach {took:.1f} s. Das ServiceCenter läuft: [bold]{address}[/]\n")
    for login, password, what in logins:
        console.print(f"  {login:<14}{password:<{width + 2}}[dim]{what}[/]", soft_wrap=True)
    console.print(
        "\nAm besten zuerst als „agent“ anmelden: Das simulierte Telefon klingelt schon.\n"
        "Danach als „bauamt“ den Rückruf erledigen und als „aufsicht“ die Übersicht ansehen.\n"
        "Als „lotse“ ein Restaurant auf seinem Weg durch die Ämter begleiten.\n"
        "Ende mit Strg+C; alles Eingegebene bleibt. Von vorn: make demo-reset\n",
        soft_wrap=True,
    )


def set_up_logging(*, verbose: bool = False) -> None:
    """English lines with ids on the error stream; never a caller's number or name."""
    level = logging.INFO if verbose else logging.WARNING
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            # Plain tracebacks: local variables would carry names and numbers into the log.
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the stream of now, not of the start
    )
