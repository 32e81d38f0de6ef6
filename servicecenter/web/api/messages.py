"""Reminders: who was told of which promise, by which way, and what failed."""

from typing import Any

from servicecenter.access.model import Role
from servicecenter.web.api import owed, showing
from servicecenter.web.table import WATCHING, Ask, Table

table = Table()
SUPERVISOR = frozenset({Role.SUPERVISOR})
MOST = 200


@table.get("/api/v1/messages", WATCHING, answer=list[owed.Reminder], summary="Erinnerungen, die neueste zuerst")
async def messages(ask: Ask[Any]) -> list[owed.Reminder]:
    """Eine Kommune sieht nur ihre eigenen."""
    found = await ask.program.outbox.latest(ask.scope, MOST)
    return [showing.reminder(message) for message in found]


@table.post(
    r"/api/v1/messages/{message:\d+}/again", SUPERVISOR, summary="Eine gescheiterte Erinnerung noch einmal senden"
)
async def again(ask: Ask[Any]) -> None:
    """Sofort, oder sobald die Empfängerin oder der Empfänger Öffnungszeit hat (409, wo nichts zu senden ist)."""
    await ask.program.outbox.send_again(ask.person, ask.number("message"))
