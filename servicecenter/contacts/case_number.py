"""The case number told to the caller: eight digits, the last a check digit. Pure.

Digits only, because it is spoken; no municipality in it, because that may have been chosen wrongly; random, because a
running number would tell how many calls a town gets. ISO/IEC 7064 MOD 11,10 finds every single wrong digit and nearly
every swap of two neighbours, the mistakes of reading aloud.
"""

import secrets

from servicecenter.errors import Invalid

LENGTH = 8


class CaseNumberWrong(Invalid):
    code = "case-number-wrong"


def draw() -> str:
    digits = "".join(secrets.choice("0123456789") for _ in range(LENGTH - 1))
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def parse(text: str) -> str:
    """The number as stored, from however it was typed. Raises CaseNumberWrong."""
    digits = "".join(char for char in text if char in "0123456789")
    strange = any(not (char in "0123456789-–./" or char.isspace()) for char in text)
    if strange or len(digits) != LENGTH or check_digit(digits[:-1]) != digits[-1]:
        raise CaseNumberWrong(
            "Das ist keine Vorgangsnummer.",
            "Sie hat acht Ziffern, und die letzte prüft die anderen: Vielleicht wurde eine Ziffer falsch verstanden.",
            "Bitte die Nummer noch einmal in Zweiergruppen vorlesen lassen.",
            field="case_number",
        )
    return digits


def shown(case_number: str) -> str:
    """In pairs, as it is read aloud: „48 27 31 96“."""
    return " ".join(case_number[i : i + 2] for i in range(0, len(case_number), 2))
