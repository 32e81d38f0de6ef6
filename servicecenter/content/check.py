"""What is missing or out of date in a set of documents, with file and line. Pure: the day is an argument."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel

from servicecenter.agreements.model import Agreement, Handbook, in_force
from servicecenter.content.files import File
from servicecenter.directory.leistungen import REACHES, Catalogue
from servicecenter.directory.model import Directory, Entry
from servicecenter.directory.references import dangling, duplicates, repeated
from servicecenter.directory.responsible import responsible
from servicecenter.documents.model import COMMON, Kind
from servicecenter.documents.reading import Fault, Place, Unreadable, line_of, read
from servicecenter.knowledgebase.files import read_article
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
    for holder in sorted(content.directories.keys() | content.agreements.keys() | content.handbooks.keys()):
        yield from _municipality(content, holder, day)
    for (holder, name), article in sorted(content.articles.items()):
        yield from _article(content, content.files[Kind.ARTICLE, holder, name], article, day)
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
        yield from _handbook(content, holder, handbook, directory)
    agreement = content.agreements.get(holder)
    if agreement and agreement.stage_on(day) is None:
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
            yield _fault(file, ("absence", index), f"{away.name} ist abwesend und hat keine Vertretung.", "no-deputy")
    for index, entry in enumerate(directory.responsibility):
        if entry.leistung not in content.catalogue.by_key:
            message = f"Die Leistung „{entry.leistung}“ kennt der Katalog nicht."
            yield _fault(file, ("responsibility", index, "leistung"), message, "unknown-leistung")
    own = directory.municipality
    for leistung in content.catalogue.leistung:
        district = own.districts[0] if own.districts else None
        if responsible(directory, leistung, district) is None:
            where = own.name if leistung.level in REACHES[own.status] else "eine Behörde außerhalb"
            message = f"Für „{leistung.name}“ ist niemand genannt ({where}, Amt „{leistung.office}“)."
            yield _fault(file, ("office",), message, "nobody-responsible", is_error=False)


def _handbook(content: Content, holder: str, handbook: Handbook, directory: Directory) -> Iterator[Fault]:
    file = content.files[Kind.HANDBOOK, holder, handbook.valid_from.isoformat()]
    for rule, sentence in (
        (handbook.greeting("x"), "die Begrüßung"),
        (handbook.privacy(), "der Satz zum Datenschutz"),
        (handbook.hours(), "die Servicezeiten"),
        (handbook.promise("callback"), "die Zusage des Rückrufs"),
        (handbook.forwarding(), "die Weiterleitung"),
    ):
        if not rule:
            yield _fault(file, (), f"Im Handbuch fehlt {sentence}.", "clause-missing")
    groups = {leistung.group for leistung in content.catalogue.leistung}
    for index, clause in enumerate(handbook.clause):
        if clause.hours is not None and clause.hours not in directory.calendars:
            yield _fault(file, ("clause", index, "hours"), f"Den Kalender „{clause.hours}“ gibt es nicht.", "reference")
        for group in clause.scope.groups if clause.scope else ():
            if group not in groups:
                yield _fault(
                    file, ("clause", index, "scope"), f"Die Gruppe „{group}“ kennt der Katalog nicht.", "reference"
                )
        for key in clause.scope.leistungen if clause.scope else ():
            if key not in content.catalogue.by_key:
                yield _fault(
                    file, ("clause", index, "scope"), f"Die Leistung „{key}“ kennt der Katalog nicht.", "reference"
                )
    numbers = [clause.number for clause in handbook.clause]
    for index, number in enumerate(numbers):
        if number in numbers[:index]:
            yield _fault(file, ("clause", index, "number"), f"Die Nummer {number} ist doppelt.", "duplicate")


def _article(content: Content, file: File, own: Article, day: date) -> Iterator[Fault]:
    common = content.articles.get((COMMON, own.id)) if own.holder != COMMON else None
    article = overlay(own.holder, common, own).article
    for name in WANTED:
        if not getattr(article, name):
            yield _fault(file, (name,), f"Die Angabe „{name}“ fehlt.", "missing", is_error=False)
    if article.leistung and article.leistung not in content.catalogue.by_key:
        message = f"Die Leistung „{article.leistung}“ kennt der Katalog nicht."
        yield _fault(file, ("leistung",), message, "unknown-leistung", is_error=False)
    directory = content.directories.get(own.holder)
    if directory and own.owner and own.owner not in directory.offices:
        yield _fault(
            file, ("owner",), f"Das Amt „{own.owner}“ steht nicht im Verzeichnis.", "reference", is_error=False
        )
    if article.checked_on is None and not article.sample:
        yield _fault(
            file, (), "Ungeprüft: checked_on fehlt, die Quelle wurde nicht geöffnet.", "unchecked", is_error=False
        )
    if article.review_by and article.review_by < day:
        yield _fault(
            file, ("review_by",), f"Die Prüfung war am {article.review_by:%d.%m.%Y} fällig.", "stale", is_error=False
        )
    if article.valid_until and article.valid_until < day:
        yield _fault(file, ("valid_until",), f"Galt nur bis {article.valid_until:%d.%m.%Y}.", "expired", is_error=False)


def _fault(file: File, place: Place, message: str, code: str, *, is_error: bool = True) -> Fault:
    text, offset = file.text, 0
    if file.kind is Kind.ARTICLE:
        text, offset = text.partition("\n")[2], 1
    return Fault(file.path, line_of(text, place) + offset if place else 1, "", message, code, is_error)
