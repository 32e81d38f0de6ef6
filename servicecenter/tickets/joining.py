"""The same concern twice becomes one, and what is over begins anew. Joins the caller's transaction."""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.errors import Conflict, Invalid
from servicecenter.tickets import store
from servicecenter.tickets.model import OPEN, Ticket, TicketAct, TicketState, taken
from servicecenter.tickets.passing import POOLED, check_reason, remark
from servicecenter.tickets.remarks import store as remark_store
from servicecenter.tickets.remarks.model import RemarkKind
from servicecenter.tickets.service import step


async def merge(
    session: AsyncSession, scope: Scope, ticket: Ticket, into: Ticket, person: Person, at: datetime
) -> Ticket:
    """`ticket` points to `into`, whose answer is the answer to both. Raises Invalid, Conflict."""
    check_pair(ticket, into)
    for one in (ticket, into):
        if one.state not in OPEN or (one.state is TicketState.ACCEPTED and one.accepted_by != person.id):
            raise taken(one)
    if await store.merged_into(session, scope, ticket.id):
        raise Conflict(
            "Dieses Ticket hat schon ein anderes aufgenommen.", "Eine Kette von Tickets fände niemand mehr.",
            "Bitte umgekehrt zusammenführen: das andere Ticket in dieses.",
        )  # fmt: skip
    # The one that stays must still be open when the other points to it.
    if not await store.move(session, into, into.state):
        raise taken(await store.get(session, scope, into.id))
    values: dict[str, Any] = POOLED | {"merged_into": into.id, "merged_at": at}
    told = {"into": str(into.id), "case_number": into.case_number}
    merged = await step(session, scope, ticket, TicketAct.MERGE, at, person.id, told, **values)
    await remark_store.add(session, remark(ticket, RemarkKind.MERGED, "", person, at, to=str(into.id)))
    return merged


async def separate(session: AsyncSession, scope: Scope, ticket: Ticket, person: Person, at: datetime) -> Ticket:
    """The merging undone while it may be. Raises Conflict."""
    if ticket.state is TicketState.MERGED and not ticket.may_separate(at):
        raise Conflict(
            "Das lässt sich nicht mehr zurücknehmen.", "Dafür ist ein Tag Zeit.",
            "Die Antwort auf das andere Ticket gilt für beide.",
        )  # fmt: skip
    values: dict[str, Any] = {"merged_into": None, "merged_at": None}
    return await step(session, scope, ticket, TicketAct.SEPARATE, at, person.id, **values)


async def reopen(
    session: AsyncSession, scope: Scope, ticket: Ticket, person: Person, reason: str, at: datetime
) -> Ticket:
    """Back to its office's inbox; what is promised anew, the caller knows. Raises Invalid, Conflict."""
    check_reason(reason)
    if ticket.erased_at is not None:
        raise Conflict(
            "Dieses Ticket lässt sich nicht wieder öffnen.", "Seine Angaben sind fristgerecht gelöscht.",
            "Bitte das Anliegen neu aufnehmen.",
        )  # fmt: skip
    values = POOLED | {
        "closed_at": None, "answered_at": None, "answer": "", "reopened": ticket.reopened + 1,
        "merged_into": None, "merged_at": None,
    }  # fmt: skip
    told = {"count": str(ticket.reopened + 1)}
    opened = await step(session, scope, ticket, TicketAct.REOPEN, at, person.id, told, **values)
    said = f"{reason.strip()}\nBisherige Antwort: {ticket.answer}" if ticket.answer else reason
    await remark_store.add(session, remark(ticket, RemarkKind.REOPENED, said, person, at))
    return opened


def check_pair(ticket: Ticket, into: Ticket) -> None:
    """Two of the same office, of the same kind. Raises Invalid."""
    if ticket.id == into.id:
        raise _no_pair("Das ist dieses Ticket selbst.")
    if (ticket.municipality, ticket.office) != (into.municipality, into.office):
        raise _no_pair("Das andere Ticket liegt in einem anderen Fachamt.")
    if ticket.kind is not into.kind:
        raise _no_pair("Eine Beschwerde und ein Anliegen bleiben getrennt.")


def _no_pair(why: str) -> Invalid:
    return Invalid("Diese Tickets gehören nicht zusammen.", why, "Bitte ein anderes wählen.", field="into")
