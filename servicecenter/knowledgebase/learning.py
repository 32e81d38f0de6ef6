"""What closed contacts teach the search: for the same words, and nearly the same, the same article. Pure.

A lesson belongs to a municipality, a query and an article. It counts contacts closed with the article and answers
„das war's nicht“; both fade, and what they move is bounded. Its words are shown to people and can be forgotten.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rapidfuzz.distance import OSA

from servicecenter.knowledgebase.german import grams, stem, words
from servicecenter.knowledgebase.search import Boost
from servicecenter.knowledgebase.vocabulary import GramIndex

UP = 0.6  # the most a lesson adds to a score of 0 to 1
DOWN = 0.25  # the most it takes away
HALF_AT = 0.2  # one contact closed moves by UP / (1 + HALF_AT), many by UP
FADES_TO_HALF_IN_DAYS = 180
KEPT_FOR = timedelta(days=365)  # since it was last confirmed: a quarter of its weight is left by then
NEARLY = 0.95  # a query that is nearly the same is moved a little less

_LONGEST_WORDS, _LONGEST_LETTERS = 8, 80  # more is a note, not a search
_PERSONAL = re.compile(r"@|\d[\d\s/-]{4,}")  # addresses, telephone numbers, dates of birth: nothing to keep
_SHORTEST_NEAR = 4
_LONG = 8  # letters from which two slips are forgiven: one typed slip may be two once umlauts are folded
_MEASURED = 30


@dataclass(frozen=True, slots=True)
class Lesson:
    """`closed` and `rejected` have faded to `changed_at`; the times are what really happened."""

    municipality: str
    key: str
    article: str
    query: str  # as last typed, for people
    changed_at: datetime
    closed: float = 0.0
    closed_times: int = 0
    rejected: float = 0.0
    rejected_times: int = 0
    id: int = 0

    @property
    def is_forgotten(self) -> bool:
        return not self.closed_times and not self.rejected_times


def key_of(query: str) -> str:
    """What two queries of the same words share, whatever their order and endings. Empty: not to be learned from."""
    spoken = words(query)
    if not spoken or len(spoken) > _LONGEST_WORDS or len(query) > _LONGEST_LETTERS or _PERSONAL.search(query):
        return ""
    return " ".join(sorted({stem(word) for word in spoken}))


def faded(lesson: Lesson, at: datetime) -> Lesson:
    days = max(0.0, (at - lesson.changed_at).total_seconds() / 86_400)
    share = 0.5 ** (days / FADES_TO_HALF_IN_DAYS)
    changed_at = max(at, lesson.changed_at)
    return replace(lesson, closed=lesson.closed * share, rejected=lesson.rejected * share, changed_at=changed_at)


def closed(lesson: Lesson, query: str, at: datetime) -> Lesson:
    now = faded(lesson, at)
    return replace(now, query=query, closed=now.closed + 1, closed_times=now.closed_times + 1)


def reopened(lesson: Lesson, at: datetime) -> Lesson:
    """The closing was taken back."""
    now = faded(lesson, at)
    return replace(now, closed=max(0.0, now.closed - 1), closed_times=max(0, now.closed_times - 1))


def rejected(lesson: Lesson, query: str, at: datetime) -> Lesson:
    now = faded(lesson, at)
    return replace(now, query=query, rejected=now.rejected + 1, rejected_times=now.rejected_times + 1)


def forgotten(lesson: Lesson, at: datetime) -> Lesson:
    return replace(lesson, closed=0.0, closed_times=0, rejected=0.0, rejected_times=0, changed_at=at)


def boosts(lessons: Iterable[Lesson], at: datetime) -> dict[str, Boost]:
    """Of the lessons of one query. Articles that were right for the same words share what can be added."""
    known = [faded(lesson, at) for lesson in lessons if not lesson.is_forgotten]
    whole = sum(lesson.closed for lesson in known)
    found = {}
    for lesson in known:
        net = lesson.closed - lesson.rejected
        if net > 0:
            value = UP * net / (net + HALF_AT) * lesson.closed / whole
            found[lesson.article] = Boost(value, f"gelernt: {lesson.closed_times}-mal mit diesem Artikel geschlossen")
        elif net < 0:
            value = -DOWN * net / (net - 1)
            found[lesson.article] = Boost(value, f"gelernt: {lesson.rejected_times}-mal war es ein anderer Artikel")
    return found


class Lessons:
    """All lessons in memory, found by query; the `Learned` of the search port. `at` is moved on by its owner."""

    def __init__(self, lessons: Iterable[Lesson], at: datetime) -> None:
        self.at = at
        self.latest = at  # of the changes known
        self._by_key: dict[tuple[str, str], dict[str, Lesson]] = {}
        self._spoken: dict[str, GramIndex] = {}  # per municipality: learned queries without their blanks
        self._keys: dict[tuple[str, str], dict[str, str]] = {}  # such a query -> its words and key
        for lesson in lessons:
            self.put(lesson)

    def __iter__(self) -> Iterator[Lesson]:
        return (lesson for by_article in list(self._by_key.values()) for lesson in by_article.values())

    def put(self, lesson: Lesson) -> None:
        """New or changed. A search in another thread sees the old or the new, never a half."""
        self.latest = max(self.latest, lesson.changed_at)
        place = (lesson.municipality, lesson.key)
        self._by_key[place] = {**self._by_key.get(place, {}), lesson.article: lesson}
        run = "".join(words(lesson.query))
        known = self._keys.setdefault((lesson.municipality, run), {})
        known[lesson.key] = lesson.query
        self._spoken.setdefault(lesson.municipality, GramIndex((3,))).add(run)

    def boosts(self, municipality: str, text: str, is_word: Callable[[str], bool]) -> Mapping[str, Boost]:
        exact = self._by_key.get((municipality, key_of(text)))
        if exact and (found := boosts(exact.values(), self.at)):
            return found
        near: dict[str, Boost] = {}
        for key in self._near(municipality, words(text), is_word):
            for article, boost in boosts(self._by_key[municipality, key].values(), self.at).items():
                if article not in near or abs(boost.value) > abs(near[article].value) / NEARLY:
                    near[article] = replace(boost, value=boost.value * NEARLY)
        return near

    def _near(self, municipality: str, asked: list[str], is_word: Callable[[str], bool]) -> list[str]:
        """Keys of learned queries that this one, mistyped, may have meant; the nearest only."""
        run = "".join(asked)
        spoken = self._spoken.get(municipality)
        if spoken is None or not _SHORTEST_NEAR <= len(run) <= _LONGEST_LETTERS:
            return []
        allowed = 2 if len(run) >= _LONG else 1
        masks = spoken.covered(grams(run, (3,)))
        likely = sorted(masks, key=lambda known: (-masks[known].bit_count(), known))[:_MEASURED]
        off = {known: OSA.distance(run, known, score_cutoff=allowed) for known in likely}
        meant = [
            (distance, key)
            for known, distance in off.items()
            if distance <= allowed
            for key, query in self._keys[municipality, known].items()
            if distance == 0 or _is_slip(asked, words(query), is_word)
        ]
        return [key for distance, key in meant if distance == min(meant)[0]]


def _is_slip(asked: list[str], learned: list[str], is_word: Callable[[str], bool]) -> bool:
    """Whether what differs is no word of its own: „abmelden“ is no slip for „anmelden“."""
    differing = [word for word in asked if word not in learned]
    return any(not is_word(word) for word in differing) if differing else True
