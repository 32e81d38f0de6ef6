"""The Leistungen of a German town hall and which status of municipality does them itself. Pure."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import StringConstraints

from servicecenter.directory.model import Entry, Id, Status

Level = Literal["gemeinde", "mittlere", "grosse", "kreis", "third"]

# § 4 GO NRW with the ordinance on Große and Mittlere kreisangehörige Städte: the larger the town, the more it does.
REACHES: dict[Status, frozenset[Level]] = {
    "gemeinde": frozenset({"gemeinde"}),
    "mittlere": frozenset({"gemeinde", "mittlere"}),
    "grosse": frozenset({"gemeinde", "mittlere", "grosse"}),
    "kreisfrei": frozenset({"gemeinde", "mittlere", "grosse", "kreis"}),
    "kreis": frozenset({"kreis"}),
}


class Leistung(Entry):
    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: str
    group: Id
    level: Level
    office: str
    said: tuple[str, ...] = ()
    social: bool = False  # § 35 SGB I: no free text is taken
    business: bool = False
    emergency: str = ""


class Catalogue(Entry):
    leistung: tuple[Leistung, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Leistung]:
        return {leistung.key: leistung for leistung in self.leistung}

    def is_social(self, *keys: str | None) -> bool:
        """Whether § 35 SGB I protects one of them."""
        return any(key in self.by_key and self.by_key[key].social for key in keys if key)
