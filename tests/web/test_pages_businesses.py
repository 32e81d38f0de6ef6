"""The page of a business: found as it sounds, changed, kept for a reason, joined and split again."""

import re

import pytest

from servicecenter.access.model import Role
from servicecenter.web.program import Program
from tests.web.browsing import Browser
from tests.web.conftest import Enter


@pytest.fixture
async def lotte(enter: Enter) -> Browser:
    return await enter(Role.FACHAMT, "lotte.lotse", "servicezentrum-wirtschaft", municipality="hagen")


async def made(who: Browser, name: str = "Bäckerei Meyer", **more: str) -> int:
    seen = await who.post("/businesses", {"municipality": "hagen", "name": name} | more)
    assert seen.status == 303, seen.text
    return int(re.findall(r"/businesses/(\d+)", seen.to)[0])


async def test_found_as_it_sounds_by_number_and_by_telephone(anna: Browser):
    business = await made(anna)
    await anna.post(f"/businesses/{business}/people", {"name": "Otto Muster", "phone": "030 23125 055"})
    for said in ("Mayer", "baeckerei maier", f"B-{business}", "030 23125 055", "Otto"):
        found = await anna.get(f"/businesses?municipality=hagen&q={said}")
        assert f'href="/businesses/{business}"' in found.html, said
    assert "Kein Betrieb gefunden." in await anna.get("/businesses?municipality=hagen&q=Schreinerei")
    assert "Kein Betrieb gefunden." in await anna.get("/businesses?municipality=geldern&q=Mayer")


async def test_what_is_wrong_is_named_and_what_was_typed_stays(anna: Browser):
    business = await made(anna)
    refused = await anna.post(f"/businesses/{business}/people", {"name": "Otto Muster", "phone": "112"})
    assert refused.status == 422
    assert "Diese Nummer kann nicht zurückgerufen werden." in refused
    assert 'value="Otto Muster"' in refused.html
    unnamed = await anna.post("/businesses", {"municipality": "hagen", "name": " "})
    assert (unnamed.status, "Der Name des Betriebs fehlt." in unnamed.text) == (422, True)
    nowhere = await anna.post(f"/businesses/{business}/change", {"name": "X", "district": "Bochum"})
    assert "Diesen Ort gibt es hier nicht." in nowhere


async def test_changed_kept_and_let_go(lotte: Browser):
    business = await made(lotte)
    given = {"name": "Bäckerei Meyer", "form": "KG", "district": "Haspe", "adviser": "sabine-szenario"}
    page = await lotte.get((await lotte.post(f"/businesses/{business}/change", given)).to)
    assert "Bäckerei Meyer KG" in page
    assert "Sabine Szenario" in page
    assert "30 Tage nach Abschluss" in page
    page = await lotte.get((await lotte.post(f"/businesses/{business}/keep", {"reason": "Jahresgespräch"})).to)
    assert "länger, weil: Jahresgespräch" in page
    page = await lotte.get((await lotte.post(f"/businesses/{business}/let-go")).to)
    assert "30 Tage nach Abschluss" in page
    assert "Grund für längere Aufbewahrung zurückgenommen" in page


async def test_double_ones_are_joined_and_split_again(lotte: Browser):
    kept, double = await made(lotte), await made(lotte, "Bäckerei Maier")
    assert f'value="{kept}"' in (await lotte.get(f"/businesses/{double}")).html
    joined = await lotte.post(f"/businesses/{double}/merge", {"into": str(kept)})
    page = await lotte.get(joined.to)
    assert "Zusammengelegt mit:" in page
    assert f"/businesses/{double}/split" in page.html
    assert (await lotte.get(f"/businesses/{double}")).to == f"/businesses/{kept}"
    again = await lotte.post(f"/businesses/{double}/merge", {"into": str(kept)})
    assert again.status == 409
    await lotte.post(f"/businesses/{double}/split")
    assert (await lotte.get(f"/businesses/{double}")).status == 200


async def test_a_contact_says_which_business_it_was_about(anna: Browser, program: Program):
    business = await made(anna)
    rang = await program.desk.ring("c1", "+49 30 23125 500", "+49 30 23125 044")
    await anna.post(f"/desk/take/{rang.id}")
    seen = await anna.post(f"/contacts/{rang.id}/business", {"into": str(business)})
    assert seen.to == f"/businesses/{business}"
    assert "Anruf angenommen" in await anna.get(seen.to)  # one history
    assert "Bäckerei Meyer" in await anna.get(f"/contacts/{rang.id}")
    elsewhere = await program.desk.ring("c2", "+49 30 23125 300", None)
    assert (await anna.post(f"/contacts/{elsewhere.id}/business", {"into": str(business)})).status == 404


async def test_a_business_is_made_from_a_contact(anna: Browser, program: Program):
    rang = await program.desk.ring("c1", "+49 30 23125 500", "+49 30 23125 044")
    await anna.post(f"/desk/take/{rang.id}")
    await anna.post(f"/desk/{rang.id}/facts", {"business": "yes"})
    assert f"contact={rang.id}" in (await anna.get(f"/contacts/{rang.id}")).html
    known = await made(anna)
    offered = await anna.get(f"/businesses?municipality=hagen&contact={rang.id}&q=Mayer")
    assert f'name="into" value="{known}"' in offered.html
    new = await anna.post("/businesses", {"municipality": "hagen", "name": "Café Probe", "contact": str(rang.id)})
    assert "Anruf angenommen" in await anna.get(new.to)
    assert "Café Probe" in await anna.get(f"/contacts/{rang.id}")


async def test_an_office_and_another_town_see_nothing_of_it(enter: Enter, anna: Browser, carl: Browser):
    business = await made(anna)
    bert = await enter(Role.FACHAMT, "bert.bau", "bauberatung", municipality="hagen")
    for stranger in (bert, carl):
        assert (await stranger.get(f"/businesses/{business}")).status == 404
        assert "Bäckerei" not in await stranger.get("/businesses?municipality=" + "hagen")
        assert (await stranger.post(f"/businesses/{business}/keep", {"reason": "x"})).status == 404
