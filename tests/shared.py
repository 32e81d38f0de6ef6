"""What many tests share because making it takes seconds: the search index over the project's own articles."""

from collections.abc import Iterable
from typing import ClassVar

from servicecenter.knowledgebase.index import WhooshIndex
from servicecenter.knowledgebase.model import Article
from servicecenter.knowledgebase.search import Hit, Learned
from servicecenter.knowledgebase.thesaurus import callers_thesaurus


class SharedSearch:
    """The real engine; the same articles are indexed once for the run. Whoever changes them gets an index alone."""

    _made: ClassVar[dict[frozenset[Article], WhooshIndex]] = {}

    def __init__(self) -> None:
        self._articles: dict[tuple[str, str], Article] = {}
        self._index = WhooshIndex(thesaurus=callers_thesaurus())

    def load(self, articles: Iterable[Article]) -> None:
        given = list(articles)
        self._articles = {(article.holder, article.id): article for article in given}
        key = frozenset(given)
        if key not in self._made:
            self._made[key] = self._alone(given)
            while len(self._made) > 3:
                del self._made[next(iter(self._made))]
        self._index = self._made[key]

    def change(self, changed: Iterable[Article], removed: Iterable[tuple[str, str]] = ()) -> None:
        given, gone = list(changed), list(removed)
        self._index = self._alone(self._articles.values())
        self._index.change(given, gone)
        self._articles |= {(article.holder, article.id): article for article in given}
        for key in gone:
            self._articles.pop(key, None)

    def search(self, municipality: str, text: str, limit: int = 10, learned: Learned | None = None) -> list[Hit]:
        return self._index.search(municipality, text, limit, learned)

    @staticmethod
    def _alone(articles: Iterable[Article]) -> WhooshIndex:
        made = WhooshIndex(thesaurus=callers_thesaurus())
        made.load(list(articles))
        return made
