import csv
import io
from datetime import timedelta

import pytest

from servicecenter.access.model import Role, Scope
from servicecenter.callbacks.model import Outcome
from servicecenter.contacts import case_number
from servicecenter.contacts.wishes import Wish
from servicecenter.promises import service as promises
from servicecenter.tickets.model import ReplyChannel
from servicecenter.web.pages.promise_month import spoken
from tests.web.browsing import forwarded

WESEL = Wish("Neues Kennzeichen", ReplyChannel.CALLBACK, "Herr Lang", "030 23125 043")


@pytest.fixture
async def told(program, agent, clerk, clock):
    """Geldern: one callback kept, one a day late and not kept. Kreis Wesel: one that runs."""
    kept, late = await forwarded(program, agent), await forwarded(program, agent)
    await program.inbox.attempt(clerk, kept.ticket.id, Outcome.REACHED, "")
    clock.advance(timedelta(days=3, hours=14))  # Friday, 24:00
    for _ in range(2):
        await promises.sweep(program.db, Scope.system("test"), clock.now())
    contact = await program.desk.open_by_hand(agent, "kreis-wesel")
    await program.desk.learn(agent, contact.id, leistung="kfz-zulassung", district="Moers")
    running = await program.desk.forward(agent, contact.id, WESEL)
    return {"kept": kept, "late": late, "running": running}


async def test_a_month_by_fachamt_and_promise(sven, told):
    seen = await (await sven.anew()).get("/board/promises")
    assert "Zusagen im November 2026" in seen
    for words in ("Stadt Geldern", "Bauordnung", "Rückruf", "1 von 2", "1 Tag 0 Std.", "Kreis Wesel", "noch keine"):
        assert words in seen, words
    assert "Zeit vom Fristende bis zur Erfüllung" in seen
    link = "/board/promises/cases?month=2026-11&amp;figure=unkept&amp;municipality=geldern&amp;office=bauordnung"
    assert f'href="{link}&amp;name=callback"' in seen.html


async def test_each_figure_opens_its_cases(sven, told):
    await sven.anew()
    where = "month=2026-11&municipality=geldern&office=bauordnung&name=callback"
    number = {name: case_number.shown(made.contact.case_number) for name, made in told.items()}
    for figure, cases in (("made", {"kept", "late"}), ("kept", {"kept"}), ("unkept", {"late"}), ("at_risk", set())):
        seen = await sven.get(f"/board/promises/cases?figure={figure}&{where}")
        assert {name for name in number if number[name] in seen} == cases, figure
    assert "Zurück zum Monat" in seen


async def test_other_months(sven, told):
    await sven.anew()
    assert "Keine Zusagen" in await sven.get("/board/promises?month=2026-09")
    seen = await sven.get("/board/promises?month=2026-12")
    assert "Zusagen im Dezember 2026" in seen
    assert 'href="/board/promises?month=2027-01"' in seen.html
    wrong = await sven.get("/board/promises?month=unlesbar")
    assert wrong.status == 422
    assert "Diesen Monat gibt es nicht" in wrong


async def test_the_table_for_other_programs_and_its_dictionary(sven, told):
    await sven.anew()
    seen = await sven.get("/board/promises.csv?month=2026-11")
    assert seen.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="zusagen-2026-11.csv"' in seen.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(seen.html.removeprefix("\ufeff")), delimiter=";"))
    (line,) = [row for row in rows if (row["fachamt"], row["zusage"]) == ("bauordnung", "callback")]
    assert (line["gegeben"], line["gehalten"], line["nicht_gehalten"], line["entschieden"]) == ("2", "1", "1", "2")
    assert (line["fachamt_name"], line["verspaetung_groesste"]) == ("Bauordnung", "1440")
    explained = await sven.get("/board/promises-dictionary.csv")
    assert all(name in explained.html for name in line)


async def test_a_controller_sees_its_own_municipality_alone(enter, told):
    gerd = await enter(Role.CONTROLLER, "gerd", municipality="geldern")
    seen = await gerd.get("/board/promises")
    assert "Stadt Geldern" in seen
    assert "Kreis Wesel" not in seen
    assert "kreis-wesel" not in (await gerd.get("/board/promises.csv")).html
    for figure in ("made", "at_risk"):
        own = await gerd.get(f"/board/promises/cases?figure={figure}")
        assert case_number.shown(told["running"].contact.case_number) not in own
    assert (await gerd.get("/board/promises/cases?municipality=kreis-wesel")).status == 404


async def test_nobody_else_may_look(anna, carl):
    for browser in (anna, carl):
        for path in ("/board/promises", "/board/promises.csv", "/board/calendar-changes", "/board/promises/cases"):
            assert (await browser.get(path)).status == 403, path


async def test_calendars_that_did_not_change(sven, told):
    await sven.anew()
    assert "Kein Unterschied" in await sven.get("/board/calendar-changes")
    assert "Kalender geändert" not in await sven.get("/board/promises")


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (None, "–"), (timedelta(), "0 Min."), (timedelta(minutes=59, seconds=59), "59 Min."),
        (timedelta(hours=5, minutes=7), "5 Std. 7 Min."), (timedelta(days=1, hours=23), "1 Tag 23 Std."),
        (timedelta(days=12), "12 Tage 0 Std."),
    ],
)  # fmt: skip
def test_a_delay_in_words(span, words):
    assert spoken(span) == words
