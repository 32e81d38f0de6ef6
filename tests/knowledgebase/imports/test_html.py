"""HTML of other editors becomes clean Markdown and clean text; nothing of it can turn into markup again."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from servicecenter.knowledgebase.imports.html import LONGEST, entries, one_line, to_markdown, to_text

DESK = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        pytest.param("<p>Eins</p>\n<p>Zwei</p>", "Eins\n\nZwei", id="paragraphs"),
        pytest.param("<h1>Titel</h1><h3>Teil</h3>", "## Titel\n\n### Teil", id="headings below the article's own"),
        pytest.param("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c", id="nested list"),
        pytest.param("<ol><li>a<li><p>b</p></ol>", "1. a\n2. b", id="numbered, items not closed"),
        pytest.param("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b", id="list as a list's child"),
        pytest.param("Text <b>fett:</b>weiter", "Text **fett**:weiter", id="marks touch letters"),
        pytest.param("<strong></strong>gut <em>sehr</em>", "gut *sehr*", id="empty and italic"),
        pytest.param("a<br>b<br><br>c<br>", "a\\\nb\n\nc", id="line breaks"),
        pytest.param('<a href="https://x.example/a b">hier</a>', "[hier](https://x.example/ab)", id="link"),
        pytest.param('<a href="mailto:a@x.example">Post</a>', "[Post](mailto:a@x.example)", id="mail link"),
        pytest.param('<a href="java\nscript:alert(1)">hier</a>', "hier", id="script link"),
        pytest.param('<a href=" DATA:text/html,x">hier</a>', "hier", id="data link"),
        pytest.param('<a href="&#106;avascript:x()">hier</a>', "hier", id="hidden script link"),
        pytest.param("gut<script>alert('<p>')</script> so<style>p{}</style >", "gut so", id="script and style"),
        pytest.param("gut<SCRIPT>alert(1)", "gut", id="script without an end"),
        pytest.param('<p onclick="x()" style="y">gut</p>', "gut", id="event handler"),
        pytest.param("a<!-- <b>weg</b> -->b", "ab", id="comment"),
        pytest.param("&lt;script&gt;", "\\<script>", id="markup written as text stays text"),
        pytest.param("Bürger*innen, a_b und _c_", "Bürger\\*innen, a_b und \\_c\\_", id="signs of Markdown"),
        pytest.param("<p>1. Januar</p><p># so</p>", "1\\. Januar\n\n\\# so", id="signs at the start"),
        pytest.param("<img src='x' alt='Siegel'>", "Siegel", id="picture"),
        pytest.param("<blockquote><p>a</p></blockquote>", "> a", id="quotation"),
        pytest.param(
            "<table><tr><th>Alter</th><th>Euro</th></tr><tr><td>bis 24</td><td>22|80</td></tr></table>",
            "| Alter | Euro |\n| --- | --- |\n| bis 24 | 22\\|80 |",
            id="table",
        ),
        pytest.param("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb", id="one column is no table"),
        pytest.param("Zeile\n\n• a\n• b", "Zeile\n\n- a\n- b", id="typed text with bullets"),
        pytest.param("1 < 2 &amp; 3", "1 \\< 2 & 3", id="no tag at all"),
        pytest.param("\u200bSie ha\xadben\x00 \ud800Zeit\u202e", "Sie haben Zeit", id="unseen signs"),
        pytest.param(" <p> </p> ", "", id="nothing"),
    ],
)
def test_html_becomes_clean_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def test_text_keeps_words_and_dashes_only() -> None:
    html = '<p>Mit <b>Termin</b>:</p><ul><li>a*</li><li><a href="https://x.example">b</a></li></ul>'
    assert to_text(html) == "Mit Termin:\n- a*\n- b"


def test_a_checklist_is_one_entry_a_line() -> None:
    assert entries("<ul><li>Foto</li><li>Ausweis</li><li>Foto</li></ul>") == ("Foto", "Ausweis")
    assert entries("• Foto\n• Ausweis") == ("Foto", "Ausweis")


def test_a_title_is_one_line_without_markup() -> None:
    assert one_line("<b>Reise</b>pass\n neu ") == "Reisepass neu"


@given(st.text(alphabet=st.sampled_from(list("<>/ab\"'=& *_[]()#-1.\n!|\\`~+scriptonlkhref:")), max_size=120))
def test_whatever_comes_the_desk_shows_no_markup_of_it(html: str) -> None:
    shown = DESK.render(to_markdown(html)).lower()
    assert "<script" not in shown
    assert all(re.match(r"https?:|mailto:|tel:", link) for link in re.findall(r'href="([^"]*)"', shown))


@pytest.mark.parametrize(
    "piece", ["<a", "<!--", "<b>", "<ul><li>", "<br>", '<a href="', "<table><tr><td>", "<b>. ", "&#", "\n ", '="']
)
def test_hostile_html_takes_no_longer_than_a_long_text(piece: str) -> None:
    started = time.perf_counter()
    to_markdown(piece * (LONGEST // len(piece) // 4))
    assert time.perf_counter() - started < 2


def test_a_text_no_article_can_be_is_refused() -> None:
    with pytest.raises(ValueError, match="länger als"):
        to_markdown("x" * (LONGEST + 1))
