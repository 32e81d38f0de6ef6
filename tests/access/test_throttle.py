from datetime import UTC, datetime, timedelta

import pytest

from servicecenter.access.throttle import (
    FORGOTTEN_AFTER,
    LONGEST_WAIT,
    address_key,
    login_key,
    remaining_wait,
    throttled,
    wait_after,
)

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(1, None), (4, None), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (1_000_000, 15)],
)
def test_the_wait_doubles_from_one_minute_to_fifteen(failures: int, minutes: int | None) -> None:
    assert wait_after(failures) == (timedelta(minutes=minutes) if minutes else None)


def test_five_failures_in_a_row_close_the_door() -> None:
    assert remaining_wait([throttled("k", 4, AT)], AT) is None
    throttle = throttled("k", 5, AT)
    assert remaining_wait([throttle], AT) == timedelta(minutes=1)
    assert remaining_wait([throttle], AT + timedelta(seconds=20)) == timedelta(seconds=40)
    assert remaining_wait([throttle], AT + timedelta(minutes=1)) is None


def test_the_longer_of_two_waits_counts() -> None:
    throttles = [throttled("a", 5, AT), throttled("b", 6, AT), throttled("c", 1, AT)]
    assert remaining_wait(throttles, AT) == timedelta(minutes=2)


def test_nobody_waits_without_a_failure() -> None:
    assert remaining_wait([], AT) is None


def test_a_key_tells_neither_name_nor_address() -> None:
    assert "geheim" not in login_key("geheim")
    assert "192.0.2.1" not in address_key("192.0.2.1")
    assert login_key("x") != address_key("x")
    assert login_key("\ud800")


def test_a_failure_is_not_forgotten_while_it_blocks() -> None:
    assert FORGOTTEN_AFTER > LONGEST_WAIT
