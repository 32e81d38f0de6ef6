"""The clock moves a case: what waited begins, the state follows tickets whoever ended them; twice changes nothing."""

from dataclasses import replace

import pytest

from servicecenter.access.model import Scope
from servicecenter.cases.model import CaseState
from tests.cases.conftest import ANNA, BERT, BRITTA, GRETA, LOTTE, Town, part_named

ALL = Scope.system("test")
pytestmark = pytest.mark.each_database


async def test_what_waited_begins_with_its_own_promise_from_that_day(town: Town):
    case = await town.opened()
    assert await town.program.advancing.run() == 0
    town.wait(days=2)
    await town.answered(case, "bauberatung", BERT)
    assert await town.program.advancing.run() == 1
    assert await town.program.advancing.run() == 0
    view = await town.view(case)
    fire = view.ticket(part_named(view.case, "brandschutzberatung"))
    assert fire is not None
    [promise] = view.promised[fire.subject]
    assert promise.recorded_at == town.clock.now()


async def test_a_case_is_done_when_the_last_office_has_answered(town: Town):
    case = await town.opened()
    for leistung, clerk in (("bauberatung", BERT), ("gewerbeanmeldung", GRETA)):
        await town.answered(case, leistung, clerk)
        await town.program.advancing.run()
        assert (await town.view(case)).case.state is CaseState.OPEN
    await town.answered(case, "brandschutzberatung", BRITTA)
    await town.program.advancing.run()
    assert (await town.view(case)).case.state is CaseState.DONE
    acts = await town.acts(case)
    assert acts.count("case-finished") == 1
    await town.program.cases.close(LOTTE, case.case_number, "Fertig")
    assert await town.program.advancing.run() == 0


async def test_after_a_crash_between_answer_and_next_step_it_goes_on_the_same(town: Town):
    case = await town.opened()
    await town.answered(case, "bauberatung", BERT)  # and the process dies here
    before = (await town.view(case, ANNA)).case
    assert part_named(before, "brandschutzberatung").ticket is None
    await town.program.advancing.run()
    assert part_named((await town.view(case, ANNA)).case, "brandschutzberatung").ticket is not None


async def test_an_office_is_told_by_mail_as_of_any_other_ticket(town: Town):
    case = await town.opened()
    await town.answered(case, "bauberatung", BERT)
    sending = replace(town.program.letters, is_on=True)
    await replace(town.program.advancing, letters=sending).run()
    view = await town.view(case)
    fire = view.ticket(part_named(view.case, "brandschutzberatung"))
    assert fire is not None
    told = await town.program.outbox.of_cause(ALL, fire.subject)
    assert [message.recipient for message in told] == ["bauordnung@hagen.example"]
    assert "Trattoria" not in told[0].subject + told[0].body
