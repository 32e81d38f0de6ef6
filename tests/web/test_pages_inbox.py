import asyncio
from datetime import timedelta

import pytest

from servicecenter.access.model import Role, Scope
from servicecenter.callbacks.model import Outcome
from servicecenter.contacts.lengths import LONGEST_TEXT
from servicecenter.contacts.wishes import Wish
from servicecenter.promises import service as promises
from servicecenter.tickets.model import ReplyChannel
from tests.web.browsing import forwarded

HOSTILE = "<script>alert('x')</script>"
BY_POST = Wish("Einsicht in die Bauakte", ReplyChannel.POST, "Herr Lang", address="Musterweg 1, 47608 Geldern")


async def test_an_empty_inbox_says_what_will_come(carl):
    assert "Neue Anliegen erscheinen hier von selbst" in await carl.get("/inbox")
    assert "Noch nichts erledigt" in await carl.get("/inbox/done")


async def test_the_inbox_shows_what_must_be_done_first_on_top(carl, agent, program, clock):
    await forwarded(program, agent, BY_POST)
    clock.advance(timedelta(minutes=5))
    await forwarded(program, agent)
    seen = await carl.get("/inbox")
    assert seen.text.index("Will einen Carport bauen") < seen.text.index("Einsicht in die Bauakte")
    for words in ("Mi 25.11., in 2 Tagen", "in der Frist", "Frau Muster", "ab 16 Uhr", "Stadt Geldern", "2 offen"):
        assert words in seen, words


async def test_a_social_concern_stands_there_by_its_leistung_without_words(enter, agent, program):
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.learn(agent, contact.id, leistung="grundsicherung")
    wish = Wish("Mein Mann trinkt.", ReplyChannel.EMAIL, address="p@beispiel.example")
    ticket = (await program.desk.forward(agent, contact.id, wish)).ticket
    sina = await enter(Role.FACHAMT, "sina.sozial", ticket.office, municipality="geldern")
    assert "Grundsicherung" in await sina.get("/inbox")
    seen = await sina.get(f"/inbox/{ticket.id}")
    assert "Es wird kein Freitext aufgenommen (§ 35 SGB I)" in seen
    assert 'name="answer"' not in seen.html
    done = await sina.post(f"/inbox/{ticket.id}/answer")
    assert "Beantwortet. Der Wortlaut wird nicht aufgenommen" in await sina.get(done.to)


async def test_the_inbox_names_what_is_at_risk_and_what_was_not_kept(carl, agent, program, clock):
    await forwarded(program, agent)
    clock.advance(timedelta(days=2, hours=3))
    await carl.anew()
    assert "1 gefährdet" in await carl.get("/inbox")
    clock.advance(timedelta(days=1))
    await carl.anew()
    seen = await carl.get("/inbox")
    assert "1 nicht gehalten" in seen
    assert "Mi 25.11., seit gestern" in seen


async def test_the_list_alone_is_asked_by_the_page_itself(carl, agent, program):
    await forwarded(program, agent)
    seen = await carl.get("/inbox/rows", **{"HX-Request": "true"})
    assert "Will einen Carport bauen" in seen
    assert "<html" not in seen.html


async def test_a_ticket_tells_all_that_is_needed_to_answer_it(carl, agent, program):
    made = await forwarded(program, agent, article="baugenehmigung")
    seen = await carl.get(f"/inbox/{made.ticket.id}")
    for words in (
        "Will einen Carport bauen", "Frau Muster", "030 23125042", "ab 16 Uhr", "Baugenehmigung und Bauantrag",
        "Text zeigen", "Rückruf § 6.1", "Antwort § 6.2", "Zusage gegeben (Rückruf, § 6.1)", "bis Mi 25.11.",
        "Wünscht die anrufende Person einen Rückruf",
    ):  # fmt: skip
        assert words in seen, words
    assert 'href="tel:+493023125042"' in seen.html


async def test_a_ticket_shows_earlier_tickets_of_the_same_number(carl, agent, program):
    first = await forwarded(program, agent)
    second = await forwarded(program, agent)
    seen = await carl.get(f"/inbox/{second.ticket.id}")
    assert f'href="/inbox/{first.ticket.id}"' in seen.html


async def test_a_clerk_of_another_fachamt_is_told_that_there_is_no_such_ticket(enter, agent, program):
    made = await forwarded(program, agent)
    otto = await enter(Role.FACHAMT, "otto", "ordnungsamt", municipality="geldern")
    wanda = await enter(Role.FACHAMT, "wanda", "bauordnung", municipality="kreis-wesel")
    for stranger in (otto, wanda):
        seen = await stranger.get(f"/inbox/{made.ticket.id}")
        assert seen.status == 404
        assert "Carport" not in seen
        assert "Carport" not in await stranger.get("/inbox")
        for act in ("accept", "release", "attempt", "answer"):
            fields = {"outcome": "reached"} if act == "attempt" else {}
            assert (await stranger.post(f"/inbox/{made.ticket.id}/{act}", fields)).status == 404, act


async def test_who_may_not_see_inboxes_is_refused(anna, sven):
    assert (await anna.get("/inbox")).status == 403
    assert (await sven.get("/inbox/1")).status == 403


@pytest.mark.parametrize("number", ["0", "2147483647", "2147483648", "9" * 40])
async def test_a_number_no_ticket_has_is_not_found(carl, number):
    assert (await carl.get(f"/inbox/{number}")).status == 404


async def test_two_clerks_accepting_at_once_one_wins_and_the_other_is_told_who(carl, cora, agent, program):
    made = await forwarded(program, agent)
    path = f"/inbox/{made.ticket.id}/accept"
    seen = await asyncio.gather(carl.post(path), cora.post(path))
    assert sorted(one.status for one in seen) == [303, 409]
    winner = "Carl.Clerk" if seen[0].status == 303 else "Cora.Clerk"
    loser = next(one for one in seen if one.status == 409)
    assert f"{winner} hat dieses Ticket gerade angenommen." in loser


async def test_an_accepted_ticket_says_so_and_can_be_taken_back(carl, cora, agent, program):
    path = f"/inbox/{(await forwarded(program, agent)).ticket.id}"
    assert (await carl.post(path + "/accept")).to == path + "?saved=accepted"
    seen = await carl.get(path + "?saved=accepted")
    assert "angenommen von Ihnen" in seen
    assert f'action="{path}/release"' in seen.html
    assert "angenommen von Carl.Clerk" in await cora.get(path)
    await carl.post(path + "/release")
    assert "neu" in await cora.get(path)


async def test_an_attempt_that_fails_leaves_the_ticket_open(carl, agent, program):
    path = f"/inbox/{(await forwarded(program, agent)).ticket.id}"
    done = await carl.post(path + "/attempt", {"outcome": "engaged", "note": "Später noch einmal"})
    assert done.to == path + "?saved=attempted"
    seen = await carl.get(path)
    for words in ("besetzt", "Später noch einmal", "Rückruf versucht: besetzt", "angenommen von Ihnen"):
        assert words in seen, words


async def test_a_reached_caller_keeps_the_promise_and_answers_the_ticket(carl, agent, program):
    path = f"/inbox/{(await forwarded(program, agent)).ticket.id}"
    await carl.post(path + "/attempt", {"outcome": "reached", "note": "Genehmigungsfrei bis 30 m²."})
    seen = await carl.get(path)
    for words in ("beantwortet", "Genehmigungsfrei bis 30 m².", "gehalten", "erfüllt Mo 23.11. 10:00"):
        assert words in seen, words
    assert "Genehmigungsfrei" in await carl.get("/inbox/done")
    assert "Nichts offen" in await carl.get("/inbox")


async def test_htmx_is_sent_on_in_its_own_way(carl, agent, program):
    path = f"/inbox/{(await forwarded(program, agent)).ticket.id}"
    seen = await carl.post(path + "/attempt", {"outcome": "engaged"}, htmx=True)
    assert (seen.status, seen.headers["HX-Redirect"]) == (204, path + "?saved=attempted")


@pytest.mark.parametrize("outcome", ["", "vielleicht"])
async def test_an_attempt_without_outcome_is_refused_in_place_with_the_note_kept(carl, agent, program, outcome):
    path = f"/inbox/{(await forwarded(program, agent)).ticket.id}"
    seen = await carl.post(path + "/attempt", {"outcome": outcome, "note": "mein Text"}, htmx=True)
    assert seen.status == 422
    assert "Bitte wählen, wie der Versuch ausging." in seen
    assert ">mein Text</textarea>" in seen.html
    assert (seen.headers["HX-Retarget"], seen.headers["HX-Reselect"]) == ("#ticket", "#ticket")


async def test_an_attempt_on_a_colleague_s_ticket_says_who_has_it_and_keeps_the_text(carl, cora, agent, program):
    path = f"/inbox/{(await forwarded(program, agent)).ticket.id}"
    await cora.post(path + "/accept")
    seen = await carl.post(path + "/attempt", {"outcome": "engaged", "note": "mein Text"})
    assert seen.status == 409
    assert "Cora.Clerk hat dieses Ticket gerade angenommen." in seen
    assert "mein Text" in seen


async def test_an_answer_closes_a_ticket_without_callback(carl, agent, program):
    path = f"/inbox/{(await forwarded(program, agent, BY_POST)).ticket.id}"
    assert "Was haben Sie geantwortet?" in await carl.get(path)
    await carl.post(path + "/answer", {"answer": "Termin am 3. Dezember geschickt."})
    assert "Termin am 3. Dezember geschickt." in await carl.get(path)


async def test_an_empty_answer_is_refused_at_its_field(carl, agent, program):
    path = f"/inbox/{(await forwarded(program, agent, BY_POST)).ticket.id}"
    seen = await carl.post(path + "/answer", {"answer": "   "})
    assert seen.status == 422
    assert 'id="f-answer-error"' in seen.html


@pytest.mark.parametrize(("act", "field"), [("attempt", "note"), ("answer", "answer")])
async def test_more_than_fits_is_refused_and_kept(carl, agent, program, act, field):
    path = f"/inbox/{(await forwarded(program, agent, BY_POST if act == 'answer' else None)).ticket.id}"
    more = {"outcome": "reached"} if act == "attempt" else {}
    seen = await carl.post(f"{path}/{act}", more | {field: "ä" * (LONGEST_TEXT + 1)})
    assert seen.status == 422
    assert f"Er hat {LONGEST_TEXT + 1} Zeichen, möglich sind {LONGEST_TEXT}." in seen
    assert "ä" * (LONGEST_TEXT + 1) in seen.html


async def test_an_answer_while_a_callback_is_owed_is_refused(carl, agent, program):
    path = f"/inbox/{(await forwarded(program, agent)).ticket.id}"
    seen = await carl.post(path + "/answer", {"answer": "Steht alles im Brief."})
    assert seen.status == 409
    assert "Der Rückruf steht noch aus." in seen
    assert "neu" in await carl.get(path)


async def test_html_in_every_field_comes_back_as_text(carl, agent, program):
    wish = Wish(HOSTILE, ReplyChannel.CALLBACK, HOSTILE, "030 23125 042", HOSTILE, already_said=HOSTILE)
    path = f"/inbox/{(await forwarded(program, agent, wish)).ticket.id}"
    await carl.post(path + "/attempt", {"outcome": "engaged", "note": HOSTILE})
    refused = await carl.post(path + "/attempt", {"outcome": HOSTILE[:40], "note": HOSTILE})
    await carl.post(path + "/attempt", {"outcome": "reached", "note": HOSTILE})
    for seen in (refused, await carl.get(path), await carl.get("/inbox/done"), await carl.get("/inbox")):
        assert "<script>alert" not in seen.html
    assert (await carl.get(path)).html.count("&lt;script&gt;") >= 5


async def test_a_form_without_its_token_changes_nothing(carl, agent, program):
    made = await forwarded(program, agent)
    for token in ("", "geraten"):
        seen = await carl.post(f"/inbox/{made.ticket.id}/attempt", {"outcome": "reached"}, token=token)
        assert seen.status == 403
    item = await program.inbox.item(Scope.system("test"), made.ticket.id)
    assert item.callback is not None
    assert item.callback.attempts == ()


async def test_a_withdrawn_ticket_says_that_nothing_is_left_to_do(carl, agent, program):
    made = await forwarded(program, agent)
    await program.desk.undo(agent, made.contact.id)
    seen = await carl.get(f"/inbox/{made.ticket.id}")
    assert "Es ist nichts mehr zu tun." in seen
    assert (await carl.post(f"/inbox/{made.ticket.id}/accept")).status == 409


async def test_a_promise_not_kept_stays_so_after_the_late_callback(carl, agent, program, clock):
    path = f"/inbox/{(await forwarded(program, agent)).ticket.id}"
    clock.advance(timedelta(days=3))
    await promises.sweep(program.db, Scope.system("test"), clock.now())
    await carl.anew()
    await carl.post(path + "/attempt", {"outcome": Outcome.REACHED.value})
    seen = await carl.get(path)
    assert "zugesagt bis Mi 25.11., erfüllt Do 26.11. 10:00" in seen
    assert "zählt als nicht gehalten" in seen
