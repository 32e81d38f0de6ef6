from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from servicecenter.promises.model import Promise
from servicecenter.promises.states import PromiseState
from servicecenter.web.due import due, label, left, spoken

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
END_OF_WEDNESDAY = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)  # 24:00 in Geldern
CALLBACK = Promise(
    1, "callback", "callback:1", "48273196", "geldern", "bauordnung", "§ 6.1", date(2026, 1, 1), PromiseState.OPEN,
    MADE, END_OF_WEDNESDAY, date(2026, 11, 25), datetime(2026, 11, 24, 11, 30, tzinfo=UTC),
)  # fmt: skip
LATER = MADE + timedelta(hours=1)
AFTERNOON = replace(CALLBACK, due_at=datetime(2026, 11, 25, 13, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("promise", "at", "word", "level", "said"),
    [
        (CALLBACK, MADE, "in der Frist", "ok", "Mi 25.11., in 2 Tagen"),
        (CALLBACK, MADE + timedelta(days=1), "in der Frist", "ok", "Mi 25.11., morgen"),
        (CALLBACK, MADE + timedelta(days=2), "gefährdet", "risk", "Mi 25.11., heute bis 24 Uhr"),
        (AFTERNOON, MADE + timedelta(days=2), "gefährdet", "risk", "Mi 25.11. 14:30, noch 4 Stunden"),
        (CALLBACK, END_OF_WEDNESDAY, "nicht gehalten", "late", "Mi 25.11., seit gestern"),
        (AFTERNOON, AFTERNOON.due_at, "nicht gehalten", "late", "Mi 25.11. 14:30, heute"),
        (CALLBACK, MADE + timedelta(days=6), "nicht gehalten", "late", "Mi 25.11., seit 4 Tagen"),
    ],
    ids=["two days", "tomorrow", "today", "today at an hour", "the very end", "just over", "days over"],
)
def test_a_running_promise_says_how_long_is_left(promise, at, word, level, said):
    shown = due(promise, at)
    assert (shown.word, shown.level, shown.label) == (word, level, said)


@pytest.mark.parametrize("state", [PromiseState.OPEN, PromiseState.AT_RISK], ids=str)
def test_the_clock_is_right_also_before_the_sweep_came(state):
    assert due(replace(CALLBACK, state=state), END_OF_WEDNESDAY).level == "late"


def test_what_the_sweep_has_found_at_risk_is_shown_so():
    assert due(replace(CALLBACK, state=PromiseState.AT_RISK), MADE).word == "gefährdet"


@pytest.mark.parametrize(
    ("state", "word", "level", "said"),
    [
        (PromiseState.KEPT, "gehalten", "ok", "erfüllt Mo 23.11. 10:00"),
        (PromiseState.EXHAUSTED, "nicht erreicht", "done", "trotz aller Versuche, beendet Mo 23.11. 11:00"),
        (
            PromiseState.EXHAUSTED_LATE,
            "nicht gehalten",
            "late",
            "zugesagt bis Mi 25.11., nicht erreicht, beendet Mo 23.11. 11:00",
        ),
        (PromiseState.KEPT_LATE, "nicht gehalten", "late", "zugesagt bis Mi 25.11., erfüllt Mo 23.11. 10:00"),
        (PromiseState.WITHDRAWN, "zurückgenommen", "done", "niemand schuldet sie mehr"),
    ],
)
def test_what_is_over_has_no_bar(state, word, level, said):
    shown = due(replace(CALLBACK, state=state, kept_at=MADE, exhausted_at=LATER), END_OF_WEDNESDAY)
    assert (shown.word, shown.level, shown.label, shown.left) == (word, level, said, None)


def test_the_bar_runs_from_one_to_zero():
    assert left(CALLBACK, MADE) == 1.0
    assert left(CALLBACK, END_OF_WEDNESDAY) == 0.0
    assert left(CALLBACK, END_OF_WEDNESDAY + timedelta(days=9)) == 0.0
    assert left(replace(CALLBACK, due_at=MADE), MADE) == 0.0


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(hours=3, minutes=59), "3 Stunden"),
        (timedelta(hours=1, minutes=59), "1 Stunde"),
        (timedelta(minutes=59, seconds=59), "59 Minuten"),
        (timedelta(minutes=1), "1 Minute"),
        (timedelta(seconds=59), "0 Minuten"),
    ],
)
def test_nobody_is_told_more_time_than_there_is(span, said):
    assert spoken(span) == said


def test_the_night_of_the_clock_change_ends_at_its_own_midnight():
    sunday = replace(CALLBACK, due_at=datetime(2026, 10, 25, 23, 0, tzinfo=UTC), due_on=date(2026, 10, 25))
    assert label(sunday, datetime(2026, 10, 25, 22, 30, tzinfo=UTC)) == "So 25.10., heute bis 24 Uhr"
