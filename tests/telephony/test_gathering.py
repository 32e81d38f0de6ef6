from datetime import timedelta

import pytest

from servicecenter.clock import FixedClock
from servicecenter.telephony.callers import Callers
from servicecenter.telephony.callflow.events import Inbound
from servicecenter.telephony.callflow.model import Address, AddressKind, Admission, CallState, Floor
from servicecenter.telephony.gathering import Gathering, load
from servicecenter.web.program import Program
from tests.telephony.callflow.floors import Theatre
from tests.telephony.conftest import CALLER, GELDERN

MUENSTER = "muenster"


@pytest.fixture
def gathering(program: Program) -> Gathering:
    return Gathering(program.rulebooks, "kreis-wesel", Callers(b"secret"))


def number_of(program: Program, municipality: str) -> str:
    return next(number for number, town in program.rulebooks.numbers().items() if town == municipality)


def test_the_terms_are_those_of_the_handbook(gathering: Gathering, clock: FixedClock) -> None:
    arrived = gathering.arrived(Inbound("c", GELDERN, CALLER), Floor(), clock.now())
    terms = arrived.terms
    assert (arrived.municipality, arrived.number, arrived.admission) == ("geldern", "+493023125017", Admission.QUEUE)
    assert (terms.clause, terms.weight, terms.wrap_up_seconds, terms.ring_seconds) == ("§ 8.4", 2, 30, 20)
    assert (terms.place_after_seconds, terms.keep_seconds, terms.wish_key) == (60, 7200, "1")


@pytest.mark.parametrize(("hours", "admission"), [(0, Admission.QUEUE), (12, Admission.CLOSED), (-9, Admission.CLOSED)])
def test_the_agreed_hours(gathering: Gathering, clock: FixedClock, hours: int, admission: Admission) -> None:
    at = clock.now() + timedelta(hours=hours)
    assert gathering.arrived(Inbound("c", GELDERN, CALLER), Floor(), at).admission is admission


@pytest.mark.parametrize("dialled", ["+49 30 23125 999", "", "anonymous"])
def test_an_unknown_number_is_the_operator_s(gathering: Gathering, clock: FixedClock, dialled: str) -> None:
    assert gathering.arrived(Inbound("c", dialled, None), Floor(), clock.now()).municipality == "kreis-wesel"


def crowd(municipality: str, count: int) -> Floor:
    play = Theatre()
    for number in range(count):
        play.arrive(f"w{number}", municipality)
    return play.floor


def test_a_full_queue_goes_where_the_handbook_says(program: Program, gathering: Gathering, clock: FixedClock) -> None:
    """Münster's has a limit of its own under overload; Geldern's admits twenty."""
    full = gathering.arrived(Inbound("c", GELDERN, CALLER), crowd("geldern", 20), clock.now())
    assert full.admission is Admission.FULL
    fits = gathering.arrived(Inbound("d", GELDERN, None), crowd("hagen", 20), clock.now())
    assert fits.admission is Admission.QUEUE, "another municipality's callers fill another queue"
    dialled = number_of(program, MUENSTER)
    elsewhere = gathering.arrived(Inbound("e", dialled, None), crowd(MUENSTER, 40), clock.now())
    assert elsewhere.admission in (Admission.SUBSTITUTE, Admission.FULL)
    if elsewhere.admission is Admission.SUBSTITUTE:
        assert isinstance(elsewhere.substitute, Address)
        assert elsewhere.substitute.kind is AddressKind.NUMBER


def test_what_becomes_of_a_call_that_waits_on_is_judged_for_that_hour(
    program: Program, gathering: Gathering, clock: FixedClock
) -> None:
    dialled = number_of(program, MUENSTER)
    overflow = gathering.arrived(Inbound("c", dialled, None), Floor(), clock.now()).terms.overflow
    assert overflow is not None
    assert (overflow.after_seconds, overflow.reason, overflow.clause[:5]) == (180, "queue-full", "§ 5.2")
    assert gathering.arrived(Inbound("d", GELDERN, None), Floor(), clock.now()).terms.overflow is None


def test_a_flood_is_told_from_many_callers(gathering: Gathering, clock: FixedClock) -> None:
    calls = [gathering.arrived(Inbound(f"c{n}", GELDERN, CALLER), Floor(), clock.now()) for n in range(12)]
    assert [call.admission for call in calls].index(Admission.FLOOD) == 10
    withheld = [gathering.arrived(Inbound(f"n{n}", GELDERN, None), Floor(), clock.now()) for n in range(12)]
    assert {call.admission for call in withheld} == {Admission.QUEUE}, "numbers withheld are no one number"
    later = gathering.arrived(Inbound("z", GELDERN, CALLER), Floor(), clock.now() + timedelta(minutes=11))
    assert later.admission is Admission.QUEUE


def test_callers_who_are_only_played_may_always_ring(program: Program, clock: FixedClock) -> None:
    played = Gathering(program.rulebooks, "kreis-wesel", Callers(b"secret"), played=True)
    night = clock.now() + timedelta(hours=12)
    assert {played.arrived(Inbound(f"c{n}", GELDERN, CALLER), Floor(), night).admission for n in range(12)} == {
        Admission.QUEUE
    }


def test_the_load_is_that_of_one_municipality(clock: FixedClock) -> None:
    floor = crowd("geldern", 3)
    assert all(call.state is CallState.WAITING for call in floor.calls.values())
    assert (load(floor, "geldern", clock.now()).callers, load(floor, "hagen", clock.now()).callers) == (3, 0)
