"""Telephone numbers as people write them, kept as E.164. The only home of phonenumbers."""

import re

import phonenumbers

from servicecenter.errors import Invalid

REGION = "DE"
HOME = phonenumbers.country_code_for_region(REGION)
# Letters are refused: the library would read them as keys ("0800 FLOWERS") or skip them in silence.
WRITTEN = re.compile(r"[+0-9\s()\[\]/.‐‑–-]+")
LONGEST_WRITTEN = 60
SHORTEST = 6  # digits of a German number without the leading zero


class NumberUnusable(Invalid):
    """Nothing that can be called back; `details["field"]` is the form's field."""

    code = "number-unusable"


def parse(text: str, field: str = "number") -> str:
    """E.164 of a German or international number. Raises NumberUnusable, also for short numbers like 115.

    Accepts 02831/398123, (0) inside, +49, 0049 and blanks; without a prefix nobody knows which town is meant.
    """
    parsed = _parsed(text)
    if parsed is None or not _may_be_called(parsed):
        raise NumberUnusable(
            "Diese Nummer kann nicht zurückgerufen werden.",
            "Sie ist zu kurz, zu lang, ohne Vorwahl oder enthält andere Zeichen als Ziffern.",
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
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    if parsed.country_code == HOME:
        form = phonenumbers.PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(parsed, form)


def masked(number: str) -> str:
    """Enough to recognise, too little to know: „0173 ••• 12“."""
    text = shown(number)
    return f"{text[:4].strip()} ••• {text[-2:]}" if len(text) > 8 else "•••"


def _parsed(text: str) -> phonenumbers.PhoneNumber | None:
    if len(text) > LONGEST_WRITTEN or not WRITTEN.fullmatch(text):
        return None
    is_international = text.strip(" ([").startswith(("+", "00"))
    dialled = re.sub(r"[^+0-9]", "", text.replace("(0)", "") if is_international else text)
    if not dialled.startswith(("+", "0")):
        return None
    try:
        return phonenumbers.parse(dialled, REGION)
    except phonenumbers.NumberParseException:
        return None


def _may_be_called(parsed: phonenumbers.PhoneNumber) -> bool:
    # "possible", not "valid": the ranges reserved for fiction and new ranges are unknown to the library's tables.
    # "possible only locally" is what short numbers are.
    if phonenumbers.is_possible_number_with_reason(parsed) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return False
    national = phonenumbers.national_significant_number(parsed)
    # No German area code begins with 0, and 11 begins the short numbers: 110, 112, 115, 116117.
    return parsed.country_code != HOME or (len(national) >= SHORTEST and not national.startswith(("0", "11")))
