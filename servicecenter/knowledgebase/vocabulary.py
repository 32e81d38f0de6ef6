"""The words of one index: found by their grams, known by their parts, repaired. Pure; knows words, not places."""

from __future__ import annotations  # array[int] exists for type checkers only

from array import array
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from servicecenter.knowledgebase.german import SHORTEST_PART, beginnings, endings, grams, parts, stem

_NEAR = 50  # candidates with most common grams that are measured letter by letter
_LONG = 10  # from here on a word may be repaired at two places
_LONGEST = 40  # letters; beyond that nobody mistyped a word


class GramIndex:
    """Words by their grams. Words are only added: one whose last article left finds nothing and does no harm."""

    def __init__(self, sizes: tuple[int, ...]) -> None:
        self.words: list[str] = []
        self._sizes = sizes
        self._ids: dict[str, int] = {}
        self._by_gram: dict[str, array[int]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._ids

    def add(self, word: str) -> None:
        if word in self._ids:
            return
        number = len(self.words)
        self._ids[word] = number
        self.words.append(word)  # before its grams: a search in another thread follows them to here
        for gram in grams(word, self._sizes):
            self._by_gram.setdefault(gram, array("I")).append(number)

    def begins(self, word: str) -> bool:
        """Does a word begin like that? Only asked of four letters or more."""
        alike = self._by_gram.get(f"_{word}"[: max(self._sizes)], ())
        return any(self.words[number].startswith(word) for number in alike)

    def frequency(self, gram: str) -> int:
        """In how many words the gram occurs."""
        return len(self._by_gram.get(gram, ()))

    def covered(self, asked: list[str]) -> dict[str, int]:
        """Every word with one of the grams asked for: one bit for each gram it has."""
        masks: defaultdict[int, int] = defaultdict(int)
        for at, gram in enumerate(asked):
            bit = 1 << at
            for word in self._by_gram.get(gram, ()):
                masks[word] |= bit
        return {self.words[word]: mask for word, mask in masks.items()}


class Vocabulary:
    def __init__(self, callers_words: Iterable[str] = ()) -> None:
        self.grams = GramIndex((3, 4, 5))
        self.spelt: dict[str, str] = {}  # folded word -> as people write it
        self._by_stem: defaultdict[str, list[str]] = defaultdict(list)
        self._pieces = GramIndex((3,))  # words, stems and parts of compounds: what a mistyped word may have been
        self._halves: set[str] = set()
        self._learn(set(callers_words))

    def add(self, new: Iterable[tuple[str, str]]) -> None:
        """(folded, as written) of every word of the texts put in."""
        fresh = set()
        for word, written in new:
            self.spelt.setdefault(word, written)
            if word not in self.grams:
                self.grams.add(word)
                self._by_stem[stem(word)].append(word)
                fresh.add(word)
        self._learn(fresh)

    def _learn(self, fresh: set[str]) -> None:
        long = {word for word in fresh if len(word) >= SHORTEST_PART and word.isalpha()}
        self._halves |= long
        for piece in sorted(long | {stem(word) for word in long}):
            if len(piece) >= SHORTEST_PART:
                self._pieces.add(piece)
        for part in sorted(parts(self._halves) if len(fresh) > 1 else ()):
            self._pieces.add(part)

    def forms(self, word: str) -> list[str]:
        """The known words with the same stem."""
        return self._by_stem.get(stem(word), [])

    def is_known(self, word: str) -> bool:
        """Also a part of a compound, whatever is laid of parts, and the beginning of a word that is being typed."""
        if word in self.grams or self.forms(word) or word in self._pieces or self.grams.begins(word):
            return True
        return len(word) <= _LONGEST and beginnings(word, self._pieces.__contains__)[-1]

    def repaired(self, word: str) -> list[str]:
        """What a word that nobody knows may have been meant to be; at most two."""
        if not SHORTEST_PART <= len(word) <= _LONGEST or not word.isalpha():
            return []
        return self._near(word, 2 if len(word) >= _LONG else 1) or self._with_one_part_repaired(word)

    def _near(self, word: str, distance: int) -> list[str]:
        masks = self._pieces.covered(grams(word, (3,)))
        likely = (known for known in masks if abs(len(known) - len(word)) <= distance)
        measured = [
            (OSA.distance(word, known, score_cutoff=distance), known not in self.grams, known)
            for known in sorted(likely, key=lambda known: (-masks[known].bit_count(), known))[:_NEAR]
        ]
        found = sorted(candidate for candidate in measured if candidate[0] <= distance)
        return [known for off, _, known in found if off == found[0][0]][:2]

    def _with_one_part_repaired(self, word: str) -> list[str]:
        before = beginnings(word, self._pieces.__contains__)
        after = endings(word, self._pieces.__contains__)
        found = []
        for at in range(len(word)):
            for end in range(at + SHORTEST_PART, len(word) + 1):
                if before[at] and after[end] and end - at < len(word):
                    near = self._near(word[at:end], 1)
                    found += [(len(part), word[:at] + part + word[end:]) for part in near if len(part) >= SHORTEST_PART]
        best = sorted(set(found), key=lambda candidate: (-candidate[0], candidate[1]))
        return list(dict.fromkeys(repaired for _, repaired in best))[:2]
