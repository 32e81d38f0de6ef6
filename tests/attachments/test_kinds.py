"""What is in a file decides, whatever it is called."""

from io import BytesIO

import pytest

from servicecenter.attachments.kinds import kind_of
from servicecenter.attachments.model import Kind

from .files import DOCX, JPEG, ODT, PDF, PNG, PROGRAM, TEXT, XLSX, archive, office


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(PDF, Kind.PDF, id="pdf"),
        pytest.param(JPEG, Kind.JPEG, id="jpeg"),
        pytest.param(PNG, Kind.PNG, id="png"),
        pytest.param(TEXT, Kind.TEXT, id="text in UTF-8"),
        pytest.param("Grüße".encode("latin-1"), Kind.TEXT, id="text in Latin-1"),
        pytest.param(DOCX, Kind.DOCX, id="docx"),
        pytest.param(XLSX, Kind.XLSX, id="xlsx"),
        pytest.param(ODT, Kind.ODT, id="odt"),
        pytest.param(PROGRAM, None, id="a program"),
        pytest.param(b"\x7fELF\x02\x01\x01\x00", None, id="a program of another system"),
        pytest.param(b"", None, id="nothing"),
        pytest.param(b"text\x00text", None, id="a zero among letters"),
        pytest.param(archive(a="a"), None, id="an archive of anything"),
        pytest.param(DOCX[:40], None, id="half an archive"),
        pytest.param(office("word/document.xml", word__vbaProject="x"), None, id="with macros"),
        pytest.param(office("word/document.xml", "a.macroEnabled.12"), None, id="declared with macros"),
        pytest.param(office("xl/workbook.xml", xl__macrosheets__1="x"), None, id="with macros of old"),
        pytest.param(
            archive(mimetype="application/vnd.oasis.opendocument.text", Basic__script="x"), None, id="odt with macros"
        ),
        pytest.param(archive(mimetype="application/epub+zip"), None, id="another open format"),
    ],
)
def test_a_file_is_what_is_in_it(content: bytes, kind: Kind | None) -> None:
    assert kind_of(BytesIO(content)) is kind


def test_an_archive_that_would_unpack_to_much_costs_little() -> None:
    bomb = archive(mimetype=b"a" * 50_000_000)
    assert len(bomb) < 100_000
    assert kind_of(BytesIO(bomb)) is None
