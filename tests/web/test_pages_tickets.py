"""The screens of a ticket that cannot simply be answered, as a browser without scripts sees them."""

import re
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from servicecenter.access.model import Role, Scope
from servicecenter.contacts.complaining import About
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel, TicketState
from servicecenter.web.routes import ROUTES
from servicecenter.web.server import create
from tests.conftest import somebody
from tests.web.asking import new
from tests.web.browsing import forwarded

ALL = Scope.system("test")
BY_MAIL = Wish("Darf der Zaun zwei Meter hoch sein?", ReplyChannel.EMAIL, "Herr Muster", address="p@beispiel.example")
HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
async def ticket(program, agent):
    return (await forwarded(program, agent, BY_MAIL)).ticket


@pytest.fixture
async def planner(program):
    return await somebody(program, Role.FACHAMT, "paula.planung", "planungsamt", municipality="geldern")


async def test_given_back_it_is_gone_and_the_inbox_says_where_it_lies(carl, ticket):
    gone = await carl.post(f"/inbox/{ticket.id}/give-back", {"reason": "Planung.", "proposal": "planungsamt"})
    assert gone.to == "/inbox?given_back=planungsamt"
    seen = await carl.get(gone.to)
    assert "Das Ticket liegt jetzt bei: Stadtplanung." in seen
    assert "Nichts offen" in seen
    for path in (f"/inbox/{ticket.id}", f"/inbox/find?case_number={ticket.case_number}"):
        assert (await carl.get(path)).status == 404, path
    assert (await carl.post(f"/inbox/{ticket.id}/give-back", {"reason": "Noch einmal."})).status == 404


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("give-back", {"proposal": "planungsamt"}, "Der Grund fehlt."),
        ("give-back", {"reason": HOSTILE, "proposal": "mond"}, "Diese Stelle kann das Ticket nicht bekommen."),
        ("delay", {"reason": "Gutachten", "until": "bald"}, "Der neue Termin fehlt."),
        ("delay", {"until": "2026-12-30"}, "Der Grund fehlt."),
        ("question", {"to": "citizen"}, "Der Text fehlt."),
        ("merge", {"into": "12"}, "Das ist keine Vorgangsnummer."),
        ("complaint", {"reply": "email", "address": "keine"}, "Das Anliegen fehlt."),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(carl, ticket, path, fields, said):
    seen = await carl.post(f"/inbox/{ticket.id}/{path}", fields)
    assert seen.status == 422
    assert said in seen
    assert HOSTILE not in seen.html
    for typed in fields.values():
        assert typed in seen.text or typed in seen.html or typed in {"planungsamt", "email", "citizen", HOSTILE, "mond"}


@pytest.mark.parametrize(
    ("path", "fields", "kept"),
    [
        ("answer", {"answer": "Drei Meter.\nSonst nicht."}, "Drei Meter."),
        ("delay", {"reason": "Ein Gutachten fehlt.", "until": "2026-12-30"}, "Ein Gutachten fehlt."),
        ("give-back", {"reason": "Das ist Planung."}, "Das ist Planung."),
        ("question", {"to": "citizen", "question": "Welche Straße?"}, "Welche Straße?"),
    ],
)
async def test_whoever_comes_second_does_not_lose_what_was_typed(carl, cora, ticket, path, fields, kept):
    await cora.post(f"/inbox/{ticket.id}/answer", {"answer": "Ja."})
    seen = await carl.post(f"/inbox/{ticket.id}/{path}", fields)
    assert seen.status == 409
    assert "Er wurde nicht gespeichert." in seen
    assert kept in seen


async def test_what_was_done_is_not_said_again_when_it_is_no_longer_so(carl, ticket):
    done = await carl.post(f"/inbox/{ticket.id}/accept")
    assert "Rückgängig" in await carl.get(done.to)
    await carl.post(f"/inbox/{ticket.id}/answer", {"answer": "Ja."})
    assert "Rückgängig" not in await carl.get(done.to)


async def test_a_reopening_that_fails_keeps_its_reason_in_its_field(carl, ticket):
    await carl.post(f"/inbox/{ticket.id}/answer", {"answer": "Ja."})
    seen = await carl.post(f"/inbox/{ticket.id}/reopen", {"reason": " "})
    assert "Er wurde nicht gespeichert." not in seen
    assert 'id="reopen" open' in seen.html


async def test_what_else_can_be_done_stands_in_one_card_until_nothing_can(carl, ticket):
    seen = await carl.get(f"/inbox/{ticket.id}")
    assert seen.html.count('name="act"') == 5
    assert seen.html.count('name="act" id="delay" open') == 0
    await carl.post(f"/inbox/{ticket.id}/answer", {"answer": "Ja."})
    assert (await carl.get(f"/inbox/{ticket.id}")).html.count('name="act"') == 2


async def test_a_delay_is_offered_at_risk_told_and_shown(carl, ticket, program, clock):
    due_at = (await program.inbox.item(ALL, ticket.id)).driving.at_risk_at
    clock.advance(due_at - clock.now() + timedelta(minutes=1))
    await carl.anew()
    assert "Verzögerung mitteilen" in await carl.get("/inbox")
    done = await carl.post(f"/inbox/{ticket.id}/delay", {"reason": "Ein Gutachten fehlt.", "until": "2026-12-30"})
    seen = await carl.get(done.to)
    for words in ("Angekündigter neuer Termin", "mit Mitteilung", "Ein Gutachten fehlt.", "per E-Mail"):
        assert words in seen, words
    assert "Verzögerung mitteilen" not in await carl.get("/inbox")


async def test_a_question_is_asked_answered_at_the_centre_and_read(carl, sven, ticket):
    await carl.post(f"/inbox/{ticket.id}/question", {"to": "centre", "question": "Welche Straße?"})
    seen = await sven.get("/questions")
    assert "Welche Straße?" in seen
    path = re.search(r"/questions/\d+", seen.html)[0]
    assert "Der Text fehlt." in await sven.post(path, {"reply": " "})
    assert (await sven.post(path, {"reply": "Am Markt."})).status == 303
    assert "schon beantwortet" in await sven.post(path, {"reply": "Am Dorf."})
    assert "Am Markt." in await carl.get(f"/inbox/{ticket.id}")


async def test_two_of_the_same_are_merged_by_a_number_and_separated(carl, ticket, program, agent):
    other = (await forwarded(program, agent, BY_MAIL)).ticket
    done = await carl.post(f"/inbox/{other.id}/merge", {"into": ticket.case_number})
    seen = await carl.get(done.to)
    assert f"Ticket {ticket.id}" in seen
    assert "2 Tickets in einem" in await carl.get("/inbox")
    await carl.post(f"/inbox/{other.id}/separate")
    assert (await program.inbox.item(ALL, other.id)).ticket.state is TicketState.NEW


async def test_what_is_over_is_reopened_by_the_clerk_and_from_the_case(carl, sven, ticket):
    await carl.post(f"/inbox/{ticket.id}/answer", {"answer": "Ja."})
    done = await carl.post(f"/inbox/{ticket.id}/reopen", {"reason": "Eine andere Straße."})
    assert "wieder geöffnet" in await carl.get(done.to)
    await carl.post(f"/inbox/{ticket.id}/answer", {"answer": "Dort nicht."})
    path = f"/contacts/{ticket.contact}"
    assert "wieder öffnen" in await sven.get(path)
    assert (await sven.post(f"{path}/tickets/{ticket.id}/reopen", {"reason": "Noch eine."})).status == 303
    assert (await sven.post(f"{path}/tickets/{ticket.id}/reopen", {"reason": "Noch eine."})).status == 409
    assert "2-mal wieder geöffnet" in await sven.get("/board")


async def test_a_complaint_is_passed_on_and_only_the_desk_and_the_board_show_it(carl, sven, ticket, program):
    fields = {"concern": "Niemand meldet sich.", "reply": "none"}
    done = await carl.post(f"/inbox/{ticket.id}/complaint", fields)
    assert "Ihr Fachamt sieht sie nicht" in await carl.get(done.to)
    assert "Niemand meldet sich." not in (await carl.get(f"/inbox/{ticket.id}")).text
    assert "1 offen" in await carl.get("/inbox")
    seen = await sven.get("/board")
    assert "Offene Beschwerden" in seen
    assert "über Bauordnung" in seen


async def test_the_desk_s_own_complaint_is_marked_on_the_board(sven, program, agent):
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.complaints.end_contact(agent, contact.id, BY_MAIL, About("zentrale"))
    assert "die Beschwerdestelle ist selbst gemeint" in await sven.get("/board")


async def test_a_statement_is_read_and_given_without_the_complaint(carl, program, agent):
    contact = await program.desk.open_by_hand(agent, "geldern")
    made = await program.complaints.end_contact(agent, contact.id, BY_MAIL, About("bauordnung"))
    zora = await somebody(program, Role.FACHAMT, "zora.zentrale", "zentrale", municipality="geldern")
    await program.questions.ask_statement(zora, made.ticket.id, "Wann riefen Sie an?")
    assert "Eine Stellungnahme ist erbeten" in await carl.get("/inbox")
    seen = await carl.get("/inbox/statements")
    assert "Wann riefen Sie an?" in seen
    assert BY_MAIL.concern not in seen
    path = re.search(r"/inbox/statements/\d+", seen.html)[0]
    assert (await carl.post(path, {"reply": "Am Montag."})).status == 303
    assert "Keine Stellungnahme erbeten" in await carl.get("/inbox/statements")


async def test_the_supervisor_assigns_with_one_click_what_came_back_twice(sven, program, ticket, clerk, planner):
    await program.passing.give_back(clerk, ticket.id, "Planung.", "planungsamt")
    await program.passing.give_back(planner, ticket.id, "Auch nicht.")
    seen = await sven.get("/board")
    for words in ("Sie entscheiden", "Planung.", "Auch nicht.", "Vorschlag: Stadtplanung"):
        assert words in seen, words
    fields = {"office": "bauordnung", "reason": "Entscheidung der Aufsicht nach zwei Rückgaben."}
    assert (await sven.post(f"/board/tickets/{ticket.id}/assign", fields)).status == 303
    assert (await sven.post(f"/board/tickets/{ticket.id}/assign", fields)).status == 409
    assert "Sie entscheiden" not in await sven.get("/board")


async def test_a_correction_is_confirmed_into_a_draft_that_shows_what_changes(sven, program, ticket, clerk, planner):
    await program.passing.give_back(clerk, ticket.id, "Das ist Planung.", "planungsamt")
    await program.inbox.answer(planner, ticket.id, "Ja.")
    seen = await sven.get("/corrections")
    assert "Stadtplanung statt Bauordnung" in seen
    path = re.search(r"/corrections/\d+/confirm", seen.html)[0]
    done = await sven.post(path)
    assert done.to == "/directories/geldern/draft"
    draft = await sven.get(done.to)
    assert "planungsamt" in draft
    assert "Zur Prüfung geben" in draft
    assert (await sven.post(path)).status == 409
    assert "Nichts zu berichtigen" in await sven.get("/corrections")


async def test_a_correction_is_offered_to_programs_too(program, ticket, clerk, planner):
    await program.passing.give_back(clerk, ticket.id, "Das ist Planung.", "planungsamt")
    await program.inbox.answer(planner, ticket.id, "Ja.")
    async with TestClient(TestServer(create(program, ROUTES))) as client:
        susi = await new(client, program, Role.SUPERVISOR, "susi.super")
        (offered,) = await susi.get("/corrections")
        assert (offered["remark"]["to"], offered["ticket"]["leistung"]) == ("planungsamt", "baugenehmigung")
        await susi.post(f"/corrections/{offered['remark']['id']}/decline", expect=204)
        await susi.post(f"/corrections/{offered['remark']['id']}/confirm", expect=409)
        assert await susi.get("/corrections") == []


async def test_a_full_inbox_shows_the_next_to_fall_due_and_more_on_demand(carl, program, agent):
    for number in range(52):
        await forwarded(program, agent, Wish(f"Frage {number}", ReplyChannel.EMAIL, address="p@beispiel.example"))
    seen = await carl.get("/inbox")
    assert "52 offen" in seen
    assert "Mehr anzeigen: noch 2" in seen
    assert seen.html.count('class="sc-row') >= 50
    assert "Frage 51" in await carl.get("/inbox?shown=100")
    assert "Frage 51" not in seen


async def test_the_desk_takes_a_complaint_with_the_sentence_to_say(program, anna):
    contact = await program.desk.open_by_hand(await program.access.person_by_login(ALL, "anna.browser"), "geldern")
    form = await anna.get(f"/desk/{contact.id}/complaint")
    assert "Ihre Beschwerde geht an die zentrale Beschwerdestelle" in form
    wrong = await anna.post(f"/desk/{contact.id}/complaint", {"reply": "email", "address": "p@beispiel.example"})
    assert (wrong.status, "Das Anliegen fehlt." in wrong) == (422, True)
    fields = {"concern": "Zu spät.", "about_office": "bauordnung", "reply": "email", "address": "p@beispiel.example"}
    done = await anna.post(f"/desk/{contact.id}/complaint", fields)
    assert done.to == f"/desk?closed={contact.id}"
