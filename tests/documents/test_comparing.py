import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.documents.comparing import Mark, Row, compared

TEXT = st.text(alphabet="ab \n.ä", max_size=30)


def said(row: Row) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    return [(s.mark.value, s.text) for s in row.before], [(s.mark.value, s.text) for s in row.after]


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        pytest.param("70 Euro", "70 Euro", [("same", "70 Euro")], [("same", "70 Euro")], id="unchanged"),
        pytest.param(
            "70 Euro", "72 Euro", [("gone", "70"), ("same", " Euro")], [("new", "72"), ("same", " Euro")], id="a word"
        ),
        pytest.param("", "72 Euro", [], [("new", "72 Euro")], id="from nothing"),
        pytest.param("70 Euro", "", [("gone", "70 Euro")], [], id="to nothing"),
    ],
)
def test_words_that_differ_are_marked(before, after, left, right):
    assert said(compared("Gebühr", before, after)) == (left, right)


@given(TEXT, TEXT)
def test_both_sides_can_be_read_whole(before: str, after: str):
    row = compared("x", before, after)
    assert ("".join(s.text for s in row.before), "".join(s.text for s in row.after)) == (before, after)
    assert row.has_changed is (before != after)
    assert Mark.NEW not in {s.mark for s in row.before}
    assert Mark.GONE not in {s.mark for s in row.after}
