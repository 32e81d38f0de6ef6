"""A Vorhaben on the screens: opened beside the call, led by the Lotse, seen by an office as dates alone."""

import re
from datetime import timedelta

import pytest

from servicecenter.access.model import Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.messages.model import MessageKind
from servicecenter.web.program import Program
from tests.web.browsing import Browser
from tests.web.conftest import Enter

ALL = Scope.system("test")
OFFICES = ("bauberatung", "brandschutzberatung", "gewerbeanmeldung")
NEW = [
    ("vorhaben", "restaurant"), ("business", "new"), ("name", "Trattoria Beispiel"), ("form", "GmbH"),
    ("person", "Maria Muster"), ("phone", "030 23125 044"), ("concern", "Trattoria in der Altstadt"),
]  # fmt: skip


@pytest.fixture
async def lotte(enter: Enter) -> Browser:
    """The Lotse of Hagen."""
    return await enter(Role.FACHAMT, "lotte.lotse", "servicezentrum-wirtschaft", municipality="hagen")


@pytest.fixture
async def greta(enter: Enter) -> Browser:
    return await enter(Role.FACHAMT, "greta.gewerbe", "gewerbe", municipality="hagen")


async def call_of(anna: Browser, program: Program) -> int:
    """A business has called Hagen, and Anna has taken the call."""
    rang = await program.desk.ring("c1", "+49 30 23125 500", "+49 30 23125 044")
    await anna.post(f"/desk/take/{rang.id}")
    await anna.post(f"/desk/{rang.id}/facts", {"business": "yes"})
    return rang.id


async def opened(anna: Browser, program: Program, *leistungen: str) -> str:
    """The number of the case."""
    contact = await call_of(anna, program)
    form = [*NEW, *(("leistungen", each) for each in leistungen or OFFICES)]
    seen = await anna.post(f"/desk/{contact}/case", form)
    assert seen.status == 303, seen.text
    [found] = re.findall(r"/cases/(\d{8})", (await anna.get("/cases")).html)
    return found


async def test_the_desk_offers_it_to_a_business_with_the_offices_chosen_beforehand(anna: Browser, program: Program):
    contact = await call_of(anna, program)
    assert "Vorhaben …" in await anna.get(f"/desk/{contact}/way")
    form = await anna.get(f"/desk/{contact}/case?vorhaben=restaurant")
    assert re.search(r'value="bauberatung" checked', form.html)
    assert not re.search(r'value="gaststaette" checked', form.html)
    assert "Nur wenn: Es wird Alkohol ausgeschenkt." in form
    assert "Antwort bis Mo 30.11." in form
    assert "Wartet auf: Bauberatung." in form
    assert "nur mit Einwilligung, ohne Zusage" in form


async def test_not_to_somebody_else(anna: Browser, program: Program):
    contact = await call_of(anna, program)
    await anna.post(f"/desk/{contact}/facts", {"business": ""})
    assert "Vorhaben …" not in await anna.get(f"/desk/{contact}/way")


async def test_what_is_missing_is_named_and_what_was_typed_stays(anna: Browser, program: Program):
    contact = await call_of(anna, program)
    seen = await anna.post(f"/desk/{contact}/case", NEW, htmx=True)
    assert (seen.status, seen.headers["HX-Retarget"]) == (422, "#way")
    assert "Es ist kein Amt gewählt." in seen
    assert "Trattoria Beispiel" in seen.html
    unnamed = [pair for pair in NEW if pair[0] != "name"] + [("leistungen", "bauberatung")]
    assert "Der Name des Betriebs fehlt." in await anna.post(f"/desk/{contact}/case", unnamed, htmx=True)


async def test_the_lotse_sees_the_whole_on_one_date_line(anna: Browser, lotte: Browser, program: Program):
    number = await opened(anna, program)
    listed = await lotte.get("/cases")
    assert "Restaurant oder Gaststätte eröffnen" in listed
    assert "Trattoria Beispiel GmbH" in listed
    page = await lotte.get(f"/cases/{number}")
    assert page.status == 200
    assert "Servicezentrum Wirtschaft (SZW)" in page
    line = page.html[page.html.index('class="sc-line"') :]
    dates = re.findall(r'datetime="(\d{4}-\d{2}-\d{2})"', line[: line.index("</ol>")])
    assert dates == sorted(dates)
    assert dates[-1] == "2026-11-30"
    assert "Brandschutz im Betrieb: Beratung, wartet auf: Bauberatung" in page
    assert "style=" not in page.html


async def test_the_inbox_of_a_lotse_shows_what_runs_and_what_is_due_first(
    anna: Browser, lotte: Browser, greta: Browser, program: Program
):
    assert "Vorhaben ansehen" not in await lotte.get("/inbox")
    number = await opened(anna, program)
    seen = await lotte.get("/inbox")
    assert "1 läuft." in seen
    assert f'href="/cases/{number}"' in seen.html
    assert "Kein Ticket offen" in seen
    assert "Vorhaben ansehen" not in await greta.get("/inbox")


async def test_an_office_sees_the_dates_at_its_ticket_and_nothing_else(
    anna: Browser, greta: Browser, lotte: Browser, program: Program
):
    number = await opened(anna, program)
    [ticket] = set(re.findall(r"/inbox/(\d+)", (await greta.get("/inbox")).html))
    page = await greta.get(f"/inbox/{ticket}")
    assert "Teil eines Vorhabens: Restaurant oder Gaststätte eröffnen" in page
    assert "Bauberatung" in page
    assert "030 23125 044" not in page
    assert (await greta.get(f"/cases/{number}")).to == f"/inbox/{ticket}"
    assert "Kein Vorhaben läuft." in await greta.get("/cases")
    assert (await greta.get("/cases/12345678")).to == "/inbox/find?case_number=12345678"
    assert "/businesses" not in (await greta.get("/inbox")).html
    assert "/businesses" in (await lotte.get("/inbox")).html


async def test_it_is_led_to_its_end(anna: Browser, greta: Browser, lotte: Browser, program: Program, clock: FixedClock):
    number = await opened(anna, program, "gewerbeanmeldung")
    [ticket] = set(re.findall(r"/inbox/(\d+)", (await greta.get("/inbox")).html))
    early = await lotte.post(f"/cases/{number}/close", {"told": "Fertig"})
    assert (early.status, "noch nicht fertig" in early.text) == (409, True)
    await greta.post(f"/inbox/{ticket}/answer", {"answer": "Angemeldet."})
    await program.advancing.run()
    page = await lotte.get(f"/cases/{number}")
    assert "alle Ämter fertig" in page
    assert "Angemeldet." in page
    closed = await lotte.post(f"/cases/{number}/close", {"told": "Die Anmeldung ist da."})
    assert closed.to == f"/cases/{number}?saved=closed"
    assert "Das Vorhaben ist abgeschlossen." in await lotte.get(closed.to)
    clock.advance(timedelta(days=1))
    reopened = await (await lotte.anew()).post(f"/cases/{number}/reopen", {"reason": "Rückfrage des Betriebs"})
    assert "Rückfrage des Betriebs" in await lotte.get(reopened.to)


async def test_an_office_more_and_an_office_less(anna: Browser, lotte: Browser, program: Program):
    number = await opened(anna, program)
    more = {"leistung": "sondernutzung", "asks": "Tische auf dem Gehweg", "reason": "Der Betrieb will Außenplätze."}
    added = await lotte.get((await lotte.post(f"/cases/{number}/offices", more)).to)
    assert "Der Betrieb will Außenplätze." in added
    assert "Verkehrsbehörde" in added
    [part] = re.findall(rf"/cases/{number}/offices/(\d+)/drop", added.html)[-1:]
    refused = await lotte.post(f"/cases/{number}/offices/{part}/drop", {"reason": " "})
    assert (refused.status, "Der Grund fehlt" in refused.text) == (422, True)
    long = await lotte.post(f"/cases/{number}/offices/{part}/drop", {"reason": "Doch nicht. " * 40})
    assert (long.status, long.html.count('value="Doch nicht.')) == (422, 1)
    dropped = await lotte.post(f"/cases/{number}/offices/{part}/drop", {"reason": "Doch nicht."})
    assert "Doch nicht." in await lotte.get(dropped.to)


async def test_a_partner_takes_part_with_consent_alone(anna: Browser, lotte: Browser, program: Program):
    number = await opened(anna, program, "bauberatung", "kammer")
    page = await lotte.get(f"/cases/{number}")
    assert "Ohne Einwilligung geht nichts hinaus." in page
    assert "Darf die Stadt Hagen diese Angaben" in page
    [part] = re.findall(rf"/cases/{number}/offices/(\d+)/consent", page.html)
    said = await lotte.get(f"/cases/{number}/offices/{part}/sentence?phone=yes")
    assert "weitergeben: Telefonnummer?" in said
    assert "mindestens eine" in await lotte.get(f"/cases/{number}/offices/{part}/sentence")
    refused = await lotte.post(f"/cases/{number}/offices/{part}/ask")
    assert (refused.status, "Ohne Einwilligung" in refused.text) == (409, True)
    unnamed = await lotte.post(f"/cases/{number}/offices/{part}/consent", [("how", "email"), ("phone", "yes")])
    assert unnamed.status == 422
    assert "weitergeben: Telefonnummer?" in unnamed
    assert re.findall(r'name="(\w+)" value="yes" checked', unnamed.html) == ["phone"]
    given = [("given_by", "Maria Muster"), ("how", "phone"), ("business", "yes"), ("concern", "yes")]
    seen = await lotte.get((await lotte.post(f"/cases/{number}/offices/{part}/consent", given)).to)
    assert "Maria Muster, " in seen
    await lotte.post(f"/cases/{number}/offices/{part}/ask")
    [mail] = await program.outbox.latest(ALL, 5, kinds=(MessageKind.LETTER,))
    assert mail.recipient == "info@sihk.example"
    await lotte.post(f"/cases/{number}/offices/{part}/answered", {"answer": "Unterrichtung am 2. Dezember"})
    assert "hat geantwortet" in await lotte.get(f"/cases/{number}")


async def test_a_withdrawal_stops_the_mail(anna: Browser, lotte: Browser, program: Program):
    number = await opened(anna, program, "bauberatung", "kammer")
    [part] = re.findall(rf"/cases/{number}/offices/(\d+)/consent", (await lotte.get(f"/cases/{number}")).html)
    given = [("given_by", "Maria Muster"), ("how", "phone"), ("business", "yes")]
    await lotte.post(f"/cases/{number}/offices/{part}/consent", given)
    await lotte.post(f"/cases/{number}/offices/{part}/ask")
    seen = await lotte.get((await lotte.post(f"/cases/{number}/offices/{part}/withdraw")).to)
    assert "Es geht nichts mehr hinaus." in seen
    assert "widerrufen" in seen
    assert "Anfrage nicht mehr verschickt" in seen


async def test_a_number_without_a_case_leads_where_it_led_before(anna: Browser, program: Program):
    contact = await call_of(anna, program)
    known = await program.desk.get(ALL, contact)
    assert (await anna.get(f"/cases/{known.case_number}")).to == f"/contacts/{contact}"


async def test_a_business_that_calls_again_is_known_by_its_number(anna: Browser, program: Program):
    await opened(anna, program, "gewerbeanmeldung")
    again = await program.desk.ring("c2", "+49 30 23125 500", "+49 30 23125 044")
    await anna.post(f"/desk/take/{again.id}")
    form = await anna.get(f"/desk/{again.id}/case")
    assert "Trattoria Beispiel GmbH" in form
    assert re.search(r'name="business" value="\d+" checked', form.html)
