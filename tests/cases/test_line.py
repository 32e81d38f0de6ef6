"""The one date line: in the order of the dates, today among them, what has no date last, no word of anybody."""

from dataclasses import asdict, replace
from datetime import timedelta

from servicecenter.cases.line import What, line, next_due
from servicecenter.cases.model import CaseState
from servicecenter.promises.model import Promise
from servicecenter.promises.states import PromiseState
from servicecenter.tickets.model import TicketState
from tests.cases.test_model import CONSENT, case, part, ticket
from tests.conftest import MONDAY

DAY = timedelta(days=1)


def promise(number: int, days: int, state: PromiseState = PromiseState.OPEN, kept: int | None = None) -> Promise:
    due = MONDAY + days * DAY
    return Promise(
        number, "reply", f"ticket:{number}", "12345678", "hagen", "bau", "§ 6.3", MONDAY.date(), state, MONDAY, due,
        due.date(), due - DAY, MONDAY + kept * DAY if kept else None,
    )  # fmt: skip


TICKETS = {
    1: ticket(1),
    2: replace(ticket(2, TicketState.ANSWERED), office="gewerbe", answer="geheim", closed_at=MONDAY + DAY),
}
PROMISED = {"ticket:1": (promise(1, 5),), "ticket:2": (promise(2, 3, PromiseState.KEPT, kept=1),)}
CASE = case(
    part(1, ticket=1, asks="geheim"),
    part(2, "trade", ticket=2, office="gewerbe"),
    part(3, "fire", after=("rooms",), office="bauordnung"),
    part(4, "chamber", outside=True, office="kammer", consents=(CONSENT,), started_at=MONDAY),
    part(5, "terrace", office="verkehr", dropped_at=MONDAY + DAY, dropped_reason="geheim"),
)


def seen(now_days: int = 2) -> list[tuple[str, str]]:
    return [(point.what.value, point.office) for point in line(CASE, TICKETS, PROMISED, MONDAY + now_days * DAY)]


def test_every_date_stands_once_and_in_its_order():
    assert seen() == [
        ("opened", ""), ("asked", "bau"), ("asked", "gewerbe"), ("consented", "kammer"), ("partner_asked", "kammer"),
        ("ended", "gewerbe"), ("promised", "gewerbe"), ("dropped", "verkehr"), ("today", ""), ("promised", "bau"),
        ("waits", "bauordnung"), ("partner_owes_nothing", "kammer"),
    ]  # fmt: skip


def test_today_moves_on():
    assert seen(6).index(("today", "")) == seen(2).index(("today", "")) + 1


def test_what_waits_says_for_what():
    [waits] = [point for point in line(CASE, TICKETS, PROMISED, MONDAY) if point.what is What.WAITS]
    assert (waits.on, waits.waits_for) == (None, ("rooms",))


def test_nothing_that_anybody_wrote_stands_on_it():
    shown = str([asdict(point) for point in line(CASE, TICKETS, PROMISED, MONDAY)])
    assert "geheim" not in shown


def test_the_end_stands_on_it_while_it_is_the_end():
    over = replace(CASE, state=CaseState.CLOSED, done_at=MONDAY + 6 * DAY, closed_at=MONDAY + 7 * DAY)
    assert [point.what for point in line(over, TICKETS, PROMISED, MONDAY + 8 * DAY)][-5:] == [
        What.DONE, What.CLOSED, What.TODAY, What.WAITS, What.PARTNER_OWES_NOTHING,
    ]  # fmt: skip
    again = replace(over, state=CaseState.REOPENED, reopened_at=MONDAY + 8 * DAY)
    whats = [point.what for point in line(again, TICKETS, PROMISED, MONDAY + 9 * DAY)]
    assert What.REOPENED in whats
    assert What.CLOSED not in whats


def test_due_first_is_what_still_runs():
    due = next_due(CASE, TICKETS, PROMISED)
    assert due is not None
    assert due.id == 1
    assert next_due(CASE, {2: TICKETS[2]}, PROMISED) is None
