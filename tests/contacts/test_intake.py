"""A concern without a call goes the way a call would go, with the same promise."""

import pytest

from servicecenter.contacts.intake import About, Intake
from servicecenter.contacts.model import ContactState, Outcome
from servicecenter.contacts.wishes import SOCIAL_CONCERN, Wish
from servicecenter.errors import Invalid, NotFound

from .conftest import ANNA, BY_MAIL, CALLBACK, CARL, Centre

pytestmark = pytest.mark.each_database


@pytest.fixture
def intake(centre: Centre) -> Intake:
    return Intake(centre.db, centre.clock, centre.live, centre.rulebooks, centre.inbox.letters)


@pytest.mark.parametrize(("wish", "outcome"), [(BY_MAIL, Outcome.TICKET), (CALLBACK, Outcome.CALLBACK)])
async def test_contact_ticket_and_promise_are_made_in_one_step(
    centre: Centre, intake: Intake, wish: Wish, outcome: Outcome
) -> None:
    made = await intake.open(ANNA, About("geldern", "baugenehmigung"), wish)
    assert (made.contact.state, made.contact.outcome) == (ContactState.CLOSED, outcome)
    assert (made.ticket.office, made.ticket.case_number) == ("bauordnung", made.contact.case_number)
    called = await centre.forwarded(wish)
    assert made.ticket.due_at == called.ticket.due_at
    await centre.inbox.accept(CARL, made.ticket.id)
    assert (await centre.acts(made.ticket.case_number))[:3] == ["contact-taken-in", "way-decided", "ticket-opened"]


async def test_of_social_matters_nothing_is_written_down(intake: Intake) -> None:
    made = await intake.open(ANNA, About("geldern", "wohngeld"), BY_MAIL)
    assert made.ticket.concern == SOCIAL_CONCERN


@pytest.mark.parametrize(
    ("about", "field"),
    [(About("geldern", "mondflug"), "leistung"), (About("geldern", "baugenehmigung", "Marl"), "district")],
)
async def test_what_there_is_not_is_refused_with_its_field(intake: Intake, about: About, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        await intake.open(ANNA, about, BY_MAIL)
    assert caught.value.details["field"] == field


async def test_a_town_without_rules_takes_nothing_in(intake: Intake) -> None:
    with pytest.raises(NotFound):
        await intake.open(ANNA, About("mond", "baugenehmigung"), BY_MAIL)
