"""From the desk to the owner and back: on both databases, through the desk's own acts."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from servicecenter.access.model import Person, Role, Scope
from servicecenter.app import Tidy
from servicecenter.clock import FixedClock
from servicecenter.contacts import cases
from servicecenter.contacts.model import Outcome
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.feedback.model import Assessment, Report
from servicecenter.live import Message
from servicecenter.web.program import Program
from tests.conftest import somebody

ALL = Scope.system("test")
SAID = "Die Marke kostet jetzt 5 Euro."


async def reported(
    program: Program, agent: Person, article: str = "baugenehmigung", said: str = SAID, town: str = "geldern"
) -> Report:
    """… and the contact is closed again."""
    contact = await program.desk.open_by_hand(agent, town)
    await program.desk.read(agent, contact.id, article)
    made = await program.desk.report(agent, contact.id, said)
    await program.desk.close(agent, contact.id, Outcome.ANSWERED)
    return made


@pytest.mark.each_database
async def test_a_report_reaches_the_owner_with_a_date_and_its_answer_the_agent(
    program: Program, agent: Person, clerk: Person
) -> None:
    made = await reported(program, agent)
    assert (made.office, made.said, made.due_on) == ("bauordnung", SAID, date(2026, 11, 30))
    assert await program.reports.waiting(clerk) == [made]
    assert await program.reports.unseen(agent) == []

    answered = await program.reports.answer(clerk, made.id, Assessment.WILL_CHANGE, "Wir ändern es morgen.")

    assert (answered.assessment, answered.answered_name) == (Assessment.WILL_CHANGE, clerk.name)
    assert await program.reports.waiting(clerk) == []
    assert await program.reports.answered(clerk) == [answered]
    assert await program.reports.unseen(agent) == [answered]
    await program.reports.see(clerk, made.id)  # it is not the clerk's to see
    assert await program.reports.unseen(agent) == [answered]
    await program.reports.see(agent, made.id)
    assert await program.reports.unseen(agent) == []
    assert [report.id for report in await program.reports.own(agent)] == [made.id]


@pytest.mark.each_database
async def test_two_answer_at_once_and_one_is_told_who_was_quicker(
    program: Program, agent: Person, clerk: Person, editor: Person
) -> None:
    made = await reported(program, agent)
    done = await asyncio.gather(
        program.reports.answer(clerk, made.id, Assessment.RIGHT, "Stimmt."),
        program.reports.answer(editor, made.id, Assessment.WILL_CHANGE, "Wird geändert."),
        return_exceptions=True,
    )
    (refused,) = [each for each in done if isinstance(each, Conflict)]
    (kept,) = [each for each in done if isinstance(each, Report)]
    assert refused.details["by"] == kept.answered_name
    assert (await program.reports.answered(editor))[0].answer == kept.answer


async def test_the_contact_goes_on_and_its_journal_knows(program: Program, agent: Person) -> None:
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.read(agent, contact.id, "hundesteuer", "hund")
    with program.live.subscribe(lambda _: True) as told:
        await program.desk.report(agent, contact.id, SAID)
        assert told.get_nowait() == Message("reports", "geldern")
    still = await program.desk.mine(agent)
    assert still is not None
    assert (still.id, still.article) == (contact.id, "hundesteuer")
    entry = (await cases.story(program.db, ALL, still))[-1]
    assert (entry.act, dict(entry.details)) == ("article-reported", {"article": "hundesteuer"})


async def test_of_social_concerns_no_words_are_kept(program: Program, agent: Person, editor: Person) -> None:
    made = await reported(program, agent, "kindeswohl", "Das Kind der Nachbarin weint")
    assert made.said == ""
    assert [report.said for report in await program.reports.waiting(editor)] == [""]


async def test_without_an_open_article_or_words_nothing_is_reported(program: Program, agent: Person) -> None:
    contact = await program.desk.open_by_hand(agent, "geldern")
    with pytest.raises(NotFound):
        await program.desk.report(agent, contact.id, SAID)
    await program.desk.read(agent, contact.id, "hundesteuer")
    with pytest.raises(Invalid):
        await program.desk.report(agent, contact.id, "  ")
    assert await program.reports.own(agent) == []


@pytest.mark.each_database
async def test_a_report_is_taken_back_while_the_call_lasts_and_nobody_has_answered(
    program: Program, agent: Person, clerk: Person
) -> None:
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.read(agent, contact.id, "baugenehmigung")
    made = await program.desk.report(agent, contact.id, SAID)
    await program.desk.withdraw_report(agent, contact.id, made.id)
    assert await program.reports.waiting(clerk) == []
    again = await program.desk.report(agent, contact.id, SAID)
    await program.reports.answer(clerk, again.id, Assessment.RIGHT, "Stimmt.")
    with pytest.raises(Conflict):
        await program.desk.withdraw_report(agent, contact.id, again.id)


async def test_each_sees_the_reports_of_the_own_texts(
    program: Program, agent: Person, clerk: Person, editor: Person, chief: Person, neighbour: Person
) -> None:
    own = await reported(program, agent)
    tax = await reported(program, agent, "hundesteuer")
    other = await reported(program, agent, "hundesteuer", town="kreis-wesel")
    seen = {person.login: {r.id for r in await program.reports.waiting(person)} for person in
            (clerk, editor, chief, neighbour)}  # fmt: skip
    assert seen == {
        clerk.login: {own.id}, editor.login: {own.id, tax.id}, chief.login: {own.id, tax.id, other.id},
        neighbour.login: {other.id},
    }  # fmt: skip
    with pytest.raises(NotFound):
        await program.reports.answer(clerk, tax.id, Assessment.RIGHT, "Stimmt.")
    with pytest.raises(NotFound):
        await program.reports.answer(neighbour, tax.id, Assessment.RIGHT, "Stimmt.")
    assert [r.id for r in await program.reports.open_of("geldern", "hundesteuer")] == [tax.id]
    assert await program.reports.waiting(replace(editor, disabled_at=program.clock.now())) == []


async def test_a_report_past_its_date_stands_on_top_and_says_so(
    program: Program, agent: Person, editor: Person, clock: FixedClock
) -> None:
    first = await reported(program, agent)
    clock.advance(timedelta(days=8))
    later = await reported(program, agent, "hundesteuer")
    waiting = await program.reports.waiting(editor)
    assert [(r.id, r.is_overdue(clock.now())) for r in waiting] == [(first.id, True), (later.id, False)]


@pytest.mark.each_database
async def test_an_answered_report_goes_after_90_days_and_one_that_waits_stays(
    program: Program, agent: Person, clerk: Person, clock: FixedClock
) -> None:
    answered, waiting = await reported(program, agent), await reported(program, agent)
    await program.reports.answer(clerk, answered.id, Assessment.RIGHT, "Stimmt.")
    clock.advance(timedelta(days=91))
    await Tidy(program).run()
    assert await program.reports.answered(clerk) == []
    assert [report.id for report in await program.reports.waiting(clerk)] == [waiting.id]


async def test_another_agent_s_reports_are_not_the_own(program: Program, agent: Person) -> None:
    await reported(program, agent)
    assert await program.reports.own(await somebody(program, Role.AGENT, "otto.other")) == []
