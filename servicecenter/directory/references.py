"""What one directory says twice, or names without having it: each with its place in the file. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.model import Directory, Office, Person

Found = tuple[tuple[str | int, ...], str]  # the place, and a German sentence


def dangling(directory: Directory) -> Iterator[Found]:
    """Every reference that leads nowhere."""
    offices, people, calendars = directory.offices, directory.people, directory.calendars
    yield from _missing(("municipality", "kreis"), directory.municipality.kreis, directory.bodies)
    yield from _missing(("municipality", "complaints"), directory.municipality.complaints, offices)
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
    for i, apart in enumerate(directory.demarcation):
        for named in apart.offices:
            yield from _missing(("demarcation", i, "offices"), named, offices)
        for chosen in set(apart.chosen) - set(apart.offices):
            yield ("demarcation", i, "chosen"), f"„{chosen}“ steht nicht unter den Stellen, die unterschieden werden."


def circles(directory: Directory) -> Iterator[Found]:
    """Deputies that end where they began: nobody would be rung twice, so the last of them stands in for nobody."""
    yield from _circles("office", directory.office)
    yield from _circles("person", directory.person)


def clashes(directory: Directory) -> Iterator[Found]:
    """Two closings of one calendar on one day: nobody could say which of them holds."""
    known: dict[tuple[str, date], str] = {}
    for i, closing in enumerate(directory.closing):
        for calendar in closing.calendars or tuple(directory.calendars):
            twice = [day for day in closing.days if (calendar, day) in known]
            if twice:
                reason = known[calendar, twice[0]]
                yield (
                    ("closing", i, "first"),
                    f"Für „{calendar}“ steht der {twice[0]:%d.%m.%Y} schon weiter oben: „{reason}“.",
                )
            known |= {(calendar, day): closing.reason for day in closing.days}


def duplicates(directory: Directory) -> Iterator[Found]:
    """Ids given twice within one kind, and two answers to one question of responsibility."""
    for kind in ("calendar", "body", "office", "person"):
        # A body outside that bears the municipality's own id would be taken for a party to the agreement.
        seen = {directory.municipality.id} if kind == "body" else set()
        for i, entry in enumerate(getattr(directory, kind)):
            if entry.id in seen:
                yield (kind, i, "id"), f"Die Kennung „{entry.id}“ ist doppelt."
            seen.add(entry.id)
    yield from _told_apart_twice(directory)
    told: set[tuple[str, str | None]] = set()
    for i, exception in enumerate(directory.responsibility):
        if (exception.leistung, exception.district) in told:
            where = f" in {exception.district}" if exception.district else ""
            message = f"Wer „{exception.leistung}“{where} tut, steht schon weiter oben."
            yield ("responsibility", i, "leistung"), message
        told.add((exception.leistung, exception.district))


def _told_apart_twice(directory: Directory) -> Iterator[Found]:
    """One Leistung is told apart once, or has exceptions, not both: one of them would never be read."""
    seen: set[str] = set()
    for i, apart in enumerate(directory.demarcation):
        if apart.leistung in seen:
            yield ("demarcation", i, "leistung"), f"„{apart.leistung}“ wird schon weiter oben abgegrenzt."
        if apart.leistung in directory.exceptions:
            message = f"Wer „{apart.leistung}“ tut, steht schon unter responsibility."
            yield ("demarcation", i, "leistung"), message
        seen.add(apart.leistung)


def repeated(catalogue: Catalogue) -> Iterator[Found]:
    """Leistungen whose key was used before."""
    seen: set[str] = set()
    for i, leistung in enumerate(catalogue.leistung):
        if leistung.key in seen:
            yield ("leistung", i, "key"), f"Der Schlüssel „{leistung.key}“ ist doppelt."
        seen.add(leistung.key)


def _circles(kind: str, entries: Sequence[Office | Person]) -> Iterator[Found]:
    deputies = {entry.id: entry.deputy for entry in entries}
    found: set[str] = set()
    for i, entry in enumerate(entries):
        line, following = [entry.id], entry.deputy
        while following is not None and following not in line:
            line.append(following)
            following = deputies.get(following)
        if following == entry.id and found.isdisjoint(line):
            found.update(line)
            yield (kind, i, "deputy"), f"Die Vertretungen gehen im Kreis: {' → '.join([*line, entry.id])}."


def _missing(place: tuple[str | int, ...], value: str | None, known: Iterable[str]) -> Iterator[Found]:
    if value is not None and value not in known:
        yield place, f"„{value}“ gibt es in diesem Verzeichnis nicht."
