"""Opening, accepting, handing over, releasing and answering tickets. Every function joins the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.errors import Conflict, Invalid
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.promises import service as promises
from servicecenter.promises.terms import Terms, strictest
from servicecenter.tickets import store
from servicecenter.tickets.model import Ticket, TicketAct, TicketState, after, taken


@dataclass(frozen=True, slots=True)
class Returned:
    """What went back to the pool in one act."""

    bundle: str
    tickets: Sequence[Ticket]


async def open_ticket(
    session: AsyncSession, ticket: Ticket, *, promised: Sequence[Terms], handbook: date, actor: str,
    also: Sequence[Terms] = (),
) -> Ticket:  # fmt: skip
    """With the promises the handbook makes about a reply; `also`: of its callback, which the caller makes."""
    made = await store.add(session, timed(ticket, strictest((*promised, *also))))
    record(session, made, "ticket-opened", made.made_at, actor, reason=made.reason, clause=made.clause)
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
    values: dict[str, Any] = {"accepted_by": person.id, "accepted_name": person.name, "accepted_at": at}
    return await step(session, scope, ticket, TicketAct.ACCEPT, at, person.id, **values)


async def hand_over(
    session: AsyncSession, scope: Scope, ticket_id: int, person: Person, to: Person, note: str, at: datetime
) -> Ticket:
    """From whoever has it to a colleague of the same Fachamt, with what they should know. Raises Invalid, Conflict."""
    ticket = await store.get(session, scope, ticket_id)
    if ticket.state is not TicketState.ACCEPTED or ticket.accepted_by != person.id:
        raise taken(ticket)
    if to.id == person.id or not Scope.of(to).covers(ticket.municipality, ticket.office):
        raise no_colleague()
    values: dict[str, Any] = {
        "accepted_by": to.id, "accepted_name": to.name, "accepted_at": at, "handed_over_by": person.name,
        "handed_over_note": note.strip(),
    }  # fmt: skip
    return await step(session, scope, ticket, TicketAct.HAND_OVER, at, person.id, {"to": to.id}, **values)


def timed(ticket: Ticket, driving: Terms | None) -> Ticket:
    """With the dates of the promise that drives the work."""
    return replace(ticket, due_at=driving.due_at, at_risk_at=driving.at_risk_at) if driving else ticket


def no_colleague() -> Invalid:
    return Invalid(
        "An diese Person kann nicht übergeben werden.", "Sie arbeitet nicht in diesem Fachamt.",
        "Bitte jemanden aus der Liste wählen.", field="colleague",
    )  # fmt: skip


async def return_all(session: AsyncSession, scope: Scope, holder: str, person: Person, at: datetime) -> Returned:
    """Everything that somebody who fell ill has open goes back to the pool at once, as far as the scope covers it.

    Raises Conflict where there is nothing.
    """
    bundle = token_hex(16)
    values = {"accepted_by": None, "accepted_name": None, "accepted_at": None}
    held = [ticket for ticket in await store.accepted(session, scope) if ticket.accepted_by == holder]
    moved = [t for t in held if await store.move(session, t, after(t, TicketAct.RELEASE), **values)]
    if not moved:
        raise Conflict(
            "Hier gibt es nichts zurückzulegen.", "Die Person hat kein offenes Ticket mehr angenommen.",
            "Bitte die Ansicht neu laden.",
        )  # fmt: skip
    await store.add_returned(session, bundle, moved, at)
    for ticket in moved:
        record(session, ticket, "ticket-released", at, person.id, returned_from=holder)
    return Returned(bundle, moved)


async def take_back_return(session: AsyncSession, scope: Scope, bundle: str, person: Person, at: datetime) -> Returned:
    """Undone: each is its holder's again, unless a colleague has taken it meanwhile. Raises Conflict."""
    held = await store.returned(session, scope, bundle)
    moved = [
        ticket
        for ticket, values in held
        if ticket.state is TicketState.NEW
        and await store.move(session, ticket, after(ticket, TicketAct.ACCEPT), **values)
    ]
    if not moved:
        raise Conflict(
            "Das lässt sich nicht mehr zurücknehmen.", "Kolleginnen und Kollegen haben alles schon angenommen.",
            "Bitte absprechen, wer sich kümmert.",
        )  # fmt: skip
    for ticket in moved:
        record(session, ticket, "ticket-return-undone", at, person.id)
    return Returned(bundle, moved)


async def release(session: AsyncSession, scope: Scope, ticket_id: int, person: Person, at: datetime) -> Ticket:
    """Back to the office's pool, by whoever has it or a colleague: people fall ill."""
    ticket = await store.get(session, scope, ticket_id)
    values = {"accepted_by": None, "accepted_name": None, "accepted_at": None}
    return await step(session, scope, ticket, TicketAct.RELEASE, at, person.id, **values)


async def answer(
    session: AsyncSession, scope: Scope, ticket_id: int, person: Person, text: str, at: datetime
) -> Ticket:
    """The reply keeps the promise of a reply, and those of what was merged into it. Raises Invalid for an empty one."""
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
    values: dict[str, Any] = {"answer": text.strip(), "answered_at": at, "closed_at": at}
    moved = await step(session, scope, ticket, TicketAct.ANSWER, at, person.id, **values)
    await promises.keep(session, scope, ticket.subject, at, person.id)
    for other in await store.merged_into(session, scope, ticket.id):
        await step(session, scope, other, TicketAct.ANSWER, at, person.id, **values)
        await promises.keep(session, scope, other.subject, at, person.id)
    return moved


async def exhaust(session: AsyncSession, scope: Scope, ticket_id: int, person: Person, said: str, at: datetime) -> None:
    """Its callback reached nobody. `said`: what was written instead, empty where no other channel is known."""
    ticket = await store.get(session, scope, ticket_id)
    if ticket.accepted_by != person.id:
        raise taken(ticket)
    values: dict[str, Any] = {"answer": said.strip(), "closed_at": at}
    await step(session, scope, ticket, TicketAct.EXHAUST, at, person.id, **values)
    await promises.exhaust(session, scope, ticket.subject, at, person.id)
    for other in await store.merged_into(session, scope, ticket.id):
        await step(session, scope, other, TicketAct.EXHAUST, at, person.id, **values)
        await promises.exhaust(session, scope, other.subject, at, person.id)


async def withdraw(session: AsyncSession, scope: Scope, ticket: Ticket, at: datetime, actor: str) -> Ticket:
    moved = await step(session, scope, ticket, TicketAct.WITHDRAW, at, actor, closed_at=at)
    await promises.withdraw(session, scope, ticket.subject, at, actor)
    return moved


async def step(
    session: AsyncSession, scope: Scope, ticket: Ticket, act: TicketAct, at: datetime, actor: str,
    told: Mapping[str, str] | None = None, **values: Any,
) -> Ticket:  # fmt: skip
    """One transition, if nobody was quicker. `told`: what the journal says beside the act."""
    to = after(ticket, act)
    if not await store.move(session, ticket, to, **values):
        raise taken(await store.get(session, scope, ticket.id))
    record(session, ticket, f"ticket-{_PAST[act]}", at, actor, **(told or {}))
    # Also where it has left the scope of whoever moved it.
    return await store.get(session, Scope.municipality(ticket.municipality), ticket.id)


_PAST = {
    TicketAct.ACCEPT: "accepted",
    TicketAct.HAND_OVER: "handed-over",
    TicketAct.RELEASE: "released",
    TicketAct.ANSWER: "answered",
    TicketAct.EXHAUST: "exhausted",
    TicketAct.WITHDRAW: "withdrawn",
    TicketAct.GIVE_BACK: "given-back",
    TicketAct.PUT_UP: "put-up",
    TicketAct.ASSIGN: "assigned",
    TicketAct.ASK: "asked",
    TicketAct.DELAY: "delayed",
    TicketAct.MERGE: "merged",
    TicketAct.SEPARATE: "separated",
    TicketAct.REOPEN: "reopened",
}


def record(session: AsyncSession, ticket: Ticket, act: str, at: datetime, actor: str, **details: str) -> None:
    """In the evidence: codes, offices and numbers, never what somebody wrote."""
    entry = Entry(
        at, ticket.municipality, ticket.case_number, act, actor, ticket.office, {"ticket": ticket.id} | details
    )
    journal.append(session, entry)
