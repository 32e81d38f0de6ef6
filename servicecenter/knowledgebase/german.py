"""German words made comparable: folding, stems, grams, parts of compounds. Pure; knows no index and no article."""

import re
from collections.abc import Callable
from functools import lru_cache

import snowballstemmer

GRAM_SIZES = (3, 4, 5)
SHORTEST_PART = 4

_LETTERS = str.maketrans(
    "äöüàáâãåçèéêëìíîïñòóôõùúûýÿčćďđěğłńňőřśšşťůűźżž", "aouaaaaaceeeeiiiinoooouuuyyccddeglnnorssstuuzzz"
)
# "ue" after a vowel or q is no umlaut: Steuer, bauen, neue, quer.
_UE = re.compile(r"(?<![aeq])ue")
_WORD = re.compile(r"[^\W_]+")
_STEMMER = snowballstemmer.stemmer("german")

# What may stand between two parts of a compound, and before its first part though no noun of its own.
_LINKS = ("s", "es", "n", "en", "er", "e")
_PREFIXES = frozenset(
    "ab an auf aus be bei ein ent er ge her hin mit nach um un uber unter ver vor weg zer zu zuruck wieder".split()  # noqa: SIM905
)


def fold(text: str) -> str:
    """Lower case with ä, ae and a written alike, ß as ss: buergeramt, burgeramt and Bürgeramt are one word."""
    plain = text.lower().translate(_LETTERS).replace("ß", "ss")
    return _UE.sub("u", plain.replace("ae", "a").replace("oe", "o"))


def words(text: str) -> list[str]:
    """The folded words of a text in their order; hyphens, slashes and the gender star part words."""
    return _WORD.findall(fold(text))


def spelt(text: str) -> list[str]:
    """The words as they were written, for showing them to people."""
    return _WORD.findall(text)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a folded word (snowball)."""
    return str(_STEMMER.stemWord(word))


def grams(word: str, sizes: tuple[int, ...] = GRAM_SIZES) -> list[str]:
    """Every run of 3, 4 and 5 letters with the word's edges marked, each once, in their order."""
    edged = f"_{word}_"
    found = [edged[at : at + size] for size in sizes for at in range(len(edged) - size + 1)]
    return list(dict.fromkeys(found))


def beginnings(word: str, is_part: Callable[[str], bool]) -> list[bool]:
    """For every place in the word: can the letters before it be laid with known parts, without rest?"""
    laid = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        laid[end] = any(laid[at] and _fits(word[at:end], is_part, first=at == 0) for at in range(end))
    return laid


def endings(word: str, is_part: Callable[[str], bool]) -> list[bool]:
    """For every place in the word: can the letters from it on be laid with known parts, without rest?"""
    size = len(word)
    laid = [False] * size + [True]
    for at in range(size - 1, -1, -1):
        laid[at] = any(laid[end] and _fits(word[at:end], is_part, first=False) for end in range(at + 1, size + 1))
    return laid


def _fits(piece: str, is_part: Callable[[str], bool], *, first: bool) -> bool:
    if is_part(piece) or (first and piece in _PREFIXES):
        return True
    return any(piece.endswith(link) and is_part(piece[: -len(link)]) for link in _LINKS if len(piece) > len(link))


def parts(known: set[str]) -> set[str]:
    """First halves that known compounds betray: Personalausweis beside Ausweis gives Personal."""
    found = set()
    for word in known:
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            if word[at:] in known:
                found.add(word[:at])
                if word[at - 1] == "s" and at > SHORTEST_PART:
                    found.add(word[: at - 1])
    return found
