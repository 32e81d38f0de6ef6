import pytest

from servicecenter.content.faults import fault, in_its_clause
from servicecenter.content.files import File
from servicecenter.documents.model import Kind
from servicecenter.documents.reading import Fault

BOOK = """title = "H"

[[clause]]
number = "1.1"
text = "x"

[[clause]]
text = "y"
number = "2.10"

[[clause]]
text = "ohne Nummer"
"""


def handbook(text: str = BOOK) -> File:
    return File(Kind.HANDBOOK, "geldern", "2026-01-01", "geldern/handbook/2026-01-01.toml", text)


@pytest.mark.parametrize(
    ("line", "message"),
    [(1, ""), (3, "§ 1.1: "), (5, "§ 1.1: "), (8, "§ 2.10: "), (12, ""), (99, "")],
)
def test_in_a_handbook_the_clause_is_named(line, message):
    assert in_its_clause(handbook(), Fault("p", line, "", "Falsch.")).message == f"{message}Falsch."


def test_elsewhere_there_are_no_clauses():
    directory = File(Kind.DIRECTORY, "geldern", "directory", "geldern/directory.toml", BOOK)
    assert fault(directory, ("clause", 1, "text"), "Falsch.", "x") == Fault(directory.path, 8, "", "Falsch.", "x")


def test_a_fault_of_the_whole_file_stands_in_its_first_line():
    assert fault(handbook(), (), "Falsch.", "x").line == 1
    assert fault(handbook(), ("clause", 1, "text"), "Falsch.", "x").line == 8
