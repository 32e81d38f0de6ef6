"""The knowledge base as the desk asks it: articles in memory, resolved for one municipality; search in a thread."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date

import structlog

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.documents import store
from servicecenter.documents.model import Document, Kind
from servicecenter.documents.reading import Unreadable
from servicecenter.errors import NotFound
from servicecenter.knowledgebase.files import read_article
from servicecenter.knowledgebase.model import COMMON, Article, ResolvedArticle, overlay
from servicecenter.knowledgebase.search import Hit, SearchPort

log = structlog.get_logger()
SYSTEM = Scope.system("knowledge base")
LONGEST_QUERY = 200  # what a person can say in a breath; more is cut, not refused


class KnowledgeBase:
    """One per process. `refresh` notices changes made by any process, and the turn of the day."""

    def __init__(self, db: Database, search: SearchPort) -> None:
        self._db = db
        self._search = search
        self._revision = -1
        self._day: date | None = None
        self._articles: Mapping[tuple[str, str], Article] = {}

    async def refresh(self, day: date) -> bool:
        """Whether anything had changed: a text, or which articles hold on this day."""
        async with self._db.read() as session:
            revision = await store.revision(session, SYSTEM)
            if revision == self._revision and day == self._day:
                return False
            documents = await store.current(session, SYSTEM, (Kind.ARTICLE,))
        articles = await asyncio.to_thread(_read_all, documents)
        holding = {(article.holder, article.id): article for article in articles if article.holds_on(day)}
        await asyncio.to_thread(self._search.load, list(holding.values()))
        self._articles, self._revision, self._day = holding, revision, day
        return True

    def article(self, municipality: str, article_id: str) -> ResolvedArticle:
        """What this municipality's callers may be told. Raises NotFound, also for a neighbour's own article."""
        common, own = self._articles.get((COMMON, article_id)), self._articles.get((municipality, article_id))
        if common is None and own is None:
            raise NotFound(
                "Diesen Artikel gibt es für diese Kommune nicht.",
                "Er wurde zurückgezogen, ist noch nicht freigegeben oder gehört einer anderen Kommune.",
                "Bitte noch einmal suchen.",
                article=article_id,
            )
        return overlay(municipality, common, own)

    def has_article_for(self, municipality: str, leistung: str) -> bool:
        return any(
            article.leistung == leistung and holder in (COMMON, municipality)
            for (holder, _), article in self._articles.items()
        )

    async def search(self, municipality: str, text: str, limit: int = 10) -> list[Hit]:
        """Nothing for an empty text. The loop stays free meanwhile."""
        asked = text[:LONGEST_QUERY].strip()
        return await asyncio.to_thread(self._search.search, municipality, asked, limit) if asked else []

    def __len__(self) -> int:
        return len(self._articles)


def _read_all(documents: Iterable[Document]) -> list[Article]:
    articles = []
    for document in documents:
        try:
            articles.append(read_article(document.text, document.name, document.holder, document.path))
        except Unreadable as error:
            log.error("document-unreadable", path=document.path, version=document.version, faults=str(error))
    return articles
