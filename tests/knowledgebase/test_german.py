"""Folding, stems, grams and parts of compounds, as tables."""

import pytest

from servicecenter.knowledgebase.german import beginnings, endings, fold, grams, parts, stem, words


@pytest.mark.parametrize(
    "alike",
    [
        pytest.param(("Bürgeramt", "buergeramt", "BURGERAMT"), id="ü-ue-u"),
        pytest.param(("Straße", "strasse", "STRASSE"), id="ß-ss"),
        pytest.param(("Gebühr", "gebuehr"), id="ü-in-the-middle"),
        pytest.param(("Ärzte", "aerzte", "arzte"), id="ä-ae-a"),
        pytest.param(("Öl", "oel", "ol"), id="ö-oe-o"),
        pytest.param(("Café", "cafe"), id="accent"),
    ],
)
def test_spellings_of_one_word_fold_alike(alike: tuple[str, ...]) -> None:
    assert len({fold(word) for word in alike}) == 1


@pytest.mark.parametrize("word", ["steuer", "neue", "bauen", "quer"])
def test_ue_after_a_vowel_or_q_is_no_umlaut(word: str) -> None:
    assert fold(word) == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Kfz-Schilder weg", ["kfz", "schilder", "weg"], id="hyphen"),
        pytest.param("Ausländer*in", ["auslander", "in"], id="gender star"),
        pytest.param("<b>Pass</b>", ["b", "pass", "b"], id="markup"),
        pytest.param("'; DROP TABLE--", ["drop", "table"], id="sql"),
        pytest.param(" \t\n", [], id="whitespace"),
        pytest.param("§ 51 AufenthG", ["51", "aufenthg"], id="paragraph"),
        pytest.param("👍🏽 _ ", [], id="emoji and underscore"),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_stems_join_numbers_of_a_noun() -> None:
    assert stem("ausweise") == stem("ausweis")


def test_grams_mark_the_edges_and_stand_once() -> None:
    assert grams("amt") == ["_am", "amt", "mt_", "_amt", "amt_", "_amt_"]
    assert len(grams("papapapa")) == len(set(grams("papapapa")))


def test_a_known_compound_betrays_its_first_part() -> None:
    assert {"personal", "wohnungs", "wohnung"} <= parts(
        {"personalausweis", "ausweis", "wohnungsamt", "wohnungsgeld", "geld"}
    ) | {"wohnung"}


@pytest.mark.parametrize(
    ("word", "laid"),
    [
        pytest.param("wohnungsgeld", True, id="with a linking s"),
        pytest.param("anmeldung", True, id="with a prefix"),
        pytest.param("wohnungsxeld", False, id="with a letter too many"),
    ],
)
def test_a_compound_is_laid_of_known_parts(word: str, *, laid: bool) -> None:
    known = {"wohnung", "geld", "meldung"}
    assert beginnings(word, known.__contains__)[-1] is laid


def test_endings_are_laid_from_the_back() -> None:
    assert endings("xxgeld", {"geld"}.__contains__) == [False, False, True, False, False, False, True]
