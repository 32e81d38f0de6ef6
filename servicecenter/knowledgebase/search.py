"""The port behind which the search stands. The rest of the program knows this file, never the engine."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from servicecenter.knowledgebase.model import Article


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found, and why it stands there."""

    id: str
    title: str
    municipality: str
    score: float  # comparable within one answer only
    why: tuple[str, ...]  # German, the weightiest reason first


class SearchPort(Protocol):
    """What a search engine must do for the desk. Articles given are those that hold today; drafts stay outside."""

    def load(self, articles: Iterable[Article]) -> None:
        """Replace everything. Common articles have the holder COMMON, variants their municipality's id."""

    def change(self, changed: Iterable[Article], removed: Iterable[tuple[str, str]] = ()) -> None:
        """Put in or take out single articles; `removed` holds (holder, id)."""

    def search(self, municipality: str, text: str, limit: int = 10) -> list[Hit]:
        """The best articles first, resolved for the municipality. Synchronous and thread-safe."""
