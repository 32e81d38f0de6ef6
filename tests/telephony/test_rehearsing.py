"""A played call meets what was meets, by the rules of the handbook; where those limit nothing, it is admitted."""

from datetime import datetime, timedelta

import pytest

from servicecenter.clock import FixedClock
from servicecenter.directory.calendars import local_day
from servicecenter.telephony.callers import Callers
from servicecenter.telephony.callflow.events import Inbound
from servicecenter.telephony.callflow.model import Admission, Floor
from servicecenter.telephony.gathering import Gathering, is_open
from servicecenter.telephony.rehearsing import WORDS, Rehearsal, moment
from servicecenter.web.program import Program
from tests.telephony.conftest import CALLER, GELDERN


def met(
    gathering: Gathering, what: Rehearsal, at: datetime, dialled: str = GELDERN, caller: str | None = CALLER
) -> Admission:
    gathering.rehearse("c", what)
    return gathering.arrived(Inbound("c", dialled, caller), Floor(), at).admission


@pytest.fixture
def gathering(program: Program) -> Gathering:
    return Gathering(program.rulebooks, "kreis-wesel", Callers(b"secret"), played=True)


@pytest.mark.parametrize(
    ("what", "by_day", "by_night"),
    [
        (Rehearsal.OPEN, Admission.QUEUE, Admission.QUEUE),
        (Rehearsal.NOW, Admission.QUEUE, Admission.CLOSED),
        (Rehearsal.CLOSED, Admission.CLOSED, Admission.CLOSED),
        (Rehearsal.FULL, Admission.FULL, Admission.FULL),
        (Rehearsal.FLOOD, Admission.FLOOD, Admission.FLOOD),
    ],
)
def test_what_was_supposed_is_met_at_any_hour(
    gathering: Gathering, clock: FixedClock, what: Rehearsal, by_day: Admission, by_night: Admission
) -> None:
    assert met(gathering, what, clock.now()) is by_day
    assert met(gathering, what, clock.now() + timedelta(hours=12)) is by_night


def test_what_is_supposed_holds_for_one_call(gathering: Gathering, clock: FixedClock) -> None:
    met(gathering, Rehearsal.FLOOD, clock.now())
    again = gathering.arrived(Inbound("d", GELDERN, CALLER), Floor(), clock.now())
    assert again.admission is Admission.QUEUE


def test_a_number_that_is_withheld_is_no_one_number(gathering: Gathering, clock: FixedClock) -> None:
    assert met(gathering, Rehearsal.FLOOD, clock.now(), caller=None) is Admission.QUEUE


def test_the_rules_are_asked_about_the_next_closing_and_the_next_opening(program: Program, clock: FixedClock) -> None:
    rulebook = program.rulebooks.on("geldern", local_day(clock.now()))
    by_night = clock.now() + timedelta(hours=12)
    assert not is_open(rulebook, moment(Rehearsal.CLOSED, rulebook, clock.now()))
    assert moment(Rehearsal.CLOSED, rulebook, by_night) == by_night
    assert is_open(rulebook, moment(Rehearsal.FULL, rulebook, by_night))
    assert moment(Rehearsal.NOW, rulebook, by_night) == by_night


def test_every_case_has_words() -> None:
    assert set(WORDS) == set(Rehearsal)
