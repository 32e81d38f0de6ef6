"""How a query's words become a score: what a word asks for, what weighs how much, and the reason in words. Pure.

score of an article = the mean over the query's words, each by its weight, of
    share of the word's grams in title or synonyms  (TITLE)
  + share of the word's grams anywhere in the text  (TEXT)
  + how often the word itself stands there          (REPEATED, saturating)
and, for the best of them,
  + the share of the title the query spells out     (TITLE_SAID)
  + likeness of its title to those of the best hits (COMPANY).
A gram weighs more the fewer words have it; a word weighs more the longer and the rarer it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log

from servicecenter.knowledgebase.german import SHORTEST_PART, grams, stem
from servicecenter.knowledgebase.vocabulary import Vocabulary

TITLE = 1.0
TEXT = 1.0
REPEATED = 0.5
TITLE_SAID = 0.2
COMPANY = 0.2
BEST = TITLE + TEXT + REPEATED + TITLE_SAID + COMPANY  # of an article that says nothing but the query, often

COMPANIONS = 3  # best hits whose titles speak for others like them
RESEMBLES = 0.07  # share of the grams' weight from which a word of the text counts as similar
STEM = 0.2  # what it adds, as a share of the grams, that a word of the text contains the stem of the query's
FRONT = 0.25  # how much more the first letters of a word weigh, and the last less
MOST_SIMILAR = 200  # words of a vocabulary looked up for one word of the query
REPAIRED = 0.9  # a word repaired counts a little less than one typed
SYNONYM = 0.95  # so does what a caller's word means

_LENGTH = 0.8  # how far the length of a word counts
_RARITY = 0.5  # how far it counts that few articles have the word
_OFTEN = 1.2  # as k1 of BM25: where repeating a word stops to matter


def rarity(having: int, of: int) -> float:
    """The weight (IDF of BM25) of what `having` of `of` have."""
    return log(1 + (of - having + 0.5) / (having + 0.5))


@dataclass(slots=True)
class AskedWord:
    """One word of the query with the weight of each of its grams."""

    text: str
    grams: Sequence[str]
    weights: Sequence[float]
    mass: float = 0.0
    _shares: dict[int, float] = field(default_factory=dict)

    def share(self, mask: int) -> float:
        """The part of the word's grams, by weight, that a mask covers: 0 to 1."""
        known = self._shares.get(mask)
        if known is None:
            covered = sum(weight for at, weight in enumerate(self.weights) if mask >> at & 1)
            known = self._shares[mask] = covered / self.mass if self.mass else 0.0
        return known

    def weight(self, having: int, of: int) -> float:
        """What the word counts in the query, if `having` of `of` articles contain it."""
        rare = rarity(having, of) / rarity(0, of) if having and of else 1.0
        return float(self.mass**_LENGTH * max(rare, 0.02) ** _RARITY)


def asked_word(text: str, vocabularies: Iterable[Vocabulary], *, unfinished: bool = False) -> AskedWord:
    """`unfinished`: the word is being typed, so its end says nothing."""
    found = grams(text)
    if unfinished and len(text) <= 2:
        found = [gram for gram in found if not gram.endswith("_")] or [f"_{text}"]
    known = list(vocabularies)
    total = sum(len(vocabulary.grams.words) for vocabulary in known)
    weights = [
        _front(text, gram) * rarity(sum(vocabulary.grams.frequency(gram) for vocabulary in known), total)
        for gram in found
    ]
    weights.append(sum(weights) * STEM)
    return AskedWord(text, found, weights, sum(weights))


def _front(word: str, gram: str) -> float:
    """A German word says at its beginning what it is about, at its end of what kind: -erlaubnis, -ausweis, -ung."""
    edged = f"_{word}_"
    middle = (edged.find(gram) + len(gram) / 2) / len(edged)
    return 1 + FRONT * (1 - 2 * middle)


Similar = tuple[str, int, float]  # a word of the texts, the grams of the query's word it has, and their share


def resembling(asked: AskedWord, vocabulary: Vocabulary) -> list[Similar]:
    """The words that resemble it, the most similar first."""
    masks = vocabulary.grams.covered(list(asked.grams))
    has_stem = 1 << len(asked.grams)  # the bit after those of the grams
    core = stem(asked.text)
    if len(core) >= SHORTEST_PART:
        masks.update({word: mask | has_stem for word, mask in masks.items() if core in word})
    elif asked.text in masks:
        masks[asked.text] |= has_stem
    near = ((word, mask, asked.share(mask)) for word, mask in masks.items())
    return sorted((one for one in near if one[2] >= RESEMBLES), key=lambda one: -one[2])


def often(count: float) -> float:
    """0 to 1: a word that stands there often counts more, but never more than 1."""
    return count / (count + _OFTEN)


def reason(asked: str, typed: str, found: str, shown: str, where: str) -> str:
    """Why the article's word `found` (shown as people write it) answers the query's word `asked`, typed as `typed`.

    `typed` differs from `asked` where a typing mistake was repaired.
    """
    if asked != typed:
        return f"ähnlich geschrieben: {shown}"
    if found == asked or stem(found) == stem(asked):
        return f"{_PLACES[where]}: {shown}"
    if found.startswith(asked):
        return f"Anfang von {shown}"
    if asked in found or stem(asked) in found:
        return f"Teil von {shown}"
    if len(found) >= SHORTEST_PART and (found in asked or stem(found) in asked):
        return f"Teil von {typed}: {shown}"
    shared = _shared(asked, found)
    return f"gemeinsamer Wortteil „{shared}“: {shown}" if len(shared) > SHORTEST_PART else f"{FAINT}: {shown}"


FAINT = "ähnliches Wort"
_PLACES = {"title": "Wort im Titel", "synonyms": "Synonym", "body": "Wort im Text"}


def _shared(one: str, other: str) -> str:
    """The longest run of letters both have."""
    runs = (one[at:end] for at in range(len(one)) for end in range(at + SHORTEST_PART, len(one) + 1))
    return max((run for run in runs if run in other), key=len, default="")


def title_said(title: Sequence[str], asked: Iterable[str], rarities: Sequence[float]) -> float:
    """Which part of a title, by the rarity of its words, the query spells out: 0 to 1."""
    whole = sum(rarities)
    said = [_gram_set(word) for word in asked]
    if not whole or not said:
        return 0.0
    covered = 0.0
    for word, weight in zip(title, rarities, strict=True):
        own = _gram_set(word)
        covered += weight * max(len(own & other) for other in said) / len(own)
    return covered / whole


@lru_cache(maxsize=20_000)
def _gram_set(word: str) -> frozenset[str]:
    return frozenset(grams(word))


@lru_cache(maxsize=2_000)
def title_grams(title: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(_gram_set, title))


def company(own: frozenset[str], best: Iterable[tuple[float, frozenset[str]]]) -> float:
    """How much a title resembles those of the best hits, each by its share in their scores: 0 to 1."""
    return sum(share * 2 * len(own & other) / (len(own) + len(other) or 1) for share, other in best)
