"""Callers' words: looked up by stems, the longest entry first; the file that comes with the program."""

import tomllib
from importlib.resources import files

import pytest

from servicecenter.errors import Invalid
from servicecenter.knowledgebase.german import words
from servicecenter.knowledgebase.thesaurus import Thesaurus, callers_thesaurus, read_thesaurus

SMALL = Thesaurus(
    [
        (["Personalausweis"], ["PA"]),
        (["Perso"], ["Personalausweis"]),
        (["Auto ummelden", "Auto"], ["Umschreibung Fahrzeug"]),
    ]
)


@pytest.mark.parametrize(
    ("query", "at", "length", "said"),
    [
        pytest.param("perso weg", 0, 1, "Perso", id="one word"),
        pytest.param("personalausweise", 0, 1, "Personalausweis", id="another form"),
        pytest.param("mein auto ummelden", 1, 2, "Auto ummelden", id="the longest first"),
        pytest.param("auto", 0, 1, "Auto", id="alone"),
    ],
)
def test_look_up(query: str, at: int, length: int, said: str) -> None:
    found = SMALL.look_up(words(query), at)
    assert found is not None
    assert (found.length, found.said) == (length, said)


def test_what_nobody_maintains_means_nothing() -> None:
    assert SMALL.look_up(["waldorfsalat"], 0) is None
    assert Thesaurus().look_up(["perso"], 0) is None


def test_a_word_in_two_groups_means_both() -> None:
    both = Thesaurus([(["Ticket"], ["Verwarnungsgeld"]), (["Ticket"], ["Fahrkarte"])])
    found = both.look_up(["ticket"], 0)
    assert found is not None
    assert found.means == (("verwarnungsgeld",), ("fahrkarte",))


@pytest.mark.parametrize("text", ["said = ", "[[group]]\nsaid = ['a']", "group = 3"])
def test_a_broken_file_is_refused_in_words(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_thesaurus(text)
    assert "Thesaurus" in refused.value.what


def test_the_file_has_at_least_sixty_groups_and_the_words_everybody_uses() -> None:
    text = files("servicecenter.knowledgebase").joinpath("thesaurus.toml").read_text(encoding="utf-8")
    assert len(tomllib.loads(text)["group"]) >= 60
    ours = callers_thesaurus()
    for word in ("Perso", "Lappen", "Knöllchen", "Nummernschild", "Strafzettel", "Sperrgut", "Anwohnerparken"):
        assert ours.look_up(words(word), 0), word
