import pytest

from servicecenter.attachments.model import Kind, called, clean


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("Bauplan.pdf", "Bauplan.pdf"),
        ("C:\\Eigene Dateien\\Plan.pdf", "Plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_b_Set-Cookie_ x.pdf"),
        ("Rechnung\u202efdp.exe", "Rechnung_fdp.exe"),
        ("...", "Anlage"),
        ("", "Anlage"),
        ("x" * 500, "x" * 120),
    ],
)
def test_a_name_is_only_a_name(given: str, cleaned: str) -> None:
    assert clean(given) == cleaned


def test_it_gets_the_ending_its_content_deserves() -> None:
    assert called("Foto.JPG", Kind.JPEG) == "Foto.JPG"
    assert called("Foto.jpeg", Kind.JPEG) == "Foto.jpeg"
    assert called("Foto.pdf", Kind.JPEG) == "Foto.pdf.jpg"
    assert called("notiz", Kind.TEXT) == "notiz.txt"
