"""A business and the people to reach there. Pure."""

import re
from dataclasses import dataclass, fields
from datetime import datetime

from servicecenter.callbacks.numbers import parse
from servicecenter.errors import Invalid

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
LONGEST = {"name": 200, "form": 80, "address": 400, "district": 120, "role": 120, "reach": 200, "email": 200}
LONGEST_REASON = 400


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is asked of a business: nothing of it is needed for more than finding and serving it."""

    name: str
    form: str = ""  # GmbH, e. K., in Gründung
    address: str = ""
    district: str = ""
    adviser: str = ""  # a person of the directory; empty: the Lotse's office as a whole


@dataclass(frozen=True, slots=True)
class BusinessPerson:
    """Somebody of the business; `reach` says how and when."""

    name: str
    role: str = ""
    phone: str = ""  # E.164
    email: str = ""
    reach: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Business:
    id: int
    municipality: str
    name: str
    form: str
    address: str
    district: str
    lotse: str  # the office that guides it
    adviser: str
    made_at: datetime
    kept_for: str = ""  # why it is kept though nothing runs: a relationship that goes on
    kept_by: str = ""
    merged_into: int | None = None
    erased_at: datetime | None = None
    people: tuple[BusinessPerson, ...] = ()

    @property
    def number(self) -> str:
        """As it is told and typed: „B-12“."""
        return f"B-{self.id}"

    @property
    def full_name(self) -> str:
        """With its legal form, where that does not stand in the name already."""
        return f"{self.name} {self.form}" if self.form and self.form not in self.name else self.name


@dataclass(frozen=True, slots=True)
class Link:
    """A contact that was about the business, by its number."""

    contact: int
    case_number: str
    linked_at: datetime


def checked(given: Particulars) -> Particulars:
    """As it may be stored. Raises Invalid with the form's field."""
    _check_lengths(given)
    if not given.name.strip():
        raise Invalid(
            "Der Name des Betriebs fehlt.", "Ohne ihn findet ihn beim nächsten Anruf niemand.",
            "Bitte den Namen eintragen, wie ihn der Betrieb nennt.", field="name",
        )  # fmt: skip
    return Particulars(*(getattr(given, field.name).strip() for field in fields(Particulars)))


def checked_person(given: BusinessPerson) -> BusinessPerson:
    """With the number as it is dialled. Raises Invalid with the form's field."""
    _check_lengths(given)
    if not given.name.strip():
        raise Invalid("Der Name fehlt.", "Wen soll man dort verlangen?", "Bitte einen Namen eintragen.", field="name")
    if given.email.strip() and not MAIL.fullmatch(given.email.strip()):
        raise Invalid(
            "Die E-Mail-Adresse stimmt nicht.", "Sie braucht ein @ und eine Endung.",
            "Bitte buchstabieren lassen, zum Beispiel name@beispiel.example.", field="email",
        )  # fmt: skip
    phone = parse(given.phone, "phone") if given.phone.strip() else ""
    name, role, email, reach = (getattr(given, field).strip() for field in ("name", "role", "email", "reach"))
    return BusinessPerson(name, role, phone, email, reach)


def checked_reason(reason: str) -> str:
    """Raises Invalid."""
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Invalid(
            "Der Grund fehlt oder ist zu lang.", f"Er braucht 1 bis {LONGEST_REASON} Zeichen.",
            "Bitte in einem Satz sagen, warum.", field="reason",
        )  # fmt: skip
    return reason.strip()


def _check_lengths(given: Particulars | BusinessPerson) -> None:
    for field, longest in LONGEST.items():
        if (length := len(getattr(given, field, ""))) > longest:
            raise Invalid(
                "Die Angabe ist zu lang.", f"Sie hat {length} Zeichen, möglich sind {longest}.", "Bitte kürzen.",
                field=field,
            )  # fmt: skip
