"""Opening, accepting, releasing and answering tickets. Every function joins the caller's transaction."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.errors import Invalid
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.promises import service as promises
from servicecenter.promises.terms import Terms
from servicecenter.tickets import store
from servicecenter.tickets.model import Ticket, TicketAct, TicketState, after, taken


async def open_ticket(
    session: AsyncSession, ticket: Ticket, *, promised: Sequence[Terms], handbook: date, actor: str
) -> Ticket:
    """With the promises the handbook makes about a reply."""
    made = await store.add(session, ticket)
    _journal(session, made, "ticket-opened", made.made_at, actor, reason=made.reason, clause=made.clause)
    for terms in promised:
        await promises.make(
            session, terms, subject=made.subject, case_number=made.case_number, municipality=made.municipality,
            office=made.office, handbook=handbook, at=made.made_at, actor=actor,
        )  # fmt: skip
    return made


async def accept(session: AsyncSession, scope: Scope, ticket_id: int, person: Person, at: datetime) -> Ticket:
    """One wins; the other is told who. Accepting what is already one's own changes nothing."""
    ticket = await store.get(session, scope, ticket_id)
    if ticket.state is TicketState.ACCEPTED and ticket.accepted_by == person.id:
        return ticket
    values = {"accepted_by": person.id, "accepted_name": person.name, "accepted_at": at}
    return await _move(session, scope, ticket, TicketAct.ACCEPT, at, person.id, **values)


async def release(session: AsyncSession, scope: Scope, ticket_id: int, person: Person, at: datetime) -> Ticket:
    """Back to the office's pool, by whoever has it or a colleague: people fall ill."""
    ticket = await store.get(session, scope, ticket_id)
    values = {"accepted_by": None, "accepted_name": None, "accepted_at": None}
    return await _move(session, scope, ticket, TicketAct.RELEASE, at, person.id, **values)


async def answer(
    session: AsyncSession, scope: Scope, ticket_id: int, person: Person, text: str, at: datetime
) -> Ticket:
    """The reply keeps the promise of a reply. Raises Invalid for an empty answer."""
    if not text.strip():
        raise Invalid(
            "Die Antwort fehlt.",
            "Ohne sie weiß beim nächsten Anruf niemand, was gesagt wurde.",
            "Bitte in einem Satz festhalten, was geantwortet wurde.",
            field="answer",
        )
    ticket = await store.get(session, scope, ticket_id)
    if ticket.state is TicketState.ACCEPTED and ticket.accepted_by != person.id:
        raise taken(ticket)
    moved = await _move(session, scope, ticket, TicketAct.ANSWER, at, person.id, answer=text.strip(), answered_at=at)
    await promises.keep(session, scope, ticket.subject, at, person.id)
    return moved


async def withdraw(session: AsyncSession, scope: Scope, ticket: Ticket, at: datetime, actor: str) -> Ticket:
    moved = await _move(session, scope, ticket, TicketAct.WITHDRAW, at, actor)
    await promises.withdraw(session, scope, ticket.subject, at, actor)
    return moved


async def _move(
    session: AsyncSession, scope: Scope, ticket: Ticket, act: TicketAct, at: datetime, actor: str, **values: object
) -> Ticket:
    to = after(ticket, act)
    if not await store.move(session, ticket, to, **values):
        raise taken(await store.get(session, scope, ticket.id))
    _journal(session, ticket, f"ticket-{_PAST[act]}", at, actor)
    return await store.get(session, scope, ticket.id)


_PAST = {
    TicketAct.ACCEPT: "accepted",
    TicketAct.RELEASE: "released",
    TicketAct.ANSWER: "answered",
    TicketAct.WITHDRAW: "withdrawn",
}


def _journal(session: AsyncSession, ticket: Ticket, act: str, at: datetime, actor: str, **details: str) -> None:
    entry = Entry(
        at, ticket.municipality, ticket.case_number, act, actor, ticket.office, {"ticket": ticket.id} | details
    )
    journal.append(session, entry)
