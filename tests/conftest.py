"""Fixtures that all tests share: a fixed clock, a migrated database, the project's own content, the whole program."""

import os
from collections.abc import AsyncIterator
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

CONTENT = Path(__file__).parent.parent / "kb_content"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10:00 in Geldern, an ordinary Monday


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "var", content=CONTENT, port=0)


@pytest.fixture
async def db(settings: Settings) -> AsyncIterator[Database]:
    """An empty database, brought up to date by the migrations."""
    made = Database(settings.url)
    await migrate(made)
    yield made
    await made.close()


@pytest.fixture
async def program(settings: Settings, clock: FixedClock, db: Database) -> AsyncIterator[Program]:
    """The whole program with the project's content, a simulated telephone, and a clock that stands still."""
    await load(db, Scope.system("test"), CONTENT, clock.now())
    made = await build(settings, clock=clock, passwords=quick_passwords(), simulate=True)
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


@pytest.fixture
def testdata() -> Path | None:
    """The folder of real test data; None where SERVICECENTER_TESTDATA is not set, which the run's summary lists."""
    given = os.environ.get("SERVICECENTER_TESTDATA")
    return Path(given) if given else None
