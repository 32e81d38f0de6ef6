"""An article as its file's text: parse(write(a)) == a, field by field, and always the same text."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.knowledgebase.files import read_article
from servicecenter.knowledgebase.model import CHANGEABLE, HOW, OVERRIDABLE, Article, ArticleStatus, Change, Source
from servicecenter.knowledgebase.writing import write

CONTENT = Path(__file__).parents[2] / "kb_content"
FULL = Article(
    id="pass", holder="geldern", title='Pass „neu“ "x" \\', leistung="reisepass", leika=("99085001012000",),
    answer="Kommen Sie.\nMit Foto.", details="**Ja**\n\n+++\n\nnein", who="alle", how=("in_person", "online"),
    where="Rathaus", documents=("Foto", "Ausweis, alt"), fee="70 Euro", duration="4 Wochen", deadlines="keine",
    legal_basis=("§ 1 PassG",), online_service="https://x.example/a?b=1", synonyms=("Reisepaß",), owner="buergerbuero",
    source=(Source("PassG", "https://x.example"), Source("Satzung")), checked_on=date(2026, 1, 2),
    review_by=date(2027, 1, 2), valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31),
    status=ArticleStatus.DRAFT, sample=False,
    change=(
        Change(date(2027, 1, 1), (("documents", ("Foto",)), ("fee", "72 Euro\nbar"))),
        Change(date(2028, 1, 1), (("fee", "+++"),)),
    ),
)  # fmt: skip
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp", "Cc"]) | st.sampled_from(' \n\t"\\+'), min_size=1
)
WORDS = TEXTS.map(str.strip).filter(bool)
TEXTUAL = [name for name in CHANGEABLE if name not in {"how", "documents", "legal_basis", "online_service"}]
CHANGES = st.builds(Change, st.dates(), st.tuples(st.tuples(st.sampled_from(TEXTUAL), WORDS)))
ARTICLES = st.builds(
    Article, id=st.just("a"), holder=st.just("geldern"), title=WORDS, answer=WORDS | st.none(),
    details=WORDS | st.none(), who=WORDS | st.none(), fee=WORDS | st.none(),
    how=st.lists(st.sampled_from(list(HOW))).map(tuple) | st.none(),
    documents=st.lists(WORDS, max_size=4).map(tuple) | st.none(),
    source=st.lists(st.builds(Source, WORDS), max_size=2).map(tuple) | st.none(),
    checked_on=st.dates() | st.none(), status=st.sampled_from(ArticleStatus) | st.none(),
    sample=st.booleans() | st.none(),
    change=st.lists(CHANGES, min_size=1, max_size=3).map(tuple) | st.none(),
)  # fmt: skip


def again(article: Article) -> Article:
    return read_article(write(article), article.id, article.holder, "x.md")


@pytest.mark.parametrize("name", [*OVERRIDABLE, "change"])
def test_every_field_comes_back(name: str) -> None:
    assert getattr(FULL, name) is not None
    assert getattr(again(FULL), name) == getattr(FULL, name)


@given(ARTICLES)
def test_any_article_comes_back(article: Article) -> None:
    assert again(article) == article


def test_fields_stand_in_the_order_of_the_documentation() -> None:
    above = write(FULL).split("[[change]]")[0]
    keys = [line.partition(" = ")[0] for line in above.split("\n") if " = " in line]
    assert keys == [name for name in OVERRIDABLE if name != "details"]


def test_several_lines_stay_several_lines_for_people() -> None:
    assert 'fee = """\neins\nzwei"""' in write(Article(id="a", holder="b", title="t", fee="eins\nzwei"))


def test_a_line_that_ends_a_header_is_written_in_one_line() -> None:
    article = Article(id="a", holder="b", title="t", fee="eins\n+++\nzwei")
    assert again(article) == article


def test_the_projects_own_articles_come_back() -> None:
    for path in sorted(CONTENT.glob("*/articles/*.md")):
        article = read_article(path.read_text(encoding="utf-8"), path.stem, path.parts[-3], path.name)
        assert again(article) == article
