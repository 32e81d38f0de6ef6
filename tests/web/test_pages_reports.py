"""„Falsch oder veraltet“ as browsers meet it: reported at the desk, answered in the inbox, seen on the free desk."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from servicecenter.access.model import Role
from servicecenter.clock import FixedClock
from servicecenter.web.program import Program
from tests.web.browsing import Browser
from tests.web.conftest import Enter
from tests.web.test_pages_desk import at_the_counter, open_article

SAID = "Die Gebühr ist höher."


@pytest.fixture
async def erika(enter: Enter) -> Browser:
    """An editor of Geldern."""
    return await enter(Role.EDITOR, "erika.editor", municipality="geldern")


async def report(anna: Browser, article: str = "baugenehmigung", said: str = SAID) -> int:
    """The contact's number; it stays open."""
    contact = await at_the_counter(anna)
    await open_article(anna, contact, article)
    seen = await anna.post(f"/desk/{contact}/report", {"said": said}, htmx=True)
    assert seen.status == 200
    return contact


async def test_the_form_opens_in_its_place_and_sends_to_the_owner(anna: Browser) -> None:
    contact = await at_the_counter(anna)
    opened = await open_article(anna, contact, "baugenehmigung")
    assert "Falsch oder veraltet …" in opened
    assert 'data-key="Alt+0"' in opened.html

    form = await anna.get(f"/desk/{contact}/report")
    assert "An Bauordnung melden" in form
    assert f'data-draft="report-{contact}-baugenehmigung"' in form.html
    back = await anna.get(f"/desk/{contact}/report?step=back")
    assert "Falsch oder veraltet …" in back
    assert "melden" not in back.text.replace("gemeldet", "")

    sent = await anna.post(f"/desk/{contact}/report", {"said": SAID}, htmx=True)
    assert "Bauordnung antwortet bis Mo 30.11." in sent
    assert "schon gemeldet am Mo 23.11. 10:00, Antwort bis Mo 30.11." in await anna.get("/desk")


async def test_what_was_typed_stays_where_it_cannot_be_taken(anna: Browser) -> None:
    contact = await at_the_counter(anna)
    await open_article(anna, contact, "baugenehmigung")

    empty = await anna.post(f"/desk/{contact}/report", {"said": " "}, htmx=True)
    long = await anna.post(f"/desk/{contact}/report", {"said": "x" * 2001}, htmx=True)

    assert (empty.status, long.status) == (422, 422)
    assert "Was nicht stimmt, fehlt." in empty
    assert "x" * 2001 in long


async def test_a_report_is_taken_back(anna: Browser, erika: Browser) -> None:
    contact = await report(anna)
    assert SAID in await erika.get("/articles/reports")

    seen = await anna.post(f"/desk/{contact}/report/1/withdraw", htmx=True)

    assert "schon gemeldet" not in seen
    assert "Keine Meldung offen." in await erika.get("/articles/reports")


async def test_for_social_concerns_there_is_no_field(anna: Browser, erika: Browser) -> None:
    contact = await at_the_counter(anna)
    await open_article(anna, contact, "kindeswohl")

    form = await anna.get(f"/desk/{contact}/report")
    assert "§ 35 SGB I" in form
    assert 'name="said"' not in form.html
    await anna.post(f"/desk/{contact}/report", {"said": "Das Kind der Nachbarin"}, htmx=True)

    seen = await erika.get("/articles/reports")
    assert "ohne Freitext" in seen
    assert "Nachbarin" not in seen


async def test_the_owner_answers_and_the_agent_sees_it_until_it_is_seen(anna: Browser, carl: Browser) -> None:
    contact = await report(anna)
    await anna.post(f"/desk/{contact}/close", {"outcome": "answered"})

    assert "Eine Meldung zu einem Artikel" in await carl.get("/inbox")
    listed = await carl.get("/inbox/articles")
    assert f"„{SAID}“" in listed
    assert "offen bis Mo 30.11." in listed
    sent = await carl.post("/inbox/articles/1/answer", {"assessment": "will_change", "answer": "Ab morgen 60 Euro."})
    assert sent.to == "/inbox/articles?answered=1"
    assert "Beantwortet: Baugenehmigung und Bauantrag" in await carl.get(sent.to)

    free = await anna.get("/desk")
    assert "Antwort auf Ihre Meldung" in free
    assert "wird geändert „Ab morgen 60 Euro.“" in free
    assert "Antwort auf Ihre Meldung" not in await anna.post("/desk/answers/1/seen", htmx=True)
    assert "Antwort auf Ihre Meldung" not in await anna.get("/desk")
    assert "Ab morgen 60 Euro." in await anna.get("/desk/reports")


async def test_an_answer_that_is_not_whole_keeps_its_words(anna: Browser, carl: Browser) -> None:
    await report(anna)

    no_assessment = await carl.post("/inbox/articles/1/answer", {"assessment": "", "answer": "Ab morgen."}, htmx=True)
    no_words = await carl.post("/inbox/articles/1/answer", {"assessment": "right", "answer": " "}, htmx=True)

    assert (no_assessment.status, no_words.status) == (422, 422)
    assert "Es fehlt, was gilt." in no_assessment
    assert "Ab morgen." in no_assessment
    assert 'value="right" checked' in no_words.html


async def test_the_second_answer_hears_who_was_quicker(anna: Browser, carl: Browser, erika: Browser) -> None:
    await report(anna)
    given = {"assessment": "right", "answer": "Stimmt."}
    await erika.post("/articles/reports/1/answer", given)

    seen = await carl.post("/inbox/articles/1/answer", given, htmx=True)

    assert seen.status == 409
    assert "Erika.Editor hat diese Meldung schon beantwortet." in seen


async def test_a_report_past_its_date_is_marked(anna: Browser, erika: Browser, clock: FixedClock) -> None:
    await report(anna)
    clock.advance(timedelta(days=8))

    assert "überfällig seit Mo 30.11." in await (await erika.anew()).get("/articles/reports")
    assert "überfällig seit Mo 30.11." in await (await anna.anew()).get("/desk/reports")


async def test_another_fachamt_sees_nothing(anna: Browser, enter: Enter) -> None:
    await report(anna)
    steuer = await enter(Role.FACHAMT, "stefan.steuer", "steueramt", municipality="geldern")

    assert "Keine Meldung offen." in await steuer.get("/inbox/articles")
    assert "Meldung zu einem Artikel" not in await steuer.get("/inbox")
    refused = await steuer.post("/inbox/articles/1/answer", {"assessment": "right", "answer": "Stimmt."})
    assert refused.status == 404


async def test_nobody_reports_in_another_s_contact(anna: Browser, enter: Enter, program: Program) -> None:
    contact = await at_the_counter(anna)
    await open_article(anna, contact, "baugenehmigung")
    otto = await enter(Role.AGENT, "otto.other")

    seen = await otto.post(f"/desk/{contact}/report", {"said": quote(SAID)}, htmx=True)

    assert seen.status == 409
