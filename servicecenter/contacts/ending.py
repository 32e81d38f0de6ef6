"""How a contact ends, and how its end is taken back. Every function joins the caller's transaction."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.callbacks import service as callbacks
from servicecenter.callbacks import store as callback_store
from servicecenter.contacts import store
from servicecenter.contacts.letters import Letters
from servicecenter.contacts.model import FORWARDED, Contact, ContactAct, Outcome, after, conflict
from servicecenter.contacts.uninviting import uninvite
from servicecenter.directory.leistungen import Catalogue
from servicecenter.errors import Conflict
from servicecenter.messages import store as outbox
from servicecenter.tickets import service as tickets
from servicecenter.tickets import store as ticket_store
from servicecenter.tickets.model import Ticket, TicketState


async def end(
    session: AsyncSession, scope: Scope, catalogue: Catalogue, contact: Contact, outcome: Outcome, at: datetime
) -> None:
    """Once; what only the talk needed is gone with it. Raises Conflict where it has ended already."""
    values: dict[str, object] = {"outcome": outcome.value, "closed_at": at}
    if outcome is not Outcome.CALLBACK:
        values["caller"] = None  # the number of an answered call serves nobody any more
    if is_social(catalogue, contact):
        values |= {"note": "", "query": ""}  # § 35 SGB I: what was typed before the concern was known goes too
    if not await store.move(session, contact, after(contact, ContactAct.CLOSE), **values):
        raise conflict(await store.get(session, scope, contact.id))


def teaches(catalogue: Catalogue, contact: Contact) -> bool:
    """Whether the search learns from it: not where a person was asked for by name, nothing of social concerns."""
    has_both = bool(contact.query and contact.article)
    return has_both and contact.person_asked is None and not is_social(catalogue, contact)


async def take_back(
    session: AsyncSession, scope: Scope, letters: Letters, contact: Contact, at: datetime, actor: str
) -> None:
    """The ticket and the callback that came of it; promises with them. Raises Conflict once a clerk has accepted."""
    if contact.outcome not in FORWARDED:
        return
    for ticket in await ticket_store.of_contact(session, scope, contact.id):
        if ticket.state is TicketState.NEW:
            await _withdraw(session, scope, letters, ticket, at, actor)
        elif ticket.state is not TicketState.WITHDRAWN:
            who = ticket.accepted_name or "Das Fachamt"
            raise Conflict(
                "Das lässt sich nicht mehr zurücknehmen.",
                f"{who} hat das Ticket schon angenommen.",
                "Bitte das Fachamt anrufen.",
                by=who,
            )


async def _withdraw(
    session: AsyncSession, scope: Scope, letters: Letters, ticket: Ticket, at: datetime, actor: str
) -> None:
    await tickets.withdraw(session, scope, ticket, at, actor)
    await outbox.withdraw(session, ticket.subject)
    found = await callback_store.of_tickets(session, scope, [ticket.id])
    for callback in found.values():
        await callbacks.withdraw(session, scope, callback, at, actor=actor)
    await uninvite(session, letters, ticket, at)


def is_social(catalogue: Catalogue, contact: Contact, *also: str | None) -> bool:
    """Whether § 35 SGB I protects the concern; `also`: further Leistungen it touches."""
    return catalogue.is_social(contact.leistung, *also)
