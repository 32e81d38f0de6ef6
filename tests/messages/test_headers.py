from email import message_from_bytes, policy

import pytest

from servicecenter.messages.headers import LONGEST_LINE, header


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"Subject: Ja", "Ja"),
        (b"Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"Subject: eins\r\n zwei", "eins zwei"),
        (b"Subject: a\x00b\x07c", "a b c"),
        (b"X: y", ""),
    ],
)
def test_it_is_one_line_of_readable_characters(raw: bytes, shown: str) -> None:
    assert header(message_from_bytes(raw + b"\r\n\r\n", policy=policy.default), "Subject") == shown


def test_it_is_no_longer_than_anybody_reads() -> None:
    raw = b"Subject: " + b"x" * 100_000 + b"\r\n\r\n"
    assert len(header(message_from_bytes(raw, policy=policy.default), "subject")) == LONGEST_LINE
