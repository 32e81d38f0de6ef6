"""The states of a case as a table, and what each part stands at."""

from dataclasses import replace
from datetime import timedelta

import pytest

from servicecenter.cases.model import (
    RUNNING,
    TRANSITIONS,
    BusinessCase,
    CaseAct,
    CaseState,
    Consent,
    Part,
    Standing,
    after,
    due_act,
    ready,
    standing,
)
from servicecenter.errors import Conflict
from servicecenter.tickets.model import ReplyChannel, Ticket, TicketState
from tests.conftest import MONDAY

LATER = MONDAY + timedelta(days=1)
S, A = CaseState, CaseAct


def part(number: int, leistung: str = "rooms", **more: object) -> Part:
    given = {"office": "bau", "outside": False, "asks": "", "after": (), "added_at": MONDAY} | more
    return Part(number, 1, leistung, **given)  # type: ignore[arg-type]


def ticket(number: int, state: TicketState = TicketState.NEW) -> Ticket:
    closed = None if state in (TicketState.NEW, TicketState.ACCEPTED) else LATER
    return Ticket(
        number, 1, "12345678", "hagen", "bau", None, None, "", "", "", ReplyChannel.NONE, "", state, MONDAY, "", "",
        closed_at=closed,
    )  # fmt: skip


def case(*parts: Part, state: CaseState = S.OPEN, **more: object) -> BusinessCase:
    made = BusinessCase(
        1, "12345678", 1, "hagen", 1, "restaurant", "Restaurant", "szw", None, state, MONDAY, "p", MONDAY.date()
    )
    return replace(made, parts=parts, **more)  # type: ignore[arg-type]


RUNS, ENDED = {1: ticket(1)}, {1: ticket(1, TicketState.ANSWERED)}
CONSENT = Consent(1, 1, "Maria", MONDAY, "phone", ("business",), "Darf …?", "Lotte")


def test_every_step_that_is_not_in_the_table_is_refused_in_words():
    for state in S:
        for act in A:
            if (state, act) in TRANSITIONS:
                assert after(case(state=state), act) in S
            else:
                with pytest.raises(Conflict, match="Dieses Vorhaben ist"):
                    after(case(state=state), act)


def test_closed_is_left_by_reopening_alone():
    assert [act for (state, act) in TRANSITIONS if state is S.CLOSED] == [A.REOPEN]
    assert S.CLOSED not in RUNNING


@pytest.mark.parametrize(
    ("one", "tickets", "now"),
    [
        pytest.param(part(1, ticket=1), RUNS, Standing.RUNS, id="its-ticket-is-open"),
        pytest.param(part(1, ticket=1), ENDED, Standing.DONE, id="answered"),
        pytest.param(part(1, ticket=1), {1: ticket(1, TicketState.UNPLACED)}, Standing.RUNS, id="the-supervisor-s"),
        pytest.param(part(1, ticket=1), {1: ticket(1, TicketState.MERGED)}, Standing.RUNS, id="in-another-ticket"),
        pytest.param(part(1), {}, Standing.WAITS, id="its-ticket-is-yet-to-come"),
        pytest.param(part(1, dropped_at=LATER), {}, Standing.DROPPED, id="dropped"),
        pytest.param(part(1, outside=True), {}, Standing.NEEDS_CONSENT, id="partner-without-consent"),
        pytest.param(part(1, outside=True, consents=(CONSENT,)), {}, Standing.MAY_ASK, id="partner-with-consent"),
        pytest.param(
            part(1, outside=True, consents=(replace(CONSENT, withdrawn_at=LATER),)), {}, Standing.NEEDS_CONSENT,
            id="withdrawn",
        ),
        pytest.param(part(1, outside=True, started_at=LATER), {}, Standing.ASKED, id="partner-asked"),
        pytest.param(
            part(1, outside=True, started_at=LATER, answered_at=LATER), {}, Standing.DONE, id="partner-answered"
        ),
    ],
)  # fmt: skip
def test_a_part_stands_at(one, tickets, now):
    assert standing(one, tickets, [one]) is now


def test_a_part_s_turn_comes_when_what_it_waits_for_has_ended():
    waiting = part(2, "fire", after=("rooms",))
    for first, tickets, expected in (
        (part(1, ticket=1), RUNS, []),
        (part(1, ticket=1), ENDED, [2]),
        (part(1, dropped_at=LATER), {}, [2]),
        (part(1, outside=True), {}, []),
        (part(1, outside=True, started_at=MONDAY, answered_at=LATER), {}, [2]),
    ):
        assert [each.id for each in ready(case(first, waiting), tickets)] == expected


ROOMS, PARTNER = part(1, ticket=1), part(2, "chamber", outside=True)


@pytest.mark.parametrize(
    ("known", "tickets", "act"),
    [
        pytest.param(case(ROOMS), RUNS, None, id="somebody-works"),
        pytest.param(case(ROOMS), ENDED, A.FINISH, id="all-ended"),
        pytest.param(case(ROOMS, PARTNER), ENDED, A.WAIT, id="only-a-partner-is-left"),
        pytest.param(case(ROOMS, PARTNER, state=S.WAITING), ENDED, None, id="and-waits"),
        pytest.param(case(ROOMS, PARTNER, state=S.WAITING), RUNS, A.RESUME, id="a-ticket-was-reopened"),
        pytest.param(case(ROOMS, state=S.DONE), ENDED, None, id="done-stays-done"),
        pytest.param(case(ROOMS, PARTNER, state=S.DONE), ENDED, A.WAIT, id="a-partner-came-later"),
        pytest.param(case(ROOMS, state=S.DONE), RUNS, A.RESUME, id="an-office-came-later"),
        pytest.param(case(ROOMS, state=S.CLOSED), ENDED, None, id="closed-stays-closed"),
        pytest.param(case(ROOMS, state=S.CLOSED), RUNS, A.REOPEN, id="a-reply-to-a-closed-ticket"),
        pytest.param(
            case(ROOMS, state=S.REOPENED, reopened_at=LATER + timedelta(days=1)), ENDED, None, id="nothing-new-yet"
        ),
        pytest.param(case(ROOMS, state=S.REOPENED, reopened_at=MONDAY), ENDED, A.FINISH, id="ended-since-reopened"),
        pytest.param(case(ROOMS, state=S.REOPENED, reopened_at=MONDAY), RUNS, None, id="reopened-and-worked-on"),
    ],
)
def test_the_state_follows_its_parts(known, tickets, act):
    assert due_act(known, tickets) is act
