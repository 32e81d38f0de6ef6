"""A callback that an office no longer owes goes out of the calendars it went into, once each (RFC 5546, 3.2.5).

What lies behind is left alone: whoever has called needs no mail about it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.callbacks import store as callback_store
from servicecenter.callbacks.model import CallbackState
from servicecenter.contacts.appointments import sequence
from servicecenter.contacts.case_number import shown
from servicecenter.contacts.letters import Letters, Occasion, occasion_of
from servicecenter.messages import store as outbox
from servicecenter.messages.ical import cancelled, ends_at
from servicecenter.messages.model import Message, MessageKind, MessageState, new_id
from servicecenter.tickets.model import Ticket

BODY = """Guten Tag,

dieser Rückruf ist für Ihr Fachamt nicht mehr zu erledigen. Der Termin wird aus dem Kalender genommen.

Vorgang:  {case_number}

Diese E-Mail wurde automatisch verschickt und enthält keine persönlichen Daten.
"""


async def uninvite(session: AsyncSession, letters: Letters, ticket: Ticket, at: datetime) -> None:
    """After the callback has ended or the ticket has moved, in the same transaction."""
    own = Scope.municipality(ticket.municipality)
    callback = (await callback_store.of_tickets(session, own, [ticket.id])).get(ticket.id)
    if callback is None:
        return
    owes = ticket.office if callback.state is CallbackState.OPEN else None
    invited = [
        each for each in invitations(await outbox.of_cause(session, own, ticket.subject), at) if each.to_office != owes
    ]
    if invited:
        number = sequence(callback, ticket.given_back, is_over=True)
        await outbox.add(session, [_cancellation(letters, ticket, each, number, at) for each in invited])


def invitations(written: Sequence[Message], at: datetime) -> list[Message]:
    """What stands in somebody's calendar and is still to come: of each recipient the latest that has left."""
    latest = {each.recipient: each for each in written if each.calendar and (_has_left(each) or _is_cancelled(each))}
    return [each for each in latest.values() if not _is_cancelled(each) and ends_at(each.calendar) > at]


def _has_left(message: Message) -> bool:
    """Or may have: whoever had it in hand has not said yet."""
    return message.state is MessageState.SENT or (message.state is MessageState.WAITING and message.attempts > 0)


def _is_cancelled(message: Message) -> bool:
    return occasion_of(message) == Occasion.CANCELLED


def _cancellation(letters: Letters, ticket: Ticket, invitation: Message, number: int, at: datetime) -> Message:
    opens = letters.opens(letters.rulebook(ticket), invitation.to_office, at)
    return Message(
        cause=ticket.subject, occasion=f"{Occasion.CANCELLED}@{at.isoformat()}#{invitation.id}",
        addressee=invitation.addressee, municipality=ticket.municipality, office=invitation.office,
        to_office=invitation.to_office, case_number=ticket.case_number, recipient=invitation.recipient,
        subject=f"Rückruf abgesagt, Vorgang {shown(ticket.case_number)}",
        body=BODY.format(case_number=shown(ticket.case_number)), written_at=at, not_before=opens, next_at=opens,
        message_id=new_id(letters.sender), kind=MessageKind.TICKET, in_reply_to=invitation.message_id,
        calendar=cancelled(invitation.calendar, number, at),
    )  # fmt: skip
