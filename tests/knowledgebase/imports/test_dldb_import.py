"""A DLDB export as articles: Markdown from HTML, links, places; each bad part with its place, the rest goes on."""

import json
from typing import Any

import pytest

from servicecenter.errors import Invalid
from servicecenter.knowledgebase.imports.dldb import read_dldb
from servicecenter.knowledgebase.imports.model import Found

SERVICE: dict[str, Any] = {
    "id": "7", "name": "Reise&shy;pass", "description": "<p>Für <b>Reisen</b>.<script>x</script></p>",
    "fees": "<p>70 Euro<br>Express 102 Euro</p>", "leika": "99085001012000", "duration": 20,
    "links": [{"name": "Vollmacht", "link": "https://x.example/v", "description": False}],
    "forms": [{"name": "Vollmacht", "link": "https://x.example/v"}, {"name": "böse", "link": "javascript:x()"}],
    "meta": {"url": "https://x.example/{serviceId}"},
}  # fmt: skip
LOCATION: dict[str, Any] = {
    "id": "1", "name": "Bürgerbüro (II/2)", "displayName": "Bürgerbüro", "services": [{"service": "7"}],
    "address": {"street": "Weg", "house_number": "3", "postal_code": "47608", "city": "Geldern", "hint": False},
    "contact": {"phone": "+49 30 23125 300", "email": "", "webinfo": ""},
}  # fmt: skip


def read(*files: list[Any]) -> Found:
    return read_dldb([json.dumps({"data": data}) for data in files], "geldern")


def test_a_service_becomes_an_article_with_markdown_links_and_places() -> None:
    found = read([LOCATION], [SERVICE])
    (article,) = found.articles
    assert (article.id, article.holder, article.title) == ("7", "geldern", "Reisepass")
    assert article.details == "Für **Reisen**.\n\n### Links und Formulare\n\n- [Vollmacht](https://x.example/v)\n- böse"
    assert article.fee == "70 Euro\nExpress 102 Euro"
    assert article.where == "Bürgerbüro, Weg 3, 47608 Geldern"
    assert article.duration is None  # the export's is the length of an appointment
    assert found.organisations[0].phone == "+49 30 23125 300"
    assert found.errors == ()
    assert any("duration" in part.what for part in found.left_out)


def test_many_places_are_cut_short() -> None:
    places = [LOCATION | {"id": str(number), "displayName": f"Büro {number}"} for number in range(5)]
    (article,) = read(places, [SERVICE]).articles
    assert str(article.where).endswith("; und 2 weitere")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        pytest.param({"name": "ohne Kennung"}, "nicht lesbar", id="no id"),
        pytest.param("kein Eintrag", "nicht lesbar", id="no object"),
        pytest.param(SERVICE, "gibt es schon", id="twice"),
        pytest.param(SERVICE | {"id": "8", "description": 5}, "nicht lesbar", id="description of another type"),
        pytest.param(SERVICE | {"id": "8", "links": 5}, "int", id="links of another type"),
        pytest.param(SERVICE | {"id": "8", "name": "\u200b"}, "nicht lesbar", id="no name"),
        pytest.param(SERVICE | {"id": "8", "description": "x" * 300_000}, "länger als", id="text too long"),
        pytest.param(SERVICE | {"id": "ÖÖ-"} | {"name": ""}, "nicht lesbar", id="empty name"),
    ],
)
def test_a_bad_service_is_left_out_with_its_place_and_the_rest_goes_on(bad: Any, reason: str) -> None:
    found = read([SERVICE, bad, SERVICE | {"id": "9"}])
    assert [article.id for article in found.articles] == ["7", "9"]
    (error,) = found.errors
    assert error.place == "Dienstleistung 2"
    assert reason in error.reason


def test_a_key_that_is_no_leika_key_is_left_out_and_the_article_stays() -> None:
    found = read([SERVICE | {"leika": "123"}])
    assert found.articles[0].leika is None
    assert "123" in found.errors[0].reason


def test_a_bad_location_is_left_out_with_its_place() -> None:
    found = read([LOCATION, {"address": {}}, LOCATION])
    assert len(found.organisations) == 1
    assert [part.place for part in found.errors] == ["Standort 2", "Standort 3"]


def test_half_a_sign_does_not_break_the_file() -> None:
    found = read_dldb(['{"data": [{"id": 1, "name": "A\\ud800B"}]}'], "geldern")
    assert found.articles[0].title == "AB"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param('{"data": [\n{"id": 1,}]}', "Zeile 2, Spalte 10", id="comma"),
        pytest.param('{"data": [', "Zeile 1, Spalte 11: hier fehlt ein Wert", id="broken off"),
        pytest.param("[" * 200_000, "Sie ist zu tief verschachtelt", id="too deep"),
        pytest.param("[]", "Die Liste data fehlt", id="something else"),
    ],
)
def test_what_is_no_export_is_told_with_its_place(text: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        read_dldb([text], "geldern")
