import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from servicecenter.access.model import Scope
from servicecenter.bench.centre import content_with
from servicecenter.clock import RunningClock
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.migrations import migrate
from servicecenter.settings import Settings
from tests.asterisk import QUICK, Exchange, Line, running
from tests.conftest import CONTENT, MONDAY, sqlite_file
from tests.telephony.asterisk.wire import Wire


@pytest.fixture(scope="session")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """One Asterisk for the whole run."""
    with running(tmp_path_factory.mktemp("exchange")) as made:
        yield made


@pytest.fixture(scope="session")
def quick_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Geldern's handbook names short times."""
    return content_with(QUICK, CONTENT, tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="session")
def quick(quick_content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with that content."""

    async def fill(db: Database) -> None:
        await migrate(db)
        await load(db, Scope.system("test"), quick_content, MONDAY)

    return sqlite_file(tmp_path_factory.mktemp("quick"), fill)


def settings(exchange: Exchange, quick: Path, folder: Path, **changes: Any) -> Settings:
    """Of a program with a copy of that database."""
    shutil.copy(quick, folder)
    return Settings(data=folder, **exchange.settings(**changes))


@pytest.fixture
async def wire(exchange: Exchange) -> AsyncIterator[Wire]:
    made = Wire(exchange.asterisk.address)
    yield made
    await made.close()


@pytest.fixture
async def line(exchange: Exchange, quick: Path, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    """Connected; at the end no call is left, in our books as in Asterisk's. The parameter is the speed of the clock."""
    clock = RunningClock(MONDAY, getattr(request, "param", 1.0))
    made = await Line(exchange, settings(exchange, quick, tmp_path), clock).start()
    try:
        yield await made.connected()
        await made.quiet()
    finally:
        await made.stop()
        exchange.clear()
