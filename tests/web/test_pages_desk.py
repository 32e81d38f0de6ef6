"""The agent's desk as a browser meets it: waiting calls, search, the way, forwarding, the end and its undo."""

import re
from datetime import timedelta

import pytest

from servicecenter.access.model import Role, Scope
from servicecenter.clock import FixedClock
from servicecenter.telephony.telephones import SimulatedTelephone
from servicecenter.web.program import Program
from tests.web.browsing import Browser, Seen
from tests.web.conftest import Enter

GELDERN = "+49 30 23125 300"


async def on_a_call(anna: Browser, program: Program, dialled: str = GELDERN) -> int:
    """A call rings and is taken; the contact's number."""
    contact = await program.desk.ring("call-1", dialled, "+49 30 23125 017")
    assert (await anna.post(f"/desk/take/{contact.id}")).to == "/desk"
    return int(contact.id)


async def at_the_counter(anna: Browser, leistung: str = "", municipality: str = "geldern") -> int:
    """A contact without telephone, its Leistung chosen."""
    await anna.post("/desk/open", {"municipality": municipality})
    found = re.search(r"/desk/(\d+)/hits", (await anna.get("/desk")).html)
    assert found
    if leistung:
        await anna.post(f"/desk/{found[1]}/facts", {"leistung": leistung}, htmx=True)
    return int(found[1])


async def open_article(anna: Browser, contact: int, article: str) -> Seen:
    return await anna.post(f"/desk/{contact}/article", {"article": article, "query": "zwei worte"}, htmx=True)


async def test_a_free_desk_says_what_to_do(anna: Browser) -> None:
    seen = await anna.get("/desk")

    assert "Gerade klingelt nichts." in seen
    assert "Kontakt ohne Telefon" in seen


async def test_a_ringing_call_shows_its_municipality_and_no_full_number(anna: Browser, program: Program) -> None:
    await program.desk.ring("call-1", GELDERN, "+49 30 23125 017")

    seen = await anna.get("/desk/ringing")

    assert "Stadt Geldern" in seen
    assert "030 ••• 17" in seen
    assert "23125 017" not in seen
    assert 'data-key="F8"' in seen.html


async def test_a_taken_call_greets_in_the_towns_name_and_tells_the_case_number(anna: Browser, program: Program) -> None:
    contact = await on_a_call(anna, program)

    seen = await anna.get("/desk")

    known = await program.desk.get(Scope.system("test"), contact)
    assert "Stadt Geldern, ServiceCenter" in seen
    assert " ".join(re.findall("..", known.case_number)) in seen
    assert "Beispiel" in seen  # today's notices are samples and say so


async def test_what_a_simulated_caller_says_stands_on_the_desk(anna: Browser, program: Program) -> None:
    assert isinstance(program.telephone, SimulatedTelephone)
    call = await program.telephone.ring_next()
    contact = next(each for each in await program.desk.ringing(Scope.system("test")) if each.call == call)
    await anna.post(f"/desk/take/{contact.id}")

    seen = await anna.get("/desk")

    assert "Die anrufende Person sagt:" in seen
    assert program.telephone.said(call) in seen


async def test_the_second_agent_is_told_who_was_quicker(anna: Browser, enter: Enter, program: Program) -> None:
    contact = await on_a_call(anna, program)
    second = await enter(Role.AGENT, "otto.second")

    seen = await second.post(f"/desk/take/{contact}", htmx=True)

    assert seen.status == 409
    assert "Anna.Browser hat diesen Anruf angenommen." in seen


async def test_every_keystroke_finds_with_a_reason(anna: Browser, program: Program) -> None:
    contact = await on_a_call(anna, program)

    seen = await anna.get(f"/desk/{contact}/hits?q=perso+verlorn", **{"HX-Request": "true"})

    assert "Personalausweis verloren oder gestohlen" in seen
    assert "Synonym: Perso" in seen
    assert 'role="option"' in seen.html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Tippen Sie zwei Worte"), ("   ", "Tippen Sie zwei Worte"), ("qqqq xxxx", "Nichts gefunden")],
)
async def test_no_hit_says_what_to_do(anna: Browser, program: Program, typed: str, sentence: str) -> None:
    contact = await on_a_call(anna, program)

    assert sentence in await anna.get(f"/desk/{contact}/hits?q={typed.replace(' ', '+')}")


@pytest.mark.parametrize(
    "typed",
    ["x" * 7000, "<script>alert(1)</script>", "'; DROP TABLE contact; --", "%00", "perso " * 1000],
    ids=["long", "html", "sql", "nul", "many"],
)
async def test_odd_searches_do_no_harm(anna: Browser, program: Program, typed: str) -> None:
    contact = await on_a_call(anna, program)

    seen = await anna.get(f"/desk/{contact}/hits?q={typed}")

    assert seen.status in {200, 400, 422}
    assert "<script>alert" not in seen.html


async def test_an_opened_article_brings_its_way(anna: Browser, program: Program) -> None:
    contact = await on_a_call(anna, program)

    seen = await open_article(anna, contact, "personalausweis")

    assert "Personalausweis beantragen" in seen
    assert "selbst antworten: Artikel vorlesen" in seen
    assert "Rückruf: Bürgerbüro bis Mi 25.11., 24 Uhr" in seen


async def test_a_driving_licence_for_geldern_names_kreis_kleve_and_no_ticket(anna: Browser, program: Program) -> None:
    contact = await at_the_counter(anna)

    seen = await open_article(anna, contact, "fuehrerschein-umtausch")

    assert "Nummer nennen: Kreis Kleve" in seen
    assert "069 90009" in seen
    assert re.search(r'data-key="Alt\+3"\s*disabled|disabled[^>]*Alt\+3|data-key="Alt\+3"[^>]*disabled', seen.html)
    refused = await anna.post(f"/desk/{contact}/forward", {"concern": "x", "reply": "none"}, htmx=True)
    assert refused.status == 422
    assert "Nummer und Zeiten nennen" in refused


async def test_beantwortet_closes_and_can_be_taken_back_for_ten_seconds(
    anna: Browser, program: Program, clock: FixedClock
) -> None:
    contact = await on_a_call(anna, program)
    await open_article(anna, contact, "personalausweis")

    closed = await anna.post(f"/desk/{contact}/close", {"outcome": "answered"}, htmx=True)
    free = await anna.get(closed.headers["HX-Redirect"])
    back = await anna.post(f"/desk/{contact}/undo")

    assert "beantwortet" in free
    assert "Rückgängig" in free
    assert back.to == "/desk"
    assert "Personalausweis beantragen" in await anna.get("/desk")
    await anna.post(f"/desk/{contact}/close", {"outcome": "answered"}, htmx=True)
    clock.advance(timedelta(seconds=20))
    assert "Rückgängig" not in await anna.get(f"/desk?closed={contact}")
    assert (await anna.post(f"/desk/{contact}/undo", htmx=True)).status == 409


async def test_answered_without_an_article_is_refused_in_words(anna: Browser) -> None:
    contact = await at_the_counter(anna)

    seen = await anna.post(f"/desk/{contact}/close", {"outcome": "answered"}, htmx=True)

    assert seen.status == 422
    assert "Es ist kein Artikel geöffnet." in seen


async def test_a_contact_closed_twice_is_told_and_written_once(anna: Browser, program: Program) -> None:
    contact = await at_the_counter(anna)
    await anna.post(f"/desk/{contact}/close", {"outcome": "no_concern"}, htmx=True)

    seen = await anna.post(f"/desk/{contact}/close", {"outcome": "wrong_number"}, htmx=True)

    assert seen.status == 409
    assert "Dieser Kontakt ist schon abgeschlossen." in seen


async def test_the_sentence_with_the_date_is_said_before_anything_is_promised(anna: Browser) -> None:
    contact = await at_the_counter(anna, "baugenehmigung")

    seen = await anna.get(f"/desk/{contact}/forward?reply=callback")

    assert "bis Mittwoch, 25. November, zurück" in seen
    assert "Ich notiere Ihren Namen und Ihre Nummer nur" in seen


async def test_a_number_that_is_none_is_told_at_its_field_and_nothing_typed_is_lost(anna: Browser) -> None:
    contact = await at_the_counter(anna, "baugenehmigung")
    typed = {"concern": "Carport <b>an der Grenze</b>", "reply": "callback", "number": "12", "window": "ab 16 Uhr"}

    seen = await anna.post(f"/desk/{contact}/forward", typed, htmx=True)

    assert seen.status == 422
    assert seen.headers["HX-Retarget"] == "#way"
    assert "Diese Nummer kann nicht zurückgerufen werden." in seen
    assert "Carport &lt;b&gt;an der Grenze" in seen.html
    assert 'value="ab 16 Uhr"' in seen.html


async def test_a_promised_callback_lies_in_the_offices_inbox(anna: Browser, carl: Browser) -> None:
    contact = await at_the_counter(anna, "baugenehmigung")
    typed = {
        "concern": "Carport",
        "reply": "callback",
        "number": "030 23125 017",
        "window": "",
        "caller_name": "Frau M.",
    }

    sent = await anna.post(f"/desk/{contact}/forward", typed, htmx=True)

    assert "Rückruf zugesagt" in await anna.get(sent.headers["HX-Redirect"])
    assert "Carport" in await carl.get("/inbox")


async def test_social_concerns_offer_no_field_for_free_text(anna: Browser, program: Program) -> None:
    social = next(entry.key for entry in program.rulebooks.catalogue.leistung if entry.social and not entry.emergency)
    contact = await at_the_counter(anna, social)

    seen = await anna.get(f"/desk/{contact}/forward?reply=callback")

    assert "§ 35 SGB I" in seen
    assert 'name="concern"' not in seen.html


async def test_the_note_is_saved_as_it_is_typed_and_there_after_a_restart(anna: Browser, program: Program) -> None:
    contact = await at_the_counter(anna)

    saved = await anna.post(f"/desk/{contact}/note", {"note": "Will <i>heute</i> noch kommen"}, htmx=True)

    assert saved.status == 204
    assert "Will &lt;i&gt;heute&lt;/i&gt; noch kommen" in (await anna.get("/desk")).html


async def test_a_note_that_is_too_long_is_told_in_words(anna: Browser) -> None:
    contact = await at_the_counter(anna)

    seen = await anna.post(f"/desk/{contact}/note", {"note": "x" * 10_000}, htmx=True)

    assert seen.status == 422
    assert "Die Notiz ist zu lang." in seen


async def test_a_wrong_municipality_is_corrected_and_greets_anew(anna: Browser) -> None:
    contact = await at_the_counter(anna)

    await anna.post(f"/desk/{contact}/municipality", {"municipality": "kreis-wesel"})

    assert "Kreis Wesel, ServiceCenter" in await anna.get("/desk")


async def test_an_unknown_number_asks_for_the_municipality(anna: Browser, program: Program) -> None:
    await on_a_call(anna, program, "+49 30 23125 999")

    assert "Diese Nummer gehört zu keiner Vereinbarung." in await anna.get("/desk")


async def test_a_town_decides_where_every_town_has_its_own_office(anna: Browser) -> None:
    contact = await at_the_counter(anna, municipality="kreis-wesel")

    asked = await anna.post(f"/desk/{contact}/facts", {"leistung": "personalausweis"}, htmx=True)
    told = await anna.post(f"/desk/{contact}/facts", {"leistung": "personalausweis", "district": "Xanten"}, htmx=True)

    assert "nach dem Wohnort fragen" in asked
    assert "Xanten" in told
    assert "Nummer nennen" in told


async def test_who_hung_up_is_shown_and_the_contact_stays(anna: Browser, program: Program) -> None:
    contact = await on_a_call(anna, program)

    await program.desk.hung_up("call-1")

    assert "Anrufer hat aufgelegt" in await anna.get(f"/desk/{contact}/call")
    assert "Stadt Geldern" in await anna.get("/desk")


async def test_somebody_elses_contact_is_not_open_here(anna: Browser, enter: Enter) -> None:
    contact = await at_the_counter(anna)
    other = await enter(Role.AGENT, "otto.other")

    seen = await other.get(f"/desk/{contact}/way", **{"HX-Request": "true"})

    assert seen.status == 409
    assert "nicht mehr offen" in seen


async def test_das_wars_nicht_closes_the_article_and_teaches_the_search(anna: Browser, program: Program) -> None:
    contact = await at_the_counter(anna)
    await open_article(anna, contact, "personalausweis")

    seen = await anna.post(f"/desk/{contact}/not-this", htmx=True)

    assert "Noch kein Artikel geöffnet." in seen
    lessons = await program.knowledge.lessons(Scope.system("test"))
    assert [(lesson.municipality, lesson.article) for lesson in lessons] == [("geldern", "personalausweis")]


async def test_the_desk_is_for_agents_only(carl: Browser) -> None:
    assert (await carl.get("/desk")).status == 403
