"""The rulebooks of all municipalities, read from the documents and kept until one of them changes."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import structlog

from servicecenter.access.model import Scope
from servicecenter.agreements.model import Agreement, Handbook, in_force
from servicecenter.database import Database
from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.model import Directory, Municipality
from servicecenter.directory.vorhaben import Vorhaben
from servicecenter.documents import store
from servicecenter.documents.model import COMMON, Document, Kind
from servicecenter.documents.reading import Unreadable, read
from servicecenter.errors import NotFound
from servicecenter.routing.rulebook import Rulebook

log = structlog.get_logger()
KINDS = (Kind.CATALOGUE, Kind.DIRECTORY, Kind.AGREEMENT, Kind.HANDBOOK, Kind.VORHABEN)
SYSTEM = Scope.system("rulebooks")


@dataclass(frozen=True)
class _Shelf:
    catalogue: Catalogue = field(default_factory=Catalogue)
    directories: Mapping[str, Directory] = field(default_factory=dict)
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    handbooks: Mapping[str, tuple[Handbook, ...]] = field(default_factory=dict)
    vorhaben: Mapping[str, Mapping[str, Vorhaben]] = field(default_factory=dict)  # by holder, then by name


class Rulebooks:
    """Kept in memory: deciding must not wait for the database. `refresh` swaps the whole shelf at once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._revision = -1
        self._shelf = _Shelf()
        self._made: dict[tuple[str, date], Rulebook] = {}
        self._earlier: dict[tuple[str, int], _Shelf] = {}  # by municipality and revision: they do not change any more

    async def refresh(self) -> bool:
        """Whether anything had changed."""
        async with self._db.read() as session:
            revision = await store.revision(session, SYSTEM)
            if revision == self._revision:
                return False
            documents = await store.current(session, SYSTEM, KINDS)
        self._shelf, self._made, self._revision = shelved(documents), {}, revision
        return True

    def on(self, municipality: str, day: date) -> Rulebook:
        """The rulebook in force that day. Raises NotFound with what is missing."""
        handbook = in_force(self._shelf.handbooks.get(municipality, ()), day)
        if handbook is None:
            return _made(self._shelf, municipality, day)  # raises
        key = (municipality, handbook.valid_from)
        if key not in self._made:
            self._made[key] = _made(self._shelf, municipality, day)
        return self._made[key]

    async def as_of(self, municipality: str, day: date, at: datetime) -> Rulebook:
        """The rulebook in force that day, in the words it had at that instant; in today's where none were kept then.

        Raises NotFound as `on` does.
        """
        scope = Scope.municipality(municipality)
        async with self._db.read() as session:
            then = await store.revision(session, scope, KINDS, until=at)
            if not then or then == await store.revision(session, scope, KINDS):
                return self.on(municipality, day)
            key = (municipality, then)
            documents = () if key in self._earlier else await store.current(session, scope, KINDS, until=at)
        if key not in self._earlier:
            self._earlier[key] = await asyncio.to_thread(shelved, documents)
        try:
            return _made(self._earlier[key], municipality, day)
        except NotFound:
            return self.on(municipality, day)

    def agreement(self, municipality: str) -> Agreement | None:
        return self._shelf.agreements.get(municipality)

    def handbooks(self, municipality: str) -> tuple[Handbook, ...]:
        """Every version, the first to begin first; also those to come."""
        return tuple(sorted(self._shelf.handbooks.get(municipality, ()), key=lambda each: each.valid_from))

    def vorhaben(self, municipality: str) -> Mapping[str, Vorhaben]:
        """What businesses may have in mind there, by name: a municipality's own stands in place of the common one."""
        known = {**self._shelf.vorhaben.get(COMMON, {}), **self._shelf.vorhaben.get(municipality, {})}
        return dict(sorted(known.items(), key=lambda each: each[1].title))

    def has_rules(self, municipality: str, day: date) -> bool:
        """Whether directory, agreement and a handbook in force are there."""
        try:
            self.on(municipality, day)
        except NotFound:
            return False
        return True

    def begins_on(self, municipality: str) -> date:
        """When the first handbook began; today's date decides nothing where there is none."""
        return min((book.valid_from for book in self._shelf.handbooks.get(municipality, ())), default=date.min)

    def municipalities(self) -> tuple[Municipality, ...]:
        """Those with an agreement, by name; those of the largest centre first, whose agents read the list most."""
        shelf = self._shelf
        sizes = Counter(agreement.operator for agreement in shelf.agreements.values())
        known = (shelf.directories[key].municipality for key in shelf.agreements if key in shelf.directories)
        return tuple(sorted(known, key=lambda each: (-sizes[shelf.agreements[each.id].operator], each.name)))

    def directory(self, municipality: str) -> Directory:
        directory = self._shelf.directories.get(municipality)
        if directory is None:
            raise NotFound(
                "Diese Kommune gibt es hier nicht.",
                f"Unter „{municipality}“ ist keine Kommune eingetragen.",
                "Bitte eine Kommune aus der Liste wählen.",
                municipality=municipality,
            )
        return directory

    def numbers(self) -> Mapping[str, str]:
        """Dialled number as written in the agreement → municipality."""
        return {number: key for key, agreement in self._shelf.agreements.items() for number in agreement.numbers}

    @property
    def catalogue(self) -> Catalogue:
        return self._shelf.catalogue


def _made(shelf: _Shelf, municipality: str, day: date) -> Rulebook:
    """Raises NotFound with what is missing."""
    handbook = in_force(shelf.handbooks.get(municipality, ()), day)
    directory, agreement = shelf.directories.get(municipality), shelf.agreements.get(municipality)
    if directory is None or agreement is None or handbook is None:
        raise NotFound(
            f"Für „{municipality}“ gibt es am {day:%d.%m.%Y} keine Regeln.",
            "Es fehlt das Verzeichnis, die Vereinbarung oder ein Qualitätshandbuch, das an diesem Tag gilt.",
            "Bitte die Dateien dieser Kommune prüfen: servicecenter content check.",
            municipality=municipality,
        )
    return Rulebook(shelf.catalogue, directory, agreement, handbook)


def shelved(documents: Iterable[Document]) -> _Shelf:
    """A document that cannot be read is left out and logged: `content load` lets none in, but an older one might be."""
    catalogue = Catalogue()
    directories: dict[str, Directory] = {}
    agreements: dict[str, Agreement] = {}
    handbooks: dict[str, tuple[Handbook, ...]] = {}
    vorhaben: dict[str, dict[str, Vorhaben]] = {}
    for document in documents:
        try:
            match document.kind:
                case Kind.CATALOGUE:
                    catalogue = read(document.text, Catalogue, document.path)
                case Kind.DIRECTORY:
                    directories[document.holder] = read(document.text, Directory, document.path)
                case Kind.AGREEMENT:
                    agreements[document.holder] = read(document.text, Agreement, document.path)
                case Kind.HANDBOOK:
                    handbook = read(document.text, Handbook, document.path)
                    handbooks[document.holder] = (*handbooks.get(document.holder, ()), handbook)
                case Kind.VORHABEN:
                    known = vorhaben.setdefault(document.holder, {})
                    known[document.name] = read(document.text, Vorhaben, document.path)
                case _:
                    pass
        except Unreadable as error:
            log.error("document-unreadable", path=document.path, version=document.version, faults=str(error))
    return _Shelf(catalogue, directories, agreements, handbooks, vorhaben)
