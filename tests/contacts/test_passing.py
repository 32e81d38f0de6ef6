"""Given back: gone at once, counted, the promise running on; twice: the supervisor decides."""

import asyncio
from dataclasses import replace

import pytest

from servicecenter.access.model import Scope
from servicecenter.callbacks.model import Outcome
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.live import Message
from servicecenter.tickets.model import TicketState
from servicecenter.tickets.remarks.model import RemarkKind

from .acting import PAULA, SUSI, ZORA, Acts, acts_of
from .conftest import CARL, CORA, Centre

pytestmark = pytest.mark.each_database
WHY = "Das ist Bauleitplanung."


async def test_a_give_back_goes_where_it_is_proposed_and_takes_its_promises_along(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded()
    before = await centre.promised(made.ticket.subject, f"callback:{made.callback.id}")
    moved = await acts.passing.give_back(CARL, made.ticket.id, WHY, "planungsamt")
    after = await centre.promised(made.ticket.subject, f"callback:{made.callback.id}")
    assert (moved.office, moved.state, moved.given_back, moved.reason) == (
        "planungsamt", TicketState.NEW, 1, "proposed-by-office",
    )  # fmt: skip
    assert {promise.office for promise in after} == {"planungsamt"}
    assert [promise.due_at for promise in after] == [promise.due_at for promise in before]
    assert moved.due_at == min(promise.due_at for promise in after)
    (handed, *_) = await centre.details("promise-handed-on")
    assert (handed["from"], handed["to"]) == ("bauordnung", "planungsamt")


async def test_what_is_gone_is_gone_for_the_office_that_had_it_and_keeps_its_story(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded()
    number = made.ticket.id
    await acts.passing.give_back(CARL, number, WHY, "planungsamt")
    assert (await acts.listed(CARL), await acts.listed(PAULA)) == ([], [number])
    for looking in (
        centre.inbox.item(Scope.of(CARL), number),
        centre.inbox.find(Scope.of(CARL), made.ticket.case_number),
        centre.inbox.accept(CARL, number),
        acts.passing.give_back(CARL, number, WHY),
    ):
        with pytest.raises(NotFound):
            await looking
    item = await centre.inbox.item(Scope.of(PAULA), number)
    assert [(remark.kind, remark.office, remark.text) for remark in item.remarks] == [
        (RemarkKind.GIVEN_BACK, "bauordnung", WHY)
    ]
    assert "ticket-given-back" in [entry.act for entry in await centre.inbox.story(item)]
    assert (await centre.inbox.attempt(PAULA, number, Outcome.REACHED, "")).ticket.state is TicketState.ANSWERED


async def test_only_the_new_office_is_told_of_what_comes_after(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded()
    await acts.passing.give_back(CARL, made.ticket.id, WHY, "planungsamt")
    scope = Scope.of(CARL)
    with centre.live.subscribe(lambda message: scope.covers(message.municipality, message.office)) as heard:
        await centre.inbox.accept(PAULA, made.ticket.id)
        told: list[Message] = [heard.get_nowait() for _ in range(heard.qsize())]
    assert [message for message in told if message.topic == "inbox"] == []


async def test_without_a_proposal_the_plan_leads_on_without_the_office(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded()
    moved = await acts.passing.give_back(CARL, made.ticket.id, WHY)
    assert (moved.office, moved.reason) == ("zentrale", "plan-without-office")


async def test_the_second_time_the_supervisor_decides_and_may_again(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded()
    number = made.ticket.id
    await acts.passing.give_back(CARL, number, WHY, "planungsamt")
    up = await acts.passing.give_back(PAULA, number, "Wir auch nicht.", "zentrale")
    assert (up.state, up.office, up.given_back) == (TicketState.UNPLACED, "", 2)
    assert [await acts.listed(person) for person in (CARL, PAULA, ZORA)] == [[], [], []]
    (unplaced,) = await acts.passing.unplaced(Scope.of(SUSI))
    assert [remark.office for remark in unplaced.remarks] == ["bauordnung", "planungsamt"]
    assert await acts.passing.unplaced(Scope.of(CARL)) == []
    moved = await acts.passing.assign(SUSI, number, "bauordnung", "Doch dort.")
    assert (moved.state, moved.office) == (TicketState.NEW, "bauordnung")
    assert {promise.office for promise in await centre.promised(made.ticket.subject)} == {"bauordnung"}
    again = await acts.passing.give_back(CARL, number, "Nein.")
    assert again.state is TicketState.UNPLACED


async def test_it_stays_due_while_nobody_has_it_and_is_breached_all_the_same(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded()
    await acts.passing.give_back(CARL, made.ticket.id, WHY, "planungsamt")
    await acts.passing.give_back(PAULA, made.ticket.id, WHY)
    centre.wait(days=30)
    await centre.sweep()
    assert {promise.state.value for promise in await centre.promised(made.ticket.subject)} == {"breached"}


@pytest.mark.parametrize(
    ("proposal", "reason", "field"),
    [
        pytest.param("bauordnung", WHY, "proposal", id="to itself"),
        pytest.param("kreis-kleve-fuehrerschein", WHY, "proposal", id="an office without an inbox here"),
        pytest.param("mond", WHY, "proposal", id="nobody"),
        pytest.param("planungsamt", "  ", "reason", id="without a reason"),
        pytest.param("planungsamt", "x" * 20_001, "reason", id="more than fits"),
    ],
)
async def test_what_cannot_be_is_refused_with_its_field(
    centre: Centre, acts: Acts, proposal: str, reason: str, field: str
) -> None:
    made = await centre.forwarded()
    with pytest.raises(Invalid) as caught:
        await acts.passing.give_back(CARL, made.ticket.id, reason, proposal)
    assert caught.value.details["field"] == field
    assert (await acts.ticket(made.ticket.id)).office == "bauordnung"


async def test_what_a_colleague_has_is_not_given_back_by_another(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded()
    await centre.inbox.accept(CORA, made.ticket.id)
    with pytest.raises(Conflict, match="Cora"):
        await acts.passing.give_back(CARL, made.ticket.id, WHY)


async def test_of_two_who_give_it_back_at_once_one_does(centre: Centre, second: Centre, acts: Acts) -> None:
    made = await centre.forwarded()
    other = acts_of(second)
    results = await asyncio.gather(
        acts.passing.give_back(CARL, made.ticket.id, WHY, "planungsamt"),
        other.passing.give_back(CORA, made.ticket.id, WHY),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) in (["NotFound", "Ticket"], ["Conflict", "Ticket"])
    assert (await acts.ticket(made.ticket.id)).given_back == 1
    assert len(await acts.remarks(made.ticket.id)) == 1


async def test_of_two_supervisors_one_assigns(centre: Centre, second: Centre, acts: Acts) -> None:
    made = await centre.forwarded()
    await acts.passing.give_back(CARL, made.ticket.id, WHY, "planungsamt")
    await acts.passing.give_back(PAULA, made.ticket.id, WHY)
    results = await asyncio.gather(
        acts.passing.assign(SUSI, made.ticket.id, "zentrale", "Dorthin."),
        acts_of(second).passing.assign(replace(SUSI, id="9"), made.ticket.id, "bauordnung", "Hierhin."),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Ticket"]


async def test_what_is_at_risk_is_watched_by_the_new_office_s_hours_and_warned_of_once(
    centre: Centre, acts: Acts
) -> None:
    made = await centre.forwarded()
    (promise,) = await centre.promised(f"callback:{made.callback.id}")
    centre.clock.advance(promise.at_risk_at - centre.clock.now())
    await centre.sweep()
    await acts.passing.give_back(CARL, made.ticket.id, WHY, "planungsamt")
    await centre.sweep()
    centre.wait(days=30)
    await centre.sweep()
    levels = [act for act in await centre.acts(made.ticket.case_number) if act in {"promise-at-risk", "promise-due"}]
    assert levels.count("promise-at-risk") <= len(await centre.promised(made.ticket.subject)) + 1


async def test_rules_that_are_gone_leave_it_to_the_supervisor(centre: Centre, acts: Acts) -> None:
    made = await centre.forwarded()
    centre.wait(days=-700)  # before any handbook began
    moved = await acts.passing.give_back(CARL, made.ticket.id, WHY)
    assert moved.state is TicketState.UNPLACED
