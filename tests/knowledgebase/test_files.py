from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.documents.reading import Fault, Unreadable
from servicecenter.knowledgebase.files import header, read_article
from servicecenter.knowledgebase.model import Article, ArticleStatus, Change, Source

WHOLE = """+++
title = "Hund anmelden"
leistung = "hundesteuer"
leika = ["99102001001000"]
answer = "Innerhalb von zwei Wochen."
who = "Wer einen Hund hält"
how = ["in_person", "online"]
where = "Steueramt"
documents = ["Ausweis", "Chipnummer"]
fee = "keine"
duration = "sofort"
deadlines = "zwei Wochen"
legal_basis = ["Hundesteuersatzung"]
online_service = "https://www.geldern.example/hund"
synonyms = ["Hundemarke"]
owner = "steueramt"
source = [{ title = "Satzung", url = "https://www.geldern.example/satzung" }, { title = "Auskunft" }]
checked_on = 2026-11-02
review_by = 2027-11-02
valid_from = 2026-01-01
valid_until = 2026-12-31
status = "draft"
sample = true

[[change]]
on = 2027-01-01
fee = "12 Euro"
documents = ["Ausweis"]
+++

Text mit *Markdown*.
"""


def article(text: str) -> Article:
    return read_article(text, "hund", "geldern", "geldern/articles/hund.md")


def faults(text: str) -> list[Fault]:
    with pytest.raises(Unreadable) as caught:
        article(text)
    return list(caught.value.faults)


def test_every_field_is_read():
    read = article(WHOLE)
    assert None not in [getattr(read, name) for name in Article.__dataclass_fields__]
    assert (read.id, read.holder, read.details) == ("hund", "geldern", "Text mit *Markdown*.")
    assert read.source == (Source("Satzung", "https://www.geldern.example/satzung"), Source("Auskunft"))
    assert read.change == (Change(date(2027, 1, 1), (("documents", ("Ausweis",)), ("fee", "12 Euro"))),)
    assert (read.how, read.status, read.checked_on) == (("in_person", "online"), ArticleStatus.DRAFT, date(2026, 11, 2))


def test_what_is_not_said_is_none_and_an_empty_body_too():
    read = article("+++\n+++\n\n")
    assert {getattr(read, name) for name in Article.__dataclass_fields__} == {"hund", "geldern", None}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WHOLE.replace("\n", "\r\n"), id="crlf"),
        pytest.param(WHOLE.rstrip("\n"), id="no-last-line-end"),
        pytest.param(WHOLE.replace("+++", "+++  "), id="blanks-after-the-mark"),
    ],
)
def test_line_ends_do_not_matter(text):
    assert article(text) == article(WHOLE)


def test_a_mark_in_the_body_is_text():
    assert article("+++\n+++\na\n+++\nb").details == "a\n+++\nb"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("", 1, "Die erste Zeile muss „+++“ sein", id="empty"),
        pytest.param("\n+++\n+++", 1, "Die erste Zeile", id="begins-too-late"),
        pytest.param("+++", 1, "Der Kopf endet nicht", id="only-the-mark"),
        pytest.param("+++\na = 1\n\n", 3, "Der Kopf endet nicht", id="no-end"),
        pytest.param("+++\n\u2028\nfee = 1\n+++", 2, "kein gültiges TOML", id="a-sign-nobody-sees-is-no-line-end"),
        pytest.param("+++\ntitle = 'a'\nfee = 1\n+++", 3, "Text erwartet", id="type"),
        pytest.param("+++\nhow = ['fliegend']\n+++", 2, "Erlaubt ist nur: 'in_person'", id="way"),
        pytest.param("+++\nleika = ['123']\n+++", 2, "Schreibweise", id="leika"),
        pytest.param("+++\nonline_service = 'javascript:x'\n+++", 2, "Schreibweise", id="no-address"),
        pytest.param("+++\nsource = [{ url = 'https://a.example' }]\n+++", 2, "fehlt", id="source-without-title"),
        pytest.param("+++\ntitle = ' '\n+++", 2, "nicht leer", id="blank-title"),
        pytest.param("+++\ntitel = 'a'\n+++", 2, "Tippfehler", id="unknown-key"),
        pytest.param("+++\nvalid_from = 2026-02-01\nvalid_until = 2026-01-31\n+++", 3, "liegt vor", id="backwards"),
    ],
)
def test_a_fault_has_the_line_of_the_file(text, line, message):
    (fault,) = faults(text)
    assert (fault.path, fault.line) == ("geldern/articles/hund.md", line)
    assert message in fault.message


def test_the_header_is_what_stands_between_the_marks():
    assert header("+++\nfee = 'x'\n+++\nfee = 'y'") == "fee = 'x'\n"


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_but_unreadable_is_raised(above, below):
    found: tuple[Fault, ...] = ()
    try:
        article(f"+++\n{above}\n+++\n{below}")
    except Unreadable as error:
        found = error.faults
    assert all(fault.line >= 1 for fault in found)
