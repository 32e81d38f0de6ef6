"""Who somebody is and what they may see. Pure: no clock, no database, no web.

A `Scope` is an argument of every read in every area. Its rule stands here once (`covers`) and once more as SQL
in scoping.py; a property test keeps the two equal.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hmac import compare_digest
from typing import Any

from servicecenter.access.errors import PasswordMustChange, PersonIncomplete

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
LONGEST_NAME = 200


class Role(StrEnum):
    AGENT = "agent"
    FACHAMT = "fachamt"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    CONTROLLER = "controller"
    """A municipality's own supervisor, who sees this municipality alone."""
    EDITOR = "editor"
    """Writes articles: those of one municipality, or, belonging to none, the common ones and everybody's."""


OF_A_MUNICIPALITY = frozenset({Role.FACHAMT, Role.CONTROLLER})
PERHAPS_OF_A_MUNICIPALITY = frozenset({Role.EDITOR})


@dataclass(frozen=True)
class Person:
    """Somebody who logs in. Raises PersonIncomplete where municipality and offices do not fit the role."""

    id: str
    login: str
    name: str
    role: Role
    municipality: str | None = None
    offices: frozenset[str] = frozenset()
    must_change_password: bool = False
    disabled_at: datetime | None = None

    def __post_init__(self) -> None:
        _check_place(self.role, self.municipality, self.offices)

    def edits(self, holder: str) -> bool:
        """Whether this person may write texts of that holder: a municipality, or what all share."""
        is_editor = self.role is Role.EDITOR and self.disabled_at is None
        return is_editor and self.municipality in (None, holder)


@dataclass(frozen=True)
class Scope:
    """What a reader may see. `None` means all, an empty set means nothing; a row has to pass both.

    `people` is the right to see and manage every login; `reason` is for the log, in English, without names.
    """

    municipalities: frozenset[str] | None
    offices: frozenset[tuple[str, str]] | None
    reason: str
    people: bool = False

    @classmethod
    def of(cls, person: Person) -> "Scope":
        nothing: frozenset[str] = frozenset()
        if person.disabled_at is not None:
            return cls(nothing, frozenset(), "disabled person")
        match person.role:
            case Role.AGENT | Role.SUPERVISOR:
                return cls(None, None, f"{person.role} of the centre")
            case Role.ADMIN:
                # Who hands out logins needs no citizen's concern for it (DSGVO Art. 5: only what the task needs).
                return cls(nothing, frozenset(), "admin: people, but no contacts or tickets", people=True)
            case Role.EDITOR:
                # Texts, and nobody's concern: no office's rows.
                everywhere = person.municipality is None
                own = None if everywhere else frozenset({person.municipality or ""})
                return cls(own, frozenset(), f"editor of {person.municipality or 'the centre'}")
        own = frozenset({person.municipality}) if person.municipality else nothing
        where = f"{person.role} of {person.municipality}"
        if person.role is Role.CONTROLLER:
            return cls(own, None, where)
        return cls(own, frozenset((m, office) for m in own for office in person.offices), where)

    @classmethod
    def system(cls, reason: str) -> "Scope":
        """Everything: for jobs and the command line, which say why."""
        return cls(None, None, reason, people=True)

    @classmethod
    def municipality(cls, municipality: str) -> "Scope":
        """One municipality with all its offices, for a report or an export about it."""
        return cls(frozenset({municipality}), None, f"municipality {municipality}")

    def covers(self, municipality: str | None, office: str | None = None) -> bool:
        """Whether a row of this municipality may be seen; with `office`, whether a row of that Fachamt may.

        Ask with the office wherever a row has one: without it only the municipality is compared.
        """
        if self.municipalities is not None and municipality not in self.municipalities:
            return False
        return office is None or self.offices is None or (municipality, office) in self.offices


@dataclass(frozen=True)
class LoginSession:
    """What a login hands out. The token exists here and in the browser only; the database knows its hash."""

    token: str = field(repr=False)
    csrf_token: str = field(repr=False)
    person: Person
    expires_at: datetime


@dataclass(frozen=True)
class SessionInfo:
    """Who is behind a token that still holds."""

    person: Person
    csrf_token: str = field(repr=False)
    expires_at: datetime

    def scope(self) -> Scope:
        """What this person may see. Raises PasswordMustChange while a first password is still in use."""
        require_own_password(self.person)
        return Scope.of(self.person)

    def is_csrf_token(self, given: str) -> bool:
        """Compared in constant time."""
        return compare_digest(given.encode("utf-8", "replace"), self.csrf_token.encode())


@dataclass(frozen=True)
class AuditEntry:
    """One line of the audit trail. `actor` is a person's id, "system" or "unknown"; `act` is kebab-case, in the past.

    Never a password, a token, or anything a citizen said.
    """

    at: datetime
    actor: str
    act: str
    subject: str
    details: Mapping[str, Any] = field(default_factory=dict)


def require_own_password(person: Person) -> None:
    if person.must_change_password:
        raise PasswordMustChange(
            "Das Passwort muss zuerst geändert werden.",
            "Das erste Passwort wurde von jemand anderem erzeugt.",
            "Bitte ein eigenes Passwort mit mindestens 12 Zeichen wählen.",
        )


def as_login(given: str) -> str:
    """How a login is written everywhere: lower case, without blanks around it."""
    return given.strip().lower()


def check_login(login: str) -> None:
    if not LOGIN.fullmatch(login):
        raise PersonIncomplete(
            "Der Anmeldename ist nicht verwendbar.",
            "Er braucht 2 bis 64 Zeichen: Buchstaben a bis z, Ziffern, Punkt, Strich oder Unterstrich.",
            "Bitte einen anderen Anmeldenamen wählen, etwa „m.beispiel“.",
            field="login",
        )


def check_name(name: str) -> None:
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise PersonIncomplete(
            "Der Name ist nicht verwendbar.",
            f"Er braucht 1 bis {LONGEST_NAME} lesbare Zeichen.",
            "Bitte den Namen so eingeben, wie er angezeigt werden soll.",
            field="name",
        )


def _check_place(role: Role, municipality: str | None, offices: frozenset[str]) -> None:
    if role in OF_A_MUNICIPALITY and not municipality:
        raise PersonIncomplete(
            "Die Kommune fehlt.",
            f"Die Rolle „{role}“ gehört immer zu einer Kommune.",
            "Bitte die Kommune angeben.",
            field="municipality",
        )
    if role not in OF_A_MUNICIPALITY | PERHAPS_OF_A_MUNICIPALITY and municipality:
        raise PersonIncomplete(
            "Die Kommune passt nicht zur Rolle.",
            f"Die Rolle „{role}“ arbeitet für alle Kommunen des ServiceCenters.",
            "Bitte die Kommune weglassen oder die Rolle „fachamt“, „controller“ oder „editor“ wählen.",
            field="municipality",
        )
    if (role is Role.FACHAMT) != bool(offices):
        raise PersonIncomplete(
            "Die Fachämter passen nicht zur Rolle.",
            "Die Rolle „fachamt“ braucht mindestens ein Fachamt, jede andere keines.",
            "Bitte die Fachämter ergänzen oder weglassen.",
            field="offices",
        )
