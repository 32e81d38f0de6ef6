"""Complaints: to the central desk, by their own deadline, never seen by the office they are about alone."""

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.contacts.complaining import About
from servicecenter.contacts.model import ContactState, Outcome
from servicecenter.contacts.wishes import SOCIAL_CONCERN, Wish
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.promises.states import PromiseState
from servicecenter.tickets.model import ReplyChannel, TicketKind, TicketState

from .acting import PAULA, SUSI, ZORA, Acts
from .conftest import ANNA, BY_MAIL, CALLBACK, CARL, Centre

pytestmark = pytest.mark.each_database
ANGRY = Wish("Seit Wochen ruft niemand zurück.", ReplyChannel.EMAIL, "P. Muster", address="p@beispiel.example")


async def test_it_goes_to_the_complaint_desk_with_its_own_deadline(centre: Centre, acts: Acts) -> None:
    contact = await centre.asked("baugenehmigung")
    made = await acts.complaints.end_contact(ANNA, contact.id, ANGRY, About("bauordnung"))
    ticket = made.ticket
    assert (ticket.kind, ticket.office, ticket.about_office) == (TicketKind.COMPLAINT, "zentrale", "bauordnung")
    assert (made.contact.state, made.contact.outcome) == (ContactState.CLOSED, Outcome.TICKET)
    (promise,) = await centre.promised(ticket.subject)
    assert (promise.name, promise.office, promise.clause) == ("complaint", "zentrale", "§ 11.1")
    assert await acts.listed(ZORA) == [ticket.id]
    assert await acts.listed(CARL) == []
    await centre.inbox.answer(ZORA, ticket.id, "Wir haben uns entschuldigt.")
    (promise,) = await centre.promised(ticket.subject)
    assert promise.state is PromiseState.KEPT


async def test_a_clerk_passes_on_what_is_said_about_the_own_office_and_sees_no_more_of_it(
    centre: Centre, acts: Acts
) -> None:
    about = (await centre.forwarded()).ticket
    made = await acts.complaints.pass_on(CARL, about.id, ANGRY)
    assert (made.ticket.about_office, made.ticket.about_case) == ("bauordnung", about.case_number)
    assert made.ticket.case_number != about.case_number
    item = await centre.inbox.item(Scope.of(CARL), about.id)
    assert "complaint-recorded" not in [entry.act for entry in await centre.inbox.story(item)]
    assert await centre.inbox.earlier(Scope.of(CARL), item) == []
    with pytest.raises(NotFound):
        await centre.inbox.find(Scope.of(CARL), made.ticket.case_number)


async def test_passed_on_twice_it_is_one_complaint(centre: Centre, acts: Acts) -> None:
    about = (await centre.forwarded()).ticket
    await acts.complaints.pass_on(CARL, about.id, ANGRY)
    with pytest.raises(Conflict, match="schon weitergegeben"):
        await acts.complaints.pass_on(CARL, about.id, ANGRY)
    assert len(await acts.complaints.open_complaints(Scope.of(SUSI))) == 1


async def test_a_wished_callback_is_promised_by_the_complaint_desk(centre: Centre, acts: Acts) -> None:
    contact = await centre.called()
    made = await acts.complaints.end_contact(ANNA, contact.id, CALLBACK, About())
    assert made.callback is not None
    assert made.promise is not None
    assert made.promise.office == "zentrale"
    assert made.ticket.due_at == made.promise.due_at


async def test_the_supervisor_sees_every_complaint_also_about_the_desk_itself(centre: Centre, acts: Acts) -> None:
    contact = await centre.called()
    made = await acts.complaints.end_contact(ANNA, contact.id, ANGRY, About("zentrale"))
    (seen,) = await acts.complaints.open_complaints(Scope.of(SUSI))
    assert (seen.id, seen.about_office, seen.office) == (made.ticket.id, "zentrale", "zentrale")
    assert await acts.complaints.open_complaints(Scope.of(PAULA)) == []


async def test_it_never_reaches_the_office_it_is_about(centre: Centre, acts: Acts) -> None:
    contact = await centre.called()
    made = await acts.complaints.end_contact(ANNA, contact.id, ANGRY, About("bauordnung"))
    with pytest.raises(Invalid):
        await acts.passing.give_back(ZORA, made.ticket.id, "Gehört zur Bauordnung.", "bauordnung")
    moved = await acts.passing.give_back(ZORA, made.ticket.id, "Gehört zur Planung.", "planungsamt")
    assert moved.office == "planungsamt"
    await acts.passing.give_back(PAULA, made.ticket.id, "Nein.")
    with pytest.raises(Invalid):
        await acts.passing.assign(SUSI, made.ticket.id, "bauordnung", "Selbst klären.")
    assert (await acts.ticket(made.ticket.id)).state is TicketState.UNPLACED


async def test_the_office_of_a_case_is_known_where_only_its_number_is_named(centre: Centre, acts: Acts) -> None:
    about = (await centre.forwarded()).ticket
    contact = await centre.called(call="c2")
    made = await acts.complaints.end_contact(ANNA, contact.id, ANGRY, About(case_number=about.case_number))
    assert made.ticket.about_office == "bauordnung"


@pytest.mark.parametrize(
    ("wish", "about", "field"),
    [
        pytest.param(BY_MAIL, About("mond"), "about_office", id="an office there is not"),
        pytest.param(BY_MAIL, About(case_number="12345678"), "case_number", id="no case number"),
        pytest.param(Wish("", ReplyChannel.NONE), About(), "concern", id="nothing said"),
    ],
)
async def test_what_is_wrong_is_named_and_the_contact_stays_open(
    centre: Centre, acts: Acts, wish: Wish, about: About, field: str
) -> None:
    contact = await centre.called()
    with pytest.raises(Invalid) as caught:
        await acts.complaints.end_contact(ANNA, contact.id, wish, about)
    assert caught.value.details["field"] == field
    assert (await centre.desk.get(Scope.of(ANNA), contact.id)).state is ContactState.OPEN


async def test_of_social_matters_nothing_is_written_down(centre: Centre, acts: Acts) -> None:
    contact = await centre.called()
    await centre.desk.learn(ANNA, contact.id, leistung="wohngeld")
    made = await acts.complaints.end_contact(ANNA, contact.id, ANGRY, About())
    assert made.ticket.concern == SOCIAL_CONCERN


async def test_a_second_press_complains_no_second_time(centre: Centre, acts: Acts) -> None:
    contact = await centre.called()
    await acts.complaints.end_contact(ANNA, contact.id, ANGRY, About())
    with pytest.raises(Conflict):
        await acts.complaints.end_contact(ANNA, contact.id, ANGRY, About())


async def test_a_business_s_complaint_keeps_promise_11_and_starts_the_ral_mark_s(centre: Centre, acts: Acts) -> None:
    contact = await centre.desk.open_by_hand(ANNA, "dortmund")
    await centre.desk.learn(ANNA, contact.id, leistung="gewerbeanmeldung", business=True)
    made = await acts.complaints.end_contact(ANNA, contact.id, ANGRY, About())
    assert {promise.name for promise in await centre.promised(made.ticket.subject)} == {"complaint", "ral-f"}
    contact = await centre.desk.open_by_hand(ANNA, "recklinghausen")
    await centre.desk.learn(ANNA, contact.id, leistung="gewerbeanmeldung", district="Marl", business=True)
    made = await acts.complaints.end_contact(ANNA, contact.id, ANGRY, About())
    assert made.ticket.office == "beschwerdecenter"
    assert [told["promise"] for told in await centre.details("promise-fulfilled")] == ["gsm-11"]
    desk = Person("31", "berta", "Berta", Role.FACHAMT, "recklinghausen", frozenset({"beschwerdecenter"}))
    assert await acts.listed(desk) == [made.ticket.id]
