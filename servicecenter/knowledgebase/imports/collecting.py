"""The articles of one file as they come in: ids that fit, no id twice, nothing that contradicts an article's schema."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from typing import Any

from servicecenter.documents.model import Kind, path
from servicecenter.documents.reading import Fault, Unreadable
from servicecenter.knowledgebase.files import read_article
from servicecenter.knowledgebase.imports.model import LeftOut
from servicecenter.knowledgebase.model import OVERRIDABLE, Article
from servicecenter.knowledgebase.writing import write

LARGEST = 512 * 1024  # what `content load` accepts: a larger text could be exported, and never come back
LONGEST_ID = 100
_DROPPABLE = frozenset(OVERRIDABLE) - {"title"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def article_id(key: str) -> str:
    """A file's key as the name of an article's file: small letters, digits and dashes. Raises ValueError."""
    name = re.sub(r"[^a-z0-9]+", "-", key.lower().translate(_UMLAUTS)).strip("-")
    if not name:
        raise ValueError("Die Kennung fehlt")
    if len(name) > LONGEST_ID:
        raise ValueError(f"Die Kennung ist länger als {LONGEST_ID} Zeichen")
    return name


class Articles:
    def __init__(self) -> None:
        self._found: dict[str, tuple[Article, str, str]] = {}  # with place and what it is
        self.refused: list[LeftOut] = []

    def add(self, article: Article, place: str, what: str) -> bool:
        """False where the id was there before: the first stays."""
        if (known := self._found.get(article.id)) is not None:
            self.refuse(place, what, f"Die Kennung {article.id} gibt es schon ({known[1]}); die erste gilt.")
            return False
        self._found[article.id] = (article, place, what)
        return True

    def refuse(self, place: str, what: str, reason: str) -> None:
        self.refused.append(LeftOut(place, what, reason, is_error=True))

    def finish(self, change: Callable[[Article], Article] = lambda article: article) -> tuple[Article, ...]:
        """The articles as their files will be read; one that contradicts the schema is refused, the rest goes on."""
        return tuple(chain.from_iterable(self._checked(change(a), place, what) for a, place, what in self._each()))

    def _each(self) -> list[tuple[Article, str, str]]:
        return list(self._found.values())

    def _checked(self, article: Article, place: str, what: str) -> tuple[Article, ...]:
        where = path(Kind.ARTICLE, article.holder, article.id)
        text = write(article)
        if len(text.encode()) > LARGEST:
            self.refuse(place, what, f"Der Artikel ist größer als {LARGEST // 1024} KB.")
            return ()
        try:
            return (read_article(text, article.id, article.holder, where),)
        except Unreadable as error:
            return self._without(article, error.faults, place, what)

    def _without(
        self, article: Article, faults: tuple[Fault, ...], place: str, what: str
    ) -> tuple[Article, ...]:  # fmt: skip
        """Without the fields that do not fit; without a title, or where no field is named, nothing is left."""
        dropped: dict[str, None] = dict.fromkeys(fault.field.partition(".")[0] for fault in faults)
        for fault in faults:
            shown = f"„{fault.field or 'Kopf'}“ ({getattr(article, fault.field.partition('.')[0], '')!s:.80})"
            self.refuse(place, what, f"Die Angabe {shown} wird nicht übernommen: {fault.message}")
        if not dropped.keys() <= _DROPPABLE:
            return ()
        nothing: dict[str, Any] = dict.fromkeys(dropped)
        return self._checked(replace(article, **nothing), place, what)
