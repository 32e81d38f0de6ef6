"""What a mail does to its ticket, for every state and side; the stories are told in test_receiving.py."""

import pytest

from servicecenter.access.model import Person
from servicecenter.messages.tokens import Side
from servicecenter.tickets.model import TicketState
from tests.messages.mails import mail
from tests.posting import ALL, BY_CALL, BY_MAIL

from .conftest import Post


@pytest.mark.parametrize(
    ("before", "wish", "side", "after", "did"),
    [
        (TicketState.NEW, BY_MAIL, Side.OFFICE, TicketState.ANSWERED, "answered"),
        (TicketState.NEW, BY_CALL, Side.OFFICE, TicketState.NEW, "added"),
        (TicketState.ACCEPTED, BY_MAIL, Side.OFFICE, TicketState.ACCEPTED, "added"),
        (TicketState.NEW, BY_MAIL, Side.CITIZEN, TicketState.NEW, "added"),
        (TicketState.ACCEPTED, BY_MAIL, Side.CITIZEN, TicketState.ACCEPTED, "added"),
        (TicketState.ANSWERED, BY_MAIL, Side.OFFICE, TicketState.NEW, "reopened"),
        (TicketState.ANSWERED, BY_MAIL, Side.CITIZEN, TicketState.NEW, "reopened"),
    ],
)
async def test_by_state_and_side(
    post: Post, clerk: Person, before: TicketState, wish: object, side: Side, after: TicketState, did: str
) -> None:
    ticket = await post.ticket(wish)  # type: ignore[arg-type]
    if before is TicketState.ACCEPTED:
        await post.program.inbox.accept(clerk, ticket.id)
    elif before is TicketState.ANSWERED:
        await post.program.inbox.answer(clerk, ticket.id, "Ja.")
    await post.deliver(mail(text="Etwas Neues"))
    (received,) = await post.held()
    async with post.program.db.write() as session:
        now = await post.now(ticket)
        await post.program.receiving.filing.file(session, received, now, side, post.program.clock.now(), "system")
    assert (await post.now(ticket)).state is after
    story = await post.program.inbox.story(await post.program.inbox.item(ALL, ticket.id))
    assert [entry.details["did"] for entry in story if entry.act == "mail-filed"] == [did]
