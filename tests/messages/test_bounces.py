from email import message_from_bytes, policy

from servicecenter.messages.bounces import Bounce, bounce_in

from .mails import bounce, mail


def read(content: bytes) -> Bounce | None:
    return bounce_in(message_from_bytes(content, policy=policy.default))


def test_a_report_names_what_came_back_and_why() -> None:
    found = read(bounce("<ours@kreis.example>"))
    assert found is not None
    assert (found.message_ids, found.is_final) == (("<ours@kreis.example>",), True)
    assert "User unknown" in found.reason


def test_a_delay_is_not_the_end() -> None:
    found = read(bounce("<ours@kreis.example>", action="delayed"))
    assert found is not None
    assert not found.is_final


def test_some_servers_tell_it_in_words() -> None:
    text = "This is the qmail-send program.\n<frau@muster.example>: user unknown\n\nMessage-ID: <ours@kreis.example>\n"
    found = read(mail("MAILER-DAEMON@alt.example", text=text, subject="failure notice").as_bytes())
    assert found is not None
    assert "<ours@kreis.example>" in found.message_ids


def test_a_letter_is_none() -> None:
    assert read(mail(text="Message-ID: <x@y.example>").as_bytes()) is None
