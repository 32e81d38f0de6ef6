from datetime import UTC, datetime

import pytest

from servicecenter.worktime import PauseInvalid
from servicecenter.worktime.pauses import counting, sorted_pauses, without


def clock(hour: int) -> datetime:
    return datetime(2026, 6, 8, hour, tzinfo=UTC)


def span(begin: int, end: int) -> tuple[datetime, datetime]:
    return clock(begin), clock(end)


@pytest.mark.parametrize(
    ("pauses", "left"),
    [
        pytest.param([], [(8, 16)], id="none"),
        pytest.param([(10, 12)], [(8, 10), (12, 16)], id="inside"),
        pytest.param([(6, 9), (15, 18)], [(9, 15)], id="across-both-ends"),
        pytest.param([(9, 12), (10, 11), (11, 13)], [(8, 9), (13, 16)], id="overlapping"),
        pytest.param([(6, 18)], [], id="all-of-it"),
        pytest.param([(5, 8), (16, 18)], [(8, 16)], id="touching"),
    ],
)
def test_a_pause_is_taken_out_of_open_time_once(pauses, left):
    assert without(span(8, 16), [span(*pause) for pause in pauses]) == [span(*part) for part in left]


def test_walking_back_meets_the_latest_part_first():
    assert list(counting(iter([span(8, 16)]), [span(10, 12)], step=-1)) == [span(12, 16), span(8, 10)]


def test_pauses_may_come_in_any_order():
    assert sorted_pauses([span(10, 12), span(8, 9)]) == [span(8, 9), span(10, 12)]


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(PauseInvalid, match="bevor sie beginnt"):
        sorted_pauses([span(12, 10)])
