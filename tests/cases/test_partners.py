"""A letter says what the consent covers; the sentence names authority and data; a subject finds its place."""

from dataclasses import replace

import pytest

from servicecenter.businesses.model import Business, BusinessPerson
from servicecenter.cases.partners import COVERED, letter, of_reference, reference, sentence
from servicecenter.directory.model import Office
from tests.cases.test_model import CONSENT, case, part
from tests.conftest import MONDAY

BUSINESS = Business(
    7, "hagen", "Trattoria Beispiel", "GmbH", "Musterweg 1", "", "szw", "", MONDAY,
    people=(BusinessPerson("Maria Muster", "Inhaberin", "+493023125044", "maria@trattoria.example"),),
)  # fmt: skip
LOTSE = Office(id="szw", body="hagen", name="Servicezentrum Wirtschaft", email="szw@hagen.example")
SAID = {
    "business": "Trattoria", "address": "Musterweg", "person": "Maria Muster", "phone": "23125", "email": "maria@",
    "concern": "Unterrichtung",
}  # fmt: skip
ASKED = part(17, "kammer", asks="Wann ist die Unterrichtung?")


def written(*covers: str) -> str:
    consent = replace(CONSENT, covers=covers)
    made = letter(case(), ASKED, consent, BUSINESS, leistung="Kammer", lotse=LOTSE, town="Stadt Hagen")
    return made.subject + made.body


@pytest.mark.parametrize("key", COVERED)
def test_each_item_is_told_only_where_it_is_covered(key):
    others = [each for each in COVERED if each != key]
    assert SAID[key] in written(key)
    assert SAID[key] not in written(*others)


def test_nobody_without_anybody():
    consent = replace(CONSENT, covers=tuple(COVERED))
    nobody = replace(BUSINESS, people=(), address="")
    body = letter(case(), ASKED, consent, nobody, leistung="Kammer", lotse=LOTSE, town="Stadt Hagen").body
    assert "Ansprechperson" not in body
    assert "Anschrift" not in body


def test_the_sentence_names_whom_what_and_that_it_may_be_taken_back():
    said = sentence("Stadt Hagen", "SIHK zu Hagen", "Restaurant", ("phone", "business"))
    assert "an SIHK zu Hagen weitergeben: Name und Rechtsform des Betriebs, Telefonnummer?" in said
    assert "jederzeit widerrufen" in said


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        (f"AW: {reference(case(), ASKED)} Kammer", ("12345678", 17)),
        ("Re: [EXTERN] [Vorgang 12345678-17]", ("12345678", 17)),
        ("[Vorgang 1234-17]", None),
        ("Vorgang 12345678", None),
        ("", None),
    ],
)
def test_a_subject_finds_its_part(subject, found):
    assert of_reference(subject) == found
