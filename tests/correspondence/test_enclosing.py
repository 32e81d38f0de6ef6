"""Files at a ticket: for whoever sees the ticket, and gone with its case."""

from datetime import timedelta
from io import BytesIO

import pytest

from servicecenter.access.model import Person, Scope
from servicecenter.attachments.model import AttachmentRefused
from servicecenter.clock import FixedClock
from servicecenter.correspondence.enclosing import MOST
from servicecenter.errors import Conflict, NotFound
from servicecenter.web.program import Program
from tests.attachments.files import PDF, PROGRAM, TEXT
from tests.posting import ALL, BY_MAIL
from tests.web.browsing import forwarded

ELSEWHERE = Scope(frozenset({"geldern"}), frozenset({("geldern", "steueramt")}), "another office")


async def test_it_lies_at_the_ticket_for_those_who_see_it(program: Program, agent: Person, clerk: Person) -> None:
    ticket = (await forwarded(program, agent, BY_MAIL)).ticket
    added = await program.enclosing.add(clerk, ticket.id, "Plan", BytesIO(PDF))
    assert (added.name, added.added_by) == ("Plan.pdf", "Carl.Clerk")
    assert await program.enclosing.of_ticket(Scope.of(agent), ticket.id) == [added]
    with pytest.raises(NotFound):
        await program.enclosing.of_ticket(ELSEWHERE, ticket.id)
    other = (await forwarded(program, agent, BY_MAIL)).ticket
    with pytest.raises(NotFound, match="zu einem anderen Ticket"):
        await program.enclosing.open(ALL, other.id, added.id)
    story = await program.inbox.story(await program.inbox.item(ALL, ticket.id))
    (told,) = [entry.details for entry in story if entry.act == "attachment-added"]
    assert told["kind"] == "pdf"
    assert "Plan" not in str(told), "the journal holds nothing that somebody typed"


async def test_what_is_refused_leaves_no_row(program: Program, agent: Person, clerk: Person) -> None:
    ticket = (await forwarded(program, agent, BY_MAIL)).ticket
    with pytest.raises(AttachmentRefused):
        await program.enclosing.add(clerk, ticket.id, "Rechnung.pdf", BytesIO(PROGRAM))
    assert await program.enclosing.of_ticket(ALL, ticket.id) == []


async def test_it_goes_with_the_case_on_its_day(
    program: Program, agent: Person, clerk: Person, clock: FixedClock
) -> None:
    ticket = (await forwarded(program, agent, BY_MAIL)).ticket
    added = await program.enclosing.add(clerk, ticket.id, "Plan", BytesIO(PDF))
    path = program.attachments.shelf.path(added.digest)
    await program.inbox.answer(clerk, ticket.id, "Ja.")
    clock.advance(timedelta(days=31))
    await program.erasure.run(ALL)
    await program.attachments.tidy(ALL)
    assert await program.enclosing.of_ticket(ALL, ticket.id) == []
    assert not path.exists()
    with pytest.raises(Conflict, match="gelöscht"):
        await program.enclosing.add(clerk, ticket.id, "Plan", BytesIO(PDF))


async def test_a_ticket_is_no_archive(program: Program, agent: Person, clerk: Person) -> None:
    ticket = (await forwarded(program, agent, BY_MAIL)).ticket
    for _ in range(MOST):
        await program.enclosing.add(clerk, ticket.id, "a", BytesIO(TEXT))
    with pytest.raises(Conflict, match="Mehr Anlagen gehen nicht"):
        await program.enclosing.add(clerk, ticket.id, "a", BytesIO(TEXT))
