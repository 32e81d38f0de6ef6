"""From a query to hits: reads words and places of the given indexes, ranks, and says why. Knows no engine."""

from __future__ import annotations  # array[int] exists for type checkers only

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import merge, nsmallest
from itertools import islice
from typing import Protocol

from servicecenter.knowledgebase import ranking
from servicecenter.knowledgebase.german import words
from servicecenter.knowledgebase.ranking import AskedWord, Similar
from servicecenter.knowledgebase.search import Boost, Hit, Learned
from servicecenter.knowledgebase.thesaurus import Thesaurus
from servicecenter.knowledgebase.understanding import READ, Reading, Wanted, understand
from servicecenter.knowledgebase.vocabulary import Vocabulary

_SHOWN_FROM = {"title": 1.0, "synonyms": 1.0, "body": 0.6}  # how gladly a reason is taken from each
_RERANKED = 50  # hits whose titles are compared as a whole

Place = int  # number of an article within an index, times two, plus one in the municipality's own index


class Places(Protocol):
    """What the ranking must know of an index."""

    @property
    def vocabulary(self) -> Vocabulary: ...  # the municipality's own has only what the common one lacks
    @property
    def words(self) -> Set[str]: ...  # all that occur here
    @property
    def size(self) -> int: ...
    def places(self, word: str) -> tuple[array[int], ...]: ...
    def counts(self, word: str) -> dict[int, float]: ...
    def article(self, number: int) -> tuple[str, str, list[str]]: ...
    def number(self, article_id: str) -> int | None: ...


@dataclass(slots=True)
class _Found:
    """What one word finds: a value for each article, and the words of the texts that resemble it."""

    values: Mapping[Place, float]
    weight: float
    similar: Sequence[Sequence[Similar]]  # per index


def answer(
    views: Sequence[Places], hidden: set[int], thesaurus: Thesaurus, *, municipality: str, text: str, limit: int,
    learned: Learned | None = None,
) -> list[Hit]:  # fmt: skip
    """The best first. `hidden` are articles of the first index which the second has words of its own for."""
    vocabularies = [view.vocabulary for view in views]
    wanted = understand(text, vocabularies, thesaurus)
    if not wanted or limit < 1:
        return []
    search = _Search(views, unfinished=words(text[:READ])[-1] if text[-1:].isalnum() else "")
    scores, whole = search.score(wanted)
    boosts = _boosts(views, hidden, thesaurus, learned, municipality, text) if learned else {}
    visible = ((place, score) for place, score in scores.items() if place & 1 or place >> 1 not in hidden)
    likely = dict(nsmallest(max(limit, _RERANKED), visible, key=lambda found: (-round(found[1], 9), found[0])))
    likely |= {place: scores.get(place, 0.0) for place in boosts}
    said = [word for one in wanted for reading in one.readings for word in reading.words]
    final = _sorted(
        (score / whole + ranking.TITLE_SAID * search.title_said(place, said), place) for place, score in likely.items()
    )
    learnt = {place: boost.value for place, boost in boosts.items()}
    moved = ((score / ranking.BEST + learnt.get(place, 0.0), place) for score, place in search.in_company(final))
    hits = []
    for score, place in _sorted(moved)[:limit]:
        why = search.why(place, wanted, boosts.get(place))
        shown = round(min(max(score, 0.0001), 1.0), 4)
        hits.append(Hit(*search.name(place), municipality, shown, why, round(learnt.get(place, 0.0), 4)))
    return hits


def _boosts(
    views: Sequence[Places], hidden: set[int], thesaurus: Thesaurus, learned: Learned, municipality: str, text: str
) -> dict[Place, Boost]:
    """What was learned, by the places of the articles that this municipality still has."""

    def is_word(word: str) -> bool:
        return word in thesaurus.callers_words or any(word in view.vocabulary.grams for view in views)

    found = {}
    for article_id, boost in learned.boosts(municipality, text, is_word).items():
        for at, view in reversed(list(enumerate(views))):
            number = view.number(article_id)
            if number is not None and (at or number not in hidden):
                found[number * 2 + at] = boost
                break
    return found


def _sorted(found: Iterable[tuple[float, Place]]) -> list[tuple[float, Place]]:
    return sorted(found, key=lambda one: (-round(one[0], 9), one[1]))


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
            near = merge(
                *(ranking.resembling(asked, vocabulary) for vocabulary in vocabularies), key=lambda one: -one[2]
            )
            known = list(near)
            similar = [
                list(islice((one for one in known if one[0] in view.words), ranking.MOST_SIMILAR))
                for view in self._views
            ]
            values: dict[Place, float] = {}
            having = 0
            for at, view in enumerate(self._views):
                forms = {form for vocabulary in vocabularies for form in vocabulary.forms(word) if form in view.words}
                having += _value(asked, view, similar[at], sorted(forms), at, values)
            found = self._found[word] = _Found(values, asked.weight(having, self._size), similar)
        return found

    def title_said(self, place: Place, said: Iterable[str]) -> float:
        title = self._views[place & 1].article(place >> 1)[2]
        rarities = [
            ranking.rarity(sum(len(view.places(word)[0]) for view in self._views), self._size) for word in title
        ]
        return ranking.title_said(title, said, rarities)

    def in_company(self, ranked: Sequence[tuple[float, Place]]) -> list[tuple[float, Place]]:
        """What the best hits are about is likely meant, so their titles speak for those like them."""
        best = ranked[: ranking.COMPANIONS]
        whole = sum(score for score, _ in best) or 1.0
        titles = [(score / whole, self._title_grams(place)) for score, place in best]
        return [
            (score + ranking.COMPANY * ranking.company(self._title_grams(place), titles), place)
            for score, place in ranked
        ]

    def _title_grams(self, place: Place) -> frozenset[str]:
        return ranking.title_grams(tuple(self._views[place & 1].article(place >> 1)[2]))

    def name(self, place: Place) -> tuple[str, str]:
        key, title, _ = self._views[place & 1].article(place >> 1)
        return key, title

    def why(self, place: Place, wanted: Iterable[Wanted], boost: Boost | None) -> tuple[str, ...]:
        """A reason for every word of the query that the article answers; faint likeness only if there is no other."""
        reasons = [reason for one in wanted if (reason := self._reason(place, one))]
        strong = [reason for reason in reasons if not reason.startswith(ranking.FAINT)] or reasons
        if boost is not None:
            strong.insert(0 if boost.value > 0 else len(strong), boost.why)
        return tuple(dict.fromkeys(strong))

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
        """The reason from the article's word that resembles most; rather from the title than from the text."""
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
        known_shown = next(
            (v.vocabulary.spelt[known] for v in reversed(self._views) if known in v.vocabulary.spelt), known
        )
        if word in typed:
            return ranking.reason(word, word, known, known_shown, name)
        return ranking.reason(word, typed[0], known, known_shown, name)


def _has(numbers: array[int], number: int) -> bool:
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


def _value(
    asked: AskedWord,
    view: Places,
    similar: Iterable[Similar],
    forms: Iterable[str],
    at: int,
    values: dict[Place, float],
) -> int:
    """Adds the value of one word for the articles of one index; returns how many have the word itself."""
    in_names: defaultdict[int, list[array[int]]] = defaultdict(list)
    in_texts: defaultdict[int, list[array[int]]] = defaultdict(list)
    for word, mask, _ in similar:
        titles, synonyms, bodies = view.places(word)
        in_names[mask] += (titles, synonyms)
        in_texts[mask].append(bodies)
    whole = (1 << len(asked.weights)) - 1
    named, said = _masks(in_names, whole), _masks(in_texts, whole)
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
    counts = _counts(view, forms)
    for number, count in counts.items():
        values[number * 2 + at] = values.get(number * 2 + at, 0.0) + ranking.REPEATED * ranking.often(count)
    return len(counts)


def _masks(places: Mapping[int, Sequence[array[int]]], whole: int) -> dict[int, int]:
    """For each article all grams that its words have. Those with the very word come first and need no others."""
    masks: dict[int, int] = {}
    complete: set[int] = set()
    for mask, numbers in places.items():
        if mask == whole:
            complete = set().union(*numbers)
            masks = dict.fromkeys(complete, mask)
            continue
        for number in set().union(*numbers) - complete:
            masks[number] = masks.get(number, 0) | mask
    return masks


def _counts(view: Places, forms: Iterable[str]) -> dict[int, float]:
    counts: dict[int, float] = {}
    for form in forms:
        for number, count in view.counts(form).items():
            counts[number] = counts.get(number, 0.0) + count
    return counts
