"""A query as typed, and every way to understand its words: repaired, or as a caller's word. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from servicecenter.knowledgebase import ranking
from servicecenter.knowledgebase.german import spelt, words
from servicecenter.knowledgebase.thesaurus import Thesaurus
from servicecenter.knowledgebase.vocabulary import Vocabulary

READ = 1_000  # letters of a query that are read; somebody pasted an e-mail
_WORDS = 16
_LETTERS = 40  # of one word


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


def understand(text: str, vocabularies: Sequence[Vocabulary], thesaurus: Thesaurus) -> list[Wanted]:
    """The query's words, each once, with what the thesaurus and the repair of typing mistakes make of them."""
    start = text[:READ]
    typed = {folded: written for written in spelt(start) for folded in words(written)}
    asked = list(dict.fromkeys(word[:_LETTERS] for word in words(start)))[:_WORDS]
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
