"""The port behind which the search stands. The rest of the program knows this file, never the engine."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from servicecenter.knowledgebase.model import Article

# Measured with 922 queries of Munich (typed right and with one slip, docs/search.md): no right answer among the first
# ten scores less than 0.28 of the best, while one hit in eight does.
NOISE = 0.25
# Of queries about pizza and football 7 in 10 score less at best; of those whose answer stands in the first three, 2 %.
USEFUL = 0.2


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found, and why it stands there."""

    id: str
    title: str
    municipality: str
    score: float  # 0 to 1: how far the article says nothing but the query
    why: tuple[str, ...]  # German, the weightiest reason first
    learned: float = 0.0  # what of the score was learned

    @property
    def is_useful(self) -> bool:
        """A search whose first hit is not useful shows a gap in what is written."""
        return self.score >= USEFUL


@dataclass(frozen=True, slots=True)
class Boost:
    """What was learned about an article for a query: added to its score, below zero too, and said with the hit."""

    value: float
    why: str  # German


class Learned(Protocol):
    """What closed contacts taught. The engine asks it and knows no database."""

    def boosts(self, municipality: str, text: str, is_word: Callable[[str], bool]) -> Mapping[str, Boost]:
        """By article. `is_word`: whether a folded word stands in a text, so that it is hardly a typing mistake."""


class SearchPort(Protocol):
    """What a search engine must do for the desk. Articles given are those that hold today; drafts stay outside."""

    def load(self, articles: Iterable[Article]) -> None:
        """Replace everything. Common articles have the holder COMMON, variants their municipality's id."""

    def change(self, changed: Iterable[Article], removed: Iterable[tuple[str, str]] = ()) -> None:
        """Put in or take out single articles; `removed` holds (holder, id)."""

    def search(self, municipality: str, text: str, limit: int = 10, learned: Learned | None = None) -> list[Hit]:
        """The best articles first, resolved for the municipality. Synchronous and thread-safe."""


def without_noise(hits: Sequence[Hit]) -> list[Hit]:
    """Hits that are worth a line beside the best. What was learned about one does not make the others noise."""
    best = max((hit.score - max(hit.learned, 0.0) for hit in hits), default=0.0)
    return [hit for hit in hits if hit.score >= NOISE * best]
