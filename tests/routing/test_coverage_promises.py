from datetime import date

import pytest

from servicecenter.directory.calendars import BERLIN
from servicecenter.routing.coverage_findings import Ledger
from servicecenter.routing.coverage_promises import last_call, unkeepable, without_deputy
from tests.routing.books import book
from tests.routing.planting import some, walked, with_clause, with_directory

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(MONDAY, "16:29", id="a-minute-before-the-service-ends"),
        pytest.param(date(2027, 2, 4), "11:59", id="shorter-at-carnival"),
        pytest.param(date(2026, 11, 22), None, id="sunday"),
        pytest.param(date(2026, 12, 25), None, id="holiday"),
    ],
)
def test_the_last_call_of_a_day(day, expected):
    at = last_call(book("geldern"), day)
    assert (f"{at.astimezone(BERLIN):%H:%M}" if at else None) == expected


def test_without_service_hours_a_day_ends_at_midnight():
    at = last_call(with_clause(book("geldern"), "3.1", hours=None), MONDAY)
    assert at is not None
    assert f"{at:%H:%M}" == "23:59"


def looked_at(closings, days, **promise):
    """The promises of the Bürgerbüro (closed on Wednesday from 12:30, on Friday, on the weekend from noon)."""
    rulebook = with_directory(some("geldern", "personalausweis"), closing=closings)
    if promise:
        rulebook = with_clause(rulebook, "6.1", promise={"name": "callback", **promise})
    ledger = Ledger("geldern", date(2026, 1, 1))
    examined = unkeepable(rulebook, walked(rulebook).owed, days, ledger)
    return examined, ledger.findings()


def closed(first, last):
    return {"first": first, "last": last, "calendars": ("buergerbuero", "rathaus"), "reason": "zu"}


def test_two_working_days_without_an_opening_minute():
    examined, (finding, lotse) = looked_at([closed(date(2026, 11, 24), date(2026, 11, 25))], [MONDAY])
    # Ticket and callback of the Bürgerbüro, of the switchboard where nothing is known, and of the Lotse of businesses.
    assert examined == 6
    assert lotse.sentence.startswith("Ein Rückruf von „Wirtschaftsförderung (Lotse für Unternehmen)“")
    assert finding.sentence.endswith("ist bis Mi 25.11. fällig, und dort ist bis dahin keine Minute geöffnet.")


def test_one_opening_minute_is_enough():
    """The service centre ends at 16:30; an office that closes then was open for the last call."""
    late = {"first": MONDAY, "calendars": ("buergerbuero", "rathaus"), "hours": (("08:00", "16:30"),), "reason": "x"}
    assert looked_at([late, closed(date(2026, 11, 24), date(2026, 11, 25))], [MONDAY])[1] == ()


def test_closings_that_extend_the_promise_do_no_harm():
    closings = [closed(date(2026, 11, 24), date(2026, 11, 25))]
    assert looked_at(closings, [MONDAY], working_days=2, local_closings=True)[1] == ()


def test_a_day_on_which_nobody_calls_owes_nothing():
    assert looked_at([], [date(2026, 11, 22)]) == (0, ())


def test_a_day_outside_the_agreement_owes_nothing():
    assert looked_at([], [date(2022, 5, 12)]) == (0, ())


def absences(*entries):
    ledger = Ledger("geldern", MONDAY)
    without_deputy(with_directory(book("geldern"), absence=entries).directory, MONDAY, ledger)
    return [finding.sentence for finding in ledger.findings()]


def test_an_absence_that_is_over_needs_nobody():
    assert absences({"person": "hanna-hundert", "first": date(2026, 11, 1), "last": date(2026, 11, 22)}) == []


def test_an_office_whose_deputy_is_away_on_one_of_the_days():
    found = absences(
        {"office": "standesamt", "first": date(2026, 11, 30), "last": date(2026, 12, 4)},
        {"office": "buergerbuero", "first": date(2026, 12, 4)},
    )
    assert "„Standesamt“ ist von Mo 30.11. bis Fr 04.12. abwesend, und die Vertretung ist es auch." in found
