from tests.web.browsing import Browser


async def test_htmx_is_told_where_the_piece_belongs(ada: Browser):
    seen = await ada.post("/people", {"role": "agent"}, htmx=True)
    assert seen.headers["HX-Retarget"] == "#people"
    assert seen.headers["HX-Reselect"] == "#people"


async def test_without_htmx_the_page_comes_whole(ada: Browser):
    seen = await ada.post("/people", {"role": "agent"})
    assert "HX-Retarget" not in seen.headers
    assert "<html" in seen.html
