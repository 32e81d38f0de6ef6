from datetime import UTC, datetime

import pytest

from servicecenter.errors import Invalid
from servicecenter.worktime.errors import (
    CalendarInvalid,
    DurationInvalid,
    InstantNaive,
    LandUnknown,
    NoOpeningLeft,
    PauseInvalid,
)

AT = datetime(2026, 6, 8, tzinfo=UTC)
ERRORS = [
    CalendarInvalid("Was.", "Warum.", "Was nun."),
    InstantNaive(AT.replace(tzinfo=None)),
    DurationInvalid(-1),
    PauseInvalid(AT, AT),
    NoOpeningLeft(AT),
    LandUnknown("NRW"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_error_says_what_why_and_what_now_and_is_a_value_error_too(error):
    assert isinstance(error, Invalid)
    assert isinstance(error, ValueError)
    assert all(sentence.endswith(".") for sentence in (error.what, error.why, error.now))


def test_every_error_has_a_code_of_its_own():
    assert len({error.code for error in ERRORS}) == len(ERRORS)
