"""What leaves by mail about a ticket: to the Fachamt a link and nothing of the person, to the citizen the answer."""

from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path

import pytest
from icalendar import Calendar

from servicecenter.access.model import Person
from servicecenter.callbacks.model import Outcome
from servicecenter.clock import FixedClock
from servicecenter.contacts.letters import Occasion, occasion_of, of_office
from servicecenter.contacts.wishes import Wish
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from servicecenter.messages.model import CITIZEN as TO_CITIZEN
from servicecenter.messages.model import MessageKind, MessageState
from servicecenter.messages.tokens import ReplyToken, Side
from servicecenter.settings import Settings
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.program import Program
from tests.conftest import CONTENT
from tests.posting import ALL, BY_CALL, BY_MAIL, CITIZEN, OFFICE, writing, written
from tests.web.browsing import forwarded

PERSONAL = ("Frau Muster", "Carport", CITIZEN, "23125", "ab 16 Uhr")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return writing(tmp_path / "var")


async def test_a_new_ticket_goes_to_the_office_with_number_deadline_and_link_and_nothing_of_the_person(
    program: Program, agent: Person, clock: FixedClock
) -> None:
    ticket = (await forwarded(program, agent, BY_CALL)).ticket
    (message,) = await written(program)
    shown = " ".join(ticket.case_number[i : i + 2] for i in range(0, 8, 2))
    assert (message.recipient, message.kind, message.subject) == (
        OFFICE, MessageKind.TICKET, f"Neues Ticket, Vorgang {shown}",
    )  # fmt: skip
    for words in (
        shown,
        "Mittwoch, 25. November 2026, 24:00 Uhr",
        "https://servicecenter.example/t/",
        "23. Dezember 2026",
    ):
        assert words in message.body, words
    for words in PERSONAL:
        assert words not in message.body + message.subject + message.calendar, words
    local = parseaddr(message.reply_to)[1].partition("@")[0]
    assert program.letters.signer.replied(local) == ReplyToken(ticket.id, Side.OFFICE)


async def test_the_callback_is_a_calendar_entry_that_changes_with_every_attempt(
    program: Program, agent: Person, clerk: Person, clock: FixedClock
) -> None:
    made = await forwarded(program, agent, replace(BY_CALL, window="ab 11 Uhr"))
    (message,) = await written(program)
    (first,) = Calendar.from_ical(message.calendar).walk("VEVENT")
    assert f"{first['DTSTART'].dt:%H:%M}" == "11:00", "when the citizen wished to be called"
    clock.advance(timedelta(hours=6))
    item = await program.inbox.attempt(clerk, made.ticket.id, Outcome.NOT_REACHED, "")
    assert item.callback is not None
    (second,) = Calendar.from_ical(program.letters.calendar(item.ticket, item.callback, None, "")).walk("VEVENT")
    assert (second["UID"], second["SEQUENCE"]) == (first["UID"], 1)
    item = await program.inbox.attempt(clerk, made.ticket.id, Outcome.REACHED, "")
    assert item.callback is not None
    over = Calendar.from_ical(program.letters.calendar(item.ticket, item.callback, None, ""))
    assert (over["METHOD"], over.walk("VEVENT")[0]["SEQUENCE"]) == ("CANCEL", 3)


async def test_the_answer_leaves_for_the_citizen_at_once_also_at_night(
    program: Program, agent: Person, clerk: Person, clock: FixedClock
) -> None:
    ticket = (await forwarded(program, agent, BY_MAIL)).ticket
    clock.advance(timedelta(hours=13))
    await program.inbox.answer(clerk, ticket.id, "Ein Carport bis 30 m² ist frei.")
    message = (await written(program, Occasion.ANSWERED))[0]
    assert (message.recipient, message.addressee, message.next_at) == (CITIZEN, TO_CITIZEN, clock.now())
    assert program.reminding.opens(message, clock.now()) == clock.now()
    assert "Ein Carport bis 30 m² ist frei." in message.body
    assert "Bauordnung" in message.body
    local = parseaddr(message.reply_to)[1].partition("@")[0]
    assert program.letters.signer.replied(local) == ReplyToken(ticket.id, Side.CITIZEN)


async def test_who_could_not_be_reached_is_written_to(program: Program, agent: Person, clerk: Person) -> None:
    ticket = (await forwarded(program, agent, BY_CALL)).ticket
    for _ in range(3):
        await program.inbox.attempt(clerk, ticket.id, Outcome.NOT_REACHED, "")
    await program.inbox.exhaust(clerk, ticket.id, "Wir haben dreimal angerufen.")
    (message,) = await written(program, Occasion.UNREACHED)
    assert (message.recipient, "Wir haben dreimal angerufen." in message.body) == (CITIZEN, True)


async def test_by_post_nothing_leaves(program: Program, agent: Person, clerk: Person) -> None:
    wish = Wish("Carport", ReplyChannel.POST, "Herr Lang", address="Musterweg 1, 47608 Geldern")
    ticket = (await forwarded(program, agent, wish)).ticket
    await program.inbox.answer(clerk, ticket.id, "Brief vom 24.11.")
    assert [occasion_of(each) for each in await written(program)] == ["forwarded"]


async def test_where_the_handbook_says_so_the_citizen_is_told_at_once_that_it_was_received(
    program: Program, agent: Person, clock: FixedClock
) -> None:
    text = (CONTENT / "geldern/handbook/2026-01-01.toml").read_text(encoding="utf-8")
    confirming = f'{text}\n[[clause]]\nnumber = "99.1"\ntitle = "Eingang"\nconfirmation = true\n'
    async with program.db.write() as session:
        await documents.put(
            session, ALL, Kind.HANDBOOK, "geldern", "2026-01-01", confirming, origin=Origin.FILE, at=clock.now(), by="t"
        )
    await program.rulebooks.refresh()
    await forwarded(program, agent, BY_MAIL)
    (message,) = await written(program, Occasion.CONFIRMED)
    assert message.recipient == CITIZEN
    assert "ist bei uns eingegangen. Sie erhalten eine Antwort bis " in message.body


async def test_what_is_taken_back_at_the_desk_is_not_sent(program: Program, agent: Person) -> None:
    made = await forwarded(program, agent, BY_MAIL)
    await program.desk.undo(agent, made.contact.id)
    assert [each.state for each in await written(program)] == [MessageState.OBSOLETE]


async def test_an_office_without_address_is_told_to_the_supervisor(program: Program, agent: Person) -> None:
    ticket = (await forwarded(program, agent, BY_MAIL)).ticket
    rulebook = program.letters.rulebook(ticket)
    assert rulebook is not None
    assert OFFICE in of_office(rulebook, "bauordnung")
    nowhere = replace(ticket, office="niemand")
    async with program.db.write() as session:
        await program.letters.to_office(session, nowhere, Occasion.FORWARDED, program.clock.now())
    (message,) = await written(program, Occasion.NO_ADDRESS)
    assert (message.addressee, message.kind) == ("supervisor", MessageKind.TROUBLE)
    assert not program.letters.reaches(nowhere)
    story = await program.inbox.story(await program.inbox.item(ALL, ticket.id))
    assert "office-without-address" in [entry.act for entry in story]
