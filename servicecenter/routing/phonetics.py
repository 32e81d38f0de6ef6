"""Kölner Phonetik: one code for names that sound alike in German (Meier, Maier, Mayr, Meyer). Pure.

Hans Joachim Postel: Die Kölner Phonetik. IBM-Nachrichten 19 (1969), pages 925 to 931.
"""

import re
from functools import lru_cache

_ALWAYS = {letter: code for letters, code in (
    ("aeijouyäöü", "0"), ("b", "1"), ("fvw", "3"), ("gkq", "4"), ("l", "5"), ("mn", "6"), ("r", "7"), ("sßz", "8"),
) for letter in letters}  # fmt: skip


@lru_cache(maxsize=65_536)  # names come again and again; to look one up takes a tenth of working it out
def code_of(name: str) -> str:
    """Digits for the sound of one word; empty where it has no letters."""
    letters = re.sub(r"[^a-zäöüß]", "", name.lower())
    codes = "".join(
        _code(letters[place - 1] if place else "", letter, letters[place + 1 : place + 2])
        for place, letter in enumerate(letters)
    )
    once = re.sub(r"(\d)\1+", r"\1", codes)
    return once[:1] + once[1:].replace("0", "")


def _code(before: str, letter: str, after: str) -> str:
    if letter == "h":
        return ""
    if letter == "p":
        return "3" if after == "h" else "1"
    if letter in "dt":
        return "8" if after and after in "csz" else "2"
    if letter == "x":
        return "8" if before and before in "ckq" else "48"
    if letter == "c":
        return _code_of_c(before, after)
    return _ALWAYS[letter]


def _code_of_c(before: str, after: str) -> str:
    if not before:
        return "4" if after and after in "ahkloqrux" else "8"
    return "4" if after and after in "ahkoqux" and before not in "sz" else "8"
