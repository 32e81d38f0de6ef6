from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from servicecenter.calls.course import Course, course, courses
from servicecenter.calls.model import CALLER, Cause, Instant, Step
from tests.conftest import MONDAY


def at(seconds: float, step: Step, leg: str = CALLER, **more: object) -> Instant:
    return Instant(MONDAY + timedelta(seconds=seconds), "geldern", "call-1", step, leg=leg, **more)  # type: ignore[arg-type]


TALK = [
    at(0, Step.OFFERED), at(1, Step.ANNOUNCED), at(4, Step.QUEUED),
    at(5, Step.RUNG, "anna", by="a1"), at(25, Step.ENDED, "anna", by="a1", cause=Cause.NO_ANSWER),
    at(26, Step.RUNG, "bert", by="b2"), at(30, Step.ANSWERED, "bert", by="b2"),
    at(60, Step.HELD, n=1), at(70, Step.RETRIEVED, n=1), at(80, Step.HELD, n=2), at(85, Step.RETRIEVED, n=2),
    at(90, Step.TRANSFERRED, "bauamt", by="bauordnung"), at(92, Step.ANSWERED, "bauamt", by="bauordnung"),
    at(150, Step.ENDED, cause=Cause.NORMAL),
]  # fmt: skip


def test_a_call_is_told_from_its_steps_in_whatever_order_they_came():
    told = course(TALK)
    assert told.waited == timedelta(seconds=26)
    assert told.talked == timedelta(seconds=150 - 30 - 15)
    assert (told.answered_by, told.missed, told.cause) == ("b2", 1, Cause.NORMAL)
    for seed in range(20):
        shuffled = Random(seed).sample(TALK, len(TALK))
        assert course(shuffled) == told


@pytest.mark.parametrize(
    ("steps", "waited"),
    [
        ([at(0, Step.OFFERED), at(2, Step.QUEUED)], None),
        ([at(0, Step.OFFERED), at(2, Step.QUEUED), at(9, Step.ENDED)], 7),
        ([at(0, Step.OFFERED), at(2, Step.QUEUED), at(40, Step.KEPT), at(41, Step.ENDED)], 38),
        ([at(0, Step.OFFERED), at(1, Step.ANNOUNCED), at(20, Step.ENDED, cause=Cause.CLOSED)], None),
        ([at(0, Step.OFFERED), at(2, Step.QUEUED), at(2, Step.ENDED, "anna")], None),
        ([at(0, Step.OFFERED), at(2, Step.QUEUED), at(1, Step.ENDED)], 0),
    ],
    ids=["still waits", "gave up", "kept the place", "outside the hours", "only a leg ended", "told out of order"],
)
def test_waiting_begins_with_the_queue_and_ends_with_whatever_comes_first(steps, waited):
    told = course(steps)
    assert told.waited == (None if waited is None else timedelta(seconds=waited))
    assert told.talked is None


def test_a_hold_without_its_end_lasts_to_the_end_of_the_call():
    steps = [at(0, Step.QUEUED), at(1, Step.ANSWERED, "anna"), at(11, Step.HELD), at(31, Step.ENDED)]
    assert course(steps).held == timedelta(seconds=20)
    assert course(steps[:-1]).held == timedelta()


def test_an_outgoing_call_is_none_that_waits():
    told = course([at(0, Step.DIALLED, by="a1"), at(9, Step.ANSWERED, "citizen"), at(30, Step.ENDED)])
    assert told.is_outgoing
    assert told.waited is None
    assert told.talked == timedelta(seconds=21)


def test_steps_of_two_calls_are_two_courses():
    other = [replace(step, call="call-2") for step in TALK]
    assert [each.call for each in courses([*TALK, *other])] == ["call-1", "call-2"]
    with pytest.raises(ValueError, match="one call"):
        course([*TALK, *other])
    with pytest.raises(ValueError, match="one call"):
        course([])


def test_nothing_known_is_nothing_claimed():
    assert course([at(0, Step.OFFERED)]) == Course("call-1", "geldern", offered_at=MONDAY)
