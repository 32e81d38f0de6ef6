"""The knowledge base as the desk asks it: articles in memory, resolved for one municipality; search in a thread."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from servicecenter.access.model import Scope
from servicecenter.database import Database
from servicecenter.documents import store
from servicecenter.documents.model import Document, Kind
from servicecenter.documents.reading import Unreadable
from servicecenter.errors import NotFound
from servicecenter.knowledgebase import learning
from servicecenter.knowledgebase import store as lesson_store
from servicecenter.knowledgebase.files import read_article
from servicecenter.knowledgebase.learning import Lesson, Lessons
from servicecenter.knowledgebase.model import COMMON, Article, ArticleStatus, ResolvedArticle, overlay
from servicecenter.knowledgebase.search import Hit, SearchPort, without_noise

log = structlog.get_logger()
SYSTEM = Scope.system("knowledge base")
LONGEST_QUERY = 200  # what a person can say in a breath; more is cut, not refused
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_OVERLAP = timedelta(minutes=5)  # by which the clocks of two processes may differ


class KnowledgeBase:
    """One per process. `refresh` notices changes made by any process, and the turn of the day."""

    def __init__(self, db: Database, search: SearchPort) -> None:
        self._db = db
        self._search = search
        self._refreshing = asyncio.Lock()
        self._revision = -1
        self._day: date | None = None
        self._read: Mapping[tuple[str, str], tuple[int, Article | None]] = {}  # with the version it was read from
        self._articles: Mapping[tuple[str, str], Article] = {}
        self._lessons = Lessons((), _BEGINNING)

    async def refresh(self, day: date) -> bool:
        """Whether anything had changed: a text, or which articles hold on this day. Lessons come along silently."""
        async with self._refreshing:
            await self._refresh_lessons(day)
            async with self._db.read() as session:
                revision = await store.revision(session, SYSTEM)
                if revision == self._revision and day == self._day:
                    return False
                documents = await store.current(session, SYSTEM, (Kind.ARTICLE,))
            read = await asyncio.to_thread(_read_changed, documents, self._read)
            holding = holding_on([article.at(day) for _, article in read.values() if article is not None], day)
            await asyncio.to_thread(self._reindex, holding)
            self._read, self._articles, self._revision, self._day = read, holding, revision, day
            return True

    def _reindex(self, holding: Mapping[tuple[str, str], Article]) -> None:
        """A single article takes milliseconds, all of them seconds."""
        changed = [article for key, article in holding.items() if self._articles.get(key) != article]
        removed = [key for key in self._articles if key not in holding]
        if 2 * (len(changed) + len(removed)) > len(holding):
            self._search.load(list(holding.values()))
        elif changed or removed:
            self._search.change(changed, removed)

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

    def variant(self, municipality: str, article_id: str) -> Article | None:
        """What the municipality says itself, where it does."""
        return self._articles.get((municipality, article_id))

    def released(self, municipality: str) -> list[ResolvedArticle]:
        """Every released article of the municipality, also one whose time is over: for those who keep them right."""
        day = self._day or date.min
        known = {key: article.at(day) for key, (_, article) in self._read.items() if article is not None}
        ids = sorted({article_id for holder, article_id in known if holder in (COMMON, municipality)})
        found = (overlay(municipality, known.get((COMMON, each)), known.get((municipality, each))) for each in ids)
        return [resolved for resolved in found if resolved.article.status is not ArticleStatus.DRAFT]

    def texts(self) -> list[Article]:
        """Every text that holds today, of all municipalities, not laid over one another."""
        return list(self._articles.values())

    def has_article_for(self, municipality: str, leistung: str) -> bool:
        return any(
            article.leistung == leistung and holder in (COMMON, municipality)
            for (holder, _), article in self._articles.items()
        )

    async def search(self, municipality: str, text: str, limit: int = 10) -> list[Hit]:
        """Nothing for an empty text, and no noise. The loop stays free meanwhile."""
        asked = text.strip()[:LONGEST_QUERY]
        if not asked:
            return []
        return without_noise(await asyncio.to_thread(self._search.search, municipality, asked, limit, self._lessons))

    # What closed contacts teach

    async def learn(self, session: AsyncSession, municipality: str, query: str, article: str, at: datetime) -> None:
        """A contact was closed with this article, in the caller's transaction. Found so within a second."""
        if empty := _lesson(municipality, query, article, at):
            await lesson_store.change(session, SYSTEM, empty, lambda lesson: learning.closed(lesson, query, at))

    async def unlearn(self, session: AsyncSession, municipality: str, query: str, article: str, at: datetime) -> None:
        """That contact was opened again, in the caller's transaction."""
        if empty := _lesson(municipality, query, article, at):
            await lesson_store.change(session, SYSTEM, empty, lambda lesson: learning.reopened(lesson, at))

    async def not_this_one(self, municipality: str, query: str, article: str, at: datetime) -> None:
        """„Das war's nicht“: the article goes down for these words, within bounds."""
        if empty := _lesson(municipality, query, article, at):
            async with self._db.write() as session:
                lesson = await lesson_store.change(
                    session, SYSTEM, empty, lambda known: learning.rejected(known, query, at)
                )
            self._lessons.put(lesson)

    async def lessons(self, scope: Scope) -> list[Lesson]:
        """What was learned and is not forgotten, the latest first."""
        async with self._db.read() as session:
            return [lesson for lesson in await lesson_store.changed_since(session, scope) if not lesson.is_forgotten]

    async def forget(self, scope: Scope, lesson: int, at: datetime) -> Lesson:
        """Undone by a person. Raises NotFound, also for another municipality's."""
        async with self._db.write() as session:
            forgotten = learning.forgotten(await lesson_store.get(session, scope, lesson), at)
            await lesson_store.put(session, forgotten)
        self._lessons.put(forgotten)
        return forgotten

    async def tidy(self, scope: Scope, at: datetime) -> int:
        """How many lessons went that nobody had confirmed for a year. This process forgets them at the turn of day."""
        async with self._db.write() as session:
            return await lesson_store.remove_before(session, scope, at - learning.KEPT_FOR)

    async def _refresh_lessons(self, day: date) -> None:
        """Only what changed in the last minutes is read; at the turn of the day all, for old ones may be gone."""
        async with self._db.read() as session:
            since = self._lessons.latest - _OVERLAP if day == self._day else None
            changed = await lesson_store.changed_since(session, SYSTEM, since)
        if since is None:
            self._lessons = Lessons(changed, datetime.combine(day, time(), UTC))
        else:
            for lesson in changed:
                self._lessons.put(lesson)

    def __len__(self) -> int:
        return len(self._articles)


def holding_on(articles: Iterable[Article], day: date) -> dict[tuple[str, str], Article]:
    """Released and valid, by holder and id. A variant inherits status and validity too: it is no article by itself."""
    given = list(articles)
    commons = {article.id: article for article in given if article.holder == COMMON}
    holding = {}
    for article in given:
        common = commons.get(article.id) if article.holder != COMMON else None
        whole = overlay(article.holder, common, article).article if common else article
        if whole.holds_on(day):
            # Where the common text does not hold for all, the variant carries what it inherits with it.
            holding[article.holder, article.id] = article if common is None or common.holds_on(day) else whole
    return holding


def _lesson(municipality: str, query: str, article: str, at: datetime) -> Lesson | None:
    """None for words that nothing is learned from."""
    asked = query.strip()[:LONGEST_QUERY]
    key = learning.key_of(asked)
    return Lesson(municipality, key, article, asked, at) if key else None


def _read_changed(
    documents: Iterable[Document], known: Mapping[tuple[str, str], tuple[int, Article | None]]
) -> dict[tuple[str, str], tuple[int, Article | None]]:
    """Reads only versions not read before. None stands for one that cannot be read."""
    read: dict[tuple[str, str], tuple[int, Article | None]] = {}
    for document in documents:
        key = (document.holder, document.name)
        if key in known and known[key][0] == document.version:
            read[key] = known[key]
            continue
        article = None
        try:
            article = read_article(document.text, document.name, document.holder, document.path)
        except Unreadable as error:
            log.error("document-unreadable", path=document.path, version=document.version, faults=str(error))
        read[key] = (document.version, article)
    return read
