"""An attachment, the kinds that are taken, and how it may be called. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from servicecenter.errors import Invalid

LONGEST_NAME = 120
MB = 1024 * 1024
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|\u202a-\u202e\u2066-\u2069]+')  # also what turns text around


class Kind(StrEnum):
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TEXT = "txt"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"


MEDIA = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.TEXT: "text/plain",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
}
ENDINGS = {Kind.JPEG: ("jpeg", "jpg")}  # every other kind is its own ending
TAKEN = "PDF, JPEG, PNG, Text, DOCX, XLSX, ODT"


@dataclass(frozen=True, slots=True)
class Stored:
    """What lies on the shelf: `digest` is the SHA-256 of its content."""

    digest: str
    size: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Attachment:
    id: int
    ticket: int | None  # None while the mail it came with waits to be filed
    received: int | None  # the mail it came with
    case_number: str
    municipality: str
    name: str
    digest: str
    size: int  # bytes
    kind: Kind
    added_at: datetime
    added_by: str  # a name, for people

    @property
    def media_type(self) -> str:
        return MEDIA[self.kind]


class AttachmentRefused(Invalid):
    code = "attachment-refused"


class AttachmentTooLarge(Invalid):
    code = "attachment-too-large"
    status = 413


def refused(name: str) -> AttachmentRefused:
    return AttachmentRefused(
        f"„{clean(name)}“ wird nicht angenommen.",
        f"Angenommen werden {TAKEN}, jeweils ohne Makros; es zählt der Inhalt, nicht die Endung.",
        "Bitte als PDF speichern und noch einmal hochladen.", field="file",
    )  # fmt: skip


def too_large(name: str, limit: int) -> AttachmentTooLarge:
    """`limit` in bytes."""
    return AttachmentTooLarge(
        f"„{clean(name)}“ ist zu groß.", f"Eine Anlage darf höchstens {limit // MB} MB groß sein.",
        "Bitte verkleinern oder aufteilen.", field="file",
    )  # fmt: skip


def clean(name: str) -> str:
    """The last part of whatever path it came with, without anything a file system or a reader stumbles over."""
    last = re.split(r"[\\/]", name)[-1]
    return _NOT_IN_NAMES.sub("_", last).strip(" .")[:LONGEST_NAME] or "Anlage"


def called(name: str, kind: Kind) -> str:
    """With the ending its content deserves."""
    cleaned, endings = clean(name), ENDINGS.get(kind, (kind.value,))
    return cleaned if cleaned.lower().rpartition(".")[2] in endings else f"{cleaned}.{endings[-1]}"
