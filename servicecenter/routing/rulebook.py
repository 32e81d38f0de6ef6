"""What decides a call for one municipality on one day. Frozen; a contact keeps the one it was handled under."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from servicecenter.agreements.model import Agreement, Clause, Handbook, PromiseRule
from servicecenter.directory.calendars import Calendars
from servicecenter.directory.leistungen import Catalogue, Leistung
from servicecenter.directory.model import Directory, Office
from servicecenter.directory.responsible import DistrictNeeded, Responsible, responsible

CENTRAL = "zentrale"  # the office word of a municipality's own switchboard
CENTRE = "servicecenter"  # the office word of the service centre, where it owes something itself


@dataclass(frozen=True)  # no slots: calendars are built once, on first use
class Rulebook:
    catalogue: Catalogue
    directory: Directory
    agreement: Agreement
    handbook: Handbook

    @property
    def municipality(self) -> str:
        return self.directory.municipality.id

    @property
    def central_office(self) -> Office:
        """The municipality's own switchboard, where nobody else is named; `content check` sees that there is one."""
        own = [office for office in self.directory.office if self.directory.is_inside(office)]
        return next((office for office in own if office.is_for(CENTRAL)), own[0])

    @property
    def centre_office(self) -> Office:
        """Where the service centre gets what it owes itself; the switchboard where no office is named for it."""
        own = (office for office in self.directory.office if self.directory.is_inside(office))
        return next((office for office in own if office.is_for(CENTRE)), self.central_office)

    @property
    def complaint_desk(self) -> Office:
        """The central desk for complaints; the switchboard where the directory names none with an inbox here."""
        named = self.directory.offices.get(self.directory.municipality.complaints or "")
        return named if named is not None and self.directory.is_inside(named) else self.central_office

    def promised(self, name: str, office: Office) -> tuple[PromiseRule, Clause] | None:
        """What is promised of this name where the office owes it: by the handbook, or by a partner itself."""
        if self.directory.is_inside(office):
            return self.handbook.promise(name)
        return self.handbook.pledge(office.body, name)

    def promises_of(self, office: Office) -> Iterable[tuple[PromiseRule, Clause]]:
        """Everything the office owes by the handbook, or a body outside because it has promised so itself."""
        if self.directory.is_inside(office):
            return self.handbook.promises()
        return ((clause.promise, clause) for clause in self.handbook.pledges(office.body) if clause.promise)

    def owing(self, rule: PromiseRule, office: Office) -> Office:
        """Who owes it: the office the concern goes to, unless the service centre has promised it itself."""
        return self.centre_office if rule.office == "operator" else office

    def responsible(self, leistung: Leistung, district: str | None) -> Responsible | DistrictNeeded | None:
        """Every rule of one plan asks this; the answer depends on nothing else and is kept."""
        key = (leistung.key, district if district in self.directory.municipality.districts else None)
        if district is not None and key[1] is None:
            return responsible(self.directory, leistung, district)  # a place of nowhere fills no memory
        if key not in self._responsible:
            self._responsible[key] = responsible(self.directory, leistung, district)
        return self._responsible[key]

    @cached_property
    def _responsible(self) -> dict[tuple[str, str | None], Responsible | DistrictNeeded | None]:
        return {}

    @cached_property
    def calendars(self) -> Calendars:
        return Calendars(self.directory)
