"""Notices written in a browser, seen at the desks they concern, ended and taken back."""

from datetime import timedelta

import pytest

from servicecenter.access.model import Role
from servicecenter.clock import FixedClock
from tests.web.browsing import Browser
from tests.web.conftest import Enter
from tests.web.test_pages_desk import at_the_counter

GIVEN = {"text": "Rathaus ab 12 Uhr zu", "since": "2026-11-23T10:00", "until": "2026-11-23T18:00"}


@pytest.fixture
async def erika(enter: Enter) -> Browser:
    """An editor of Geldern."""
    return await enter(Role.EDITOR, "erika.editor", municipality="geldern")


async def test_an_editor_writes_for_the_own_municipality_alone(erika: Browser, anna: Browser) -> None:
    page = await erika.get("/notices")
    assert "Gilt für Stadt Geldern" in page
    assert "Kreis Wesel" not in page
    assert 'value="2026-11-23T10:00"' in page.html
    assert 'value="2026-11-23T23:59"' in page.html

    sent = await erika.post("/notices", GIVEN | {"municipalities": "geldern"})
    assert sent.to.startswith("/notices?done=posted&bundle=")
    assert "Der Hinweis steht auf den Arbeitsplätzen." in await erika.get(sent.to)

    contact = await at_the_counter(anna)
    assert "Rathaus ab 12 Uhr zu (bis Mo 23.11. 18:00)" in await anna.get("/desk")
    assert "Rathaus ab 12 Uhr zu" in await anna.get(f"/desk/{contact}/notices")
    refused = await erika.post("/notices", GIVEN | {"municipalities": "kreis-wesel"})
    assert refused.status == 403


async def test_the_supervisor_writes_for_all_and_ends_it_early(sven: Browser, anna: Browser) -> None:
    sent = await sven.post("/notices", GIVEN | {"municipalities": "*"})
    contact = await at_the_counter(anna, municipality="kreis-wesel")
    assert GIVEN["text"] in await anna.get(f"/desk/{contact}/notices")
    bundle = sent.to.rpartition("=")[2]

    ended = await sven.post(f"/notices/{bundle}/end")

    assert GIVEN["text"] not in await anna.get(f"/desk/{contact}/notices")
    page = await sven.get(ended.to)
    assert "Der Hinweis ist beendet." in page
    assert f"/notices/{bundle}/resume" in page.html
    await sven.post(f"/notices/{bundle}/resume")
    assert GIVEN["text"] in await anna.get(f"/desk/{contact}/notices")


async def test_for_several_but_not_for_all(sven: Browser, anna: Browser) -> None:
    await sven.post("/notices", [*GIVEN.items(), ("municipalities", "geldern")])
    contact = await at_the_counter(anna, municipality="kreis-wesel")

    assert GIVEN["text"] not in await anna.get(f"/desk/{contact}/notices")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param({"text": ""}, "Der Hinweis ist leer.", id="no text"),
        pytest.param({"text": "x" * 201}, "Der Hinweis ist zu lang.", id="long"),
        pytest.param({"until": "2026-11-23T09:00"}, "Das Ende liegt zu früh.", id="over"),
        pytest.param({"since": "gestern"}, "Der Zeitpunkt ist nicht lesbar.", id="no instant"),
        pytest.param({"until": "0001-01-01T00:00"}, "Der Zeitpunkt ist nicht lesbar.", id="before all times"),
        pytest.param({"municipalities": "nirgendwo"}, "Es ist keine Kommune gewählt.", id="nowhere"),
    ],
)
async def test_what_cannot_be_taken_stays_in_its_field(sven: Browser, wrong: dict[str, str], words: str) -> None:
    seen = await sven.post("/notices", GIVEN | {"municipalities": "geldern"} | wrong, htmx=True)

    assert seen.status == 422
    assert words in seen
    assert all(value in seen.html for name, value in (GIVEN | wrong).items() if name != "municipalities")


async def test_a_notice_goes_by_itself(sven: Browser, anna: Browser, clock: FixedClock) -> None:
    await sven.post("/notices", GIVEN | {"municipalities": "geldern"})
    contact = await at_the_counter(anna)
    clock.advance(timedelta(hours=8))

    assert GIVEN["text"] not in await (await anna.anew()).get(f"/desk/{contact}/notices")
    assert "vorbei" in await (await sven.anew()).get("/notices")


async def test_a_desk_that_is_free_again_shows_none(anna: Browser) -> None:
    contact = await at_the_counter(anna)
    await anna.post(f"/desk/{contact}/close", {"outcome": "no_concern"})

    assert (await anna.get(f"/desk/{contact}/notices")).status == 204
