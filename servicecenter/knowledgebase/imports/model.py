"""What an import found in a file, and what it had to leave out. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from servicecenter.knowledgebase.model import Article

Progress = Callable[[int, int, str], None]  # done, of how many, what


class Format(StrEnum):
    XZUFI = "xzufi"
    DLDB = "dldb"
    LEIKA = "leika"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part that was not taken. An error kept a whole article out; the rest is told so that nobody has to guess."""

    place: str  # „Zeile 12, Spalte 3“, „Dienstleistung 7“
    what: str
    reason: str  # a German sentence
    is_error: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An office or a counter as the file describes it. Shown in the preview; the directory stays in people's hands."""

    id: str
    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    hours: str = ""
    articles: tuple[str, ...] = ()  # ids of the articles it is responsible for

    def line(self) -> str:
        return ", ".join(part for part in (self.name, self.address) if part)


@dataclass(frozen=True, slots=True)
class Found:
    articles: tuple[Article, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    complete: bool = True  # False where the file broke off: nothing can be said about what it lacks

    @property
    def errors(self) -> tuple[LeftOut, ...]:
        return tuple(part for part in self.left_out if part.is_error)


MOST_PLACES = 3  # more is not read aloud


class Places:
    """Says for every article where it is to be had, from the organisations responsible for it."""

    def __init__(self, organisations: tuple[Organisation, ...]) -> None:
        self._lines: dict[str, list[str]] = {}
        for organisation in organisations:
            for article in organisation.articles:
                self._lines.setdefault(article, []).append(organisation.line())

    def added(self, article: Article) -> Article:
        """What the article says itself stays."""
        lines = list(dict.fromkeys(self._lines.get(article.id, ())))
        if article.where or not lines:
            return article
        more = f"; und {len(lines) - MOST_PLACES} weitere" if len(lines) > MOST_PLACES else ""
        return replace(article, where="; ".join(lines[:MOST_PLACES]) + more)
