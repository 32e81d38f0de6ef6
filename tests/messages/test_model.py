"""What becomes of a message that does not get through, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from servicecenter.messages.model import MOST_ATTEMPTS, MessageState, after_refusal, new_id, pause_after

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [pytest.param(n, minutes, id=f"after attempt {n}") for n, minutes in ((1, 1), (2, 5), (3, 15), (4, 60), (5, 240))],
)
def test_pauses_grow(attempts: int, minutes: int) -> None:
    assert pause_after(attempts) == timedelta(minutes=minutes)
    assert after_refusal(attempts, AT, permanent=False) == (MessageState.WAITING, AT + timedelta(minutes=minutes))


def test_the_last_pause_stays() -> None:
    assert pause_after(1000) == timedelta(hours=4)


@pytest.mark.parametrize(("attempts", "permanent"), [(1, True), (MOST_ATTEMPTS, False), (MOST_ATTEMPTS + 1, False)])
def test_what_is_refused_for_good_or_too_often_has_failed(attempts: int, permanent: bool) -> None:
    assert after_refusal(attempts, AT, permanent=permanent) == (MessageState.FAILED, None)


def test_ids_are_never_the_same_and_stand_under_the_sender_s_domain() -> None:
    made = {new_id("servicecenter@kreis.example") for _ in range(100)}
    assert len(made) == 100
    assert all(each.startswith("<") and each.endswith("@kreis.example>") for each in made)
    assert new_id("").endswith("@servicecenter.invalid>")
