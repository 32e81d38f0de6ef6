"""Mails as they come, from a real mailbox to the ticket: each fault with a real mail."""

import asyncio
import tracemalloc
from datetime import timedelta

import pytest

from servicecenter.access.model import Person
from servicecenter.clock import FixedClock
from servicecenter.contacts.letters import Occasion
from servicecenter.correspondence.judging import MOST_A_DAY
from servicecenter.messages.model import MessageState
from servicecenter.tickets.model import TicketState
from servicecenter.tickets.remarks import store as remarks
from tests.attachments.files import PDF, PROGRAM
from tests.messages.mails import bounce, mail
from tests.posting import ALL, BY_CALL, CITIZEN, OFFICE, written

from .conftest import Post


async def test_an_answer_by_mail_answers_the_ticket_and_goes_on_to_the_citizen(post: Post) -> None:
    ticket = await post.ticket()
    await post.deliver(post.reply(post.last(OFFICE), "Bis 30 m² ist er frei.\n\nVon: x\nGesendet: heute\nAn: y"))
    answered = await post.now(ticket)
    assert (answered.state, answered.answer) == (TicketState.ANSWERED, "Bis 30 m² ist er frei.")
    letter = post.last(CITIZEN)
    assert "Bis 30 m² ist er frei." in letter.get_content()
    assert "Gesendet: heute" not in letter.get_content()
    (received,) = await post.program.clearing.of_ticket(ALL, ticket)
    assert received.quoted.startswith("Von: x"), "kept, but not sent on"
    assert post.marked() == ["S"]
    assert {"mail-filed", "ticket-answered", "letter-sent"} <= set(await post.acts(ticket))


async def test_the_citizen_answers_and_the_ticket_is_open_again_and_the_office_knows(post: Post, clerk: Person) -> None:
    ticket = await post.ticket()
    await post.program.inbox.answer(clerk, ticket.id, "Ja.")
    await post.program.outbox.run()
    await post.deliver(post.reply(post.last(CITIZEN), "Gilt das auch in Walbeck?"))
    assert (await post.now(ticket)).state is TicketState.NEW
    assert post.last(OFFICE)["Subject"].startswith("Wieder offen")
    assert "Walbeck" not in post.last(OFFICE).get_content()
    assert {"ticket-reopened", "mail-filed"} <= set(await post.acts(ticket))
    await post.deliver(post.reply(post.last(CITIZEN), "Und noch etwas."))
    assert post.last(OFFICE)["Subject"].startswith("Neue Nachricht")
    assert [each.text for each in await post.program.clearing.of_ticket(ALL, ticket)] == [
        "Gilt das auch in Walbeck?", "Und noch etwas.",
    ]  # fmt: skip


async def test_what_the_citizen_was_asked_is_answered_by_their_mail(post: Post, clerk: Person) -> None:
    ticket = await post.ticket()
    asked = await post.program.questions.ask(clerk, ticket.id, "citizen", "Wie groß soll er werden?")
    await post.program.outbox.run()
    question = post.last(CITIZEN)
    assert "Wie groß soll er werden?" in question.get_content()
    await post.deliver(post.reply(question, "6 mal 5 Meter."))
    async with post.program.db.read() as session:
        answered = await remarks.get(session, ALL, asked.id)
    assert (answered.answer, answered.answered_name) == ("6 mal 5 Meter.", CITIZEN)
    assert "question-answered" in await post.acts(ticket)


async def test_a_reply_to_a_merged_ticket_goes_to_the_one_that_stays(post: Post, clerk: Person) -> None:
    ticket, into = await post.ticket(), await post.ticket()
    await post.program.joining.merge(clerk, ticket.id, into.case_number)
    own = post.smtp.mails[0]
    await post.deliver(post.reply(own, "Ja."))
    assert (await post.now(into)).state is TicketState.ANSWERED


async def test_an_office_that_answers_once_more_opens_its_ticket_again(post: Post, clerk: Person) -> None:
    ticket = await post.ticket()
    await post.program.inbox.answer(clerk, ticket.id, "Ja.")
    await post.deliver(post.reply(post.last(OFFICE), "Nachtrag: nur im Innenbereich."))
    assert (await post.now(ticket)).state is TicketState.NEW


async def test_while_a_callback_is_owed_a_mail_of_the_office_is_only_put_there(post: Post) -> None:
    ticket = await post.ticket(BY_CALL)
    await post.deliver(post.reply(post.last(OFFICE), "Wir rufen morgen an."))
    assert (await post.now(ticket)).state is TicketState.NEW
    assert len(await post.program.clearing.of_ticket(ALL, ticket)) == 1


async def test_a_colleague_who_has_accepted_is_not_overruled(post: Post, clerk: Person) -> None:
    ticket = await post.ticket()
    await post.program.inbox.accept(clerk, ticket.id)
    await post.deliver(post.reply(post.last(OFFICE), "Ja."))
    assert (await post.now(ticket)).state is TicketState.ACCEPTED


async def test_without_the_address_the_named_message_leads_to_the_ticket(post: Post) -> None:
    ticket = await post.ticket()
    own = post.last(OFFICE)
    reply = post.reply(own, "Ja.")
    reply.replace_header("To", "servicecenter@kreis-wesel.example")
    await post.deliver(reply)
    assert (await post.now(ticket)).state is TicketState.ANSWERED


async def test_a_case_number_in_the_subject_is_proposed_and_never_enough(post: Post) -> None:
    ticket = await post.ticket()
    await post.deliver(mail(OFFICE, text="Ja.", subject=f"Vorgang {ticket.case_number}"))
    assert await post.reasons() == ["no_ticket"]
    (held,) = await post.program.clearing.held(ALL)
    assert [each.id for each in held.proposals] == [ticket.id]
    assert (await post.now(ticket)).state is TicketState.NEW


async def test_a_stranger_s_reply_waits_for_a_person(post: Post) -> None:
    ticket = await post.ticket()
    await post.deliver(post.reply(post.last(OFFICE), "Ja.", sender="Wer Anders <wer@anders.example>"))
    assert await post.reasons() == ["stranger"]
    assert (await post.now(ticket)).state is TicketState.NEW
    assert "mail-held" in await post.acts(ticket)
    assert len(post.smtp.mails) == 1, "and nobody is answered"


async def test_what_comes_back_is_marked_and_owner_and_supervisor_are_told_once(post: Post, clerk: Person) -> None:
    ticket = await post.ticket()
    await post.program.inbox.answer(clerk, ticket.id, "Ja.")
    await post.program.outbox.run()
    returned = bounce(str(post.last(CITIZEN)["Message-ID"]))
    await post.deliver(returned, returned.replace(b"bounce-", b"again-"))
    (answer,) = await written(post.program, Occasion.ANSWERED)
    assert answer.state is MessageState.UNDELIVERED
    assert "User unknown" in answer.error
    told = await written(post.program, Occasion.UNDELIVERED)
    assert sorted(each.addressee for each in told) == ["owner", "supervisor"]
    assert post.last(OFFICE)["Subject"].startswith("Nicht zugestellt")
    assert "letter-undelivered" in await post.acts(ticket)
    await post.deliver(bounce(str(post.last(OFFICE)["Message-ID"]), OFFICE).replace(b"bounce-", b"third-"))
    assert len(await written(post.program, Occasion.UNDELIVERED)) == 2, "what tells of trouble tells of no more"


async def test_a_delay_is_noted_and_an_unknown_return_is_shown(post: Post) -> None:
    await post.ticket()
    await post.deliver(bounce(str(post.last(OFFICE)["Message-ID"]), action="delayed"), bounce("<x@elsewhere.example>"))
    assert (await written(post.program))[0].state is MessageState.SENT
    assert await post.reasons() == ["returned"]


async def test_an_absence_note_is_noted_and_no_answer(post: Post) -> None:
    ticket = await post.ticket()
    own = post.last(OFFICE)
    await post.deliver(post.reply(own, "Ich bin nicht da.", Auto_Submitted="auto-replied"))
    assert (await post.now(ticket)).state is TicketState.NEW
    (noted,) = await post.program.clearing.of_ticket(ALL, ticket)
    assert (noted.fate, noted.reason) == ("noted", "absence")
    assert "mail-noted" in await post.acts(ticket)
    assert len(post.smtp.mails) == 1


async def test_a_mail_of_ours_that_comes_round_is_stopped(post: Post) -> None:
    await post.ticket()
    await post.deliver(post.smtp.taken[0])
    assert await post.reasons() == ["loop"]
    assert len(post.smtp.mails) == 1


async def test_a_program_that_answers_without_saying_so_is_stopped_after_a_while(post: Post) -> None:
    ticket = await post.ticket(BY_CALL)
    own = post.last(OFFICE)
    await post.deliver(*(post.reply(own, f"Ihre Nachricht ist eingegangen ({n}).") for n in range(MOST_A_DAY + 2)))
    assert await post.reasons() == ["too_many", "too_many"]
    assert len(await post.program.clearing.of_ticket(ALL, ticket)) == MOST_A_DAY


async def test_a_huge_mail_is_refused_with_a_word_and_kept_in_the_mailbox(post: Post) -> None:
    ticket = await post.ticket()
    large = post.reply(post.last(OFFICE), "Hier der Plan.")
    large.add_attachment(PDF + b" " * 2_000_000, maintype="application", subtype="pdf", filename="Plan.pdf")
    await post.deliver(large)
    assert await post.reasons() == ["too_large"]
    assert post.marked() == ["FS"], "nothing is lost"
    answer = post.last(OFFICE)
    assert (answer["Auto-Submitted"], answer["In-Reply-To"]) == ("auto-replied", large["Message-ID"])
    assert "größer als 1 MB" in answer.get_content()
    assert (await post.now(ticket)).state is TicketState.NEW


async def test_fifty_megabytes_are_never_in_memory(post: Post) -> None:
    await post.ticket()
    reply = post.reply(post.last(OFFICE), "x").as_bytes()
    path = post.maildir / "new" / "huge"
    with path.open("wb") as file:
        file.write(reply)
        for _ in range(50):
            file.write(b"x" * 1_000_000)
    tracemalloc.start()
    await post.program.receiving.run()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert await post.reasons() == ["too_large"]
    assert peak < 5_000_000


async def test_a_program_called_pdf_is_left_out_and_the_rest_is_filed(post: Post) -> None:
    ticket = await post.ticket()
    reply = post.reply(post.last(OFFICE), "Ja, siehe Anlagen.")
    for name, content in (("Plan.pdf", PDF), ("Rechnung.pdf", PROGRAM)):
        reply.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    await post.deliver(reply)
    assert (await post.now(ticket)).state is TicketState.ANSWERED
    (kept,) = await post.program.enclosing.of_ticket(ALL, ticket.id)
    assert kept.name == "Plan.pdf"
    (received,) = await post.program.clearing.of_ticket(ALL, ticket)
    assert received.refused == "Rechnung.pdf"
    assert "Nicht angenommen wurde: Rechnung.pdf" in post.last(OFFICE).get_content().replace("\n", " ")


async def test_the_same_mail_twice_is_filed_once(post: Post) -> None:
    ticket = await post.ticket(BY_CALL)
    reply = post.reply(post.last(OFFICE), "Wir rufen an.")
    await post.deliver(reply, b"Received: by another way\r\n" + reply.as_bytes())
    await post.deliver(reply)
    assert len(await post.program.clearing.of_ticket(ALL, ticket)) == 1
    assert post.marked() == ["S", "S", "S"]


async def test_killed_between_filing_and_marking_it_is_known_again(post: Post) -> None:
    ticket = await post.ticket(BY_CALL)
    await post.deliver(post.reply(post.last(OFFICE), "Wir rufen an."))
    (marked,) = (post.maildir / "cur").iterdir()
    marked.rename(post.maildir / "new" / "back")
    await asyncio.gather(post.program.receiving.run(), post.program.receiving.run())
    assert len(await post.program.clearing.of_ticket(ALL, ticket)) == 1


async def test_an_unreadable_mail_does_not_stop_those_behind_it(post: Post) -> None:
    ticket = await post.ticket(BY_CALL)
    await post.deliver(b"\x00\xff\xfe" * 100, post.reply(post.last(OFFICE), "Wir rufen an."))
    assert len(await post.program.clearing.of_ticket(ALL, ticket)) == 1
    assert len(await post.held()) == 1


async def test_a_mailbox_that_is_away_for_a_day_loses_nothing_and_says_since_when(
    post: Post, clock: FixedClock
) -> None:
    ticket, health = await post.ticket(BY_CALL), post.program.receiving.health
    reply = post.reply(post.last(OFFICE), "Wir rufen an.")
    gone = post.maildir.with_name("gone")
    post.maildir.rename(gone)
    began, asked = clock.now(), 0
    while clock.now() < began + timedelta(days=1):
        before = health.attempts
        await post.program.receiving.run()
        asked += health.attempts - before
        clock.advance(timedelta(seconds=30))
    assert health.away_since == began
    assert 90 < asked < 110, "after 1, 5, then every 15 minutes"
    gone.rename(post.maildir)
    clock.advance(timedelta(minutes=15))
    await post.deliver(reply)
    assert health.away_since is None
    assert len(await post.program.clearing.of_ticket(ALL, ticket)) == 1


@pytest.mark.parametrize("text", ["", "> nur wiederholt"])
async def test_an_empty_reply_is_no_answer(post: Post, text: str) -> None:
    ticket = await post.ticket()
    await post.deliver(post.reply(post.last(OFFICE), text))
    assert await post.reasons() == ["empty"]
    assert (await post.now(ticket)).state is TicketState.NEW
