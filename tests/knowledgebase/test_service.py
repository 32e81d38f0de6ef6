from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from servicecenter.access.model import Scope
from servicecenter.content.load import load
from servicecenter.database import Database
from servicecenter.documents import store
from servicecenter.documents.model import COMMON, Kind, Origin
from servicecenter.errors import NotFound
from servicecenter.knowledgebase.model import Article, ArticleStatus, Change
from servicecenter.knowledgebase.search import Hit, Learned
from servicecenter.knowledgebase.service import LONGEST_QUERY, KnowledgeBase, holding_on
from tests.conftest import MONDAY
from tests.content.folders import copied

DAY = date(2026, 11, 23)
DRAFT, RELEASED = ArticleStatus.DRAFT, ArticleStatus.RELEASED


class Shelf:
    """A search that finds nothing and remembers what it was given."""

    def __init__(self) -> None:
        self.loaded: set[tuple[str, str]] = set()
        self.asked: list[tuple[str, str, int]] = []

    def load(self, articles: Iterable[Article]) -> None:
        self.loaded = {(article.holder, article.id) for article in articles}

    def change(self, changed: Iterable[Article], removed: Iterable[tuple[str, str]] = ()) -> None:
        self.loaded |= {(article.holder, article.id) for article in changed}
        self.loaded -= set(removed)

    def search(self, municipality: str, text: str, limit: int = 10, *_: Learned | None) -> list[Hit]:
        self.asked.append((municipality, text, limit))
        return []


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def knowledge(db: Database, shelf: Shelf, tmp_path: Path) -> KnowledgeBase:
    await load(db, Scope.system("test"), copied(tmp_path / "kb"), MONDAY)
    made = KnowledgeBase(db, shelf)
    await made.refresh(DAY)
    return made


async def put(db: Database, holder: str, name: str, text: str) -> None:
    async with db.write() as session:
        await store.put(
            session, Scope.system("test"), Kind.ARTICLE, holder, name, text, origin=Origin.PROGRAM, at=MONDAY, by="test"
        )


async def test_refresh_notices_a_change_and_the_turn_of_the_day(db, knowledge):
    assert not await knowledge.refresh(DAY)
    assert await knowledge.refresh(date(2026, 11, 24))
    await put(db, COMMON, "neu", '+++\ntitle = "Neu"\n+++\n')
    assert await knowledge.refresh(date(2026, 11, 24))


async def test_a_fee_that_changes_on_a_day_is_announced_before_and_switches_by_itself(db, knowledge):
    text = '+++\ntitle = "Pass"\nfee = "37 Euro"\n[[change]]\non = 2027-01-01\nfee = "40 Euro"\n+++\n'
    await put(db, COMMON, "pass", text)
    await knowledge.refresh(date(2026, 12, 31))
    before = knowledge.article("geldern", "pass").article
    assert (before.fee, before.change) == ("37 Euro", (Change(date(2027, 1, 1), (("fee", "40 Euro"),)),))
    await knowledge.refresh(date(2027, 1, 1))
    after = knowledge.article("geldern", "pass").article
    assert (after.fee, after.change) == ("40 Euro", None)


async def test_a_municipality_gets_its_own_words_and_inherits_the_rest(knowledge):
    here, there = knowledge.article("geldern", "hundesteuer"), knowledge.article("goch", "hundesteuer")
    assert (here.variant, there.variant) == (True, False)
    assert here.article.title == there.article.title


async def test_a_neighbour_s_own_article_is_not_found(knowledge):
    assert knowledge.article("geldern", "oeffnungszeiten-rathaus").variant
    with pytest.raises(NotFound, match="Diesen Artikel gibt es für diese Kommune nicht"):
        knowledge.article("kreis-wesel", "oeffnungszeiten-rathaus")


async def test_whether_there_is_an_article_for_a_leistung(knowledge):
    assert knowledge.has_article_for("geldern", "hundesteuer")
    assert knowledge.has_article_for("geldern", "oeffnungszeiten")
    assert not knowledge.has_article_for("kreis-wesel", "oeffnungszeiten")
    assert not knowledge.has_article_for("geldern", "zauberei")


async def test_one_unreadable_article_keeps_no_other_from_being_found(db, knowledge, shelf):
    before = len(knowledge)
    await put(db, COMMON, "hundesteuer", "kaputt")
    await knowledge.refresh(DAY)
    assert len(knowledge) == len(shelf.loaded) == before - 1


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        pytest.param("Hund", ["Hund"], id="words"),
        pytest.param("  Hund ", ["Hund"], id="blanks"),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n", [], id="only-blanks"),
        pytest.param(" " * 300 + "Hund", ["Hund"], id="words-after-many-blanks"),
        pytest.param("x" * 10_000, ["x" * LONGEST_QUERY], id="ten-thousand-characters"),
    ],
)
async def test_what_is_searched_for(knowledge, shelf, text, asked):
    assert await knowledge.search("geldern", text) == []
    assert shelf.asked == [("geldern", each, 10) for each in asked]


COMMON_DRAFT = Article("a", COMMON, title="Gemeinsam", status=DRAFT)
EXPIRED = Article("a", COMMON, title="Gemeinsam", valid_until=date(2026, 11, 22))
SHARED = Article("a", COMMON, title="Gemeinsam")


@pytest.mark.parametrize(
    ("common", "variant", "holding"),
    [
        pytest.param(SHARED, Article("a", "geldern"), {COMMON, "geldern"}, id="both"),
        pytest.param(SHARED, Article("a", "geldern", status=DRAFT), {COMMON}, id="variant-still-a-draft"),
        pytest.param(COMMON_DRAFT, Article("a", "geldern", fee="5 Euro"), set(), id="a-variant-of-a-draft-is-a-draft"),
        pytest.param(EXPIRED, Article("a", "geldern"), set(), id="validity-is-inherited"),
        pytest.param(
            COMMON_DRAFT, Article("a", "geldern", status=RELEASED), {"geldern"}, id="released-here-before-elsewhere"
        ),
        pytest.param(None, Article("a", "geldern"), {"geldern"}, id="an-article-of-its-own"),
    ],
)
def test_which_articles_hold(common, variant, holding):
    found = holding_on([article for article in (variant, common) if article], DAY)
    assert {holder for holder, _ in found} == holding


def test_a_variant_released_before_the_common_text_carries_its_title():
    found = holding_on([COMMON_DRAFT, Article("a", "geldern", status=RELEASED)], DAY)
    assert found["geldern", "a"].title == "Gemeinsam"
