"""Services of a DLDB export as articles: clean text, honest about what was left out."""

import json
from pathlib import Path

import pytest

from servicecenter.errors import Invalid
from servicecenter.knowledgebase.dldb import plain, read_export


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>Eins</p>\n<p>Zwei</p>", "Eins\n\nZwei", id="paragraphs"),
        pytest.param("<ul>\n <li>a</li>\n <li><p>b</p></li></ul>", "- a\n- b", id="list"),
        pytest.param("vor<br>nach", "vor\n\nnach", id="line break"),
        pytest.param("Fu&szlig; &amp; Rad&nbsp;weg", "Fuß & Rad weg", id="entities"),
        pytest.param("\u200bSie ha\xadben", "Sie haben", id="unseen letters"),
        pytest.param("<script>alert(1)</script>gut<style>p{}</style>", "gut", id="script and style"),
        pytest.param("<a href='https://x.example'>hier</a>", "hier", id="link"),
        pytest.param("offen <b>bleibt", "offen bleibt", id="unclosed"),
        pytest.param("1 < 2 und mehr", "1 < 2 und mehr", id="no tag"),
        pytest.param("", "", id="empty"),
    ],
)
def test_html_becomes_clean_text(html: str, text: str) -> None:
    assert plain(html) == text


def test_a_service_becomes_an_article() -> None:
    service = {
        "id": 7,
        "name": "Reisepass ",
        "description": "<p>Für Reisen.</p>",
        "fees": "<p>70 Euro</p>",
        "leika": "99086",
        "requirements": [{"name": "Lichtbild"}, {"name": "<b>Antrag</b>"}, {"name": ""}],
        "legal": [{"name": "§ 1 PassG", "link": "https://x.example"}],
        "meta": {"url": "https://x.example/{serviceId}"},
    }
    article = read_export(json.dumps({"data": [service]}), "muenchen").articles[0]
    assert (article.id, article.holder, article.title, article.details) == ("7", "muenchen", "Reisepass", "Für Reisen.")
    assert (article.fee, article.leika, article.documents) == ("70 Euro", ("99086",), ("Lichtbild", "Antrag"))
    assert article.legal_basis == ("§ 1 PassG",)
    assert article.source
    assert article.source[0].url == "https://x.example/7"


def test_a_bad_service_is_named_and_the_rest_goes_on() -> None:
    services = [
        {"id": "1", "name": "Gut"},
        {"name": "ohne Kennung"},
        3,
        {"id": "1", "name": "Doppelt"},
        {"id": "2", "name": ""},
    ]
    export = read_export(json.dumps({"data": services}))
    assert [article.title for article in export.articles] == ["Gut"]
    assert [line.split(":")[0] for line in export.left_out] == [f"Dienstleistung {number}" for number in (2, 3, 4, 5)]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"data": {}}', "[" * 100_000])
def test_no_export_is_refused_in_words(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_export(text)
    assert refused.value.now


def test_the_export_of_munich_is_read_whole(testdata: Path) -> None:
    export = read_export((testdata / "munich_services/services_de.json").read_text(encoding="utf-8"))
    assert (len(export.articles), export.left_out) == (287, ())
    assert sum(article.fee is not None for article in export.articles) > 180
    assert not any("<" in (article.details or "") and ">" in (article.details or "") for article in export.articles)
