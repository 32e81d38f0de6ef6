from datetime import timedelta

import pytest

from servicecenter.access.errors import spoken, too_many_attempts, wrong_old_password, wrong_password


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 Sekunde"),
        (40, "40 Sekunden"),
        (59.5, "1 Minute"),
        (60, "1 Minute"),
        (61, "2 Minuten"),
        (900, "15 Minuten"),
    ],
)
def test_a_wait_is_said_in_words_and_never_too_short(seconds: float, words: str) -> None:
    assert spoken(timedelta(seconds=seconds)) == words


def test_a_refusal_says_what_why_and_how_long() -> None:
    refused = too_many_attempts(timedelta(minutes=2))
    assert str(refused) == (
        "Die Anmeldung ist vorübergehend gesperrt. Es gab zu viele Versuche mit falschem Passwort. "
        "Bitte in 2 Minuten erneut versuchen."
    )
    assert (refused.status, refused.details) == (429, {"retry_after_seconds": 120})


def test_the_failure_that_closes_the_door_says_so() -> None:
    for refused in (wrong_password(timedelta(minutes=1)), wrong_old_password(timedelta(minutes=1))):
        assert "in 1 Minute" in refused.now
        assert refused.details["retry_after_seconds"] == 60
