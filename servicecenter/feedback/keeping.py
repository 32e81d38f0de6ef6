"""Which words of a search may be kept beside no contact: none that name somebody, none of social concerns. Pure.

Rather too little is kept than too much: a gap that matters is asked for again, in other words.
"""

import re

from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.model import Directory
from servicecenter.knowledgebase.german import stem, words
from servicecenter.knowledgebase.learning import key_of
from servicecenter.routing.people import find_person

LONGEST = 200  # letters; key_of takes fewer still
_TITLES = re.compile(r"\b(frau|herrn?|familie|fam|dr|prof)\b", re.IGNORECASE)
_TELLING = 5  # letters from which a word tells a social concern; shorter ones mean anything


def kept_words(query: str, directory: Directory, catalogue: Catalogue) -> str:
    """The query as it may be stored; empty where it may not."""
    said = " ".join(query.split())[:LONGEST]
    if not key_of(said) or names_somebody(said, directory) or is_social(said, catalogue):
        return ""
    return said


def names_somebody(said: str, directory: Directory) -> bool:
    """By a title, or by the name or function of somebody who works there."""
    return _TITLES.search(said) is not None or find_person(directory, said) is not None


def is_social(said: str, catalogue: Catalogue) -> bool:
    """Whether the words hold what callers call a Leistung under § 35 SGB I."""
    spoken = {stem(word) for word in words(said)}
    return any(
        entry and entry <= spoken and any(len(word) >= _TELLING for word in entry)
        for leistung in catalogue.leistung
        if leistung.social
        for entry in (frozenset(map(stem, words(name))) for name in (leistung.name, *leistung.said))
    )
