"""Where the handbook says so, a question to the citizen holds a promise up, and by as much as it waited."""

from dataclasses import replace

import pytest

from servicecenter.access.model import Scope
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from servicecenter.promises.states import PromiseState
from servicecenter.tickets.remarks.model import CITIZEN

from .acting import Acts
from .conftest import ALL, BY_MAIL, CARL, Centre

pytestmark = pytest.mark.each_database


async def pausing(centre: Centre) -> None:
    """Geldern's handbook lets the reply wait."""
    async with centre.db.write() as session:
        found = await documents.latest(session, ALL, Kind.HANDBOOK, "geldern", "2026-01-01")
        assert found is not None
        text = found.text.replace('name = "reply",', 'name = "reply", pauses = true,')
        assert text != found.text
        await documents.put(
            session, ALL, Kind.HANDBOOK, "geldern", "2026-01-01", text, origin=Origin.PROGRAM,
            at=centre.clock.now(), by="test",
        )  # fmt: skip
    await centre.rulebooks.refresh()


async def test_it_waits_for_the_answer_and_is_due_later_by_as_much(centre: Centre, acts: Acts) -> None:
    await pausing(centre)
    made = await centre.forwarded(BY_MAIL)
    (before,) = await centre.promised(made.ticket.subject)
    asked = await acts.questions.ask(CARL, made.ticket.id, CITIZEN, "Wie groß?")
    (waiting,) = await centre.promised(made.ticket.subject)
    assert waiting.paused_at == centre.clock.now()
    centre.wait(days=14)
    assert list(await centre.sweep()) == []
    await acts.questions.answer(CARL, asked.id, "30 Quadratmeter.")
    (after,) = await centre.promised(made.ticket.subject)
    assert (after.paused_at, after.state) == (None, PromiseState.OPEN)
    assert after.due_at > centre.clock.now()
    assert after.due_at > before.due_at
    assert (await acts.ticket(made.ticket.id)).due_at == after.due_at
    (told,) = await centre.details("promise-resumed")
    assert told["due_again_at"] == after.due_at.isoformat()


async def test_it_waits_until_the_last_question_is_answered(centre: Centre, acts: Acts) -> None:
    await pausing(centre)
    made = await centre.forwarded(BY_MAIL)
    first = await acts.questions.ask(CARL, made.ticket.id, CITIZEN, "Wie groß?")
    await acts.questions.ask(CARL, made.ticket.id, CITIZEN, "Wie hoch?")
    await acts.questions.answer(CARL, first.id, "30 Quadratmeter.")
    (promise,) = await centre.promised(made.ticket.subject)
    assert promise.paused_at is not None


async def test_an_answer_without_the_citizen_s_keeps_it_by_the_later_date(centre: Centre, acts: Acts) -> None:
    await pausing(centre)
    made = await centre.forwarded(BY_MAIL)
    await acts.questions.ask(CARL, made.ticket.id, CITIZEN, "Wie groß?")
    centre.wait(days=14)
    await centre.inbox.answer(CARL, made.ticket.id, "Es geht auch so.")
    (promise,) = await centre.promised(made.ticket.subject)
    assert promise.state is PromiseState.KEPT


async def test_elsewhere_nothing_waits(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    await acts.questions.ask(CARL, made.ticket.id, CITIZEN, "Wie groß?")
    (promise,) = await centre.promised(made.ticket.subject)
    assert promise.paused_at is None
    assert replace(promise, paused_at=None) == promise
    assert (await centre.inbox.counts(Scope.of(CARL))).total == 1
