"""How long what somebody writes about a ticket may be. Pure."""

from servicecenter.errors import Invalid

LONGEST_TEXT = 20_000


def check_length(text: str, field: str) -> None:
    """Raises Invalid with the form's field; nothing typed is lost by that."""
    if len(text) > LONGEST_TEXT:
        raise Invalid(
            "Der Text ist zu lang.", f"Er hat {len(text)} Zeichen, möglich sind {LONGEST_TEXT}.",
            "Bitte kürzen; der Text bleibt im Feld stehen.", field=field,
        )  # fmt: skip
