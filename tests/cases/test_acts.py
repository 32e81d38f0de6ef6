"""An office more or less, told and closed, opened again; what two do at once; who may."""

import asyncio

import pytest

from servicecenter.cases.model import CaseState, Standing
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.tickets.model import TicketState
from tests.cases.conftest import ANNA, BERT, BRITTA, GRETA, LOTTE, WESEL, Town, part_named

ANSWERED = (("bauberatung", BERT), ("gewerbeanmeldung", GRETA), ("brandschutzberatung", BRITTA))


async def finished(town: Town):
    case = await town.opened()
    for leistung, clerk in ANSWERED:
        await town.answered(case, leistung, clerk)
        await town.program.advancing.run()
    return case


async def test_closed_only_when_every_office_has_ended(town: Town):
    case = await town.opened()
    for leistung, clerk in ANSWERED:
        with pytest.raises(Conflict):
            await town.program.cases.close(LOTTE, case.case_number, "Alles geklärt")
        await town.answered(case, leistung, clerk)
        await town.program.advancing.run()
    assert (await town.view(case)).case.state is CaseState.DONE
    closed = await town.program.cases.close(LOTTE, case.case_number, "Alles geklärt")
    assert (closed.state, closed.told) == (CaseState.CLOSED, "Alles geklärt")
    with pytest.raises(Conflict):
        await town.program.cases.close(LOTTE, case.case_number, "Noch einmal")


async def test_what_the_business_was_told_must_be_said(town: Town):
    case = await finished(town)
    with pytest.raises(Invalid) as refused:
        await town.program.cases.close(LOTTE, case.case_number, "  ")
    assert refused.value.details["field"] == "told"


async def test_an_office_that_comes_later_has_its_reason_and_its_ticket_at_once(town: Town):
    case = await town.opened()
    case = await town.program.cases.add_office(
        LOTTE, case.case_number, "lebensmittelbetrieb", "Küche ansehen", "Es wird doch gekocht."
    )
    part = part_named(case, "lebensmittelbetrieb")
    ticket = (await town.view(case)).ticket(part)
    assert (part.added_reason, ticket and ticket.office) == ("Es wird doch gekocht.", "lebensmittelueberwachung")
    with pytest.raises(Conflict):
        await town.program.cases.add_office(LOTTE, case.case_number, "lebensmittelbetrieb", "Noch", "mal")


async def test_one_that_comes_after_all_were_done_makes_it_run_again(town: Town):
    case = await finished(town)
    case = await town.program.cases.add_office(LOTTE, case.case_number, "sondernutzung", "Tische", "Terrasse")
    assert case.state is CaseState.OPEN


async def test_an_office_dropped_is_asked_no_more(town: Town):
    case = await town.opened()
    trade = part_named(case, "gewerbeanmeldung")
    case = await town.program.cases.drop_office(LOTTE, case.case_number, trade.id, "Das Gewerbe besteht schon.")
    view = await town.view(case)
    ticket = view.ticket(part_named(case, "gewerbeanmeldung"))
    assert ticket is not None
    assert ticket.state is TicketState.WITHDRAWN
    assert view.standing(part_named(case, "gewerbeanmeldung")) is Standing.DROPPED
    with pytest.raises(Conflict):
        await town.program.cases.drop_office(LOTTE, case.case_number, trade.id, "Noch einmal")


async def test_not_once_a_clerk_has_accepted(town: Town):
    case = await town.opened()
    trade = part_named(case, "gewerbeanmeldung")
    assert trade.ticket is not None
    await town.program.inbox.accept(GRETA, trade.ticket)
    with pytest.raises(Conflict) as refused:
        await town.program.cases.drop_office(LOTTE, case.case_number, trade.id, "Doch nicht")
    assert refused.value.details["by"] == "Greta Gewerbe"


async def test_dropping_what_others_wait_for_lets_them_begin(town: Town):
    case = await town.opened()
    advice = part_named(case, "bauberatung")
    case = await town.program.cases.drop_office(LOTTE, case.case_number, advice.id, "Die Räume sind schon genehmigt.")
    assert part_named(case, "brandschutzberatung").ticket is not None


async def test_reopened_with_its_reason_it_is_closed_again_or_goes_on(town: Town):
    case = await finished(town)
    await town.program.cases.close(LOTTE, case.case_number, "Alles geklärt")
    town.wait(days=3)
    again = await town.program.cases.reopen(LOTTE, case.case_number, "Der Betrieb fragt nach Außenplätzen.")
    assert again.state is CaseState.REOPENED
    await town.program.advancing.run()
    assert (await town.view(case)).case.state is CaseState.REOPENED
    assert (await town.program.cases.close(LOTTE, case.case_number, "Doch nicht")).state is CaseState.CLOSED


async def test_two_who_close_at_once_close_it_once(town: Town):
    case = await finished(town)
    made = await asyncio.gather(
        *(town.program.cases.close(who, case.case_number, "Fertig") for who in (LOTTE, ANNA)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in made) == ["BusinessCase", "Conflict"]
    assert (await town.acts(case)).count("case-closed") == 1


@pytest.mark.parametrize("stranger", [BERT, WESEL], ids=["an-office", "another-town"])
async def test_nobody_but_the_lotse_and_the_centre_sees_it(town: Town, stranger):
    case = await town.opened()
    with pytest.raises(NotFound):
        await town.view(case, stranger)
    with pytest.raises(NotFound):
        await town.program.cases.close(stranger, case.case_number, "Fertig")
    assert await town.program.looking.running(stranger) == []
    assert len(await town.program.looking.running(ANNA)) == 1
