from dataclasses import replace
from datetime import timedelta

from servicecenter.callbacks.model import Attempt, Callback, CallbackState, Outcome
from servicecenter.contacts.appointments import LASTS, appointment
from tests.conftest import MONDAY

CALLBACK = Callback(5, 1, "48273196", "geldern", "bauordnung", "+4930", "", CallbackState.OPEN, MONDAY)


def test_without_a_rulebook_it_is_by_day_and_asked_again_it_is_the_same() -> None:
    first = appointment(CALLBACK, MONDAY + timedelta(days=2), None, "")
    assert (first.begins, first.ends) == (MONDAY, MONDAY + LASTS)
    assert first == appointment(CALLBACK, MONDAY + timedelta(days=2), None, "")
    assert "48 27 31 96" in first.title
    assert "+4930" not in first.title + first.text


def test_what_is_due_before_anybody_opens_is_a_last_moment() -> None:
    due_at = MONDAY.replace(hour=2)
    late = replace(CALLBACK, made_at=MONDAY.replace(hour=0))
    assert appointment(late, due_at, None, "").ends == due_at


def test_every_attempt_and_the_end_count_up() -> None:
    attempts = (Attempt(MONDAY, "x", Outcome.NOT_REACHED),)
    tried = replace(CALLBACK, attempts=attempts, state=CallbackState.EXHAUSTED, closed_at=MONDAY)
    made = appointment(tried, None, None, "")
    assert (made.sequence, made.is_over) == (2, True)
