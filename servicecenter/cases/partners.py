"""What a partner outside the agreement is told, and the sentence by which the business allows it. Pure.

Nothing about a person leaves without consent (Art. 6 Abs. 1 Buchst. a, Art. 7 DSGVO): who gave it, when, how, to which
authority, for what data, and the words that were read aloud. It may be withdrawn; from then on nothing goes out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from servicecenter.businesses.model import Business
from servicecenter.callbacks.numbers import shown
from servicecenter.cases.model import BusinessCase, Consent, Part
from servicecenter.directory.model import Office

# What the business may allow to be passed on; the order in which it is asked and written.
COVERED: Mapping[str, str] = {
    "business": "Name und Rechtsform des Betriebs",
    "address": "Anschrift des Betriebs",
    "person": "Name der Ansprechperson",
    "phone": "Telefonnummer",
    "email": "E-Mail-Adresse",
    "concern": "das Anliegen",
}
HOW: Mapping[str, str] = {"phone": "am Telefon", "in_person": "persönlich", "written": "schriftlich"}
REFERENCE = re.compile(r"\[Vorgang (\d{8})-(\d{1,9})\]")
BODY = """Guten Tag,

{business} hat uns gebeten, Sie zu dem Vorhaben „{title}“ zu fragen, und uns erlaubt, Ihnen die folgenden Angaben zu
nennen. Die Einwilligung liegt uns vor.

Worum es geht: {leistung}
{told}

Bitte antworten Sie auf diese E-Mail{contact} und lassen Sie den Betreff stehen: {reference}
Eine Frist nennen wir dem Betrieb in Ihrem Namen nicht.

Mit freundlichen Grüßen
{office}, {town}
"""


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


def reference(case: BusinessCase, part: Part) -> str:
    """„[Vorgang 48273196-17]“: a reply carries it, so that the answer finds its place."""
    return f"[Vorgang {case.case_number}-{part.id}]"


def of_reference(subject: str) -> tuple[str, int] | None:
    """Case number and part that a subject names; by itself no proof of who sent it."""
    found = REFERENCE.search(subject)
    return (found[1], int(found[2])) if found else None


def sentence(town: str, partner: str, title: str, covers: Iterable[str]) -> str:
    """To be read aloud before anything is recorded."""
    data = ", ".join(COVERED[key] for key in COVERED if key in set(covers))
    return (
        f"Darf die {town} diese Angaben für das Vorhaben „{title}“ an {partner} weitergeben: {data}? "
        "Sie müssen nicht zustimmen. Sie können die Einwilligung jederzeit widerrufen; "
        "dann geben wir nichts mehr weiter."
    )


def letter(
    case: BusinessCase, part: Part, consent: Consent, business: Business, *, leistung: str, lotse: Office, town: str
) -> Letter:
    """Only what the consent covers, in the order in which it was asked."""
    allowed = set(consent.covers)
    contact = f" oder an {lotse.email}" if lotse.email else ""
    body = BODY.format(
        business=business.full_name if "business" in allowed else "Ein Betrieb", title=case.title, leistung=leistung,
        told="\n".join(_told(part, business, allowed)), contact=contact, reference=reference(case, part),
        office=lotse.name, town=town,
    )  # fmt: skip
    return Letter(f"{reference(case, part)} {leistung}", body)


def _told(part: Part, business: Business, allowed: set[str]) -> Sequence[str]:
    person = next(iter(business.people), None)
    given = {
        "business": business.full_name,
        "address": business.address,
        "person": f"{person.name}, {person.role}".rstrip(", ") if person else "",
        "phone": shown(person.phone) if person and person.phone else "",
        "email": person.email if person else "",
        "concern": part.asks,
    }
    return [f"{COVERED[key]}: {given[key]}" for key in COVERED if key in allowed and given[key]]
