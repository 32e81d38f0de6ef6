"""§ 35 SGB I: of a mail about a social concern nothing is kept but that it came, and nothing written leaves by mail."""

from dataclasses import replace
from datetime import date

import pytest

from servicecenter.access.model import Person, Role
from servicecenter.attachments.model import Kind, Stored
from servicecenter.callbacks.model import Outcome
from servicecenter.contacts.letter_words import NOT_KEPT
from servicecenter.contacts.letters import Occasion
from servicecenter.correspondence.model import Fate, MailReason, Verdict
from servicecenter.correspondence.secrecy import ANSWERED, Fetched, withheld
from servicecenter.messages.parsing import parse
from servicecenter.messages.tokens import Side
from servicecenter.tickets.model import Ticket, TicketState
from servicecenter.tickets.remarks.model import CITIZEN as TO_CITIZEN
from tests.conftest import somebody
from tests.correspondence.conftest import Post
from tests.messages.mails import mail
from tests.posting import ALL, BY_CALL, BY_MAIL, CITIZEN, SENDER, written

SECRET = "Mein Mann trinkt wieder."


async def of_social(post: Post, wish: object = BY_MAIL) -> Ticket:
    """A concern of the Sozialamt, whose office has been written to."""
    program = post.program
    contact = await program.desk.open_by_hand(post.agent, "geldern")
    await program.desk.learn(post.agent, contact.id, leistung="grundsicherung")
    made = (await program.desk.forward(post.agent, contact.id, wish)).ticket  # type: ignore[arg-type]
    await program.outbox.run()
    return made


@pytest.fixture
async def ticket(post: Post) -> Ticket:
    return await of_social(post)


@pytest.fixture
async def clerk(post: Post, ticket: Ticket) -> Person:
    return await somebody(post.program, Role.FACHAMT, "sina.sozial", ticket.office, municipality="geldern")


async def everything(post: Post, ticket: Ticket) -> str:
    """All that is stored about the ticket, and every mail that left."""
    program = post.program
    item = await program.inbox.item(ALL, ticket.id)
    received = await program.clearing.of_ticket(ALL, ticket)
    return str((item, received, await program.outbox.of_cause(ALL, ticket.subject), await program.inbox.story(item)))


def test_the_words_and_the_files_go_and_what_became_of_it_stays() -> None:
    fetched = Fetched(
        parse(mail(CITIZEN, SENDER, text=SECRET).as_bytes()), [("a.pdf", Stored("d", 1, Kind.PDF))], ["b"]
    )
    bare, verdict = withheld(fetched, Verdict(Fate.FILED, MailReason.REPLY))
    assert (bare.mail.text, bare.mail.subject, bare.files, bare.refused) == ("", "", (), ())
    assert bare.mail.key == fetched.mail.key
    assert verdict == Verdict(Fate.FILED, MailReason.SOCIAL)
    assert withheld(fetched, Verdict(Fate.NOTED, MailReason.ABSENCE))[1].reason is MailReason.ABSENCE


async def test_a_citizen_s_mail_is_known_to_have_come_and_answers_the_question(
    post: Post, ticket: Ticket, clerk: Person
) -> None:
    program = post.program
    await program.questions.ask(clerk, ticket.id, TO_CITIZEN, "Wann sind Sie da?")
    opening = mail(CITIZEN, program.letters.reply_to(ticket, Side.CITIZEN), text=SECRET, subject=SECRET)
    await post.deliver(opening)
    (received,) = await program.clearing.of_ticket(ALL, ticket)
    assert (received.fate, received.reason, received.text) == (Fate.FILED, MailReason.SOCIAL, "")
    (asked,) = (await program.inbox.item(ALL, ticket.id)).remarks
    assert asked.answer == ANSWERED
    assert SECRET not in await everything(post, ticket)
    assert len(await written(program, Occasion.REPLIED)) == 1, "the office learns of it"
    (told,) = await written(program, Occasion.WITHHELD)
    assert (told.recipient, "nicht aufgenommen" in told.body, "SGB" in told.body) == (CITIZEN, True, False)


async def test_the_office_s_mail_answers_nothing_and_it_is_told(post: Post, ticket: Ticket) -> None:
    office = (await written(post.program))[-1].recipient
    assert "antworten Sie nicht auf diese E-Mail" in (await written(post.program))[-1].body
    await post.deliver(post.reply(post.last(office), SECRET))
    assert (await post.now(ticket)).state is TicketState.NEW
    assert SECRET not in await everything(post, ticket)
    (told,) = await written(post.program, Occasion.WITHHELD)
    assert (told.recipient, "§ 35 SGB I" in told.body) == (office, True)
    assert [str(each["To"]) for each in post.smtp.mails].count(CITIZEN) == 0


async def test_what_the_office_types_is_neither_kept_nor_sent(post: Post, ticket: Ticket, clerk: Person) -> None:
    program = post.program
    await program.delays.notify(clerk, ticket.id, "Gutachten der Klinik fehlt.", date(2026, 12, 30))
    await program.inbox.answer(clerk, ticket.id, SECRET)
    assert (await post.now(ticket)).answer == NOT_KEPT
    await program.outbox.run()
    (told,) = [each for each in post.smtp.mails if each["To"] == CITIZEN]
    assert "30. Dezember 2026" in told.get_content()
    assert "Klinik" not in told.get_content()


async def test_a_note_of_a_callback_is_not_kept(post: Post) -> None:
    called = await of_social(post, replace(BY_CALL, address=""))
    clerk = await somebody(post.program, Role.FACHAMT, "sina.sozial", called.office, municipality="geldern")
    item = await post.program.inbox.attempt(clerk, called.id, Outcome.REACHED, SECRET)
    assert (item.ticket.answer, SECRET in str(item)) == ("Am Telefon besprochen.", False)


async def test_filed_by_hand_it_loses_its_words_then(post: Post, ticket: Ticket) -> None:
    program = post.program
    await post.deliver(mail("fremd@beispiel.example", SENDER, text=SECRET, subject="Bitte"))
    (held,) = await program.clearing.held(ALL)
    susi = await somebody(program, Role.SUPERVISOR, "susi.super")
    await program.clearing.file(susi, held.received.id, ticket.id)
    (received,) = await program.clearing.of_ticket(ALL, ticket)
    assert (received.text, received.reason) == ("", MailReason.SOCIAL)
    assert SECRET not in await everything(post, ticket)
