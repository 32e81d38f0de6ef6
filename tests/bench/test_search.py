"""Each measurement once, small: that it runs and says what it measured. No figure is judged here."""

from pathlib import Path

import pytest

from servicecenter.bench import search, search_corpus, search_peers
from servicecenter.knowledgebase.evaluate import Question
from servicecenter.knowledgebase.model import COMMON, Article
from tests.conftest import CONTENT

ARTICLES = [
    Article("hund", COMMON, title="Hundesteuer", details="Für jeden Hund fällt eine Steuer an."),
    Article("pass", COMMON, title="Reisepass", details="Der Ausweis für Reisen.", fee="70 Euro"),
    Article("muell", COMMON, title="Sperrmüll", details="Abholung großer Möbel."),
]


def test_more_articles_are_the_same_every_time_and_all_differ() -> None:
    made = search_corpus.many(ARTICLES, 20)
    assert made == search_corpus.many(ARTICLES, 20)
    assert len({article.id for article in made}) == 20


def test_every_municipality_gets_its_variants() -> None:
    made = search_corpus.variants(ARTICLES, 4, 2)
    assert {article.holder for article in made} == {f"stadt-{number}" for number in range(4)}


def test_the_projects_own_articles() -> None:
    assert {article.holder for article in search_corpus.own(CONTENT)} == {COMMON}


@pytest.mark.parametrize("build", [search_peers.ours, search_peers.sqlite_trigram, search_peers.stock_whoosh])
def test_every_engine_finds_a_plain_word(build) -> None:
    found = build(ARTICLES)
    assert found("Reisepass")[0] == "pass"
    assert found("?!") == found("") == []


def test_an_engine_that_is_not_installed_is_named() -> None:
    def missing(articles: object) -> search_peers.Search:
        raise ImportError

    engine = search._engine("Tantivy", missing, ARTICLES, [Question("hund", frozenset({"hund"}))])
    assert engine.missing == "nicht installiert"
    measured = search._engine("Unsere", search_peers.ours, ARTICLES, [Question("hund", frozenset({"hund"}))])
    assert (measured.quality["recall@1"], measured.missing) == (1.0, "")


async def test_the_figures(tmp_path: Path) -> None:
    figures = [
        *search._keystrokes(ARTICLES, 20.0), await search._lag(ARTICLES), search._municipalities(ARTICLES),
        await search._changed(tmp_path, ARTICLES, 0.0),
    ]  # fmt: skip
    assert [figure.name for figure in figures if figure.bar is not None] == [
        "3 Artikel: Tastendruck, p95",
        "p95 mit 200 statt 5 Kommunen",
        "1.000 Artikel: geänderter Artikel in jedem Prozess gefunden",
    ]
    assert all(figure.value > 0 for figure in figures if figure.unit in {"ms", "s"})
