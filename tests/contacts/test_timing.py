"""The row of a ticket says when the promise is due that drives it, whatever begins and ends beside it."""

import pytest

from servicecenter.contacts.timing import owed, retime

from .acting import Acts
from .conftest import BY_MAIL, CALLBACK, CARL, Centre

pytestmark = pytest.mark.each_database


async def test_the_strictest_of_ticket_and_callback_drives(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(CALLBACK)
    promised = await centre.promised(made.ticket.subject, f"callback:{made.callback.id}")
    assert made.ticket.due_at == min(promise.due_at for promise in promised)
    async with centre.db.read() as session:
        assert [promise.id for promise in await owed(session, made.ticket)] == [
            promise.id for promise in sorted(promised, key=lambda each: each.due_at)
        ]


async def test_what_is_over_is_due_no_more(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    await centre.inbox.answer(CARL, made.ticket.id, "Ja.")
    async with centre.db.write() as session:
        await retime(session, made.ticket)
    assert (await acts.ticket(made.ticket.id)).due_at is None
