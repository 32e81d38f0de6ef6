"""What decides a call for one municipality on one day. Frozen; a contact keeps the one it was handled under."""

from dataclasses import dataclass
from functools import cached_property

from servicecenter.agreements.model import Agreement, Handbook
from servicecenter.directory.calendars import Calendars
from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.model import Directory, Office

CENTRAL = "zentrale"  # the office word of a municipality's own switchboard


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

    @cached_property
    def calendars(self) -> Calendars:
        return Calendars(self.directory)
