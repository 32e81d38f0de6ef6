"""Mails that are odd, broken or hostile end as text, never as an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.messages.parsing import parse, unreadable
from tests.attachments.files import PDF

from .mails import OUTLOOK, absence, bounce, mail


def test_a_reply_is_read() -> None:
    made = mail(
        "Frau Muster <Frau@Muster.example>", "ServiceCenter <servicecenter+T1C@kreis.example>", text=OUTLOOK,
        In_Reply_To="<b@x>", References="<a@x> <b@x>", subject="Re: Ihre Anfrage",
    )  # fmt: skip
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="Plan ü.pdf")
    read = parse(made.as_bytes())
    assert (read.sender, read.text) == ("frau@muster.example", "Vielen Dank, das hilft mir.")
    assert read.answers == ("<b@x>", "<a@x>")
    assert "servicecenter+T1C@kreis.example" in read.recipients
    assert [(part.name, part.content) for part in read.parts] == [("Plan ü.pdf", PDF)]
    assert not read.is_automatic


def test_html_alone_becomes_text_and_beside_text_is_left_out() -> None:
    assert parse(mail(html="<p>Ja, <b>gern</b>.</p>").as_bytes()).text == "Ja, gern."
    both = parse(mail(text="Als Text.", html="<p>Als HTML.</p>").as_bytes())
    assert (both.text, both.parts) == ("Als Text.", ())


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe", "Grüße"),
        (b"Content-Type: text/plain; charset=x-unknown\r\n\r\nGr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"Content-Type: text/plain; charset=utf-8\r\n\r\nGr\xfc\xdfe", "Grüße"),
        (b"Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: base64\r\n\r\nR3L8#", "Grü"),
        (b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nJa\r\n", "Ja"),
        (b"Content-Type: multipart/mixed\r\n\r\nohne Grenze", "ohne Grenze"),
        (b"\r\nganz ohne Kopf", "ganz ohne Kopf"),
        (b"kein Doppelpunkt\r\nFrom: a@b.example\r\n\r\nx", ""),
        (b"", ""),
    ],
)
def test_whatever_the_charset_and_the_form(content: bytes, text: str) -> None:
    assert text in parse(content).text


@pytest.mark.parametrize(
    "headers",
    [
        b"From: =?utf-8?B?////?= <@>\r\nTo: <<>>,;:\r\nMessage-ID: <\r\n",
        b"From: a@b.example, c@d.example\r\n",
        b"From:\r\nSubject: =?x-klingon?Q?=ff?=\r\n",
        b"Message-ID: [](\r\nReferences: " + b"<x@y>" * 5000 + b"\r\n",
        b"Content-Type: ;;;=\r\nContent-Disposition: attachment; filename*=x''%ff\r\n",
        b"Subject: \xff\xfe\r\nDate: gestern\r\n",
    ],
)
def test_hostile_headers_stop_nothing(headers: bytes) -> None:
    read = parse(headers + b"\r\nText")
    assert read.sender == "", "nobody certain"


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail(content: bytes) -> None:
    read = parse(content)
    for text in (read.text, read.quoted, read.subject, read.sender):
        text.encode()
        assert "\x00" not in text


def test_the_same_mail_by_another_way_has_the_same_key() -> None:
    made = mail(text="Ja").as_bytes()
    assert parse(made).key == parse(b"Received: from elsewhere\r\n" + made).key
    assert parse(made).key != parse(mail(text="Nein").as_bytes()).key
    assert parse(made).key != parse(mail(text="Ja", message_id="<2@x>").as_bytes()).key


@pytest.mark.parametrize(
    "content",
    [
        absence().as_bytes(),
        mail(text="x", Precedence="bulk").as_bytes(),
        mail(text="x", X_Autoreply="yes").as_bytes(),
        mail(text="x", List_Id="<liste.example>").as_bytes(),
        mail(text="x", Return_Path="<>").as_bytes(),
        bounce("<x@y>"),
    ],
)
def test_what_a_program_wrote_is_known_as_such(content: bytes) -> None:
    assert parse(content).is_automatic


def test_auto_submitted_no_is_a_person() -> None:
    assert not parse(mail(text="x", Auto_Submitted="no").as_bytes()).is_automatic


def test_a_mail_within_the_mail_is_a_file_of_it() -> None:
    outer = mail(text="Siehe unten")
    outer.add_attachment(mail(text="innen"))
    read = parse(outer.as_bytes())
    assert read.text == "Siehe unten"
    assert b"innen" in read.parts[0].content


def test_of_what_cannot_be_read_at_all_it_is_known_that_it_came() -> None:
    assert unreadable(b"a").key != unreadable(b"b").key
    assert unreadable(b"a").is_automatic, "nobody is answered"
