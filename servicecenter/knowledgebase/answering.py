"""From a query to hits: reads words and places of the given indexes, ranks, and says why. Knows no engine."""

from __future__ import annotations  # array[int] exists for type checkers only

import heapq
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from servicecenter.knowledgebase import ranking
from servicecenter.knowledgebase.german import spelt, words
from servicecenter.knowledgebase.ranking import AskedWord
from servicecenter.knowledgebase.search import Hit
from servicecenter.knowledgebase.thesaurus import Thesaurus
from servicecenter.knowledgebase.vocabulary import Vocabulary

_READ = 1_000  # letters of a query that are read; somebody pasted an e-mail
_WORDS = 16
_LETTERS = 40  # of one word
_SHOWN_FROM = {"title": 1.0, "synonyms": 1.0, "body": 0.6}  # how gladly a reason is taken from each
_RERANKED = 50  # hits whose titles are compared as a whole

Place = int  # number of an article within an index, times two, plus one in the municipality's own index


class Places(Protocol):
    """What the ranking must know of an index."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def size(self) -> int: ...
    def places(self, word: str) -> tuple[array[int], ...]: ...
    def counts(self, word: str) -> dict[int, float]: ...
    def article(self, number: int) -> tuple[str, str, list[str]]: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a run of the query's words."""

    words: tuple[str, ...]
    worth: float = 1.0
    synonym: str = ""  # the caller's word from the thesaurus


@dataclass(frozen=True, slots=True)
class Wanted:
    """A run of the query's words (mostly one), as typed, and the ways to understand it."""

    typed: str
    readings: tuple[Reading, ...]


@dataclass(slots=True)
class _Found:
    """What one word finds: a value for each article, and the words of the texts that resemble it."""

    values: Mapping[Place, float]
    weight: float
    similar: Sequence[Sequence[tuple[str, int, float]]]  # per index


def answer(
    views: Sequence[Places], hidden: set[int], thesaurus: Thesaurus, *, municipality: str, text: str, limit: int
) -> list[Hit]:
    """The best first. `hidden` are articles of the first index which the second has words of its own for."""
    wanted = understand(text, views, thesaurus)
    if not wanted or limit < 1:
        return []
    search = _Search(views, unfinished=words(text[:_READ])[-1] if text[-1:].isalnum() else "")
    scores, whole = search.score(wanted)
    visible = ((place, score) for place, score in scores.items() if place & 1 or place >> 1 not in hidden)
    likely = heapq.nsmallest(max(limit, _RERANKED), visible, key=lambda found: (-round(found[1], 9), found[0]))
    said = [word for one in wanted for reading in one.readings for word in reading.words]
    final = [(score / whole + ranking.TITLE_SAID * search.title_said(place, said), place) for place, score in likely]
    final.sort(key=lambda found: (-round(found[0], 9), found[1]))
    return [
        Hit(*search.name(place), municipality, round(score / ranking.BEST, 4), search.why(place, wanted))
        for score, place in final[:limit]
    ]


def understand(text: str, views: Sequence[Places], thesaurus: Thesaurus) -> list[Wanted]:
    """The query's words, each once, with what the thesaurus and the repair of typing mistakes make of them."""
    start = text[:_READ]
    typed = {folded: written for written in spelt(start) for folded in words(written)}
    asked = list(dict.fromkeys(word[:_LETTERS] for word in words(start)))[:_WORDS]
    vocabularies = [view.vocabulary for view in views]
    repairs = [_repaired(word, vocabularies) for word in asked]
    meant = [repaired[0] if repaired else word for word, repaired in zip(asked, repairs, strict=True)]
    wanted = []
    at = 0
    while at < len(asked):
        meaning = thesaurus.look_up(meant, at)
        length = meaning.length if meaning else 1
        readings = [Reading(tuple(asked[at : at + length]))]
        if length == 1:
            readings += [Reading((word,), ranking.REPAIRED) for word in repairs[at]]
        if meaning:
            readings += [Reading(phrase, ranking.SYNONYM, meaning.said) for phrase in meaning.means]
        shown = " ".join(typed.get(word, word) for word in asked[at : at + length])
        wanted.append(Wanted(shown, tuple(readings)))
        at += length
    return wanted


def _repaired(word: str, vocabularies: Sequence[Vocabulary]) -> list[str]:
    """Only a word no index knows is repaired."""
    if any(vocabulary.is_known(word) for vocabulary in vocabularies):
        return []
    return list(dict.fromkeys(repaired for v in vocabularies for repaired in v.repaired(word)))[:2]


class _Search:
    """One search: each word is looked up once, however many readings have it."""

    def __init__(self, views: Sequence[Places], unfinished: str) -> None:
        self._views = views
        self._unfinished = unfinished
        self._found: dict[str, _Found] = {}
        self._size = sum(view.size for view in views)

    def score(self, wanted: Iterable[Wanted]) -> tuple[dict[Place, float], float]:
        """The weighted sum for every article, and the sum of the weights."""
        scores: defaultdict[Place, float] = defaultdict(float)
        whole = 0.0
        for one in wanted:
            weight, values = self._best_reading(one)
            whole += weight
            for place, value in values.items():
                scores[place] += weight * value
        return scores, whole or 1.0

    def _best_reading(self, wanted: Wanted) -> tuple[float, Mapping[Place, float]]:
        """The weight of the words, and for each article the value of the reading that suits it best."""
        if len(wanted.readings) == 1 and len(wanted.readings[0].words) == 1:
            only = self._find(wanted.readings[0].words[0])
            return only.weight, only.values
        best: dict[Place, float] = {}
        weights = []
        for reading in wanted.readings:
            found = [self._find(word) for word in reading.words]
            whole = sum(each.weight for each in found) or 1.0
            values: defaultdict[Place, float] = defaultdict(float)
            for each in found:
                factor = reading.worth * each.weight / whole
                for place, value in each.values.items():
                    values[place] += factor * value
            for place, value in values.items():
                if value > best.get(place, 0.0):
                    best[place] = value
            weights.append(whole)
        # A repaired word is what was meant: it says how much the word counts. A synonym does not.
        counting = [weight for weight, r in zip(weights, wanted.readings, strict=True) if not r.synonym]
        return counting[-1], best

    def _find(self, word: str) -> _Found:
        found = self._found.get(word)
        if found is None:
            vocabularies = [view.vocabulary for view in self._views]
            asked = ranking.asked_word(word, vocabularies, unfinished=word == self._unfinished)
            similar = [ranking.similar(asked, vocabulary) for vocabulary in vocabularies]
            values: dict[Place, float] = {}
            having = 0
            for at, view in enumerate(self._views):
                having += _value(asked, view, similar[at], at, values)
            found = self._found[word] = _Found(values, asked.weight(having, self._size), similar)
        return found

    def title_said(self, place: Place, said: Iterable[str]) -> float:
        title = self._views[place & 1].article(place >> 1)[2]
        rarities = [
            ranking.rarity(sum(len(view.places(word)[0]) for view in self._views), self._size) for word in title
        ]
        return ranking.title_said(title, said, rarities)

    def name(self, place: Place) -> tuple[str, str]:
        key, title, _ = self._views[place & 1].article(place >> 1)
        return key, title

    def why(self, place: Place, wanted: Iterable[Wanted]) -> tuple[str, ...]:
        """A reason for every word of the query that the article answers; faint likeness only where there is no other."""
        reasons = [reason for one in wanted if (reason := self._reason(place, one))]
        strong = [reason for reason in reasons if not reason.startswith(ranking.FAINT)]
        return tuple(dict.fromkeys(strong or reasons))

    def _reason(self, place: Place, wanted: Wanted) -> str:
        def worth(reading: Reading) -> float:
            return (
                reading.worth
                * sum(self._found[word].values.get(place, 0.0) for word in reading.words)
                / len(reading.words)
            )

        reading = max(wanted.readings, key=worth)
        if not worth(reading):
            return ""
        if reading.synonym:
            return f"Synonym: {reading.synonym}"
        reasons = (self._likest(place, word, wanted.typed) for word in reading.words)
        return next((reason for reason in reasons if reason), "")

    def _likest(self, place: Place, word: str, shown: str) -> str:
        """The reason from the article's word that resembles most; what stands in the title is shown rather than text."""
        view, number = self._views[place & 1], place >> 1
        best: tuple[float, str, str] = (0.0, "", "")
        for known, _, share in self._found[word].similar[place & 1]:
            if share <= best[0]:
                break
            for name, numbers in zip(_SHOWN_FROM, view.places(known), strict=True):
                if share * _SHOWN_FROM[name] > best[0] and _has(numbers, number):
                    best = (share * _SHOWN_FROM[name], known, name)
        _, known, name = best
        if not known:
            return ""
        typed = words(shown)
        known_shown = view.vocabulary.spelt.get(known, known)
        if word in typed:
            return ranking.reason(word, word, known, known_shown, name)
        return ranking.reason(word, typed[0], known, known_shown, name)


def _has(numbers: array[int], number: int) -> bool:
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


def _value(
    asked: AskedWord, view: Places, similar: Iterable[tuple[str, int, float]], at: int, values: dict[Place, float]
) -> int:
    """Adds the value of one word for the articles of one index; returns how many have the word itself."""
    named: defaultdict[int, int] = defaultdict(int)
    said: defaultdict[int, int] = defaultdict(int)
    for word, mask, _ in similar:
        titles, synonyms, bodies = view.places(word)
        for number in titles:
            named[number] |= mask
        for number in synonyms:
            named[number] |= mask
        for number in bodies:
            said[number] |= mask
    text, title = ranking.TEXT, ranking.TITLE
    # Few masks for many articles: each is weighed once.
    of = {mask: asked.share(mask) for mask in {*named.values(), *said.values()}}
    for number, mask in said.items():
        if number in named:
            both = mask | named[number]
            values[number * 2 + at] = title * of[named[number]] + text * asked.share(both)
        else:
            values[number * 2 + at] = text * of[mask]
    for number in named.keys() - said.keys():
        values[number * 2 + at] = (title + text) * of[named[number]]
    counts = _counts(view, asked.text)
    for number, count in counts.items():
        values[number * 2 + at] = values.get(number * 2 + at, 0.0) + ranking.REPEATED * ranking.often(count)
    return len(counts)


def _counts(view: Places, word: str) -> dict[int, float]:
    counts: dict[int, float] = {}
    for form in view.vocabulary.forms(word):
        for number, count in view.counts(form).items():
            counts[number] = counts.get(number, 0.0) + count
    return counts
