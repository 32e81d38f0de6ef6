import pytest

from servicecenter.reporting.spreadsheet import BOM, Column, dictionary, table

COLUMNS = (Column("wort", "Text", "–", "Ein Wort; mit Semikolon.", str),)


@pytest.mark.parametrize(
    ("word", "cell"),
    [("Bau", "Bau"), ("a;b", '"a;b"'), ('"', '""""'), ("=1+1", "'=1+1"), ("-1", "'-1"), ("@x", "'@x")],
)
def test_a_cell_says_what_was_written_and_is_never_reckoned_with(word: str, cell: str) -> None:
    assert table(COLUMNS, [word]) == f"{BOM}wort\r\n{cell}\r\n"


def test_the_dictionary_has_a_line_for_each_column() -> None:
    assert dictionary(COLUMNS).splitlines()[1] == 'wort;Text;–;"Ein Wort; mit Semikolon."'
