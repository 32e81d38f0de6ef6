"""What a handbook lacks, and clauses that refer to nothing. Pure."""

from collections.abc import Iterator

from servicecenter.agreements.forwarding import LotseRule, Subject
from servicecenter.agreements.model import Agreement, Clause, Handbook, ScopeRule
from servicecenter.callbacks.numbers import same
from servicecenter.content.faults import fault
from servicecenter.content.files import File
from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.model import Directory
from servicecenter.documents.reading import Fault


def lacking(file: File, handbook: Handbook) -> Iterator[Fault]:
    """What no handbook may lack."""
    for rule, sentence in (
        (handbook.greeting("x"), "die Begrüßung"),
        (handbook.privacy(), "der Satz zum Datenschutz"),
        (handbook.hours(), "die Servicezeiten"),
        (handbook.promise("callback"), "die Zusage des Rückrufs"),
        (handbook.forwarding(), "die Weiterleitung"),
    ):
        if not rule:
            yield fault(file, (), f"Im Handbuch fehlt {sentence}.", "clause-missing")
    if handbook.promise("complaint") is None:
        message = "Beschwerden haben hier keine eigene Frist (Zusage „complaint“): Es gilt die der Antwort."
        yield fault(file, (), message, "no-complaint-promise", is_error=False)
    if handbook.service_level() is None:
        message = "Ein Servicelevel fehlt: Ohne Formel gibt es keine Kennzahl der Erreichbarkeit."
        yield fault(file, (), message, "no-service-level", is_error=False)
    numbers = [clause.number for clause in handbook.clause]
    for index, number in enumerate(numbers):
        if number in numbers[:index]:
            yield fault(file, ("clause", index, "number"), f"Die Nummer {number} ist doppelt.", "duplicate")


def dangling_clauses(
    catalogue: Catalogue, file: File, handbook: Handbook, directory: Directory, agreement: Agreement | None
) -> Iterator[Fault]:
    """Clauses that refer to nothing."""
    for index, clause in enumerate(handbook.clause):
        for rule, message in _references(clause, directory):
            yield fault(file, ("clause", index, rule), message, "reference")
        for rule, subject in (("scope", clause.scope), ("lotse", clause.lotse), ("promise", clause.promise)):
            for message in _unknown(catalogue, agreement, subject) if subject is not None else ():
                yield fault(file, ("clause", index, rule), message, "reference")
        if clause.lotse is not None and (places := _without_lotse(directory)):
            message = f"Eine Lotsenstelle fehlt für: {', '.join(places)}."
            yield fault(file, ("clause", index, "lotse"), message, "no-lotse")


def _references(clause: Clause, directory: Directory) -> Iterator[tuple[str, str]]:
    """What one clause names and the directory does not know: the rule, and a German sentence."""
    hours = (("hours", clause.hours), ("forwarding", clause.forwarding.hours if clause.forwarding else None))
    for rule, calendar in hours:
        if calendar is not None and calendar not in directory.calendars:
            yield rule, f"Den Kalender „{calendar}“ gibt es nicht."
    substitute = clause.overload.substitute if clause.overload else None
    if substitute is not None and substitute not in directory.offices:
        yield "overload", f"Die Stelle „{substitute}“ gibt es nicht."
    for number in clause.flood.blocked if clause.flood else ():
        if same(number) is None:
            yield "flood", f"Die gesperrte Nummer „{number}“ ist nicht lesbar."
    outside = {body.id for body in directory.body}
    yield from (
        ("partners", f"Eine Behörde „{body}“ außerhalb gibt es nicht.")
        for body in clause.partners
        if body not in outside
    )


def _without_lotse(directory: Directory) -> tuple[str, ...]:
    """Districts of which nobody is the Lotse; the municipality's name where there is none at all."""
    lotsen = directory.lotsen
    if any(office.district is None for office in lotsen):
        return ()
    own, there = directory.municipality, {office.district for office in lotsen}
    return tuple(place for place in own.districts or (own.name,) if place not in there)


def _unknown(catalogue: Catalogue, agreement: Agreement | None, subject: Subject) -> Iterator[str]:
    groups = {leistung.group for leistung in catalogue.leistung}
    yield from (f"Die Gruppe „{group}“ kennt der Katalog nicht." for group in subject.groups if group not in groups)
    for key in subject.leistungen:
        if key not in catalogue.by_key:
            yield f"Die Leistung „{key}“ kennt der Katalog nicht."
    if agreement is not None and isinstance(subject, ScopeRule | LotseRule):
        agreed = {stage.number for stage in agreement.stage}
        yield from (
            f"Eine Stufe {stage} hat die Vereinbarung nicht." for stage in subject.stages if stage not in agreed
        )
