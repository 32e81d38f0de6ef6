"""Desk and inbox over the project's own content, without web and without a search engine."""

import shutil
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from servicecenter.access.model import Person, Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.contacts.desk import Desk
from servicecenter.contacts.forwarding import Forwarded
from servicecenter.contacts.inbox import Inbox
from servicecenter.contacts.letters import Letters
from servicecenter.contacts.model import Contact
from servicecenter.contacts.wishes import Wish
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.directory.calendars import local_day
from servicecenter.journal.tables import JournalRow
from servicecenter.knowledgebase.model import Article
from servicecenter.knowledgebase.search import Hit
from servicecenter.knowledgebase.service import KnowledgeBase
from servicecenter.live import Live
from servicecenter.messages.tokens import Signer
from servicecenter.migrations import migrate
from servicecenter.promises import service as promises
from servicecenter.promises import store as promise_store
from servicecenter.promises.model import Promise
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.settings import Settings
from servicecenter.tickets.model import ReplyChannel
from tests.conftest import CONTENT, MONDAY, sqlite_file

ANNA = Person("1", "anna", "Anna Agent", Role.AGENT)
ALEX = Person("2", "alex", "Alex Agent", Role.AGENT)
CARL = Person("3", "carl", "Carl Clerk", Role.FACHAMT, "geldern", frozenset({"bauordnung"}))
CORA = Person("4", "cora", "Cora Clerk", Role.FACHAMT, "geldern", frozenset({"bauordnung"}))
SOFIA = Person("5", "sofia", "Sofia Sozial", Role.FACHAMT, "geldern", frozenset({"sozialamt"}))
GELDERN = "+49 30 23125 300"
WESEL = "+49 40 66969 200"
CALLER = "+49 30 23125 017"
CALLER_STORED = "+493023125017"
ALL = Scope.system("test")
MINE = Scope.of(CARL)
CALLBACK = Wish("Carport bauen, wer hilft?", ReplyChannel.CALLBACK, "P. Muster", CALLER, "ab 14 Uhr")
BY_MAIL = Wish("Carport bauen, wer hilft?", ReplyChannel.EMAIL, address="p@beispiel.example")


class NoSearch:
    def load(self, articles: Iterable[Article]) -> None:
        pass

    def change(self, changed: Iterable[Article], removed: Iterable[tuple[str, str]] = ()) -> None:
        pass

    def search(self, *_asked: object, **_more: object) -> list[Hit]:
        return []


@dataclass(frozen=True)
class Centre:
    db: Database
    clock: FixedClock
    live: Live
    rulebooks: Rulebooks
    desk: Desk
    inbox: Inbox

    def wait(self, **step: float) -> None:
        self.clock.advance(timedelta(**step))

    async def called(self, person: Person = ANNA, dialled: str = GELDERN, call: str = "c1") -> Contact:
        """A call that this agent has taken."""
        rang = await self.desk.ring(call, dialled, CALLER)
        return await self.desk.take(person, rang.id)

    async def asked(self, article: str, person: Person = ANNA, dialled: str = GELDERN, call: str = "c1") -> Contact:
        """… and the article is open."""
        contact = await self.called(person, dialled, call)
        return await self.desk.read(person, contact.id, article)

    async def forwarded(self, wish: Wish = CALLBACK, call: str = "c1", article: str = "baugenehmigung") -> Forwarded:
        contact = await self.asked(article, call=call)
        return await self.desk.forward(ANNA, contact.id, wish)

    async def acts(self, case_number: str | None = None) -> list[str]:
        async with self.db.read() as session:
            query = select(JournalRow.act).order_by(col(JournalRow.id))
            if case_number:
                query = query.where(col(JournalRow.case_number) == case_number)
            return list(await session.exec(query))

    async def details(self, act: str) -> list[dict[str, object]]:
        async with self.db.read() as session:
            query = select(JournalRow.details).where(col(JournalRow.act) == act).order_by(col(JournalRow.id))
            return [dict(found) for found in await session.exec(query)]

    async def promised(self, *subjects: str) -> list[Promise]:
        async with self.db.read() as session:
            found = await promise_store.of_subjects(session, ALL, subjects)
        return [promise for subject in subjects for promise in found[subject]]

    async def sweep(self) -> Sequence[Promise]:
        return await promises.sweep(self.db, ALL, self.clock.now())


async def centre_over(db: Database, clock: FixedClock, settings: Settings) -> Centre:
    live, rulebooks, knowledge = Live(), Rulebooks(db), KnowledgeBase(db, NoSearch())
    await rulebooks.refresh()
    await knowledge.refresh(local_day(clock.now()))
    letters = Letters.of(settings, rulebooks, Signer(b"key of the tests"))
    desk = Desk(db, clock, rulebooks, knowledge, live, "kreis-wesel", letters)
    return Centre(db, clock, live, rulebooks, desk, Inbox(db, clock, live, rulebooks, letters))


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the project's content, made once and copied for each test."""

    async def fill(db: Database) -> None:
        await migrate(db)
        await load(db, ALL, CONTENT, MONDAY)

    return sqlite_file(tmp_path_factory.mktemp("loaded"), fill)


@pytest.fixture
async def db(engine: str, settings: Settings, loaded: Path) -> AsyncIterator[Database]:
    if engine == "sqlite":
        settings.data.mkdir()
        shutil.copy(loaded, settings.data)
    made = Database(settings.url)
    if engine != "sqlite":
        await load(made, ALL, CONTENT, MONDAY)
    yield made
    await made.close()


@pytest.fixture
async def centre(db: Database, clock: FixedClock, settings: Settings) -> Centre:
    return await centre_over(db, clock, settings)


@pytest.fixture
async def second(centre: Centre, settings: Settings) -> AsyncIterator[Centre]:
    """Another process over the same database; after a restart it looks the same."""
    db = Database(settings.url)
    yield await centre_over(db, centre.clock, settings)
    await db.close()


@pytest.fixture
def acts(centre: Centre) -> Any:
    """tests/contacts/acting.py, which knows this module."""
    from .acting import acts_of

    return acts_of(centre)
