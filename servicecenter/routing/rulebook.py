"""What decides a call for one municipality on one day. Frozen; a contact keeps the one it was handled under."""

from dataclasses import dataclass
from functools import cached_property

from servicecenter.agreements.model import Agreement, Handbook
from servicecenter.directory.calendars import Calendars
from servicecenter.directory.leistungen import Catalogue
from servicecenter.directory.model import Directory


@dataclass(frozen=True)  # no slots: calendars are built once, on first use
class Rulebook:
    catalogue: Catalogue
    directory: Directory
    agreement: Agreement
    handbook: Handbook

    @property
    def municipality(self) -> str:
        return self.directory.municipality.id

    @cached_property
    def calendars(self) -> Calendars:
        return Calendars(self.directory)
