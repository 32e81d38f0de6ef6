"""A notice at the top of the desk: what it says, where and from when until when. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from servicecenter.access.model import Person, Role
from servicecenter.errors import Forbidden, Invalid

LONGEST = 200  # letters: it is read while the caller speaks
LONGEST_SHOWN = timedelta(days=31)  # what holds longer belongs into an article, where it is found and checked


@dataclass(frozen=True, slots=True)
class Notice:
    """`bundle` holds together what was posted at once for several municipalities."""

    id: int
    bundle: str
    municipality: str
    text: str
    from_at: datetime
    until_at: datetime
    posted_at: datetime
    posted_by: str
    ended_at: datetime | None = None  # ended early

    def is_shown(self, at: datetime) -> bool:
        return self.from_at <= at < self.until_at and self.ended_at is None


def check(text: str, from_at: datetime, until_at: datetime, at: datetime) -> str:
    """The text as it is stored. Raises Invalid with the field to mend."""
    cleaned = " ".join(text.split())
    if not cleaned:
        raise Invalid("Der Hinweis ist leer.", "Die Servicekraft liest ihn beim Anruf.", "Bitte einen Satz schreiben.",
                      field="text")  # fmt: skip
    if len(cleaned) > LONGEST:
        raise Invalid("Der Hinweis ist zu lang.", f"Er hat {len(cleaned)} Zeichen, möglich sind {LONGEST}.",
                      "Bitte kürzen; Ausführliches gehört in einen Artikel.", field="text")  # fmt: skip
    if until_at <= max(from_at, at):
        raise Invalid("Das Ende liegt zu früh.", "Der Hinweis würde nie gezeigt.",
                      "Bitte ein Ende nach dem Beginn und nach jetzt wählen.", field="until")  # fmt: skip
    if until_at - from_at > LONGEST_SHOWN:
        raise Invalid("Der Hinweis soll zu lange stehen.", f"Möglich sind {LONGEST_SHOWN.days} Tage.",
                      "Was länger gilt, gehört in einen Artikel.", field="until")  # fmt: skip
    return cleaned


def check_towns(person: Person, municipalities: Collection[str]) -> None:
    """Raises Invalid where none is chosen, Forbidden where one is not this person's."""
    if not municipalities:
        raise Invalid("Es ist keine Kommune gewählt.", "Der Hinweis erscheint nur, wo er gilt.",
                      "Bitte mindestens eine Kommune wählen.", field="municipalities")  # fmt: skip
    if not all(may_post(person, municipality) for municipality in municipalities):
        raise Forbidden("Das darf diese Anmeldung nicht.", "Der Hinweis gilt auch für eine andere Kommune.",
                        "Bitte die Redaktion des ServiceCenters fragen.")  # fmt: skip


def may_post(person: Person, municipality: str) -> bool:
    """An editor for the own municipality, or for all; the supervisor of the centre for all."""
    supervises = person.role is Role.SUPERVISOR and person.disabled_at is None
    return supervises or person.edits(municipality)
