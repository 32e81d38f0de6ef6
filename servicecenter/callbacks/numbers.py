"""Telephone numbers as people write them, kept as E.164. The only home of phonenumbers."""

import phonenumbers

from servicecenter.errors import Invalid

REGION = "DE"


class NumberUnusable(Invalid):
    """Nothing that can be called back; `details["field"]` is the form's field."""

    code = "number-unusable"


def parse(text: str, field: str = "number") -> str:
    """E.164 of a German or international number. Raises NumberUnusable, also for short numbers: 115 cannot be called back.

    Accepts 02831/398123, (0) inside, +49, 0049 and blanks.
    """
    parsed = _parsed(text)
    # "possible", not "valid": the ranges reserved for fiction and new ranges are unknown to the library's tables.
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise NumberUnusable(
            "Diese Nummer kann nicht zurückgerufen werden.",
            "Sie ist zu kurz, zu lang oder enthält andere Zeichen als Ziffern.",
            "Bitte die Nummer mit Vorwahl wiederholen lassen, zum Beispiel 02831 398 0.",
            field=field,
        )
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def same(text: str) -> str | None:
    """The E.164 form for comparing, None for anonymous or unusable callers."""
    try:
        return parse(text)
    except NumberUnusable:
        return None


def shown(number: str) -> str:
    """As a person dials it: „0173 1234567“ at home, „+31 …“ from abroad."""
    parsed = _parsed(number)
    if parsed is None:
        return number
    home = parsed.country_code == phonenumbers.country_code_for_region(REGION)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def masked(number: str) -> str:
    """Enough to recognise, too little to know: „0173 ••• 12“."""
    text = shown(number)
    return f"{text[:4].strip()} ••• {text[-2:]}" if len(text) > 8 else "•••"


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text.replace("(0)", ""), REGION)
    except phonenumbers.NumberParseException:
        return None
