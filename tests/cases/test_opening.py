"""A case is opened: each office its own ticket and promise, one business, one number."""

import pytest

from servicecenter.access.model import Scope
from servicecenter.cases.model import CaseState, Standing
from servicecenter.cases.opening import Opening
from servicecenter.contacts.model import ContactState, Outcome
from servicecenter.contacts.wishes import Wish
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.tickets.model import ReplyChannel
from tests.cases.conftest import ANNA, BERT, LOTTE, MARIA, NEW, OFFICES, Town, part_named


async def test_each_office_gets_its_own_ticket_with_its_own_promise_and_reason(town: Town):
    view = await town.view(await town.opened())
    tickets = {part.leistung: view.ticket(part) for part in view.case.parts}
    assert tickets["brandschutzberatung"] is None  # it waits for the advice on the rooms
    advice, trade = tickets["bauberatung"], tickets["gewerbeanmeldung"]
    assert advice is not None and trade is not None  # noqa: PT018
    assert (advice.office, trade.office) == ("bauberatung", "gewerbe")
    assert advice.clause.startswith("§ ") and advice.reason  # noqa: PT018
    assert "Trattoria Beispiel GmbH" in advice.caller_name
    assert "Nutzungsänderung" in advice.concern
    assert advice.address == "szw@hagen.example"  # it answers the Lotse, whom alone the business speaks with
    assert {promise.name for promise in view.promised[advice.subject]} == {"reply"}
    assert view.due is not None
    assert view.due.clause == "§ 6.3"


async def test_the_case_has_the_contact_s_number_and_ends_the_contact(town: Town):
    case = await town.opened()
    contact = await town.program.desk.get(Scope.of(ANNA), case.contact)
    assert contact.case_number == case.case_number
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.TICKET)
    assert (case.state, case.lotse) == (CaseState.OPEN, "servicezentrum-wirtschaft")


async def test_the_lotse_opens_it_from_the_own_ticket_which_becomes_its_first_part(town: Town):
    contact = await town.called()
    await town.program.desk.learn(ANNA, contact.id, leistung="wirtschaftsfoerderung", business=True)
    made = await town.program.desk.forward(ANNA, contact.id, Wish("Will ein Restaurant", ReplyChannel.NONE))
    assert made.ticket.office == "servicezentrum-wirtschaft"
    opening = Opening("restaurant", OFFICES, "Restaurant", new=NEW, someone=MARIA)
    case = await town.program.openings.from_ticket(LOTTE, made.ticket.id, opening)
    assert case.case_number == contact.case_number
    assert case.parts[0].ticket == made.ticket.id
    with pytest.raises(Conflict):
        await town.program.openings.from_ticket(LOTTE, made.ticket.id, opening)
    with pytest.raises(NotFound):
        await town.program.openings.from_ticket(BERT, made.ticket.id, opening)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"new": None}, "business", id="no-business"),
        pytest.param({"leistungen": ("kammer",)}, "leistungen", id="no-office-of-ours"),
        pytest.param({"concern": "x" * 4001}, "concern", id="too-long"),
    ],
)
async def test_what_is_missing_is_named_and_nothing_is_written(town: Town, given, field):
    with pytest.raises(Invalid) as refused:
        await town.opened(**given)
    assert refused.value.details["field"] == field
    mine = await town.program.desk.mine(ANNA)
    assert mine is not None
    assert await town.program.looking.running(LOTTE) == []


async def test_within_seconds_it_is_taken_back_and_can_be_opened_again(town: Town):
    case = await town.opened()
    await town.program.desk.undo(ANNA, case.contact)
    assert await town.program.looking.running(LOTTE) == []
    business = await town.program.businesses.of_contact(Scope.of(ANNA), case.contact)
    assert business is not None
    opening = Opening("restaurant", OFFICES, business=business.id)
    again = await town.program.openings.from_contact(ANNA, case.contact, opening)
    assert [part.leistung for part in again.parts] == ["bauberatung", "brandschutzberatung", "gewerbeanmeldung"]


async def test_the_template_s_offices_are_shown_beforehand_with_their_dates(town: Town):
    contact = await town.called()
    rulebook = town.program.desk.rulebook(contact)
    found = town.program.openings.preview("hagen", "restaurant", None, rulebook)
    shown = {placed.leistung: (placed.way.value, placed.office and placed.office.id) for placed in found}
    assert shown["bauberatung"] == ("ticket", "bauberatung")
    assert shown["lebensmittelbetrieb"] == ("ticket", "lebensmittelueberwachung")
    assert shown["kammer"] == ("partner", "kammer")
    assert found[0].due_on is not None


async def test_what_waits_stands_so(town: Town):
    view = await town.view(await town.opened())
    assert view.standing(part_named(view.case, "brandschutzberatung")) is Standing.WAITS
