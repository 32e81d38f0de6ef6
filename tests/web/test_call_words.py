from servicecenter.calls.model import CALLER, Cause, Instant, Step
from servicecenter.web.call_words import CAUSES, STEPS, lines
from tests.conftest import MONDAY


def test_every_step_and_every_cause_has_words():
    assert set(STEPS) == set(Step)
    assert set(CAUSES) == set(Cause)


def test_a_call_is_told_with_times_and_without_names():
    told = [
        Instant(MONDAY, "geldern", "1", Step.RUNG, "secret-person", "leg"),
        Instant(MONDAY, "geldern", "1", Step.ENDED, "secret-person", "leg", cause=Cause.NO_ANSWER),
        Instant(MONDAY, "geldern", "1", Step.ENDED, leg=CALLER, cause=Cause.CANCELLED),
    ]
    assert lines(told) == [
        ("10:00:00", "ein Telefon klingelt"), ("10:00:00", "Verbindung zu Ende: niemand nahm ab"),
        ("10:00:00", "Gespräch zu Ende: vorher aufgelegt"),
    ]  # fmt: skip
