"""Tickets as rows, without a contact: what is tested here is what a Fachamt does with them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from servicecenter.access.model import Person, Role
from servicecenter.database import Database
from servicecenter.journal.tables import JournalRow
from servicecenter.promises.terms import Terms
from servicecenter.settings import Settings
from servicecenter.tickets import service
from servicecenter.tickets.model import ReplyChannel, Ticket
from servicecenter.tickets.store import unsaved

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
CARL = Person("11", "carl", "Carl Beispiel", Role.FACHAMT, "geldern", frozenset({"bauordnung"}))
CORA = Person("12", "cora", "Cora Beispiel", Role.FACHAMT, "geldern", frozenset({"bauordnung"}))
YOUTH = Person("13", "jana", "Jana Beispiel", Role.FACHAMT, "geldern", frozenset({"jugendamt"}))
WESEL = Person("14", "willi", "Willi Beispiel", Role.FACHAMT, "kreis-wesel", frozenset({"bauordnung"}))
ADMIN = Person("15", "ada", "Ada Beispiel", Role.ADMIN)
AGENT = Person("16", "anna", "Anna Beispiel", Role.AGENT)
Make = Callable[..., Awaitable[Ticket]]
VALUES: dict[str, Any] = {
    "contact": 1, "case_number": "48273196", "municipality": "geldern", "office": "bauordnung", "leistung": "carport",
    "article": None, "concern": "Carport bauen", "already_said": "", "caller_name": "", "reply": ReplyChannel.EMAIL,
    "address": "p@beispiel.example", "reason": "to-responsible", "clause": "§ 5.1",
}  # fmt: skip


@pytest.fixture
def make(db: Database) -> Make:
    async def made(**values: Any) -> Ticket:
        terms = Terms("reply", "§ 6.2", DUE, date(2026, 11, 25), MADE, 2, 480, {})
        async with db.write() as session:
            return await service.open_ticket(
                session, unsaved(MADE, **VALUES | values), promised=[terms], handbook=date(2026, 1, 1), actor="16"
            )

    return made


@pytest.fixture
async def second(db: Database, settings: Settings) -> AsyncIterator[Database]:
    """Another process over the same database."""
    made = Database(settings.url)
    yield made
    await made.close()


async def acts(db: Database) -> list[str]:
    async with db.read() as session:
        return list(await session.exec(select(JournalRow.act).order_by(col(JournalRow.id))))
