"""Which words resemble one, and what a mistyped one was meant to be."""

import pytest

from servicecenter.knowledgebase.german import grams
from servicecenter.knowledgebase.vocabulary import Vocabulary

KNOWN = "personalausweis ausweis reisepass führerschein anmeldung gewerbe wohnung wohnsitz parkausweis besitz abmeldung"


@pytest.fixture
def vocabulary() -> Vocabulary:
    made = Vocabulary(["perso"])
    made.add((word.replace("ü", "u"), word.capitalize()) for word in KNOWN.split())
    return made


def test_a_word_is_found_by_the_grams_it_shares(vocabulary: Vocabulary) -> None:
    masks = vocabulary.grams.covered(grams("ausweis"))
    assert masks["ausweis"] == (1 << len(grams("ausweis"))) - 1
    assert 0 < masks["personalausweis"] < masks["ausweis"]
    assert "gewerbe" not in masks


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("reisepas", [], id="the beginning of a word is being typed"),
        pytest.param("reispass", ["reisepass"], id="left out"),
        pytest.param("reiseepass", ["reisepass"], id="put in"),
        pytest.param("reisepqss", ["reisepass"], id="replaced"),
        pytest.param("riesepass", ["reisepass"], id="swapped"),
        pytest.param("eisepass", ["reisepass"], id="first letter"),
        pytest.param("peros", ["perso"], id="a caller's word of the thesaurus"),
        pytest.param("gewerbeanmledung", ["gewerbeanmeldung"], id="one part of a compound"),
        pytest.param("gewerbeanmeldung", [], id="a compound of known parts is no mistake"),
        pytest.param("ausweise", [], id="another form of a known word"),
        pytest.param("xyz", [], id="too short"),
        pytest.param("12345", [], id="a number"),
        pytest.param("waldorfsalat", [], id="simply unknown"),
    ],
)
def test_repair(vocabulary: Vocabulary, typed: str, meant: list[str]) -> None:
    assert ([] if vocabulary.is_known(typed) else vocabulary.repaired(typed)) == meant
