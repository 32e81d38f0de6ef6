import tomllib
from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.documents.writing import toml

TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\n+'), max_size=20)
VALUES = st.recursive(
    TEXT | st.booleans() | st.integers(-(2**60), 2**60) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


class Colour(StrEnum):
    RED = "red"


@given(VALUES)
def test_what_is_written_reads_as_it_was(value: Any):
    # A carriage return before a line feed is no sign of its own in a block of TOML: it is written as an escape.
    assert tomllib.loads(f"x = {toml(value)}")["x"] == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("eins\nzwei", '"""\neins\nzwei"""'),
        (["eins\nzwei"], '["eins\\nzwei"]'),
        ({"title": "a", "days": 3, "is": True}, '{ title = "a", days = 3, is = true }'),
        (date(2027, 1, 1), "2027-01-01"),
        (Colour.RED, '"red"'),
        ("a\n+++\nb", '"a\\n+++\\nb"'),
    ],
)
def test_how_it_is_written(value: Any, written: str):
    assert toml(value) == written


def test_what_toml_does_not_know():
    with pytest.raises(TypeError):
        toml(None)
