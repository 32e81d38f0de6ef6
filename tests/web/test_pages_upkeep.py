"""What keeps articles right, in browsers: marks at the desk, lists for owners and editors."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servicecenter.access.model import Person, Role
from servicecenter.clock import FixedClock
from servicecenter.contacts.model import Outcome
from servicecenter.feedback.linkchecks import LinkChecks
from servicecenter.feedback.links import Answered, Probed
from servicecenter.feedback.probing import Prober
from servicecenter.web.program import Program
from tests.web.browsing import Browser, opened
from tests.web.conftest import Enter
from tests.web.test_pages_desk import at_the_counter, open_article


@pytest.fixture
async def erika(enter: Enter) -> Browser:
    """An editor of Geldern."""
    return await enter(Role.EDITOR, "erika.editor", municipality="geldern")


async def test_an_article_past_its_date_is_marked_at_the_hit_and_at_the_article(
    anna: Browser, clock: FixedClock
) -> None:
    contact = await at_the_counter(anna)
    assert "fällig" not in await anna.get(f"/desk/{contact}/hits?q=baugenehmigung")
    clock.advance(timedelta(days=3 * 365))
    await anna.anew()

    assert "Prüfung war am" in await anna.get(f"/desk/{contact}/hits?q=baugenehmigung")
    assert "Prüfung war am" in await open_article(anna, contact, "baugenehmigung")


async def test_owner_and_editor_are_told(carl: Browser, erika: Browser, clock: FixedClock) -> None:
    assert "Nichts ist fällig." in await erika.get("/articles/due")
    clock.advance(timedelta(days=3 * 365))

    inbox = await (await carl.anew()).get("/inbox")
    assert "Ihres Fachamts sind zu prüfen." in inbox
    assert "Baugenehmigung und Bauantrag" in await carl.get("/inbox/articles")
    seen = await (await erika.anew()).get("/articles/due")
    assert "Artikel sind über ihrem Datum" in seen
    assert "Bauordnung (" in seen
    assert "Fällige Prüfungen nach Fachamt ansehen" in await erika.get("/articles/reports")


class Down(Prober):
    """Nothing answers any more, but one address has moved."""

    async def probe(self, urls):  # type: ignore[no-untyped-def]
        moved = min(urls, default="")
        return {url: Probed(Answered.MOVED, 200, "https://neu.example/") if url == moved else Probed(Answered.SILENT)
                for url in urls}  # fmt: skip


async def test_broken_links_are_listed_and_the_desk_says_which_online_service_does_not_answer(
    program: Program, enter: Enter
) -> None:
    off = await enter(Role.EDITOR, "erika.editor", municipality="geldern")
    assert "SERVICECENTER_CHECK_LINKS=true" in await off.get("/articles/links")
    links = LinkChecks(program.db, program.clock, program.knowledge, Down(), is_on=True)
    while await links.run():
        pass
    texts = [text for text in program.knowledge.texts() if text.holder == "_common" and text.online_service]
    online, *_ = [text for text in texts if await links.failing("geldern", text.online_service)]
    turned_on = replace(program, links=links)
    anna, erika = await opened(turned_on), await opened(turned_on)
    try:
        await erika.log_in(*off.known_as)
        seen = await erika.get("/articles/links")
        assert "keine Antwort" in seen
        assert online.online_service in seen
        assert "https://neu.example/" in seen
        _, password = await program.access.add_person(
            "anna.agent", "Anna", Role.AGENT, by=None, must_change_password=False
        )
        await anna.log_in("anna.agent", password)
        contact = await at_the_counter(anna)
        assert "antwortet gerade nicht seit Mo 23.11. 10:00" in await open_article(anna, contact, online.id)
    finally:
        await anna.client.close()
        await erika.client.close()


async def test_what_the_search_learned_is_shown_and_forgotten(
    program: Program, agent: Person, erika: Browser, enter: Enter
) -> None:
    assert "Noch nichts gelernt." in await erika.get("/articles/lessons")
    contact = await program.desk.open_by_hand(agent, "geldern")
    await program.desk.read(agent, contact.id, "hundesteuer", "flauschohr")
    await program.desk.close(agent, contact.id, Outcome.ANSWERED)

    seen = await erika.get("/articles/lessons")
    assert "flauschohr" in seen
    assert "1-mal" in seen
    emil = await enter(Role.EDITOR, "emil.editor", municipality="kreis-wesel")
    assert "Noch nichts gelernt." in await emil.get("/articles/lessons")
    assert (await emil.post("/articles/lessons/1/forget")).status == 404
    sent = await erika.post("/articles/lessons/1/forget")
    after = await erika.get(sent.to)
    assert "Das ist vergessen." in after
    assert "Noch nichts gelernt." in after
