"""Whom a caller means by a name. Pure.

The name decides, spelt as callers spell (Meier, Maier, Mayr); office and function only choose between several who bear
it. An office alone is no person: "the building office" is not its first clerk.
"""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from servicecenter.directory.model import Directory, Person
from servicecenter.routing.phonetics import code_of

SURE = 85  # of 100: one typing error in a name of six letters
ALIKE = 60  # of 100, for names that sound the same
LONGEST = 200  # letters of what is asked: more than a breath, and every word is compared with everybody
SHORTEST = 3  # letters of a word that can name somebody
_POLITE = frozenset(
    re.findall(
        r"\w+",
        "frau herr herrn dr prof vom von der die das dem den des bei beim aus in im am an zu zum zur mit und bitte ich "
        "möchte will kann sprechen büro zimmer raum durchwahl sachbearbeiter sachbearbeiterin kollege kollegin",
    )
)
_KINDS_OF_OFFICE = re.compile(r"(?<=.{3})(amt|amtes|büro|stelle|behörde|abteilung|ordnung)$")


def find_person(directory: Directory, asked: str) -> Person | None:
    """Who fits best; of equals the lowest id. None when nobody bears the name, or the function, or sits in the room."""
    return next(iter(find_people(directory, asked)), None)


def find_people(directory: Directory, asked: str) -> tuple[Person, ...]:
    """Everybody who fits as well as nobody else does, by id: more than one where the words leave it open."""
    words = [word for word in words_of(asked[:LONGEST]) if word not in _POLITE]
    found = [(fit, person) for person in directory.person if (fit := _fit(directory, person, words)) is not None]
    best = max((fit for fit, _ in found), default=None)
    return tuple(sorted((person for fit, person in found if fit == best), key=lambda person: person.id))


def _fit(directory: Directory, person: Person, words: Iterable[str]) -> tuple[int, int, int] | None:
    """How many words are heard in the name, fit office and function, are spelt just so; None: not this person."""
    names, role = words_of(person.name), words_of(person.role)
    office = directory.offices.get(person.office)
    place = [*role, *words_of(office.name if office else ""), person.office]
    exact = heard = told = called = 0
    for word in words:
        if any(is_heard(word, name) for name in names):
            heard += 1
            exact += word in names
        elif any(_is_place(word, known) for known in place):
            told += 1
            called += len(word) >= SHORTEST and any(fuzz.ratio(word, known) >= SURE for known in role)
        elif word == person.room.lower():
            told, called = told + 1, called + 1
    if heard:
        return heard, told, exact
    return (0, told, 0) if called else None


def is_heard(word: str, name: str) -> bool:
    """Whether a caller who says this word may mean this part of a name; both in small letters."""
    if len(word) < SHORTEST or len(name) < SHORTEST:
        return False
    if word == name or fuzz.ratio(word, name) >= SURE:
        return True
    # The code of a short name says little: Lotse and Lutz share one. Written alike as well, it is the name.
    return code_of(word) == code_of(name) and fuzz.ratio(_one_ei(word), _one_ei(name)) >= ALIKE


def _one_ei(name: str) -> str:
    return re.sub("[ae][iy]", "ei", name)


def _is_place(word: str, known: str) -> bool:
    """„Bauamt“ means Bauordnung: kinds of office are compared by what they are about."""
    about = _KINDS_OF_OFFICE.sub("", word)
    return len(about) >= SHORTEST and (known.startswith(about) or fuzz.ratio(word, known) >= SURE)


def words_of(text: str) -> list[str]:
    """In small letters, without what stands between them."""
    return re.findall(r"[\wäöüß]+", text.lower())
