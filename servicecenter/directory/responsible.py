"""Which office a Leistung belongs to, for a caller of this municipality. Pure.

The key is (Leistung, municipality, district), never a global "Amt": Geldern lies in Kreis Kleve, so its driving
licences go there although Kreis Wesel answers the telephone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from servicecenter.directory.leistungen import REACHES, Leistung
from servicecenter.directory.model import Demarcation, Directory, Office, Responsibility


@dataclass(frozen=True, slots=True)
class Responsible:
    """Three roles that need not be one office, and how the answer was found."""

    office: Office
    applications: Office
    calls_back: Office
    by: str  # "demarcation", "exception" or "default"
    reason: str
    source: str = ""
    beside: tuple[Office, ...] = ()  # who does it as well, by a rule that tells them apart
    not_theirs: tuple[Office, ...] = ()  # who seems right and is not


@dataclass(frozen=True, slots=True)
class DistrictNeeded:
    """Several offices share the Leistung by district, and the caller's is not known yet."""

    offices: tuple[Office, ...]


def responsible(directory: Directory, leistung: Leistung, district: str | None) -> Responsible | DistrictNeeded | None:
    """None when the directory names nobody, perhaps for this district: `content check` reports that beforehand."""
    if (apart := directory.told_apart.get(leistung.key)) is not None:
        return _told_apart(directory, apart)
    exception = _exception(directory, leistung, district)
    if exception is not None:
        office = directory.offices[exception.responsible]
        return Responsible(
            office,
            directory.offices[exception.applications] if exception.applications else office,
            directory.offices[exception.calls_back] if exception.calls_back else office,
            "exception",
            exception.reason,
            exception.source,
        )
    owners = _owners(directory, leistung)
    candidates = tuple(office for office in directory.doing.get(leistung.office, ()) if office.body in owners)
    matching = _in_district(candidates, district)
    if matching is not None:
        return Responsible(matching, matching, matching, "default", _why(directory, leistung))
    if not candidates or district in directory.municipality.districts:
        return None  # to ask again for a place that is known would lead nowhere
    return DistrictNeeded(candidates)


def _told_apart(directory: Directory, apart: Demarcation) -> Responsible:
    leading, *beside = (directory.offices[office] for office in apart.chosen)
    others = tuple(directory.offices[office] for office in apart.offices if office not in apart.chosen)
    return Responsible(
        leading, leading, leading, "demarcation", apart.rule, apart.source, beside=tuple(beside), not_theirs=others
    )


def _exception(directory: Directory, leistung: Leistung, district: str | None) -> Responsibility | None:
    entries = directory.exceptions.get(leistung.key, ())
    by_district = (entry for entry in entries if entry.district is not None and entry.district == district)
    everywhere = (entry for entry in entries if entry.district is None)
    return next(by_district, None) or next(everywhere, None)


def _owners(directory: Directory, leistung: Leistung) -> frozenset[str]:
    """The bodies whose office may be meant, by the municipality's status."""
    own = directory.municipality
    if leistung.level in REACHES[own.status]:
        return frozenset({own.id})
    if leistung.level != "third" and own.kreis is not None:
        return frozenset({own.kreis})
    # A third party's Leistung, or a town's where the Kreis was called: whoever is named outside.
    outside = frozenset(body.id for body in directory.body)
    return outside - {own.kreis} if own.kreis else outside


def _in_district(candidates: Iterable[Office], district: str | None) -> Office | None:
    offices = tuple(candidates)
    if district is not None:
        for office in offices:
            if office.district == district:
                return office
    return next((office for office in offices if office.district is None), None)


def _why(directory: Directory, leistung: Leistung) -> str:
    own = directory.municipality
    if leistung.level in REACHES[own.status]:
        return f"{leistung.name} gehört zu den Aufgaben von {own.name}."
    if leistung.level == "third":
        return f"{leistung.name} ist keine Aufgabe von Stadt oder Kreis."
    if own.kreis:
        return f"{leistung.name} ist Aufgabe des Kreises, in dem {own.short} liegt: {directory.bodies[own.kreis]}."
    return f"{leistung.name} ist Aufgabe der Stadt oder Gemeinde, in der die Person wohnt."
