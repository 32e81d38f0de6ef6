from datetime import timedelta

from servicecenter.telephony.callers import REMEMBERED, Callers
from tests.conftest import MONDAY

NUMBER, OTHER = "+493023125017", "+493023125018"


def test_calls_of_one_number_are_counted_each_once() -> None:
    callers = Callers(b"secret")
    counts = [
        callers.count(callers.arrival(call, "geldern", number, MONDAY), MONDAY - timedelta(minutes=10))
        for call, number in (("a", NUMBER), ("b", OTHER), ("c", NUMBER), ("c", NUMBER))
    ]
    assert counts == [1, 1, 2, 2], "the same call told again is no second one"


def test_only_those_within_the_span_count() -> None:
    callers = Callers(b"secret")
    callers.count(callers.arrival("a", "geldern", NUMBER, MONDAY), MONDAY)
    later = callers.arrival("b", "geldern", NUMBER, MONDAY + timedelta(minutes=11))
    assert callers.count(later, MONDAY + timedelta(minutes=1)) == 1


def test_what_the_program_before_counted_goes_on_and_is_forgotten_in_time() -> None:
    before, after = Callers(b"secret"), Callers(b"secret")
    kept = [before.arrival(f"c{n}", "geldern", NUMBER, MONDAY + timedelta(minutes=n)) for n in range(3)]
    after.remember(kept)
    assert after.count(after.arrival("d", "hagen", NUMBER, MONDAY + timedelta(minutes=3)), MONDAY - REMEMBERED) == 4
    late = after.arrival("e", "hagen", NUMBER, MONDAY + REMEMBERED + timedelta(seconds=90))
    assert after.count(late, MONDAY - REMEMBERED) == 3, "two are older than an hour by then"


def test_whoever_has_the_row_has_no_number() -> None:
    arrival = Callers(b"secret").arrival("a", "geldern", NUMBER, MONDAY)
    assert NUMBER.lstrip("+") not in repr(arrival)
    assert arrival.caller_key != Callers(b"another").arrival("a", "geldern", NUMBER, MONDAY).caller_key
