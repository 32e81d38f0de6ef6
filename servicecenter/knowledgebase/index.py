"""The search engine: Whoosh, one index per holder, so that a search opens the common one and the own one only.

Whoosh keeps the words of the articles, where they stand and how often; `ranking` says what that is worth.
The only importer of Whoosh.
"""

from __future__ import annotations  # array[int] exists for type checkers only

import atexit
import re
import threading
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from sys import intern
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.filedb.filestore import FileStorage, RamStorage

from servicecenter.knowledgebase.answering import answer
from servicecenter.knowledgebase.german import spelt, words
from servicecenter.knowledgebase.model import COMMON, Article, overlay
from servicecenter.knowledgebase.search import Hit, Learned
from servicecenter.knowledgebase.thesaurus import Thesaurus
from servicecenter.knowledgebase.vocabulary import Vocabulary

FIELDS = ("title", "synonyms", "body")
_KEPT = 1_000_000  # places kept in memory per index, 4 bytes each
_SORTED_IN_MEMORY = 32  # MB of a load, above which Whoosh sorts on disc
_ADDRESSES = re.compile(r"\]\([^)\s]*\)|https?://\S+")  # what nobody reads is not found either
_COUNTED = 200  # words of queries whose repetitions are kept


def _schema() -> Schema:
    # Texts come folded and parted by blanks. Whoosh pickles analyzers, so this one has no state.
    text = TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
    return Schema(key=ID(unique=True, stored=True), name=STORED, title=text, synonyms=text, body=text)


def _texts(article: Article) -> dict[str, str]:
    body = (
        *(article.answer, article.details, article.who, article.where, article.fee, article.duration),
        *(article.deadlines, *(article.documents or ()), *(article.legal_basis or ())),
    )
    return {
        "title": article.title or "",
        "synonyms": "\n".join(article.synonyms or ()),
        "body": _ADDRESSES.sub(" ", "\n".join(text for text in body if text)),
    }


@cache
def _scratch() -> str:
    place = mkdtemp(prefix="servicecenter-search-")
    atexit.register(rmtree, place, ignore_errors=True)
    return place


class _Memory(RamStorage):  # type: ignore[misc]
    """Whoosh's own lets all processes sort in one folder, /tmp/MAIN.tmp, which the first to end removes."""

    def __init__(self) -> None:
        super().__init__()
        self._place = str(Path(_scratch(), token_hex(8)))

    def temp_storage(self, name: str | None = None) -> Any:  # noqa: ARG002
        return FileStorage(self._place).create()


@dataclass(slots=True)
class View:
    """One state of a holder's index. Searches that began before a change go on in the state they began with."""

    reader: Any
    vocabulary: Vocabulary
    words: set[str]
    lock: threading.Lock  # readers of Whoosh share a file position
    size: int
    _places: dict[str, tuple[array[int], ...]] = field(default_factory=dict)
    _kept: int = 0
    _counts: dict[str, dict[int, float]] = field(default_factory=dict)
    _titles: dict[int, tuple[str, str, list[str]]] = field(default_factory=dict)
    _hidden: tuple[View, set[int]] | None = None

    def places(self, word: str) -> tuple[array[int], ...]:
        """The numbers of the articles with that very word in title, synonyms and body."""
        found = self._places.get(word)
        if found is None:
            with self.lock:
                found = tuple(array("I", (number for number, _ in self._read(name, word))) for name in FIELDS)
                self._kept += sum(map(len, found))
                if self._kept > _KEPT:
                    self._places.clear()
                    self._kept = 0
                self._places[word] = found
        return found

    def counts(self, word: str) -> dict[int, float]:
        """How often each article says that very word."""
        found = self._counts.get(word)
        if found is None:
            found = {}
            with self.lock:
                for name in FIELDS:
                    for number, count in self._read(name, word):
                        found[number] = found.get(number, 0) + count
                if len(self._counts) > _COUNTED:
                    self._counts.clear()
                self._counts[word] = found
        return found

    def _read(self, name: str, word: str) -> Iterable[tuple[int, float]]:
        if (name, word) not in self.reader:
            return
        matcher = self.reader.postings(name, word)
        while matcher.is_active():
            yield matcher.id(), matcher.weight()
            matcher.next()

    def article(self, number: int) -> tuple[str, str, list[str]]:
        """Id, title and the title's folded words."""
        found = self._titles.get(number)
        if found is None:
            with self.lock:
                stored = self.reader.stored_fields(number)
            found = self._titles[number] = (stored["key"], stored["name"], words(stored["name"]))
        return found

    def number(self, article_id: str) -> int | None:
        with self.lock:
            return next((number for number, _ in self._read("key", article_id)), None)

    def hidden_in(self, common: View) -> set[int]:
        """The numbers of the common articles for which this holder has words of its own."""
        if self._hidden is None or self._hidden[0] is not common:
            with self.lock:
                keys = [stored["key"] for stored in self.reader.all_stored_fields()]
            with common.lock:
                numbers = {number for key in keys for number, _ in common._read("key", key)}
            self._hidden = (common, numbers)
        return self._hidden[1]


class _Shelf:
    """The Whoosh index of one holder and its present view."""

    def __init__(self, storage: Any, vocabulary: Vocabulary, common: Vocabulary | None = None) -> None:
        """A municipality's own vocabulary has only the words that `common` lacks: 200 of them must fit in memory."""
        self._index = storage.create_index(_schema())
        self.vocabulary, self._common = vocabulary, common
        self._words: set[str] = set()
        self.view = self._look()

    def put(self, articles: Iterable[Article], removed: Iterable[str]) -> None:
        writer = self._index.writer(limitmb=_SORTED_IN_MEMORY)
        for key in removed:
            writer.delete_by_term("key", key)
        fresh: dict[str, str] = {}
        for article in articles:
            texts = _texts(article)
            for text in texts.values():
                fresh.update(_by_folded(text))
            folded = {name: " ".join(words(text)) for name, text in texts.items()}
            writer.update_document(key=article.id, name=article.title or article.id, **folded)
        writer.commit()
        self._words.update(map(intern, fresh))
        common = self._common.grams if self._common else ()
        self.vocabulary.add((word, written) for word, written in fresh.items() if word not in common)
        self.view = self._look()

    def _look(self) -> View:
        reader = self._index.reader()
        return View(reader, self.vocabulary, self._words, threading.Lock(), reader.doc_count())


def _by_folded(text: str) -> dict[str, str]:
    return {folded: written for written in spelt(text) for folded in words(written)}


class WhooshIndex:
    """SearchPort over Whoosh; in memory, or in a folder that it makes anew at every load."""

    def __init__(self, thesaurus: Thesaurus | None = None, folder: Path | None = None) -> None:
        self._thesaurus = thesaurus or Thesaurus()
        self._folder = folder
        self._shelves: dict[str, _Shelf] = {}  # the common one is always there, once loaded
        self._articles: dict[str, dict[str, Article]] = {}  # by id, then by holder
        self._writing = threading.Lock()

    def load(self, articles: Iterable[Article]) -> None:
        with self._writing:
            self._articles = {}
            shelves = self._empty()
            self._put(shelves, self._taken_over(articles, ()))
            self._shelves = shelves

    def change(self, changed: Iterable[Article], removed: Iterable[tuple[str, str]] = ()) -> None:
        with self._writing:
            shelves = dict(self._shelves) or self._empty()
            self._put(shelves, self._taken_over(changed, removed))
            self._shelves = shelves

    def _empty(self) -> dict[str, _Shelf]:
        return {COMMON: _Shelf(self._storage(COMMON), Vocabulary(self._thesaurus.callers_words))}

    def _taken_over(self, changed: Iterable[Article], removed: Iterable[tuple[str, str]]) -> dict[str, dict[str, None]]:
        """Which articles of which holders have to be written anew; a common one brings its variants with it."""
        touched = list(dict.fromkeys(removed))
        for holder, key in touched:
            self._articles.get(key, {}).pop(holder, None)
        for article in changed:
            self._articles.setdefault(article.id, {})[article.holder] = article
            touched.append((article.holder, article.id))
        by_holder: dict[str, dict[str, None]] = {}
        for holder, key in touched:
            concerned = (holder, *self._articles.get(key, ())) if holder == COMMON else (holder,)
            for each in concerned:
                by_holder.setdefault(each, {})[key] = None
        return by_holder

    def _put(self, shelves: dict[str, _Shelf], touched: dict[str, dict[str, None]]) -> None:
        for holder, keys in sorted(touched.items(), key=lambda one: one[0] != COMMON):
            if holder not in shelves:
                shelves[holder] = _Shelf(self._storage(holder), Vocabulary(), shelves[COMMON].vocabulary)
            present = [key for key in keys if holder in self._articles.get(key, {})]
            shelves[holder].put([self._resolved(holder, key) for key in present], keys.keys() - set(present))

    def _resolved(self, holder: str, key: str) -> Article:
        by_holder = self._articles[key]
        if holder == COMMON:
            return by_holder[holder]
        return overlay(holder, by_holder.get(COMMON), by_holder[holder]).article

    def _storage(self, holder: str) -> Any:
        if self._folder is None:
            return _Memory()
        place = self._folder / quote(holder, safe="")
        place.mkdir(parents=True, exist_ok=True)
        return FileStorage(str(place))

    def search(self, municipality: str, text: str, limit: int = 10, learned: Learned | None = None) -> list[Hit]:
        shelves = self._shelves
        views = [shelves[holder].view for holder in dict.fromkeys((COMMON, municipality)) if holder in shelves]
        hidden = views[1].hidden_in(views[0]) if len(views) > 1 else set()
        return answer(
            views, hidden, self._thesaurus, municipality=municipality, text=text, limit=limit, learned=learned
        )
