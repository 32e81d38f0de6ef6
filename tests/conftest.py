"""Fixtures that all tests share: a fixed clock, a migrated database, the project's own content, the whole program."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.access.passwords import Passwords
from servicecenter.app import build
from servicecenter.clock import FixedClock
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.migrations import migrate
from servicecenter.settings import Settings
from servicecenter.web.program import Program
from tests.postgres import Postgres, running
from tests.shared import SharedSearch

CONTENT = Path(__file__).parent.parent / "kb_content"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10:00 in Geldern, an ordinary Monday


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "each_database: runs on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("each_database") and "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for the whole run. Fails where PostgreSQL is not installed: nothing is skipped in silence."""
    with running() as server:
        yield server


@pytest.fixture
def settings(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    url = ""
    if engine == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.stocked(load_content) if "program" in request.fixturenames else server.fresh()
    return Settings(data=tmp_path / "var", content=CONTENT, port=0, database_url=url)


def sqlite_file(folder: Path, fill: Callable[[Database], Awaitable[None]]) -> Path:
    """A database that many tests copy; filled in a loop of its own, whatever loop the tests have."""
    settings = Settings(data=folder)

    async def make() -> None:
        made = Database(settings.url)
        await fill(made)
        async with made.engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        await made.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, make()).result()
    return folder / "servicecenter.sqlite3"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sqlite_file(tmp_path_factory.mktemp("migrated"), migrate)


@pytest.fixture
async def db(settings: Settings, migrated: Path) -> AsyncIterator[Database]:
    """An empty database, brought up to date by the migrations: once for the run, then copied."""
    if not settings.database_url:
        settings.data.mkdir(parents=True, exist_ok=True)
        shutil.copy(migrated, settings.data)
    made = Database(settings.url)
    yield made
    await made.close()


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the project's own content: loaded once for the run, then copied."""

    async def fill(db: Database) -> None:
        await migrate(db)
        await load_content(db)

    return sqlite_file(tmp_path_factory.mktemp("stocked"), fill)


async def load_content(db: Database) -> None:
    await load(db, Scope.system("test"), CONTENT, MONDAY)


@pytest.fixture
async def program(
    settings: Settings, clock: FixedClock, db: Database, request: pytest.FixtureRequest
) -> AsyncIterator[Program]:
    """The whole program with the project's content, a simulated telephone, and a clock that stands still."""
    if not settings.database_url:
        shutil.copy(request.getfixturevalue("stocked"), settings.data)
    made = await build(settings, clock=clock, passwords=quick_passwords(), search=SharedSearch(), simulate=True)
    yield made
    await made.db.close()


def quick_passwords() -> Passwords:
    """Argon2id with parameters that cost nothing: what is tested is the program, not the hash."""
    return Passwords(memory_kib=8, rounds=1)


async def somebody(program: Program, role: Role, login: str, *offices: str, municipality: str | None = None) -> Person:
    """A person who has already changed the first password."""
    person, _ = await program.access.add_person(
        login, login.title(), role, by=None, municipality=municipality, offices=offices, must_change_password=False
    )
    return person


@pytest.fixture
async def agent(program: Program) -> Person:
    return await somebody(program, Role.AGENT, "anna.agent")


@pytest.fixture
async def clerk(program: Program) -> Person:
    """Of Geldern's building office."""
    return await somebody(program, Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")


@pytest.fixture(scope="session")
def testdata() -> Path:
    """The folder of real test data. Without it these tests do not run, and the run's summary lists them (-rs)."""
    given = os.environ.get("SERVICECENTER_TESTDATA")
    if not given:
        pytest.skip("SERVICECENTER_TESTDATA is not set")
    return Path(given)
