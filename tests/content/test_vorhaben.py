"""A planted mistake in a Vorhaben is found with its line; the project's own hold together with the catalogue."""

import pytest

from tests.content.folders import change, copied, new

RESTAURANT = "_common/vorhaben/restaurant.toml"


@pytest.mark.parametrize(
    ("old", "wrong", "code"),
    [
        pytest.param('leistung = "gaststaette"', 'leistung = "gaststette"', "unknown-leistung", id="leistung"),
        pytest.param('begins = ["gsm-5"]', 'begins = ["callback"]', "reference", id="begins-by-itself"),
        pytest.param('after = ["bauberatung"]', 'after = ["bauamt"]', "reference", id="dangling-step"),
        pytest.param("review_by = 2027-06-30", "review_by = 2026-06-30", "stale", id="stale"),
        pytest.param("only_if =", "only_when =", "invalid", id="unknown-key"),
    ],
)
def test_a_mistake_is_found_where_it_stands(tmp_path, old, wrong, code):
    folder = copied(tmp_path / "content")
    line = change(folder, RESTAURANT, old, wrong)
    assert (RESTAURANT, line, code) in new(folder)


def test_a_municipality_s_own_stands_in_place_of_the_common_one(program):
    common = program.rulebooks.vorhaben("hagen")
    assert list(common) == ["handwerksbetrieb", "restaurant"]
    assert common["restaurant"].usual[0] == "bauberatung"
