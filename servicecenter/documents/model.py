"""One version of one text. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

COMMON = "_common"  # the holder of what all municipalities share


class Kind(StrEnum):
    ARTICLE = "article"
    CATALOGUE = "catalogue"  # the Leistungen
    DIRECTORY = "directory"
    AGREEMENT = "agreement"
    HANDBOOK = "handbook"
    VORHABEN = "vorhaben"  # what a business needs from several offices


class Origin(StrEnum):
    FILE = "file"
    PROGRAM = "program"
    IMPORT = "import"  # from another system's export; overwritten by the next import unless edited here


@dataclass(frozen=True, slots=True)
class Document:
    """`holder` is a municipality or COMMON; `name` tells documents of one kind and holder apart."""

    kind: Kind
    holder: str
    name: str
    text: str
    version: int
    origin: Origin
    at: datetime
    by: str
    removed: bool = False
    reviewed_by: str = ""  # the second person, where a draft was released

    @property
    def path(self) -> str:
        return path(self.kind, self.holder, self.name)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def path(kind: Kind, holder: str, name: str) -> str:
    """Where the text stands in the content folder."""
    match kind:
        case Kind.ARTICLE:
            return f"{holder}/articles/{name}.md"
        case Kind.CATALOGUE:
            return f"{holder}/leistungen.toml"
        case Kind.HANDBOOK | Kind.VORHABEN:
            return f"{holder}/{kind.value}/{name}.toml"
        case _:
            return f"{holder}/{kind.value}.toml"
