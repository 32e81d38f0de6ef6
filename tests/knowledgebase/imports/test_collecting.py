"""Articles of one file as they come in: ids that fit, none twice, nothing that contradicts the schema."""

import pytest

from servicecenter.knowledgebase.imports.collecting import LARGEST, Articles, article_id
from servicecenter.knowledgebase.model import Article

PASS = Article(id="1", holder="geldern", title="Pass")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        pytest.param("L100001_4711", "l100001-4711", id="of an editors' office"),
        pytest.param("Bürger/Straße 3", "buerger-strasse-3", id="umlauts and blanks"),
        pytest.param("../../etc/passwd", "etc-passwd", id="a path is only a name"),
    ],
)
def test_a_key_becomes_the_name_of_a_file(key: str, name: str) -> None:
    assert article_id(key) == name


@pytest.mark.parametrize("key", ["", "…", "x" * 101])
def test_a_key_that_names_nothing_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="Kennung"):
        article_id(key)


def test_of_two_articles_with_one_id_the_first_stays() -> None:
    articles = Articles()
    assert articles.add(PASS, "Zeile 1", "a")
    assert not articles.add(PASS, "Zeile 9", "b")
    assert str(articles.refused[0]) == "Zeile 9: b: Die Kennung 1 gibt es schon (Zeile 1); die erste gilt."
    assert articles.finish() == (PASS,)


def test_fields_that_do_not_fit_are_left_out_and_named() -> None:
    articles = Articles()
    articles.add(
        Article(id="1", holder="geldern", title="Pass", online_service="ftp://x", leika=("1",)), "Zeile 1", "a"
    )
    assert articles.finish() == (PASS,)
    assert ["online_service" in part.reason or "leika" in part.reason for part in articles.refused] == [True, True]


def test_without_a_title_nothing_is_left() -> None:
    articles = Articles()
    articles.add(Article(id="1", holder="geldern", title=""), "Zeile 1", "a")
    assert articles.finish() == ()


def test_an_article_content_load_would_refuse_is_left_out() -> None:
    articles = Articles()
    articles.add(Article(id="1", holder="geldern", title="Pass", details="x" * LARGEST), "Zeile 1", "a")
    assert articles.finish() == ()
    assert "größer als 512 KB" in articles.refused[0].reason
