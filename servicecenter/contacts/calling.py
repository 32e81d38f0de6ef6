"""What a call without a conversation leaves behind: a contact in any case, and a callback where one was promised."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Role, Scope
from servicecenter.contacts import forwarding, store
from servicecenter.contacts.desk import Desk
from servicecenter.contacts.gathering import gather
from servicecenter.contacts.model import Contact, ContactAct, ContactState, Outcome, after
from servicecenter.contacts.wishes import Wish
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.live import Message
from servicecenter.routing.engine import decide
from servicecenter.tickets.model import ReplyChannel

TELEPHONE = Person("telephone", "telephone", "Telefon", Role.AGENT)  # who wrote it down where nobody spoke
SYSTEM = Scope.system("call")
CONCERN = "Rückruf am Telefon gewünscht, ohne Gespräch: Das Anliegen ist nicht bekannt."


async def turn_away(desk: Desk, call: str, outcome: Outcome) -> None:
    """Nobody spoke with the caller, and the contact says why. A contact that was taken or ended stays as it is."""
    at = desk.clock.now()
    async with desk.db.write() as session:
        contact = await store.by_call(session, SYSTEM, call)
        if contact is None or contact.state is not ContactState.RINGING:
            return
        if not await _close(session, contact, outcome, at, caller=None):
            return
        _journal(session, contact, f"contact-{outcome.value.replace('_', '-')}", at)
    desk.live.publish(Message("calls", contact.municipality))


async def promise_callback(desk: Desk, session: AsyncSession, call: str, number: str, at: datetime) -> None:
    """What was said on the telephone is owed, once, however often it is told. Joins the caller's transaction.

    The concern is nobody's yet, so the municipality's own switchboard owes the call, or whom the rules name.
    """
    contact = await store.by_call(session, SYSTEM, call)
    if contact is None or contact.state is not ContactState.RINGING:
        return
    rulebook = desk.rulebook(contact)
    decision = decide(gather(contact, rulebook, desk.knowledge, at), rulebook)
    wish = Wish(CONCERN, ReplyChannel.CALLBACK, number=number)
    await forwarding.forward(session, contact, rulebook, decision, wish, at, TELEPHONE)
    await _close(session, contact, Outcome.CALLBACK, at)


async def note(session: AsyncSession, call: str, act: str, at: datetime, details: Mapping[str, Any]) -> None:
    """In the journal of the call's contact, where it has one. Joins the caller's transaction."""
    if (contact := await store.by_call(session, SYSTEM, call)) is not None:
        _journal(session, contact, act, at, details=details)


async def put_through(desk: Desk, person: Person, call: str) -> None:
    """The contact goes with its call: one that rings is taken, one that came back to somebody else goes to them.

    Raises Conflict where the person has another contact open.
    """
    at = desk.clock.now()
    async with desk.db.write() as session:
        contact = await store.by_call(session, SYSTEM, call)
        if contact is None or contact.state is ContactState.CLOSED:
            return
        if contact.state is ContactState.RINGING:
            await desk.take_in(session, contact, person, at)
        elif contact.agent != person.id:
            await store.change(session, contact, agent=person.id, agent_name=person.name)
            _journal(session, contact, "contact-taken-over", at, person.id)
    desk.live.publish(Message("calls", contact.municipality))


async def _close(session: AsyncSession, contact: Contact, outcome: Outcome, at: datetime, **values: object) -> bool:
    to = after(contact, ContactAct.ABANDON)
    return await store.move(session, contact, to, outcome=outcome.value, closed_at=at, call_ended_at=at, **values)


def _journal(
    session: AsyncSession,
    contact: Contact,
    act: str,
    at: datetime,
    actor: str = "system",
    details: Mapping[str, Any] | None = None,
) -> None:
    journal.append(session, Entry(at, contact.municipality, contact.case_number, act, actor, details=details or {}))
