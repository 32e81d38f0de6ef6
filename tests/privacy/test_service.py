"""Travelling in time: nothing goes a moment early, everything goes on its day, and the evidence stays sound."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from servicecenter.callbacks.model import Outcome
from servicecenter.callbacks.numbers import NumberUnusable
from servicecenter.contacts.model import Outcome as ContactOutcome
from servicecenter.contacts.wishes import Wish
from servicecenter.journal.evidence import verify
from servicecenter.journal.witness import Witness
from servicecenter.privacy.service import AT_LEAST, Erasure
from servicecenter.reporting.board import Board
from servicecenter.reporting.promise_month import PromiseMonth
from servicecenter.reporting.telephone import TelephoneFigures
from servicecenter.routing.rulebooks import Rulebooks
from servicecenter.tickets.model import ReplyChannel
from tests.conftest import MONDAY
from tests.contacts.conftest import ALL, ANNA, CALLER, CARL, Centre

pytestmark = pytest.mark.each_database
SAID = ("geheim-anliegen", "geheim-name", "geheim-weg", "geheim-notiz", "geheim-wann", "geheim-suche", "geheim-person")
SECRETS = (*SAID, "geheim@beispiel.example", "geheim-antwort", "23125017", "Anna Agent", "Carl Clerk")
WISH = Wish(
    "geheim-anliegen", ReplyChannel.CALLBACK, "geheim-name", CALLER, "geheim-wann", "geheim@beispiel.example",
    "geheim-weg",
)  # fmt: skip
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)
TABLES = ("contact", "ticket", "callback", "callback_attempt", "promise", "journal", "ticket_return")


async def written(centre: Centre) -> str:
    """Whatever stands in any row of a case."""
    async with centre.db.engine.connect() as connection:
        rows = [(await connection.execute(text(f"SELECT * FROM {table}"))).all() for table in TABLES]  # noqa: S608
    return str(rows)


async def left(centre: Centre) -> list[str]:
    rows = await written(centre)
    return [secret for secret in SECRETS if secret in rows]


async def called_back(centre: Centre, call: str = "c1") -> int:
    """A concern with everything somebody may say, told, tried, and answered two days later. The ticket."""
    contact = await centre.asked("baugenehmigung", call=call)
    await centre.desk.note(ANNA, contact.id, "geheim-notiz")
    await centre.desk.read(ANNA, contact.id, "baugenehmigung", "geheim-suche")
    await centre.desk.learn(ANNA, contact.id, leistung="baugenehmigung", person_asked="geheim-person")
    made = await centre.desk.forward(ANNA, contact.id, WISH)
    await centre.inbox.attempt(CARL, made.ticket.id, Outcome.NOT_REACHED, "geheim-notiz")
    return made.ticket.id


async def test_everything_is_there_until_its_day_and_gone_on_it(centre: Centre, erasure: Erasure) -> None:
    ticket = await called_back(centre)
    centre.wait(days=2)
    await centre.inbox.attempt(CARL, ticket, Outcome.REACHED, "geheim-antwort")
    closed_at = centre.clock.at
    assert await left(centre) == list(SECRETS)
    for at in (closed_at, closed_at + 29 * DAY, closed_at + 30 * DAY - MOMENT):
        centre.clock.at = at
        assert await erasure.run(ALL) == 0
        assert await left(centre) == list(SECRETS), "nothing goes a moment early"
    centre.clock.at = closed_at + 30 * DAY
    assert await erasure.run(ALL) == 1
    assert await left(centre) == []
    assert await erasure.run(ALL) == 0
    assert (await centre.details("case-erased")) == [{"cause": "retention", "days": 30, "clause": "§ 7.1"}]


async def test_what_is_open_is_kept_however_old_and_its_days_begin_when_it_ends(
    centre: Centre, erasure: Erasure
) -> None:
    ticket = await called_back(centre)
    centre.wait(days=100)
    assert await erasure.run(ALL) == 0
    await centre.inbox.attempt(CARL, ticket, Outcome.REACHED, "")
    centre.wait(days=29)
    assert await erasure.run(ALL) == 0
    centre.wait(days=1)
    assert await erasure.run(ALL) == 1


@pytest.mark.parametrize("ended", ["answered", "exhausted", "withdrawn", "answered at the desk", "abandoned"])
async def test_however_it_ended_it_goes(centre: Centre, erasure: Erasure, ended: str) -> None:
    if ended == "answered at the desk":
        contact = await centre.asked("baugenehmigung")
        await centre.desk.note(ANNA, contact.id, "geheim-notiz")
        await centre.desk.close(ANNA, contact.id, ContactOutcome.ANSWERED)
    elif ended == "abandoned":
        await centre.desk.ring("c1", "+49 30 23125 300", CALLER)
        await centre.desk.hung_up("c1")
    elif ended == "withdrawn":
        made = await centre.forwarded(WISH)
        await centre.desk.undo(ANNA, made.contact.id)
        await centre.desk.close(ANNA, made.contact.id, ContactOutcome.NO_CONCERN)
    else:
        ticket = await called_back(centre)
        for _ in range(2):
            await centre.inbox.attempt(CARL, ticket, Outcome.NOT_REACHED, "")
        if ended == "exhausted":
            await centre.inbox.exhaust(CARL, ticket, "geheim-antwort")
        else:
            await centre.inbox.attempt(CARL, ticket, Outcome.REACHED, "geheim-antwort")
    centre.wait(days=30)
    assert await erasure.run(ALL) == 1
    assert await left(centre) == []


async def test_evidence_and_figures_stay_as_they_were(centre: Centre, erasure: Erasure, tmp_path: Path) -> None:
    ticket = await called_back(centre)
    await centre.inbox.attempt(CARL, ticket, Outcome.REACHED, "geheim-antwort")
    figures = TelephoneFigures(centre.db, centre.clock, centre.rulebooks)
    board = Board(centre.db, centre.clock, centre.rulebooks, figures)
    month = PromiseMonth(centre.db, centre.clock)
    witness = Witness(tmp_path / "heads.jsonl")
    assert (await verify(centre.db, ALL, witness, centre.clock.at)).findings == []
    before = (await month.view(ALL, MONDAY.date().replace(day=1))).lines
    acts = await centre.acts()
    centre.wait(days=31)
    assert await erasure.run(ALL) == 1
    verified = await verify(centre.db, ALL, witness, centre.clock.at)
    assert (verified.findings, verified.entries) == ([], len(acts) + 1)
    assert (await month.view(ALL, MONDAY.date().replace(day=1))).lines == before
    assert (await centre.acts())[:-1] == acts
    assert len(await board.unkept(ALL, MONDAY.date().replace(day=1))) == 0
    item = await centre.inbox.item(ALL, ticket)
    assert [attempt.outcome for attempt in item.callback.attempts] == [Outcome.NOT_REACHED, Outcome.REACHED]  # type: ignore[union-attr]
    assert item.ticket.erased_at == centre.clock.at


async def test_two_processes_erase_each_case_once_in_batches(centre: Centre, second: Centre, erasure: Erasure) -> None:
    for number in range(7):
        ticket = await called_back(centre, f"c{number}")
        await centre.inbox.attempt(CARL, ticket, Outcome.REACHED, "")
    await called_back(centre, "still open")
    centre.wait(days=30)
    other = Erasure(second.db, second.clock, second.rulebooks)
    erased = await asyncio.gather(erasure.run(ALL, size=2), other.run(ALL, size=3))
    assert sum(erased) == 7
    assert (await centre.acts()).count("case-erased") == 7


async def test_the_handbook_under_which_it_was_handled_decides(centre: Centre, erasure: Erasure) -> None:
    """Other handbooks keep other days; where the rules are gone the usual thirty hold."""
    ticket = await called_back(centre)
    await centre.inbox.attempt(CARL, ticket, Outcome.REACHED, "")
    async with centre.db.engine.begin() as connection:
        changed = await connection.execute(
            text("UPDATE document SET text = replace(text, 'days_after_closing = 30', 'days_after_closing = 7')")
        )
        assert changed.rowcount
    rulebooks = Rulebooks(centre.db)
    await rulebooks.refresh()
    shorter = Erasure(centre.db, centre.clock, rulebooks)
    without_rules = Erasure(centre.db, centre.clock, Rulebooks(centre.db))
    centre.wait(days=7)
    assert await without_rules.run(ALL) == 0
    centre.clock.at -= MOMENT
    assert await shorter.run(ALL) == 0
    centre.clock.at += MOMENT
    assert await shorter.run(ALL) == 1
    assert [told["days"] for told in await centre.details("case-erased")] == [7]
    contact = await centre.asked("baugenehmigung", call="later")
    await centre.desk.close(ANNA, contact.id, ContactOutcome.ANSWERED)
    centre.wait(days=30)
    assert await without_rules.run(ALL) == 1


async def test_what_can_still_be_taken_back_is_not_over_even_where_nothing_is_kept(centre: Centre) -> None:
    async with centre.db.engine.begin() as connection:
        await connection.execute(
            text("UPDATE document SET text = replace(text, 'days_after_closing = 30', 'days_after_closing = 0')")
        )
    rulebooks = Rulebooks(centre.db)
    await rulebooks.refresh()
    at_once = Erasure(centre.db, centre.clock, rulebooks)
    contact = await centre.asked("baugenehmigung")
    await centre.desk.close(ANNA, contact.id, ContactOutcome.ANSWERED)
    centre.clock.at += AT_LEAST - MOMENT
    assert await at_once.run(ALL) == 0
    await centre.desk.undo(ANNA, contact.id)
    await centre.desk.close(ANNA, contact.id, ContactOutcome.ANSWERED)
    centre.clock.at += AT_LEAST
    assert await at_once.run(ALL) == 1


async def test_what_is_held_about_a_number_is_shown_and_erased_on_request(centre: Centre, erasure: Erasure) -> None:
    closed, still_open = await called_back(centre, "c1"), await called_back(centre, "c2")
    await centre.inbox.attempt(CARL, closed, Outcome.REACHED, "")
    found = await erasure.held(ALL, "030 / 23125-017")
    assert [held.is_open for held in found] == [True, False]
    assert found[1].erased_after == centre.clock.at + 30 * DAY
    assert found[0].erased_after is None
    assert {"Rückrufnummer", "Anliegen", "Name"} <= set(found[0].fields)
    erased, kept = await erasure.erase_number(ALL, CALLER, "command line")
    assert ([held.is_open for held in erased], [held.is_open for held in kept]) == ([False], [True])
    assert (await centre.details("case-erased")) == [{"cause": "request"}]
    await centre.inbox.attempt(CARL, still_open, Outcome.REACHED, "")
    erased, kept = await erasure.erase_number(ALL, CALLER, "command line")
    assert (len(erased), kept) == (1, [])
    assert await erasure.held(ALL, CALLER) == []
    assert await left(centre) == []
    with pytest.raises(NumberUnusable):
        await erasure.held(ALL, "115")
