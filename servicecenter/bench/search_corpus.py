"""Articles to measure with: real texts, and as many more as wanted, varied so that the vocabulary grows with them."""

import random
from collections.abc import Sequence
from pathlib import Path

from servicecenter.content.check import read_content
from servicecenter.content.files import folder_files
from servicecenter.knowledgebase.dldb import read_export
from servicecenter.knowledgebase.evaluate import Question, read_questions
from servicecenter.knowledgebase.german import spelt
from servicecenter.knowledgebase.model import COMMON, Article

_REPLACED = 0.15  # share of a text's words that another article's stand in for


def munich(testdata: Path) -> tuple[list[Article], list[Question]]:
    """Name, description and fees of 287 services, and queries nobody here wrote."""
    folder = testdata / "munich_services"
    export = read_export((folder / "services_de.json").read_text(encoding="utf-8"))
    articles = [Article(one.id, COMMON, title=one.title, details=one.details, fee=one.fee) for one in export.articles]
    return articles, read_questions((folder / "dev_questions.jsonl").read_text(encoding="utf-8"))


def own(folder: Path) -> list[Article]:
    """The project's common articles."""
    content, _ = read_content(folder_files(folder)[0])
    return [article for (holder, _), article in sorted(content.articles.items()) if holder == COMMON]


def many(articles: Sequence[Article], count: int) -> list[Article]:
    """The same for the same arguments. Titles get a compound of their own, texts words of other articles."""
    chance = random.Random(count)  # noqa: S311 - measurements must be repeatable
    texts = [_text(article) for article in articles]
    names = sorted({word for article in articles for word in spelt(article.title or "") if len(word) > 3})
    return [_varied(articles[at % len(articles)], at, texts, names, chance) for at in range(count)]


def variants(articles: Sequence[Article], municipalities: int, each: int) -> list[Article]:
    """So many articles of their own for every municipality, over the common ones."""
    return [
        Article(article.id, f"stadt-{number}", details=f"Nur in Stadt {number}: {article.details or ''}")
        for number in range(municipalities)
        for article in articles[number % 2 : number % 2 + each]
    ]


def _text(article: Article) -> list[str]:
    return " ".join(text for text in (article.answer, article.details, article.fee) if text).split()


def _varied(
    article: Article, at: int, texts: Sequence[list[str]], names: Sequence[str], chance: random.Random
) -> Article:
    other = chance.choice(texts) or ["Auskunft"]
    words = [chance.choice(other) if chance.random() < _REPLACED else word for word in texts[at % len(texts)]]
    compound = chance.choice(names).capitalize() + chance.choice(names).lower()
    return Article(f"{article.id}-{at}", COMMON, title=f"{article.title} {compound}", details=" ".join(words))
