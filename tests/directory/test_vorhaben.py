"""What a Vorhaben says about order, choice and its own mistakes."""

import pytest

from servicecenter.directory.vorhaben import Vorhaben, VorhabenStep, mistakes, ordered


def step(leistung: str, *after: str, only_if: str = "") -> VorhabenStep:
    return VorhabenStep(leistung=leistung, asks="Was ist nötig?", after=after, only_if=only_if)


def vorhaben(*steps: VorhabenStep) -> Vorhaben:
    return Vorhaben(title="Restaurant", step=steps)


RESTAURANT = vorhaben(step("bauberatung"), step("brand", "bauberatung"), step("erlaubnis", "brand", only_if="Alkohol"))


def test_a_step_with_a_condition_is_not_chosen_beforehand():
    assert RESTAURANT.usual == ("bauberatung", "brand")


@pytest.mark.parametrize(
    ("leistung", "chosen", "waits"),
    [
        pytest.param("brand", ("bauberatung", "brand"), ("bauberatung",), id="for-what-is-chosen"),
        pytest.param("brand", ("brand",), (), id="not-for-what-nobody-wants"),
        pytest.param("unknown", ("bauberatung",), (), id="nor-what-is-no-step"),
    ],
)
def test_it_waits(leistung, chosen, waits):
    assert RESTAURANT.waits_for(leistung, chosen) == waits


def test_what_waits_comes_behind_what_it_waits_for():
    assert list(ordered({"c": ("b",), "b": ("a",), "a": ()})) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("steps", "place", "words"),
    [
        pytest.param((step("a"), step("a")), ("step", 1, "leistung"), "zweimal", id="twice"),
        pytest.param((step("a", "b"),), ("step", 0, "after"), "kein Schritt", id="nobody-s"),
        pytest.param((step("c"), step("a", "b"), step("b", "a")), ("step", 1, "after"), "im Kreis", id="circle"),
        pytest.param((step("a", "a"),), ("step", 0, "after"), "im Kreis", id="itself"),
    ],
)
def test_a_mistake_is_found_at_its_place(steps, place, words):
    found = list(mistakes(vorhaben(*steps)))
    assert [where for where, _ in found] == [place]
    assert words in found[0][1]


def test_the_restaurant_of_the_test_has_none():
    assert list(mistakes(RESTAURANT)) == []
