import pytest

from servicecenter.content.files import LARGEST, folder_files
from servicecenter.documents.model import Kind
from servicecenter.errors import NotFound
from tests.conftest import CONTENT
from tests.content.folders import AGREEMENT, HUND, copied


def test_the_project_s_own_folder_is_read_whole():
    files, faults = folder_files(CONTENT)
    assert faults == []
    assert len(files) == len([path for path in CONTENT.rglob("*") if path.is_file()])
    assert {file.kind for file in files} == set(Kind)


def test_the_order_is_always_the_same():
    assert [file.path for file in folder_files(CONTENT)[0]] == [file.path for file in folder_files(CONTENT)[0]]


def test_holder_and_name_come_from_the_path():
    (hund,) = (file for file in folder_files(CONTENT)[0] if file.path == HUND)
    assert (hund.kind, hund.holder, hund.name) == (Kind.ARTICLE, "_common", "hundesteuer")


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(b"+++\r\ntitle = 'a'\r\n+++\r\nText\r\n", id="crlf"),
        pytest.param(b"+++\n+++\nohne Ende", id="no-last-line-end"),
        pytest.param("+++\n+++\nß€😀 \u2028\x0b".encode(), id="other-line-ends"),
        pytest.param(b"", id="empty"),
    ],
)
def test_the_text_is_the_file_byte_for_byte(tmp_path, given):
    folder = copied(tmp_path / "kb")
    (folder / HUND).write_bytes(given)
    (hund,) = (file for file in folder_files(folder)[0] if file.path == HUND)
    assert hund.text.encode() == given


@pytest.mark.parametrize(
    ("given", "line", "code"),
    [
        pytest.param("+++\ntitle = 'Straße'\n".encode("latin-1"), 2, "no-utf8", id="latin-1"),
        pytest.param(b"\xef\xbb\xbf+++\n+++\n", 1, "bom", id="bom"),
        pytest.param("+++\n+++\n".encode("utf-16"), 1, "no-utf8", id="utf-16"),
        pytest.param(b"+++\n+++\nText\0", 3, "no-text", id="nul"),
        pytest.param(b"+++\n+++\n" + b"x" * LARGEST, 1, "too-large", id="a-megabyte"),
    ],
)
def test_a_file_that_is_no_text_is_named_with_its_line_and_the_rest_is_read(tmp_path, given, line, code):
    folder = copied(tmp_path / "kb")
    (folder / HUND).write_bytes(given)
    files, (fault,) = folder_files(folder)
    assert (fault.path, fault.line, fault.code, fault.is_error) == (HUND, line, code, True)
    assert len(files) == len(folder_files(copied(tmp_path / "whole"))[0]) - 1


def test_a_folder_in_place_of_a_file_is_a_fault(tmp_path):
    folder = copied(tmp_path / "kb")
    (folder / AGREEMENT).unlink()
    (folder / AGREEMENT).mkdir()
    (fault,) = folder_files(folder)[1]
    assert (fault.path, fault.code) == (AGREEMENT, "unreadable")


@pytest.mark.parametrize("name", ["Hundesteuer.md", "hunde steuer.md", "hündin.md"])
def test_a_name_that_is_no_key_is_a_fault(tmp_path, name):
    folder = copied(tmp_path / "kb")
    (folder / "geldern/articles" / name).write_text("+++\n+++\n")
    (fault,) = folder_files(folder)[1]
    assert (fault.path, fault.code) == (f"geldern/articles/{name}", "name")


@pytest.mark.parametrize(
    "path", ["geldern/agrement.toml", "geldern/articles/hund.txt", "geldern/handbuch/2026-01-01.toml"]
)
def test_a_file_nobody_reads_is_pointed_out(tmp_path, path):
    folder = copied(tmp_path / "kb")
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text("x")
    (fault,) = folder_files(folder)[1]
    assert (fault.path, fault.code, fault.is_error) == (path, "unknown-file", False)


def test_hidden_files_are_nobody_s_concern(tmp_path):
    folder = copied(tmp_path / "kb")
    (folder / "geldern/.hundesteuer.md.swp").write_text("x")
    (folder / ".git").mkdir()
    assert folder_files(folder)[1] == []


def test_a_folder_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(NotFound, match="Den Ordner"):
        folder_files(tmp_path / "nirgends")


def test_an_empty_folder_is_empty(tmp_path):
    assert folder_files(tmp_path) == ([], [])
