"""What the desk says of a wished time, and how a callback that nobody answers, or a colleague who is ill, is seen."""

from datetime import timedelta

import pytest

from servicecenter.access.model import Scope
from servicecenter.callbacks.model import Outcome
from servicecenter.contacts.wishes import Wish
from servicecenter.tickets.model import ReplyChannel
from tests.web.browsing import forwarded
from tests.web.test_pages_desk import at_the_counter

ALL = Scope.system("test")
WITH_MAIL = Wish("Carport", ReplyChannel.CALLBACK, "Frau Muster", "030 23125 042", "", "frau@muster.example")


async def test_the_desk_sees_at_once_how_long_the_office_is_open_until_then(anna):
    """Monday 10:00; until Wednesday night the building office is open 08:30–12:30 today and tomorrow."""
    contact = await at_the_counter(anna, "baugenehmigung")
    seen = await anna.get(f"/desk/{contact}/forward?reply=callback")
    assert "Bis dahin ist das Amt noch 6 Std. 30 Min. geöffnet." in seen
    assert f'hx-get="/desk/{contact}/outlook"' in seen.html


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("vormittags", ["Verstanden: täglich bis 12:00", "davon in der gewünschten Zeit 5 Std. 30 Min."]),
        (
            "ab 16 Uhr",
            ["In dieser Zeit ist das Amt bis dahin nicht geöffnet.", "Bitte nach einer anderen Zeit fragen."],
        ),
        ("wenn das Kind schläft", ["Nicht verstanden: „wenn kind schläft“"]),
    ],
)
async def test_a_window_outside_the_office_s_hours_is_named_while_the_caller_is_still_there(anna, window, words):
    contact = await at_the_counter(anna, "baugenehmigung")
    seen = await anna.get(f"/desk/{contact}/outlook?window={window.replace(' ', '+')}")
    plain = seen.text.replace("  ", " ")
    for sentence in words:
        assert sentence in plain, sentence
    assert "<html" not in seen.html


async def test_without_an_opening_minute_the_desk_is_warned(anna, clock):
    clock.advance(timedelta(days=29, hours=8))  # Tuesday 22 December, evening
    await anna.anew()
    clock.advance(timedelta(days=1))
    await anna.anew()
    contact = await at_the_counter(anna, "baugenehmigung")
    seen = await anna.get(f"/desk/{contact}/forward?reply=callback")
    assert "Bis dahin ist das Amt nicht geöffnet." in seen


async def test_the_list_says_of_each_why_it_stands_there(carl, agent, program):
    await forwarded(program, agent)  # from 16:00 on: never before Wednesday
    await forwarded(program, agent, WITH_MAIL)
    seen = await carl.get("/inbox")
    assert "Jetzt anrufen, bis 12:30 möglich." in seen
    assert "Wunschzeit und Öffnungszeit treffen sich vor Fristende nicht" in seen


async def tried(program, clerk, ticket, outcome=Outcome.NOT_REACHED, times=3):
    for _ in range(times):
        await program.inbox.attempt(clerk, ticket, outcome, "")


async def person(program, login):
    return next(each for each in await program.access.list_people(ALL) if each.login == login)


async def test_nobody_reached_is_told_by_mail_and_closed_as_such(carl, sven, agent, program):
    made = await forwarded(program, agent, WITH_MAIL)
    path = f"/inbox/{made.ticket.id}"
    assert "benachrichtigen und beenden" not in await carl.get(path)
    await tried(program, await person(program, "carl.clerk"), made.ticket.id)
    seen = await carl.get(path)
    assert "So oft versucht, wie das Handbuch verlangt" in seen
    assert 'href="mailto:frau@muster.example"' in seen.html
    refused = await carl.post(f"{path}/exhaust", {"said": " "})
    assert (refused.status, "Die Nachricht fehlt." in refused) == (422, True)
    done = await carl.post(f"{path}/exhaust", {"said": "Bitte rufen Sie uns an."})
    seen = await carl.get(done.to)
    for words in ("Nicht erreicht trotz 3 Versuchen", "Bitte rufen Sie uns an.", "per E-Mail benachrichtigt"):
        assert words in seen, words
    assert "nicht erreicht" in await carl.get("/inbox/done")
    assert "1 nicht erreicht" in await sven.get("/board")
    cases = await sven.get("/board/promises/cases?month=2026-11&figure=exhausted&name=callback")
    assert "Rückruf: Nicht erreicht trotz aller Versuche" in cases
    assert "trotz aller Versuche, beendet" in cases
    case = await sven.get(f"/contacts/{made.contact.id}")
    assert "nicht erreicht trotz 3 Versuchen" in case
    assert "Wir haben Sie trotz 3 Versuchen nicht erreicht" in case


async def test_where_no_other_way_is_known_the_page_says_so(carl, agent, program):
    made = await forwarded(program, agent)
    await tried(program, await person(program, "carl.clerk"), made.ticket.id, Outcome.WRONG_NUMBER, 1)
    seen = await carl.get(f"/inbox/{made.ticket.id}")
    assert "Die Person hat keinen anderen Weg genannt." in seen
    wrong = await carl.post(f"/inbox/{made.ticket.id}/number", {"number": "12"})
    assert (wrong.status, "kann nicht zurückgerufen werden" in wrong) == (422, True)
    mended = await carl.post(f"/inbox/{made.ticket.id}/number", {"number": "030 23125 077"})
    seen = await carl.get(mended.to)
    assert "030 23125077" in seen
    assert "benachrichtigen und beenden" not in seen
    assert "Rückrufnummer berichtigt" in seen


async def test_handed_over_to_a_colleague_with_a_note(carl, cora, agent, program):
    made = await forwarded(program, agent)
    path = f"/inbox/{made.ticket.id}"
    await carl.post(f"{path}/accept")
    assert "Cora.Clerk" in await carl.get(path)
    refused = await carl.post(f"{path}/hand-over", {"colleague": "nobody", "handed_note": "Plan im Fach"})
    assert (refused.status, "Plan im Fach" in refused) == (422, True)
    to = (await person(program, "cora.clerk")).id
    done = await carl.post(f"{path}/hand-over", {"colleague": to, "handed_note": "Plan im Fach"})
    assert "Das Ticket ist übergeben." in await carl.get(done.to)
    seen = await cora.get(path)
    assert "angenommen von Ihnen" in seen
    assert "Carl.Clerk: Plan im Fach" in seen


async def test_what_an_ill_colleague_has_open_goes_back_in_one_act_and_that_can_be_undone(
    carl, cora, sven, agent, program
):
    for _ in range(2):
        made = await forwarded(program, agent)
        await carl.post(f"/inbox/{made.ticket.id}/accept")
    carls = (await person(program, "carl.clerk")).id
    assert "Alle 2 zurück in den Eingang" in await sven.get("/inbox/held")
    done = await cora.post(f"/inbox/held/{carls}/return")
    seen = await cora.get(done.to)
    assert "2 Tickets liegen wieder im Eingang." in seen
    assert "Niemand hat etwas angenommen" in seen
    bundle = done.to.split("returned=")[1].split("&")[0]
    assert (await cora.post(f"/inbox/held/{bundle}/undo")).to == "/inbox/held"
    assert "Alle 2 zurück in den Eingang" in await cora.get("/inbox/held")
    again = await cora.post(f"/inbox/held/{bundle}/undo")
    assert (again.status, "nicht mehr zurücknehmen" in again) == (409, True)
    nothing = await cora.post(f"/inbox/held/{'0' * 32}/return")
    assert (nothing.status, "nichts zurückzulegen" in nothing) == (409, True)


async def test_what_was_erased_leaves_a_word(carl, sven, agent, program, clock):
    made = await forwarded(program, agent, WITH_MAIL)
    await program.inbox.attempt(await person(program, "carl.clerk"), made.ticket.id, Outcome.REACHED, "Besprochen.")
    clock.advance(timedelta(days=30))
    assert await program.erasure.run(ALL) == 1
    await carl.anew()
    await sven.anew()
    seen = await carl.get(f"/inbox/{made.ticket.id}")
    assert "Angaben fristgerecht gelöscht" in seen
    assert "Frau Muster" not in seen
    assert "Angaben fristgerecht gelöscht" in await carl.get("/inbox/done")
    assert "Angaben zu Personen gelöscht" in await sven.get(f"/contacts/{made.contact.id}")
