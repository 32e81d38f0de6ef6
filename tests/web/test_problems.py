async def test_a_wrong_address_gets_a_calm_page_with_a_way_back(anna):
    seen = await anna.get("/gibt/es/nicht")
    assert seen.status == 404
    assert "Diese Seite gibt es nicht." in seen
    assert "Zur eigenen Startseite" in seen


async def test_a_wrong_address_comes_back_as_text(anna):
    response = await anna.client.get("/<script>alert(1)</script>")
    assert "<script>alert(1)" not in await response.text()


async def test_htmx_gets_the_message_beside_what_was_typed(anna):
    seen = await anna.get("/board", **{"HX-Request": "true"})
    assert seen.status == 403
    assert seen.headers["HX-Retarget"] == "#sc-alerts"
    assert "Das darf diese Anmeldung nicht." in seen
    assert "<html" not in seen.html


async def test_the_wrong_way_to_ask_is_told(anna):
    seen = await anna.get("/logout")
    assert seen.status == 405
    assert "So geht das hier nicht." in seen


async def test_an_unknown_field_is_named(anna):
    seen = await anna.get("/contacts?farbe=blau")
    assert seen.status == 422
    assert "farbe: Diese Angabe ist hier unbekannt." in seen
