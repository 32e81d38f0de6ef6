from datetime import UTC, datetime, timedelta

from servicecenter.clock import Clock, FixedClock, RunningClock, SystemClock

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_the_system_clock_is_aware_and_in_utc() -> None:
    clock: Clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(0)


def test_a_fixed_clock_moves_only_when_it_is_told() -> None:
    clock = FixedClock(AT)
    assert clock.now() == clock.now() == AT
    clock.advance(timedelta(minutes=5))
    assert clock.now() == AT + timedelta(minutes=5)


def test_the_running_clock_runs_on_from_where_it_was_set():
    clock = RunningClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    first = clock.now()
    assert timedelta() <= first - datetime(2026, 11, 23, 9, 0, tzinfo=UTC) < timedelta(seconds=5)
    assert clock.now() >= first
