"""A calendar entry goes out of the calendars it went into, once, where nobody there owes the callback any more."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from servicecenter.access.model import Person, Role
from servicecenter.callbacks.model import Outcome
from servicecenter.clock import FixedClock
from servicecenter.contacts.letters import Occasion, occasion_of
from servicecenter.messages.model import Message, MessageState
from servicecenter.settings import Settings
from servicecenter.web.program import Program
from tests.conftest import somebody
from tests.mailserver import Mailbox, mailbox
from tests.posting import BY_CALL, OFFICE, writing, written
from tests.web.browsing import forwarded

LATER = replace(BY_CALL, window="ab 11 Uhr")  # the tests begin at ten: the appointment lies ahead


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as made:
        yield made


@pytest.fixture
def settings(tmp_path: Path, box: Mailbox) -> Settings:
    return writing(tmp_path / "var", box.port)


def event(message: Message) -> tuple[str, str, int]:
    calendar = Calendar.from_ical(message.calendar)
    (found,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), str(found["UID"]), int(found["SEQUENCE"])


async def test_undone_at_the_desk_it_is_cancelled_once_to_whoever_was_invited(
    program: Program, agent: Person, box: Mailbox
) -> None:
    made = await forwarded(program, agent, LATER)
    await program.outbox.run()
    await program.desk.undo(agent, made.contact.id)
    await program.outbox.run()
    invitation, cancellation = await written(program)
    assert (event(invitation)[0], event(cancellation)[0]) == ("PUBLISH", "CANCEL")
    assert event(cancellation)[1] == event(invitation)[1]
    assert event(cancellation)[2] > event(invitation)[2]
    assert (cancellation.recipient, cancellation.in_reply_to) == (OFFICE, invitation.message_id)
    assert "Frau Muster" not in cancellation.body + cancellation.calendar
    methods = [part.get_param("method") for mail in box.mails for part in mail.iter_attachments()]
    assert methods == ["PUBLISH", "CANCEL"]


async def test_who_was_never_invited_is_not_cancelled(program: Program, agent: Person) -> None:
    made = await forwarded(program, agent, LATER)
    await program.desk.undo(agent, made.contact.id)
    assert [each.state for each in await written(program)] == [MessageState.OBSOLETE]


async def test_moved_to_another_office_the_first_takes_it_out_and_the_second_puts_it_in(
    program: Program, agent: Person, clerk: Person
) -> None:
    made = await forwarded(program, agent, LATER)
    await program.outbox.run()
    await program.passing.give_back(clerk, made.ticket.id, "Planung.", "planungsamt")
    mails = {(occasion_of(each), each.to_office): each for each in await written(program)}
    assert set(mails) == {
        (Occasion.FORWARDED, "bauordnung"), (Occasion.CANCELLED, "bauordnung"), (Occasion.FORWARDED, "planungsamt"),
    }  # fmt: skip
    assert event(mails[Occasion.CANCELLED, "bauordnung"])[0] == "CANCEL"
    assert event(mails[Occasion.FORWARDED, "planungsamt"])[0] == "PUBLISH"
    paula = await somebody(program, Role.FACHAMT, "paula.planung", "planungsamt", municipality="geldern")
    await program.inbox.attempt(paula, made.ticket.id, Outcome.REACHED, "")
    assert len(await written(program, Occasion.CANCELLED)) == 1, "the second was never sent, the first is out already"


async def test_what_another_office_was_to_be_told_is_not_sent_any_more(
    program: Program, agent: Person, clerk: Person
) -> None:
    made = await forwarded(program, agent, LATER)
    await program.passing.give_back(clerk, made.ticket.id, "Planung.", "planungsamt")
    states = {each.to_office: each.state for each in await written(program)}
    assert states == {"bauordnung": MessageState.OBSOLETE, "planungsamt": MessageState.WAITING}


@pytest.mark.parametrize(
    ("hours", "cancelled"), [pytest.param(0, 1, id="before its time"), pytest.param(5, 0, id="it lies behind")]
)
async def test_reached_earlier_it_is_taken_out_and_what_lies_behind_is_left_alone(
    program: Program, agent: Person, clerk: Person, clock: FixedClock, hours: int, cancelled: int
) -> None:
    made = await forwarded(program, agent, LATER)
    await program.outbox.run()
    clock.advance(timedelta(hours=hours))
    await program.inbox.attempt(clerk, made.ticket.id, Outcome.REACHED, "Besprochen.")
    assert len(await written(program, Occasion.CANCELLED)) == cancelled
