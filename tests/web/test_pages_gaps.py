"""Gaps in browsers: told by the desk's page, listed for editors, settled and taken back."""

import re

import pytest

from servicecenter.access.model import Role
from tests.web.browsing import Browser
from tests.web.conftest import Enter
from tests.web.test_pages_desk import at_the_counter


@pytest.fixture
async def erika(enter: Enter) -> Browser:
    """An editor of Geldern."""
    return await enter(Role.EDITOR, "erika.editor", municipality="geldern")


async def test_the_desk_sends_the_words_along_with_the_end(anna: Browser, erika: Browser) -> None:
    contact = await at_the_counter(anna, "baugenehmigung")
    page = await anna.get("/desk")
    assert f'hx-post="/desk/{contact}/searched" hx-include="#q"' in page.html
    assert f'hx-post="/desk/{contact}/close" hx-swap="none" hx-include="#q"' in page.html

    assert (await anna.post(f"/desk/{contact}/searched", {"q": "zwerghamster"}, htmx=True)).status == 204
    await anna.post(f"/desk/{contact}/close", {"outcome": "referred", "q": "zwerghamster halten"})

    seen = await erika.get("/articles/gaps")
    assert "zwerghamster auch: zwerghamster halten" in seen
    assert "1-mal bis zum Ende ohne Artikel" in seen
    assert "/articles/new?title=zwerghamster" in seen.html


async def test_an_editor_settles_and_takes_it_back(anna: Browser, erika: Browser, sven: Browser) -> None:
    contact = await at_the_counter(anna)
    await anna.post(f"/desk/{contact}/searched", {"q": "zwerghamster"}, htmx=True)
    assert "Artikel schreiben" not in await sven.get("/articles/gaps")
    key = re.search(r'name="key" value="([^"]+)"', (await erika.get("/articles/gaps")).html)
    assert key

    sent = await erika.post("/articles/gaps/settle", {"municipality": "geldern", "key": key[1]})

    seen = await erika.get(sent.to)
    assert "Erledigt: „zwerghamster“" in seen
    assert "Keine Lücke." in seen
    undo = re.search(r'action="(/articles/gaps/[0-9a-f]{32}/undo)"', seen.html)
    assert undo
    await erika.post(undo[1])
    assert "Erledigt<span" in (await erika.get("/articles/gaps")).html
    again = await erika.post("/articles/gaps/settle", {"municipality": "geldern", "key": "gibt es nicht"})
    assert again.status == 404


async def test_another_town_s_gaps_are_not_shown(anna: Browser, enter: Enter) -> None:
    contact = await at_the_counter(anna)
    await anna.post(f"/desk/{contact}/searched", {"q": "zwerghamster"}, htmx=True)
    emil = await enter(Role.EDITOR, "emil.editor", municipality="kreis-wesel")

    assert "Keine Lücke." in await emil.get("/articles/gaps")
