"""What keeps articles right, in browsers: marks at the desk, lists for owners and editors."""

from datetime import timedelta

import pytest

from servicecenter.access.model import Role
from servicecenter.clock import FixedClock
from tests.web.browsing import Browser
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
