"""The LeiKa list: which key a Leistung probably has, by rare words in common; never more than a proposal."""

import pytest

from servicecenter.errors import Invalid
from servicecenter.knowledgebase.imports.leika import Subject, propose, read_leika, unheard_of, unknown_keys

LIST = """id,name,service_key,laws
1,Wohnsitz Anmeldung,99115005104000,
2,Wohnsitz Abmeldung,99115005070000,
3,"Personalausweis Ausstellung, vorläufig",99 008 001 012 002,
4,Hund,nicht im LeiKa,
5,Wohnsitz Anmeldung noch einmal,99115005104000,
6,Fischereischein Erteilung,99032001001000,
7
"""


def test_names_and_keys_are_read_and_the_rest_is_told_with_its_line() -> None:
    listed = read_leika(LIST)
    assert [(entry.name, entry.key) for entry in listed.entries][2] == (
        "Personalausweis Ausstellung, vorläufig", "99008001012002"
    )  # fmt: skip
    assert [str(part) for part in listed.left_out] == [
        "1-mal, zuerst Zeile 5: Schlüssel „nicht im LeiKa“: Ein LeiKa-Schlüssel hat 14 Ziffern.",
        "1-mal, zuerst Zeile 6: Schlüssel 99115005104000: Er steht schon weiter oben; der erste gilt.",
        "1-mal, zuerst Zeile 8: Zeile mit zu wenig Spalten: Name oder Schlüssel fehlt.",
    ]


def test_semicolons_and_german_headings_are_read_too() -> None:
    assert len(read_leika("Bezeichnung;Leistungsschlüssel\nMüll;99001009004002\n").entries) == 1


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "name\nx\n"])
def test_what_is_no_list_is_told(text: str) -> None:
    with pytest.raises(Invalid, match=r"keine LeiKa-Liste.*Spalte"):
        read_leika(text)


@pytest.mark.parametrize(
    ("name", "best"),
    [
        pytest.param("Wohnsitz: anmelden", "99115005104000", id="verb and noun are one stem"),
        pytest.param("Vorläufiger Personalausweis", "99008001012002", id="another order"),
        pytest.param("Fundbüro", None, id="nothing alike"),
    ],
)
def test_the_name_most_alike_is_proposed_first(name: str, best: str | None) -> None:
    proposals = propose(read_leika(LIST).entries, [Subject("x", name)])
    assert (proposals[0].likely[0][1].key if proposals else None) == best


def test_what_has_a_key_gets_no_proposal_but_its_key_is_looked_up() -> None:
    entries = read_leika(LIST).entries
    subjects = [Subject("a", "Wohnsitz Anmeldung", ("99115005104000", "99999999999999"))]
    assert propose(entries, subjects) == ()
    assert unknown_keys(entries, subjects) == (("a", "99999999999999"),)
    assert [one.key for one in unheard_of(entries, subjects, ())] == [
        "wohnsitz-abmeldung", "personalausweis-ausstellung-vorlaeufig", "fischereischein-erteilung"
    ]  # fmt: skip
