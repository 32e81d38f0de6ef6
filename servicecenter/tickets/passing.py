"""A ticket that came to the wrong office: given back, assigned by the supervisor. Joins the caller's transaction.

Where it goes the caller has decided; here it goes there, once, whoever else presses the same button.
"""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.errors import Conflict, Invalid
from servicecenter.tickets import store
from servicecenter.tickets.model import NOBODY, Ticket, TicketAct, TicketState, taken
from servicecenter.tickets.remarks import store as remark_store
from servicecenter.tickets.remarks.model import Remark, RemarkKind
from servicecenter.tickets.service import step

POOLED: dict[str, Any] = {"accepted_by": None, "accepted_name": None, "accepted_at": None}


async def give_back(
    session: AsyncSession, scope: Scope, ticket: Ticket, person: Person, reason: str, proposal: str,
    to: str | None, why: str, at: datetime,
) -> Ticket:  # fmt: skip
    """To the office `to`, or, None, to the supervisor. `proposal` is an office or empty: "I do not know".

    `why` is routing's code for the way it goes now. Raises Invalid without a reason, Conflict where a
    colleague has it, NotFound for whom it has left already.
    """
    check_reason(reason)
    if ticket.state is TicketState.ACCEPTED and ticket.accepted_by != person.id:
        raise taken(ticket)
    act = TicketAct.GIVE_BACK if to is not None else TicketAct.PUT_UP
    office = to if to is not None else NOBODY
    told = {"from": ticket.office, "to": office, "proposal": proposal, "count": str(ticket.given_back + 1)}
    values = POOLED | {"office": office, "given_back": ticket.given_back + 1, "reason": why}
    moved = await step(session, scope, ticket, act, at, person.id, told, **values)
    await remark_store.add(
        session, remark(ticket, RemarkKind.GIVEN_BACK, reason, person, at, to=proposal, moved_to=office)
    )
    return moved


async def assign(
    session: AsyncSession, scope: Scope, ticket_id: int, person: Person, office: str, reason: str, at: datetime
) -> Ticket:
    """The supervisor's word. Raises Invalid without a reason, Conflict where a colleague decided meanwhile."""
    check_reason(reason)
    ticket = await store.get(session, scope, ticket_id)
    told = {"from": ticket.office, "to": office}
    moved = await step(session, scope, ticket, TicketAct.ASSIGN, at, person.id, told, office=office, reason="assigned")
    await remark_store.add(session, remark(ticket, RemarkKind.ASSIGNED, reason, person, at, moved_to=office))
    return moved


async def check_new(session: AsyncSession, remark: Remark) -> None:
    """A second press of the button says nothing new, and nobody is written to twice. Raises Conflict.

    Asked after the ticket's row has been claimed, so that of two presses in one moment the later sees the earlier.
    """
    own = Scope.municipality(remark.municipality)
    known = (await remark_store.of_tickets(session, own, [remark.ticket])).get(remark.ticket, ())
    if any(remark.says_the_same(each) for each in known):
        raise Conflict(
            "Das ist schon eingetragen.", "Derselbe Text steht schon im Verlauf dieses Tickets.",
            "Bitte die Ansicht neu laden.",
        )  # fmt: skip


def check_reason(reason: str) -> None:
    """Raises Invalid."""
    if not reason.strip():
        raise Invalid(
            "Der Grund fehlt.", "Ohne ihn weiß niemand, warum das Ticket weitergeht.",
            "Bitte in einem Satz festhalten, warum.", field="reason",
        )  # fmt: skip


def remark(ticket: Ticket, kind: RemarkKind, text: str, person: Person, at: datetime, **more: Any) -> Remark:
    """One that is about to be added, written in the office that has the ticket."""
    office = ticket.office if person.offices else ""
    return Remark(
        0, ticket.id, ticket.municipality, ticket.case_number, kind, office, text.strip(), person.id, person.name, at,
        **more,
    )  # fmt: skip
