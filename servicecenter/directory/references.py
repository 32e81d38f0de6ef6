"""What one directory says twice, or names without having it: each with its place in the file. Pure."""

from collections.abc import Iterable, Iterator

from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.model import Directory

Found = tuple[tuple[str | int, ...], str]  # the place, and a German sentence


def dangling(directory: Directory) -> Iterator[Found]:
    """Every reference that leads nowhere."""
    offices, people, calendars = directory.offices, directory.people, directory.calendars
    yield from _missing(("municipality", "kreis"), directory.municipality.kreis, directory.bodies)
    for i, office in enumerate(directory.office):
        yield from _missing(("office", i, "body"), office.body, directory.bodies)
        yield from _missing(("office", i, "calendar"), office.calendar, calendars)
        yield from _missing(("office", i, "deputy"), office.deputy, offices)
        yield from _missing(("office", i, "district"), office.district, directory.municipality.districts)
    for i, person in enumerate(directory.person):
        yield from _missing(("person", i, "office"), person.office, offices)
        yield from _missing(("person", i, "deputy"), person.deputy, people)
    for i, absence in enumerate(directory.absence):
        yield from _missing(("absence", i, "person"), absence.person, people)
        yield from _missing(("absence", i, "office"), absence.office, offices)
    for i, entry in enumerate(directory.responsibility):
        for name in ("responsible", "applications", "calls_back"):
            yield from _missing(("responsibility", i, name), getattr(entry, name), offices)
        yield from _missing(("responsibility", i, "district"), entry.district, directory.municipality.districts)
    for i, closing in enumerate(directory.closing):
        for calendar in closing.calendars:
            yield from _missing(("closing", i, "calendars"), calendar, calendars)


def duplicates(directory: Directory) -> Iterator[Found]:
    """Ids given twice within one kind, and two answers to one question of responsibility."""
    for kind in ("calendar", "body", "office", "person"):
        # A body outside that bears the municipality's own id would be taken for a party to the agreement.
        seen = {directory.municipality.id} if kind == "body" else set()
        for i, entry in enumerate(getattr(directory, kind)):
            if entry.id in seen:
                yield (kind, i, "id"), f"Die Kennung „{entry.id}“ ist doppelt."
            seen.add(entry.id)
    told: set[tuple[str, str | None]] = set()
    for i, exception in enumerate(directory.responsibility):
        if (exception.leistung, exception.district) in told:
            where = f" in {exception.district}" if exception.district else ""
            message = f"Wer „{exception.leistung}“{where} tut, steht schon weiter oben."
            yield ("responsibility", i, "leistung"), message
        told.add((exception.leistung, exception.district))


def repeated(catalogue: Catalogue) -> Iterator[Found]:
    """Leistungen whose key was used before."""
    seen: set[str] = set()
    for i, leistung in enumerate(catalogue.leistung):
        if leistung.key in seen:
            yield ("leistung", i, "key"), f"Der Schlüssel „{leistung.key}“ ist doppelt."
        seen.add(leistung.key)


def _missing(place: tuple[str | int, ...], value: str | None, known: Iterable[str]) -> Iterator[Found]:
    if value is not None and value not in known:
        yield place, f"„{value}“ gibt es in diesem Verzeichnis nicht."
