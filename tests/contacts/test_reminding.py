"""What each level says to whom, from the wish of a caller to the mail: with the project's own handbook of Geldern."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from servicecenter.access.model import Person, Scope
from servicecenter.callbacks.model import Outcome
from servicecenter.clock import FixedClock
from servicecenter.contacts.reminding import Reminding
from servicecenter.messages.model import Message, MessageState
from servicecenter.messages.tokens import parsed
from servicecenter.promises import service as promises
from servicecenter.promises.model import Promise
from servicecenter.promises.states import Level
from servicecenter.web.program import Program
from tests.reminded import SUPERVISOR, without_supervisor
from tests.web.browsing import forwarded

ALL = Scope.system("test")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def sweep(program: Program) -> None:
    await promises.sweep(program.db, ALL, program.clock.now(), tell=program.reminding.messages)


async def written(program: Program) -> dict[tuple[str, str], Message]:
    return {(each.occasion, each.addressee): each for each in await program.outbox.latest(ALL, 99)}


async def told(
    program: Program, reminding: Reminding, promise: Promise, level: Level, at: datetime
) -> Sequence[Message]:
    async with program.db.read() as session:
        return (await reminding.messages(session, [promise], level, at))[promise.id]


async def test_owner_deputy_and_supervisor_are_told_each_in_their_hours(
    program: Program, agent: Person, clock: FixedClock
) -> None:
    """Due on Wednesday; the building office closes for the last time before that on Tuesday at 12:30."""
    promise = (await forwarded(program, agent)).promise
    assert promise is not None
    assert promise.last_open_at == utc("2026-11-24T11:30")
    clock.at = promise.at_risk_at
    await sweep(program)
    told = await written(program)
    assert list(told) == [("at_risk", "owner")]
    assert (told["at_risk", "owner"].recipient, told["at_risk", "owner"].not_before) == (
        "bauordnung@geldern.example", promise.at_risk_at,
    )  # fmt: skip

    clock.at = promise.last_open_at
    await sweep(program)
    told = await written(program)
    deputy, supervisor = told["due", "deputy"], told["due", "supervisor"]
    assert deputy.to_office == program.rulebooks.directory("geldern").offices["bauordnung"].deputy
    assert deputy.not_before > clock.at, "closed as well"
    assert (supervisor.state, supervisor.recipient) == (MessageState.WAITING, SUPERVISOR)

    clock.at = promise.due_at
    await sweep(program)
    told = await written(program)
    assert set(told) - {("at_risk", "owner")} == {
        ("due", "deputy"), ("due", "supervisor"), ("breached", "owner"), ("breached", "supervisor"),
    }  # fmt: skip
    assert told["breached", "owner"].not_before == utc("2026-11-26T07:30"), "Thursday, when it opens: not at midnight"
    await sweep(program)
    assert len(await written(program)) == 5, "and nobody is told again"


async def test_without_an_address_in_the_agreement_the_screen_alone_tells(
    program: Program, agent: Person, clock: FixedClock
) -> None:
    await without_supervisor(program)
    promise = (await forwarded(program, agent)).promise
    assert promise is not None
    clock.at = promise.due_at
    await sweep(program)
    supervisor = (await written(program))["breached", "supervisor"]
    assert (supervisor.state, supervisor.recipient) == (MessageState.SHOWN, "")


async def test_a_mail_says_case_deadline_office_and_a_link_and_nothing_of_the_caller(
    program: Program, agent: Person, clock: FixedClock
) -> None:
    made = await forwarded(program, agent)
    assert made.promise is not None
    clock.at = made.promise.due_at
    await sweep(program)
    message = (await written(program))["breached", "owner"]
    shown = " ".join(made.promise.case_number[i : i + 2] for i in range(0, 8, 2))
    for words in (
        shown, "Rückruf (§ 6.1)", "Mittwoch, 25. November 2026, 24:00 Uhr", "Bauordnung", "Stadt Geldern",
        f"/cases/{made.promise.case_number}",
    ):  # fmt: skip
        assert words in message.body, words
    assert message.subject == f"Nicht gehalten: Rückruf, Vorgang {shown}"
    for secret in ("Muster", "23125", "Carport", "16 Uhr"):
        assert secret not in message.body + message.subject, secret


async def test_the_office_that_owes_it_needs_no_login_and_nobody_else_gets_its_link(
    program: Program, agent: Person, clock: FixedClock
) -> None:
    made = await forwarded(program, agent)
    assert made.promise is not None
    clock.at = made.promise.last_open_at or made.promise.due_at
    await sweep(program)
    clock.at = made.promise.due_at
    await sweep(program)
    mails = await written(program)
    link = re.search(r"/t/(\S+)", mails["breached", "owner"].body)
    assert link is not None
    token = parsed(link[1])
    assert token is not None
    assert (token.ticket, program.letters.signer.fits(token, ("geldern", "bauordnung"))) == (made.ticket.id, True)
    assert "bis Samstag, 26. Dezember 2026" in mails["breached", "owner"].body
    for level, addressee in (("due", "deputy"), ("due", "supervisor"), ("breached", "supervisor")):
        assert "/t/" not in mails[level, addressee].body, addressee
        assert f"/cases/{made.promise.case_number}" in mails[level, addressee].body


async def test_what_is_kept_needs_no_reminder_but_a_breach_stays_one(
    program: Program, agent: Person, clerk: Person, clock: FixedClock
) -> None:
    first, second = await forwarded(program, agent), await forwarded(program, agent)
    assert first.promise is not None
    clock.at = first.promise.last_open_at or first.promise.due_at
    await sweep(program)
    await program.inbox.attempt(clerk, first.ticket.id, Outcome.REACHED, "")
    states = {(each.cause, each.occasion, each.addressee): each.state for each in await program.outbox.latest(ALL, 99)}
    cause, other = promises.cause_of(first.promise), f"promise:{second.promise.id if second.promise else 0}"
    assert states[cause, "due", "deputy"] is MessageState.OBSOLETE
    assert states[other, "due", "deputy"] is MessageState.WAITING
    clock.at = first.promise.due_at
    await sweep(program)
    await program.inbox.attempt(clerk, second.ticket.id, Outcome.REACHED, "")
    states = {(each.cause, each.occasion, each.addressee): each.state for each in await program.outbox.latest(ALL, 99)}
    assert states[other, "breached", "owner"] is MessageState.WAITING
    assert states[other, "due", "deputy"] is MessageState.OBSOLETE


async def test_a_municipality_that_is_gone_is_told_on_the_screen(
    program: Program, agent: Person, clock: FixedClock
) -> None:
    promise = (await forwarded(program, agent)).promise
    assert promise is not None
    lost = replace(program.reminding, rulebooks=type(program.rulebooks)(program.db))
    (message,) = await told(program, lost, promise, Level.BREACHED, clock.now())
    assert (message.addressee, message.recipient, message.state) == ("supervisor", "", MessageState.SHOWN)
    assert lost.opens(message, utc("2026-11-25T23:00")) == utc("2026-11-26T07:00")


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        pytest.param("2026-11-26T08:00", "2026-11-26T08:00", id="open"),
        pytest.param("2026-11-25T23:30", "2026-11-26T07:30", id="a mail server that comes back at night"),
        pytest.param("2026-11-27T12:00", "2026-11-30T07:30", id="the weekend"),
    ],
)
async def test_hours_are_asked_again_before_each_mail(
    program: Program, agent: Person, clock: FixedClock, at: str, opens: str
) -> None:
    promise = (await forwarded(program, agent)).promise
    assert promise is not None
    later = clock.now() + timedelta(days=1)
    (message,) = await told(program, program.reminding, promise, Level.AT_RISK, later)
    assert program.reminding.opens(message, utc(at)) == utc(opens)
