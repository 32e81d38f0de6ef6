from datetime import timedelta

import pytest

from servicecenter.access.model import Role, Scope
from servicecenter.callbacks.model import Outcome as Attempted
from servicecenter.contacts import case_number
from servicecenter.contacts.model import Outcome
from servicecenter.promises import service as promises
from tests.web.browsing import forwarded


async def test_a_calm_day_says_that_nothing_is_at_risk(sven):
    seen = await sven.get("/board")
    assert "nichts gefährdet" in seen
    assert "Keine Zusage ist überschritten" in seen


async def test_the_board_shows_what_runs_with_office_and_link(sven, agent, program):
    made = await forwarded(program, agent)
    seen = await sven.get("/board")
    for words in ("Bauordnung", "Stadt Geldern", "Mi 25.11., in 2 Tagen", case_number.shown(made.contact.case_number)):
        assert words in seen, words
    assert f'href="/contacts/{made.contact.id}"' in seen.html


async def test_a_promise_left_alone_becomes_at_risk_then_not_kept(sven, agent, program, clock):
    await forwarded(program, agent)
    await _pass(program, clock, sven, timedelta(days=2, hours=3))
    assert "gefährdet" in await sven.get("/board")
    assert 'href="/board/running?municipality=geldern"' in (await sven.get("/board")).html
    await _pass(program, clock, sven, timedelta(days=1))
    seen = await sven.get("/board")
    assert "nicht gehalten" in seen
    assert 'href="/board/unkept?municipality=geldern&amp;name=callback"' in seen.html
    assert "1 von 1" in seen


async def test_what_is_still_owed_from_last_month_stays_on_top(sven, agent, program, clock):
    made = await forwarded(program, agent)
    await _pass(program, clock, sven, timedelta(days=12))  # the fifth of December
    seen = await sven.get("/board")
    assert f'href="/contacts/{made.contact.id}"' in seen.html
    assert "Mi 25.11., seit 10 Tagen" in seen
    assert "nichts gefährdet" not in seen
    assert "Keine Fälle" in await sven.get("/board/unkept?name=callback")


async def test_n_of_m_opens_the_cases_behind_n(sven, agent, clerk, program, clock):
    kept = await forwarded(program, agent)
    await program.inbox.attempt(clerk, kept.ticket.id, Attempted.REACHED, "")
    late = await forwarded(program, agent)
    await _pass(program, clock, sven, timedelta(days=3))
    seen = await sven.get("/board/unkept?municipality=geldern&name=callback")
    assert "Rückruf: nicht gehalten: 1 von 2" in seen
    assert "November 2026" in seen
    assert f'href="/contacts/{late.contact.id}"' in seen.html
    assert case_number.shown(kept.contact.case_number) not in seen
    assert "Keine Fälle" in await sven.get("/board/unkept?municipality=kreis-wesel")


async def test_a_breach_is_announced_by_the_first_refresh_that_sees_it(sven, agent, program, clock):
    made = await forwarded(program, agent)
    assert made.promise is not None
    until_due = made.promise.due_at - clock.now()
    await _pass(program, clock, sven, until_due + timedelta(seconds=20))
    assert 'data-announce="Frist verstrichen: Rückruf, Bauordnung"' in (await sven.get("/board/now")).html
    await _pass(program, clock, sven, timedelta(minutes=3))
    assert "data-announce" not in (await sven.get("/board/now")).html


async def test_today_s_tiles_carry_their_definitions(sven, agent, program, clock):
    await program.telephone.ring_next()
    call = (await program.desk.ringing(Scope.of(agent)))[0]
    clock.advance(timedelta(seconds=12))
    await program.telephone.take(agent, call)
    await program.desk.read(agent, call.id, "personalausweis")
    await program.desk.close(agent, call.id, Outcome.ANSWERED)
    await forwarded(program, agent)
    seen = await sven.get("/board")
    for words in (
        "Anrufe, die jetzt klingeln.", "Kontakte, die eine Servicekraft jetzt offen hat.", "1 von 2, 50 %", "100 %",
        "abschließend beantwortet: Kontakte des Tages", "geteilt durch alle angenommenen Anrufe", "Ziel 80 % in 20 s",
    ):  # fmt: skip
        assert words in seen, words


async def test_a_controller_sees_its_own_municipality_alone(enter, agent, program, clock):
    await forwarded(program, agent)
    other = await program.desk.open_by_hand(agent, "kreis-wesel")
    await program.desk.close(agent, other.id, Outcome.NO_CONCERN)
    wesel = await enter(Role.CONTROLLER, "wanda", municipality="kreis-wesel")
    seen = await wesel.get("/board")
    assert "Kreis Wesel" in seen
    assert "Geldern" not in seen
    assert "nichts gefährdet" in seen
    for path in ("/board/unkept", "/board/running"):
        assert (await wesel.get(f"{path}?municipality=geldern")).status == 404, path
        assert "Geldern" not in await wesel.get(path)


async def test_no_name_of_staff_or_caller_stands_on_the_board(sven, agent, clerk, program, clock):
    made = await forwarded(program, agent)
    await program.inbox.attempt(clerk, made.ticket.id, Attempted.ENGAGED, "Frau Muster geheim")
    await _pass(program, clock, sven, timedelta(days=3))
    for path in ("/board/now", "/board/unkept", "/board/running"):
        seen = await sven.get(path, **{"HX-Request": "true"})
        for name in ("Anna.Agent", "Carl.Clerk", "Muster", "Carport", "23125"):
            assert name not in seen, (path, name)


@pytest.mark.parametrize("path", ["/board", "/board/now", "/board/unkept", "/board/running"])
async def test_only_who_watches_may_see_it(path, anna, carl, ada):
    for browser in (anna, carl, ada):
        assert (await browser.get(path)).status == 403


async def _pass(program, clock, browser, span):
    """Time passes, the sweep runs, the session of yesterday is over."""
    clock.advance(span)
    await promises.sweep(program.db, Scope.system("test"), clock.now())
    await browser.anew()
