"""What is missing or out of date in a set of documents, with file and line. Pure: the day is an argument."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel

from servicecenter.agreements.model import Agreement, Handbook, in_force
from servicecenter.agreements.overlaps import overlapping_stages, overlapping_versions
from servicecenter.callbacks.numbers import same
from servicecenter.content.faults import fault, in_its_clause
from servicecenter.content.files import File
from servicecenter.content.handbooks import dangling_clauses, lacking
from servicecenter.content.vorhaben import check_vorhaben
from servicecenter.directory.leistungen import REACHES, Catalogue
from servicecenter.directory.model import Directory, Entry
from servicecenter.directory.references import circles, clashes, dangling, duplicates, repeated
from servicecenter.directory.responsible import responsible
from servicecenter.directory.vorhaben import Vorhaben, mistakes
from servicecenter.documents.model import COMMON, Kind
from servicecenter.documents.reading import Fault, Place, Unreadable, read
from servicecenter.knowledgebase.files import read_article
from servicecenter.knowledgebase.model import Article, overlay
from servicecenter.routing.rulebook import CENTRAL

SHAPES: Mapping[Kind, type[Entry]] = {
    Kind.CATALOGUE: Catalogue,
    Kind.DIRECTORY: Directory,
    Kind.AGREEMENT: Agreement,
    Kind.HANDBOOK: Handbook,
    Kind.VORHABEN: Vorhaben,
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
    vorhaben: dict[tuple[str, str], Vorhaben] = field(default_factory=dict)
    files: dict[tuple[Kind, str, str], File] = field(default_factory=dict)


def read_content(files: Iterable[File]) -> tuple[Content, list[Fault]]:
    """What can be read, and the faults of what cannot: one broken file keeps nothing else from being used."""
    content = Content()
    faults: list[Fault] = []
    for file in files:
        try:
            _put(content, file)
        except Unreadable as error:
            faults.extend(in_its_clause(file, found) for found in error.faults)
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
            _raise_all(file, [*dangling(model), *duplicates(model), *circles(model), *clashes(model)])
            content.directories[file.holder] = model
        case Agreement():
            _same_name(file, ("municipality",), model.municipality, file.holder)
            _raise_all(file, overlapping_stages(model))
            content.agreements[file.holder] = model
        case Handbook():
            _same_name(file, ("municipality",), model.municipality, file.holder)
            _same_name(file, ("valid_from",), model.valid_from.isoformat(), file.name)
            content.handbooks.setdefault(file.holder, []).append(model)
        case Vorhaben():
            _raise_all(file, mistakes(model))
            content.vorhaben[file.holder, file.name] = model


def _same_name(file: File, place: Place, value: str, expected: str) -> None:
    if value != expected:
        _raise_all(file, [(place, f"Hier steht „{value}“, die Datei liegt aber unter „{expected}“.")])


def _raise_all(file: File, found: Iterable[tuple[Place, str]]) -> None:
    faults = [fault(file, place, message, "reference") for place, message in found]
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
    for (holder, name), vorhaben in sorted(content.vorhaben.items()):
        yield from check_vorhaben(content.catalogue, content.files[Kind.VORHABEN, holder, name], vorhaben, day)
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
    yield from _overlapping(content, holder)
    if (agreement := content.agreements.get(holder)) and agreement.stage_on(day) is None:
        file = content.files[Kind.AGREEMENT, holder, "agreement"]
        yield fault(file, ("stage",), f"Am {day:%d.%m.%Y} gilt keine Stufe.", "no-stage", is_error=False)


def _overlapping(content: Content, holder: str) -> Iterator[Fault]:
    for earlier, later in overlapping_versions(content.handbooks.get(holder, [])):
        file = content.files[Kind.HANDBOOK, holder, later.valid_from.isoformat()]
        message = f"Die Fassung vom {earlier.valid_from:%d.%m.%Y} gilt noch bis {earlier.valid_until:%d.%m.%Y}."
        yield fault(file, ("valid_from",), message, "overlap")


def _directory(content: Content, holder: str, directory: Directory, day: date) -> Iterator[Fault]:
    file = content.files[Kind.DIRECTORY, holder, "directory"]
    inside = [office for office in directory.office if directory.is_inside(office)]
    if not any(office.is_for(CENTRAL) for office in inside):
        message = f"Es fehlt ein Amt, das „{CENTRAL}“ ist: dorthin geht, wofür sonst niemand zuständig ist."
        yield fault(file, ("office",), message, "no-central")
    yield from _complaint_desk(file, directory)
    for index, office in enumerate(directory.office):
        if not office.phone:
            yield fault(file, ("office", index, "id"), f"{office.name} hat keine Nummer.", "no-phone", is_error=False)
        if directory.is_inside(office) and office.calendar is None:
            message = f"{office.name} hat keine Öffnungszeiten: keine Zusage lässt sich rechnen."
            yield fault(file, ("office", index, "id"), message, "no-hours")
    for index, absence in enumerate(directory.absence):
        if absence.until < day:
            continue
        away = directory.people.get(absence.person or "") or directory.offices.get(absence.office or "")
        if away is not None and away.deputy is None:
            message = f"{away.name} ist abwesend und hat keine Vertretung."
            yield fault(file, ("absence", index), message, "no-deputy", is_error=False)
    for index, entry in enumerate(directory.responsibility):
        if entry.leistung not in content.catalogue.by_key:
            message = f"Die Leistung „{entry.leistung}“ kennt der Katalog nicht."
            yield fault(file, ("responsibility", index, "leistung"), message, "unknown-leistung")
    yield from _nobody_responsible(content, file, directory)


def _complaint_desk(file: File, directory: Directory) -> Iterator[Fault]:
    named = directory.offices.get(directory.municipality.complaints or "")
    if named is None:
        message = "Es fehlt die zentrale Beschwerdestelle (complaints): Beschwerden gehen an die Zentrale."
        yield fault(file, ("municipality",), message, "no-complaint-desk", is_error=False)
    elif not directory.is_inside(named):
        message = f"{named.name} hat hier keinen Eingang: Beschwerden kämen dort nicht an."
        yield fault(file, ("municipality", "complaints"), message, "complaint-desk-outside")


def _nobody_responsible(content: Content, file: File, directory: Directory) -> Iterator[Fault]:
    own = directory.municipality
    for leistung in content.catalogue.leistung:
        places = [place for place in own.districts or (None,) if responsible(directory, leistung, place) is None]
        if places:
            where = own.name if leistung.level in REACHES[own.status] else "eine Behörde außerhalb"
            only = f" in {places[0]}" if len(places) < len(own.districts) else ""
            message = f"Für „{leistung.name}“ ist{only} niemand genannt ({where}, Amt „{leistung.office}“)."
            yield fault(file, ("office",), message, "nobody-responsible", is_error=False)


def _numbers(content: Content) -> Iterator[Fault]:
    """The dialled number names the municipality: one number for two would greet callers in the wrong name."""
    known: dict[str, str] = {}
    for holder, agreement in sorted(content.agreements.items()):
        for number in agreement.numbers:
            other = known.setdefault(same(number) or number, holder)
            if other != holder:
                file = content.files[Kind.AGREEMENT, holder, "agreement"]
                yield fault(file, ("numbers",), f"Die Nummer {number} gehört schon zu „{other}“.", "number-taken")


def check_handbook(content: Content, file: File, handbook: Handbook, directory: Directory) -> Iterator[Fault]:
    yield from lacking(file, handbook)
    yield from dangling_clauses(content.catalogue, file, handbook, directory, content.agreements.get(file.holder))


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
        yield fault(file, (), message, "unchecked", is_error=False)
    if own.review_by and own.review_by < day:
        yield _hint(file, "review_by", f"Die Prüfung war am {own.review_by:%d.%m.%Y} fällig.", "stale")
    for index, change in enumerate(own.change or ()):
        if change.on <= day:
            message = f"Diese Änderung gilt seit {change.on:%d.%m.%Y}: sie kann jetzt in den Text selbst."
            yield fault(file, ("change", index, "on"), message, "change-has-come", is_error=False)
    if own.valid_until and own.valid_until < day:
        yield _hint(file, "valid_until", f"Galt nur bis {own.valid_until:%d.%m.%Y}.", "expired")


def _hint(file: File, name: str, message: str, code: str) -> Fault:
    return fault(file, (name,), message, code, is_error=False)
