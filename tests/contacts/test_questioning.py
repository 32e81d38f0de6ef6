"""Questions to the citizen and to the service centre stay with their answers; a statement shows no complaint."""

import asyncio

import pytest

from servicecenter.access.model import Person, Scope
from servicecenter.contacts.complaining import About
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.tickets.remarks.model import CENTRE, CITIZEN

from .acting import PAULA, SUSI, ZORA, Acts, acts_of
from .conftest import ANNA, BY_MAIL, CALLBACK, CARL, CORA, Centre

pytestmark = pytest.mark.each_database


async def test_the_citizen_is_asked_by_mail_and_the_answer_is_written_down(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    asked = await acts.questions.ask(CARL, made.ticket.id, CITIZEN, "Wie groß soll er werden?")
    (mail,) = await acts.written()
    assert "Wie groß soll er werden?" in mail.body
    assert [remark.id for remark in (await centre.inbox.item(Scope.of(CARL), made.ticket.id)).asked] == [asked.id]
    await acts.questions.answer(CARL, asked.id, "30 Quadratmeter.")
    (told,) = await acts.remarks(made.ticket.id)
    assert (told.answer, told.answered_name, told.is_open) == ("30 Quadratmeter.", "Carl Clerk", False)


async def test_without_an_address_the_clerk_asks_and_no_mail_is_written(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(CALLBACK)
    await acts.questions.ask(CARL, made.ticket.id, CITIZEN, "Wie groß?")
    assert await acts.written() == []


async def test_the_service_centre_sees_its_questions_and_answers_once(
    centre: Centre, second: Centre, acts: Acts
) -> None:
    made = await centre.forwarded()
    asked = await acts.questions.ask(CARL, made.ticket.id, CENTRE, "Wollte sie Carport oder Garage?")
    assert [each.remark.id for each in await acts.questions.to_centre(Scope.of(ANNA))] == [asked.id]
    assert await acts.questions.to_centre(Scope.of(PAULA)) == []
    results = await asyncio.gather(
        acts.questions.answer(ANNA, asked.id, "Carport."),
        acts_of(second).questions.answer(SUSI, asked.id, "Garage."),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Remark"]
    assert await acts.questions.to_centre(Scope.of(ANNA)) == []


async def test_a_question_leaves_the_promise_as_it_was(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    before = await centre.promised(made.ticket.subject)
    await acts.questions.ask(CARL, made.ticket.id, CITIZEN, "Wie groß?")
    assert await centre.promised(made.ticket.subject) == before


@pytest.mark.parametrize(("to", "text", "field"), [("mond", "Was?", "to"), (CITIZEN, " ", "question")])
async def test_nobody_and_nothing_is_not_asked(centre: Centre, acts: Acts, to: str, text: str, field: str) -> None:
    made = await centre.forwarded()
    with pytest.raises(Invalid) as caught:
        await acts.questions.ask(CARL, made.ticket.id, to, text)
    assert caught.value.details["field"] == field


async def test_a_second_press_asks_no_second_time_until_it_is_answered(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded(BY_MAIL)
    asked = await acts.questions.ask(CARL, made.ticket.id, CITIZEN, "Wie groß?")
    with pytest.raises(Conflict, match="schon eingetragen"):
        await acts.questions.ask(CARL, made.ticket.id, CITIZEN, "Wie groß? ")
    assert len(await acts.written()) == 1
    await acts.questions.answer(CARL, asked.id, "Weiß ich nicht.")
    await acts.questions.ask(CARL, made.ticket.id, CITIZEN, "Wie groß?")


async def test_what_a_colleague_has_is_not_asked_about(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded()
    await centre.inbox.accept(CORA, made.ticket.id)
    with pytest.raises(Conflict):
        await acts.questions.ask(CARL, made.ticket.id, CENTRE, "Was?")


async def test_a_statement_is_asked_of_the_office_complained_about_which_sees_the_question_alone(
    centre: Centre, acts: Acts
) -> None:
    contact = await centre.called()
    made = await acts.complaints.end_contact(ANNA, contact.id, BY_MAIL, About("bauordnung"))
    asked = await acts.questions.ask_statement(ZORA, made.ticket.id, "Wann wurde zurückgerufen?")
    assert [each.id for each in await acts.questions.statements(Scope.of(CARL))] == [asked.id]
    assert await acts.questions.statements(Scope.of(PAULA)) == []
    assert await acts.listed(CARL) == []
    with pytest.raises(NotFound):
        await centre.inbox.item(Scope.of(CARL), made.ticket.id)
    with pytest.raises(NotFound):
        await acts.questions.answer(PAULA, asked.id, "Ich weiß es.")
    await acts.questions.answer(CARL, asked.id, "Am Montag.")
    assert (await acts.remarks(made.ticket.id))[0].answer == "Am Montag."
    assert await acts.questions.statements(Scope.of(CARL)) == []


@pytest.mark.parametrize("person", [CARL, ANNA])
async def test_of_a_concern_nobody_is_asked_for_a_statement(centre: Centre, acts: Acts, person: Person) -> None:
    made = await centre.forwarded()
    with pytest.raises(Invalid):
        await acts.questions.ask_statement(person, made.ticket.id, "Warum?")
