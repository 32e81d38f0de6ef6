"""Whom a caller means by a name. Pure. Spelling by ear (Meier, Maier, Mayr) is compared loosely."""

from rapidfuzz import fuzz, process, utils

from servicecenter.directory.model import Directory, Person

LIKE_ENOUGH = 78  # of 100; below it a wrong person would be rung


def find_person(directory: Directory, asked: str) -> Person | None:
    """The person whose name, function and office fit best; None when nobody comes close."""
    known = {person.id: _described(directory, person) for person in directory.person}
    best = process.extractOne(
        asked, known, scorer=fuzz.partial_token_set_ratio, processor=utils.default_process, score_cutoff=LIKE_ENOUGH
    )
    return directory.people[best[2]] if best else None


def _described(directory: Directory, person: Person) -> str:
    office = directory.offices.get(person.office)
    return f"{person.name} {person.role} {office.name if office else ''}"
