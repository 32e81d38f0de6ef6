import pytest

from servicecenter.messages.quoting import split_quoted, text_of_html

from .mails import BETWEEN, GMAIL, OUTLOOK, THUNDERBIRD


@pytest.mark.parametrize(
    ("text", "written", "repeated"),
    [
        pytest.param(OUTLOOK, "Vielen Dank, das hilft mir.", "Von: ServiceCenter", id="Outlook"),
        pytest.param(THUNDERBIRD, "Gilt das auch in Walbeck?", "> Ein Carport", id="answered below"),
        pytest.param(GMAIL, "Danke!", "On Mon, Nov 23", id="an attribution over two lines"),
        pytest.param(BETWEEN, "Ja.\n2,50 m.", "> Ist es freistehend?", id="answered between the lines"),
        pytest.param("Ja.\n-- \nFrau Muster", "Ja.", "-- \nFrau Muster", id="a signature"),
        pytest.param("Ja.\n\n-----Ursprüngliche Nachricht-----\nVon: x", "Ja.", "-----Urspr", id="an older Outlook"),
        pytest.param("Am Montag bin ich da.", "Am Montag bin ich da.", "", id="nothing repeated"),
        pytest.param("", "", "", id="nothing at all"),
        pytest.param("> nur wiederholt", "", "> nur wiederholt", id="only repeated"),
    ],
)
def test_what_was_written_apart_from_what_was_repeated(text: str, written: str, repeated: str) -> None:
    own, quoted = split_quoted(text)
    assert own == written
    assert quoted.startswith(repeated)


def test_html_becomes_words_and_nothing_of_it_runs() -> None:
    html = """<html><head><title>x</title><style>p{}</style></head><body><p>Gr&uuml;&szlig;e,<br>ja &lt;b&gt;</p>
    <script>alert(1)</script><ul><li>eins<li>zwei</ul><img src="https://tracker.example/x.gif">
    <blockquote>Ein Carport ist frei.</blockquote></body></html>"""
    text = text_of_html(html)
    assert text.startswith("Grüße,\nja <b>")
    assert "eins\nzwei" in text
    assert "> Ein Carport ist frei." in text
    assert "alert" not in text
    assert "tracker" not in text


def test_broken_html_is_read_as_far_as_it_goes() -> None:
    assert text_of_html("<p>Ja<div><b>nein</p></style><!-- x").startswith("Ja\nnein")
