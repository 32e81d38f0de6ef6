"""Whom a PBX means: by login or full name, else by the phone in their profile. Nobody, where it could be two. Pure."""

from collections.abc import Collection, Mapping, Sequence

from servicecenter.access.model import Person
from servicecenter.callbacks.numbers import same
from servicecenter.telephony.pbx.model import Pbx, Told


def meant(told: Told, people: Sequence[Person], phones: Mapping[str, str], pbx: Pbx, operator: str) -> Person | None:
    """`phones` by person. An extension counts at its own PBX alone: 21 is somebody else in every town hall."""
    at_work = [person for person in people if person.disabled_at is None]
    named = {text.strip().casefold() for text in told.users}
    by_name = [person for person in at_work if named & {person.login.casefold(), person.name.casefold()}]
    if by_name:
        return _only(by_name)
    rung = {_phone(text) for text in (*told.users, told.answering) if text.strip()}
    is_the_centre_s = pbx.is_central or pbx.municipality == operator
    return _only(
        [
            person
            for person in at_work
            if (person.municipality == pbx.municipality or (person.municipality is None and is_the_centre_s))
            and _phone(phones.get(person.id, "")) in rung
        ]
    )


def _only(found: Collection[Person]) -> Person | None:
    return next(iter(found)) if len(found) == 1 else None


def _phone(text: str) -> str:
    """A number however it is written, or an extension as it is."""
    return same(text) or text.strip().casefold()
