"""What a person files, and what goes on its day."""

from datetime import timedelta

import pytest

from servicecenter.access.model import Person, Role
from servicecenter.clock import FixedClock
from servicecenter.errors import Conflict, NotFound
from servicecenter.tickets.model import TicketState
from tests.attachments.files import PDF
from tests.messages.mails import mail
from tests.posting import ALL, CITIZEN, OFFICE

from .conftest import Post

SVEN = Person("s", "sven", "Sven Super", Role.SUPERVISOR)
HANNA = Person("h", "hanna", "Hanna Hagen", Role.CONTROLLER, "hagen")


async def test_what_is_filed_by_hand_does_what_it_would_have_done_by_itself(post: Post, clerk: Person) -> None:
    ticket = await post.ticket()
    await post.program.inbox.answer(clerk, ticket.id, "Ja.")
    await post.program.outbox.run()
    reply = post.reply(post.last(CITIZEN), "Und in Walbeck?", sender="frau.muster@arbeit.example")
    reply.add_attachment(PDF, maintype="application", subtype="pdf", filename="Plan.pdf")
    await post.deliver(reply)
    (held,) = await post.program.clearing.held(ALL)
    assert [each.id for each in held.proposals] == [ticket.id]
    assert await post.program.enclosing.of_ticket(ALL, ticket.id) == [], "not before somebody has looked"
    with pytest.raises(NotFound):
        await post.program.clearing.file(HANNA, held.received.id, ticket.id)
    filed = await post.program.clearing.file(SVEN, held.received.id, ticket.id)
    assert filed.state is TicketState.NEW
    assert [each.name for each in await post.program.enclosing.of_ticket(ALL, ticket.id)] == ["Plan.pdf"]
    with pytest.raises(Conflict, match="schon geklärt"):
        await post.program.clearing.discard(SVEN, held.received.id)


async def test_a_case_without_a_ticket_takes_nothing(post: Post, agent: Person) -> None:
    contact = await post.program.desk.open_by_hand(agent, "geldern")
    await post.deliver(mail(text="Hallo", subject="Frage"))
    (held,) = await post.held()
    with pytest.raises(NotFound, match="gibt es kein Ticket"):
        await post.program.clearing.file_by_number(SVEN, held.id, contact.case_number)


async def test_to_a_ticket_whose_data_is_gone_nothing_is_put(post: Post, clerk: Person, clock: FixedClock) -> None:
    ticket = await post.ticket()
    await post.program.inbox.answer(clerk, ticket.id, "Ja.")
    await post.program.outbox.run()
    reply = post.reply(post.last(CITIZEN), "Und in Walbeck?")
    clock.advance(timedelta(days=31))
    await post.program.erasure.run(ALL)
    await post.deliver(reply)
    (held,) = await post.program.clearing.held(ALL)
    assert (held.received.reason, held.proposals) == ("stranger", []), "the address went with the case"
    with pytest.raises(Conflict, match="gelöscht"):
        await post.program.clearing.file(SVEN, held.received.id, ticket.id)


async def test_mails_and_letters_go_with_their_case_and_the_rest_after_a_month(
    post: Post, clerk: Person, clock: FixedClock
) -> None:
    ticket = await post.ticket()
    await post.deliver(post.reply(post.last(OFFICE), "Ja, bis 30 m²."), mail(text="Gewinnspiel", message_id="<2@x>"))
    (held,) = await post.held()
    await post.program.clearing.discard(SVEN, held.id)
    assert CITIZEN in [each.recipient for each in await post.program.outbox.of_cause(ALL, ticket.subject)]
    clock.advance(timedelta(days=31))
    await post.program.erasure.run(ALL)
    assert await post.program.clearing.tidy(ALL) == 1
    assert await post.program.clearing.of_ticket(ALL, await post.now(ticket)) == []
    assert CITIZEN not in [each.recipient for each in await post.program.outbox.of_cause(ALL, ticket.subject)]
