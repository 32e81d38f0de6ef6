"""What was answered in the first contact, as the handbook counts it. Pure."""

from collections.abc import Iterable

from servicecenter.agreements.model import FirstContact, Handbook
from servicecenter.contacts.model import WITHOUT_CONCERN, Handled, Outcome
from servicecenter.reporting.service_level import Share

BY_DEFAULT = "Abschließend beantwortet: vom ServiceCenter selbst beendet."


def first_contact(contacts: Iterable[Handled], rule: FirstContact) -> Share:
    """Ended at the desk, of the contacts that had a concern; what the handbook counts apart is in neither."""
    answered = concerns = 0
    for contact in contacts:
        if contact.outcome is None or contact.outcome in WITHOUT_CONCERN:
            continue
        is_named, is_referred = contact.asked_for_somebody, contact.outcome is Outcome.REFERRED
        if (is_named and rule.named_persons == "apart") or (is_referred and rule.referred == "apart"):
            continue
        concerns += 1
        was_open = is_named or (is_referred and rule.referred == "against")
        answered += contact.outcome in (Outcome.ANSWERED, Outcome.REFERRED) and not was_open
    return Share(answered, concerns)


def definition(handbook: Handbook) -> str:
    """In the handbook's own words, with what they leave out."""
    rule, words = handbook.first_contact(), handbook.finality()
    said = f"{words[0]} ({words[1].cited})" if words else BY_DEFAULT
    named = "zählen gesondert" if rule.named_persons == "apart" else "zählen als nicht beantwortet"
    referred = {
        "answered": "als beantwortet", "apart": "gesondert", "against": "als nicht beantwortet",
    }[rule.referred]  # fmt: skip
    return (
        f"{said} Gezählt von allen Kontakten mit einem Anliegen, ohne falsche Nummern und Aufgelegte. Namentlich "
        f"gewünschte Personen {named}; genannte Nummern anderer Behörden zählen {referred}."
    )
