"""What a mail does to the ticket it belongs to. Joins the caller's transaction.

From the citizen: the office is told. From the office: it is the answer, and goes on to the citizen, unless a callback
is owed or somebody else has accepted the ticket; then it lies there to be read. What was over is open again.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Person, Scope
from servicecenter.callbacks import store as callback_store
from servicecenter.callbacks.model import CallbackState
from servicecenter.contacts import holding
from servicecenter.contacts.guests import actor, guest
from servicecenter.contacts.letters import Letters, Occasion
from servicecenter.correspondence.model import MailReason, Received
from servicecenter.correspondence.secrecy import ANSWERED
from servicecenter.errors import Conflict
from servicecenter.journal import store as journal
from servicecenter.journal.model import Entry
from servicecenter.messages.tokens import Side
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets import service as tickets
from servicecenter.tickets.model import OPEN, ReplyChannel, Ticket, TicketState
from servicecenter.tickets.remarks import store as remark_store
from servicecenter.tickets.remarks.model import CITIZEN as ASKED_CITIZEN

# Opens a ticket that was over, with whatever is promised anew: (session, ticket, who, why, when).
Reopen = Callable[[AsyncSession, Ticket, Person, str, datetime], Awaitable[Ticket]]
WHY_REOPENED = "Zu dem beendeten Ticket kam eine E-Mail."


@dataclass(frozen=True)
class Filing:
    letters: Letters
    reopen: Reopen
    rulebooks: Rulebooks

    async def file(
        self, session: AsyncSession, received: Received, ticket: Ticket, side: Side, at: datetime, by: str
    ) -> Ticket:
        """`by` is who files it: "system", or a person's id. Raises Conflict where it cannot be opened again."""
        if ticket.state is TicketState.UNPLACED:
            moved, what = ticket, "added"  # it is on the supervisor's table, and no office's
        elif ticket.state not in OPEN:
            moved = await self.reopen(session, ticket, guest(ticket, received.sender, "per E-Mail"), WHY_REOPENED, at)
            await self.letters.to_office(session, moved, Occasion.REOPENED, at)
            what = "reopened"
        elif side is Side.OFFICE:
            moved, what = await self._answer(session, received, ticket, at)
        else:
            moved, what = ticket, "added"
            await self._reply(session, received, ticket, at)
            await self.letters.to_office(session, ticket, Occasion.REPLIED, at)
        details = {"ticket": ticket.id, "received": received.id, "side": side.value, "did": what}
        entry = Entry(at, ticket.municipality, ticket.case_number, "mail-filed", by, ticket.office, details)
        journal.append(session, entry)
        return moved

    async def _reply(self, session: AsyncSession, received: Received, ticket: Ticket, at: datetime) -> None:
        """What the citizen writes answers whatever they were asked, and a promise that waited for it runs on."""
        own = Scope.municipality(ticket.municipality)
        remarks = (await remark_store.of_tickets(session, own, [ticket.id])).get(ticket.id, ())
        asked = [each for each in remarks if each.is_open and each.to == ASKED_CITIZEN]
        said = received.text or (ANSWERED if received.reason is MailReason.SOCIAL else "Siehe Anlage.")
        for each in asked:
            if await remark_store.answer(session, each, said, received.sender, at):
                told = {"asked": each.to, "question": str(each.id)}
                tickets.record(session, ticket, "question-answered", at, "system", **told)
        if asked:
            await holding.go_on(session, ticket, self.rulebooks, at, "system")

    async def _answer(
        self, session: AsyncSession, received: Received, ticket: Ticket, at: datetime
    ) -> tuple[Ticket, str]:
        own = Scope.municipality(ticket.municipality)
        callback = (await callback_store.of_tickets(session, own, [ticket.id])).get(ticket.id)
        is_owed = callback is not None and callback.state is CallbackState.OPEN
        is_free = ticket.state is TicketState.NEW or ticket.accepted_by == actor(ticket)
        if is_owed or not is_free or not received.text:
            return ticket, "added"
        person = guest(ticket, received.sender, "per E-Mail")
        await holding.go_on(session, ticket, self.rulebooks, at, person.id, is_over=True)
        answered = await tickets.answer(session, own, ticket.id, person, received.text, at)
        if answered.reply is ReplyChannel.EMAIL:
            await self.letters.to_citizen(session, answered, received.text, Occasion.ANSWERED, at)
        return answered, "answered"


def not_reopened() -> Conflict:
    return Conflict(
        "Zu diesem Ticket kann nichts mehr gelegt werden.", "Es ist zurückgenommen, oder seine Angaben sind gelöscht.",
        "Bitte das Anliegen neu aufnehmen.",
    )  # fmt: skip
