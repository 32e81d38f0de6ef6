"""Who guides a business: the Lotse of its district, and who stands in on a day on which nobody is there. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from servicecenter.directory.model import Directory, Office, Person


@dataclass(frozen=True, slots=True)
class InCharge:
    """The one contact a business has on a day; `instead_of` names who is away."""

    office: Office
    person: Person | None = None
    instead_of: str = ""


def lotse_of(directory: Directory, district: str | None) -> Office | None:
    """The Lotse of this district, else the one for all; None where there is none, or the district must be asked."""
    own = [office for office in directory.lotsen if district is not None and office.district == district]
    return next(iter(own or [office for office in directory.lotsen if office.district is None]), None)


def in_charge(directory: Directory, office: Office, adviser: str, day: date) -> InCharge:
    """The adviser, a deputy of theirs, else the office; where that is away the first of its deputies who is there."""
    person = directory.people.get(adviser)
    if directory.is_away(day, office=office.id):
        there = (each for each in deputies(directory, office) if not directory.is_away(day, office=each.id))
        if (deputy := next(there, None)) is not None:
            return InCharge(deputy, None, person.name if person else office.name)
    if person is None or not directory.is_away(day, person=person.id):
        return InCharge(office, person)
    for stand_in in _stand_ins(directory, person):
        if not directory.is_away(day, person=stand_in.id):
            return InCharge(directory.offices[stand_in.office], stand_in, person.name)
    return InCharge(office, None, person.name)


def deputies(directory: Directory, office: Office) -> Iterator[Office]:
    """One after the other; a circle, which the check of the content refuses, ends where it began."""
    named, deputy = {office.id}, directory.offices.get(office.deputy or "")
    while deputy is not None and deputy.id not in named:
        yield deputy
        named.add(deputy.id)
        deputy = directory.offices.get(deputy.deputy or "")


def standing_in(directory: Directory, offices: frozenset[str], day: date) -> frozenset[str]:
    """The offices of Lotsen that are away that day and that one of these offices stands in for."""
    return frozenset(
        lotse.id
        for lotse in directory.lotsen
        if directory.is_away(day, office=lotse.id)
        and any(deputy.id in offices for deputy in deputies(directory, lotse))
    )


def _stand_ins(directory: Directory, person: Person) -> Iterator[Person]:
    named, deputy = {person.id}, directory.people.get(person.deputy or "")
    while deputy is not None and deputy.id not in named:
        yield deputy
        named.add(deputy.id)
        deputy = directory.people.get(deputy.deputy or "")
