"""What is missing or out of date in a set of documents, with file and line. Pure: the day is an argument."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel

from servicecenter.agreements.model import Agreement, Handbook, ScopeRule, in_force
from servicecenter.callbacks.numbers import same
from servicecenter.content.files import File
from servicecenter.directory.leistungen import REACHES, Catalogue
from servicecenter.directory.model import Directory, Entry
from servicecenter.directory.references import dangling, duplicates, repeated
from servicecenter.directory.responsible import responsible
from servicecenter.documents.model import COMMON, Kind
from servicecenter.documents.reading import Fault, Place, Unreadable, line_of, read
from servicecenter.knowledgebase.files import header, read_article
from servicecenter.knowledgebase.model import Article, overlay
from servicecenter.routing.rulebook import CENTRAL

SHAPES: Mapping[Kind, type[Entry]] = {
    Kind.CATALOGUE: Catalogue,
    Kind.DIRECTORY: Directory,
    Kind.AGREEMENT: Agreement,
    Kind.HANDBOOK: Handbook,
}
WANTED = ("title", "leistung", "answer", "synonyms", "owner", "source", "review_by")  # what no article may lack


@dataclass
class Content:
    """Everything that could be read, by municipality, beside the files it came from."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    directories: dict[str, Directory] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    handbooks: dict[str, list[Handbook]] = field(default_factory=dict)
    articles: dict[tuple[str, str], Article] = field(default_factory=dict)
    files: dict[tuple[Kind, str, str], File] = field(default_factory=dict)


def read_content(files: Iterable[File]) -> tuple[Content, list[Fault]]:
    """What can be read, and the faults of what cannot: one broken file keeps nothing else from being used."""
    content = Content()
    faults: list[Fault] = []
    for file in files:
        try:
            _put(content, file)
        except Unreadable as error:
            faults.extend(error.faults)
        else:
            content.files[file.kind, file.holder, file.name] = file
    return content, faults


def _put(content: Content, file: File) -> None:
    if file.kind is Kind.ARTICLE:
        content.articles[file.holder, file.name] = read_article(file.text, file.name, file.holder, file.path)
        return
    model: BaseModel = read(file.text, SHAPES[file.kind], file.path)
    match model:
        case Catalogue():
            _raise_all(file, repeated(model))
            content.catalogue = model
        case Directory():
            _same_name(file, ("municipality", "id"), model.municipality.id, file.holder)
            _raise_all(file, [*dangling(model), *duplicates(model)])
            content.directories[file.holder] = model
        case Agreement():
            _same_name(file, ("municipality",), model.municipality, file.holder)
            content.agreements[file.holder] = model
        case Handbook():
            _same_name(file, ("municipality",), model.municipality, file.holder)
            _same_name(file, ("valid_from",), model.valid_from.isoformat(), file.name)
            content.handbooks.setdefault(file.holder, []).append(model)


def _same_name(file: File, place: Place, value: str, expected: str) -> None:
    if value != expected:
        _raise_all(file, [(place, f"Hier steht „{value}“, die Datei liegt aber unter „{expected}“.")])


def _raise_all(file: File, found: Iterable[tuple[Place, str]]) -> None:
    faults = [_fault(file, place, message, "reference") for place, message in found]
    if faults:
        raise Unreadable(faults)


def check(content: Content, day: date) -> Iterator[Fault]:
    """Across all files: references, gaps, dates. An error would leave a caller without a way; a warning is counted."""
    holders = content.directories.keys() | content.agreements.keys() | content.handbooks.keys()
    for holder in sorted(holders | {holder for holder, _ in content.articles if holder != COMMON}):
        yield from _municipality(content, holder, day)
    yield from _numbers(content)
    for (holder, name), article in sorted(content.articles.items()):
        yield from check_article(content, content.files[Kind.ARTICLE, holder, name], article, day)
    if not content.catalogue.leistung:
        yield Fault(f"{COMMON}/leistungen.toml", 1, "", "Es gibt keinen Katalog der Leistungen.", "missing")


def _municipality(content: Content, holder: str, day: date) -> Iterator[Fault]:
    for kind, found, path in (
        ("Verzeichnis", content.directories.get(holder), "directory.toml"),
        ("Vereinbarung", content.agreements.get(holder), "agreement.toml"),
        ("Qualitätshandbuch", in_force(content.handbooks.get(holder, []), day), f"handbook/{day:%Y}-01-01.toml"),
    ):
        if found is None:
            yield Fault(
                f"{holder}/{path}", 1, "", f"Für „{holder}“ fehlt: {kind}, gültig am {day:%d.%m.%Y}.", "missing"
            )
    directory = content.directories.get(holder)
    if directory is None:
        return
    yield from _directory(content, holder, directory, day)
    for handbook in content.handbooks.get(holder, []):
        file = content.files[Kind.HANDBOOK, holder, handbook.valid_from.isoformat()]
        yield from check_handbook(content, file, handbook, directory)
    if (agreement := content.agreements.get(holder)) and agreement.stage_on(day) is None:
        file = content.files[Kind.AGREEMENT, holder, "agreement"]
        yield _fault(file, ("stage",), f"Am {day:%d.%m.%Y} gilt keine Stufe.", "no-stage", is_error=False)


def _directory(content: Content, holder: str, directory: Directory, day: date) -> Iterator[Fault]:
    file = content.files[Kind.DIRECTORY, holder, "directory"]
    inside = [office for office in directory.office if directory.is_inside(office)]
    if not any(office.is_for(CENTRAL) for office in inside):
        message = f"Es fehlt ein Amt, das „{CENTRAL}“ ist: dorthin geht, wofür sonst niemand zuständig ist."
        yield _fault(file, ("office",), message, "no-central")
    for index, office in enumerate(directory.office):
        if not office.phone:
            yield _fault(file, ("office", index, "id"), f"{office.name} hat keine Nummer.", "no-phone", is_error=False)
        if directory.is_inside(office) and office.calendar is None:
            message = f"{office.name} hat keine Öffnungszeiten: keine Zusage lässt sich rechnen."
            yield _fault(file, ("office", index, "id"), message, "no-hours")
    for index, absence in enumerate(directory.absence):
        if absence.until < day:
            continue
        away = directory.people.get(absence.person or "") or directory.offices.get(absence.office or "")
        if away is not None and away.deputy is None:
            message = f"{away.name} ist abwesend und hat keine Vertretung."
            yield _fault(file, ("absence", index), message, "no-deputy", is_error=False)
    for index, entry in enumerate(directory.responsibility):
        if entry.leistung not in content.catalogue.by_key:
            message = f"Die Leistung „{entry.leistung}“ kennt der Katalog nicht."
            yield _fault(file, ("responsibility", index, "leistung"), message, "unknown-leistung")
    yield from _nobody_responsible(content, file, directory)


def _nobody_responsible(content: Content, file: File, directory: Directory) -> Iterator[Fault]:
    own = directory.municipality
    for leistung in content.catalogue.leistung:
        places = [place for place in own.districts or (None,) if responsible(directory, leistung, place) is None]
        if places:
            where = own.name if leistung.level in REACHES[own.status] else "eine Behörde außerhalb"
            only = f" in {places[0]}" if len(places) < len(own.districts) else ""
            message = f"Für „{leistung.name}“ ist{only} niemand genannt ({where}, Amt „{leistung.office}“)."
            yield _fault(file, ("office",), message, "nobody-responsible", is_error=False)


def _numbers(content: Content) -> Iterator[Fault]:
    """The dialled number names the municipality: one number for two would greet callers in the wrong name."""
    known: dict[str, str] = {}
    for holder, agreement in sorted(content.agreements.items()):
        for number in agreement.numbers:
            other = known.setdefault(same(number) or number, holder)
            if other != holder:
                file = content.files[Kind.AGREEMENT, holder, "agreement"]
                yield _fault(file, ("numbers",), f"Die Nummer {number} gehört schon zu „{other}“.", "number-taken")


def check_handbook(content: Content, file: File, handbook: Handbook, directory: Directory) -> Iterator[Fault]:
    yield from _handbook(file, handbook)
    yield from _clauses(content, file, handbook, directory, content.agreements.get(file.holder))


def _handbook(file: File, handbook: Handbook) -> Iterator[Fault]:
    """What no handbook may lack."""
    for rule, sentence in (
        (handbook.greeting("x"), "die Begrüßung"),
        (handbook.privacy(), "der Satz zum Datenschutz"),
        (handbook.hours(), "die Servicezeiten"),
        (handbook.promise("callback"), "die Zusage des Rückrufs"),
        (handbook.forwarding(), "die Weiterleitung"),
    ):
        if not rule:
            yield _fault(file, (), f"Im Handbuch fehlt {sentence}.", "clause-missing")
    numbers = [clause.number for clause in handbook.clause]
    for index, number in enumerate(numbers):
        if number in numbers[:index]:
            yield _fault(file, ("clause", index, "number"), f"Die Nummer {number} ist doppelt.", "duplicate")


def _clauses(
    content: Content, file: File, handbook: Handbook, directory: Directory, agreement: Agreement | None
) -> Iterator[Fault]:
    """Clauses that refer to nothing."""
    for index, clause in enumerate(handbook.clause):
        if clause.hours is not None and clause.hours not in directory.calendars:
            yield _fault(file, ("clause", index, "hours"), f"Den Kalender „{clause.hours}“ gibt es nicht.", "reference")
        for message in _unknown(content.catalogue, agreement, clause.scope) if clause.scope else ():
            yield _fault(file, ("clause", index, "scope"), message, "reference")


def _unknown(catalogue: Catalogue, agreement: Agreement | None, scope: ScopeRule) -> Iterator[str]:
    groups = {leistung.group for leistung in catalogue.leistung}
    yield from (f"Die Gruppe „{group}“ kennt der Katalog nicht." for group in scope.groups if group not in groups)
    for key in scope.leistungen:
        if key not in catalogue.by_key:
            yield f"Die Leistung „{key}“ kennt der Katalog nicht."
    if agreement is not None:
        agreed = {stage.number for stage in agreement.stage}
        yield from (f"Eine Stufe {stage} hat die Vereinbarung nicht." for stage in scope.stages if stage not in agreed)


def check_article(content: Content, file: File, own: Article, day: date) -> Iterator[Fault]:
    """Of a variant only what it says itself: what it inherits is found at the common article, once."""
    common = content.articles.get((COMMON, own.id)) if own.holder != COMMON else None
    for name in WANTED if common is None else ():
        if not getattr(own, name):
            yield _hint(file, name, f"Die Angabe „{name}“ fehlt.", "missing")
    if own.leistung and own.leistung not in content.catalogue.by_key:
        yield _hint(file, "leistung", f"Die Leistung „{own.leistung}“ kennt der Katalog nicht.", "unknown-leistung")
    directory = content.directories.get(own.holder)
    if directory and own.owner and own.owner not in directory.offices:
        yield _hint(file, "owner", f"Das Amt „{own.owner}“ steht nicht im Verzeichnis.", "reference")
    if own.checked_on is None and not overlay(own.holder, common, own).article.sample:
        message = "Ungeprüft: checked_on fehlt, die Quelle wurde nicht geöffnet."
        yield _fault(file, (), message, "unchecked", is_error=False)
    if own.review_by and own.review_by < day:
        yield _hint(file, "review_by", f"Die Prüfung war am {own.review_by:%d.%m.%Y} fällig.", "stale")
    for index, change in enumerate(own.change or ()):
        if change.on <= day:
            message = f"Diese Änderung gilt seit {change.on:%d.%m.%Y}: sie kann jetzt in den Text selbst."
            yield _fault(file, ("change", index, "on"), message, "change-has-come", is_error=False)
    if own.valid_until and own.valid_until < day:
        yield _hint(file, "valid_until", f"Galt nur bis {own.valid_until:%d.%m.%Y}.", "expired")


def _hint(file: File, name: str, message: str, code: str) -> Fault:
    return _fault(file, (name,), message, code, is_error=False)


def _fault(file: File, place: Place, message: str, code: str, *, is_error: bool = True) -> Fault:
    text, offset = (header(file.text), 1) if file.kind is Kind.ARTICLE else (file.text, 0)
    return Fault(file.path, line_of(text, place) + offset if place else 1, "", message, code, is_error)
