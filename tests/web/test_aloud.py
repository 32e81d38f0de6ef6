from datetime import timedelta

import pytest

from servicecenter.access.model import Scope
from servicecenter.callbacks.model import Outcome as Attempted
from servicecenter.contacts.model import Outcome
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web import aloud
from servicecenter.web.names import Names
from tests.web.browsing import forwarded

ALL = Scope.system("test")
BY_POST = Wish("Einsicht in die Bauakte", ReplyChannel.POST, "Herr Lang", address="Musterweg 1, 47608 Geldern")


async def told(program, contact_id):
    contact = await program.desk.get(ALL, contact_id)
    items = await program.inbox.of_contact(ALL, contact_id)
    return aloud.state(contact, items, Names.of(program), program.clock.now())


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (Outcome.REFERRED, "Wir haben Ihnen am Montag, 23. November die Nummer der zuständigen Stelle genannt."),
        (Outcome.NO_CONCERN, "Bei Ihrem Anruf vom Montag, 23. November wurde kein Anliegen aufgenommen."),
    ],
)
async def test_a_contact_that_ended_at_the_desk_is_told_in_one_sentence(program, agent, outcome, sentence):
    contact = await program.desk.open_by_hand(agent, "geldern")
    assert await told(program, contact.id) == ["Dieser Vorgang wird gerade bearbeitet."]
    await program.desk.close(agent, contact.id, outcome)
    assert await told(program, contact.id) == [sentence]


async def test_every_ending_has_words(program, agent):
    forwarding = {Outcome.TICKET, Outcome.CALLBACK}
    assert set(aloud.ENDED) == set(Outcome) - forwarding


async def test_a_reply_by_post_is_told_with_its_date(program, agent, clerk):
    made = await forwarded(program, agent, BY_POST)
    assert (await told(program, made.contact.id))[-1] == "Sie bekommen bis Donnerstag, 3. Dezember, eine Antwort."
    await program.inbox.accept(clerk, made.ticket.id)
    assert "wird dort bearbeitet" in (await told(program, made.contact.id))[0]
    await program.inbox.answer(clerk, made.ticket.id, "Termin geschickt.")
    assert await told(program, made.contact.id) == [
        "Am Montag, 23. November, hat die Stelle „Bauordnung“ Ihnen geantwortet."
    ]


async def test_attempts_are_counted_and_the_last_is_named(program, agent, clerk, clock):
    made = await forwarded(program, agent)
    for _ in range(2):
        clock.advance(timedelta(hours=1))
        await program.inbox.attempt(clerk, made.ticket.id, Attempted.ENGAGED, "")
    sentences = await told(program, made.contact.id)
    assert sentences[1:] == [
        "Man hat 2-mal versucht, Sie zu erreichen, zuletzt am Montag, 23. November, um 12:00 Uhr.",
        "Sie werden bis Mittwoch, 25. November, zurückgerufen.",
    ]


async def test_a_promise_not_kept_is_said_without_excuse(program, agent, clock):
    made = await forwarded(program, agent)
    clock.advance(timedelta(days=5))
    assert (await told(program, made.contact.id))[-1] == (
        "Zugesagt war der Rückruf bis Mittwoch, 25. November. Das haben wir nicht gehalten, bitte entschuldigen Sie."
    )
