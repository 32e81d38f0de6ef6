"""Promises the Fachamt records, and several at once: under a handbook that makes all promises of the GSM."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from servicecenter.access.model import Person
from servicecenter.callbacks.model import Outcome
from servicecenter.contacts.forwarding import Forwarded
from servicecenter.contacts.recording import Recording
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.promises.states import PromiseState
from tests.promising import promise_all

from .conftest import ALL, ANNA, BY_MAIL, CALLBACK, CARL, SOFIA, Centre


@pytest.fixture
async def recording(centre: Centre) -> Recording:
    await promise_all(centre.db, centre.rulebooks, centre.clock.now())
    return Recording(centre.db, centre.clock, centre.live, centre.rulebooks)


async def of_a_business(centre: Centre, *, by_mail: bool = False) -> Forwarded:
    contact = await centre.asked("baugenehmigung")
    await centre.desk.learn(ANNA, contact.id, leistung="baugenehmigung", business=True)
    return await centre.desk.forward(ANNA, contact.id, BY_MAIL if by_mail else CALLBACK)


async def test_a_callback_for_a_business_stands_under_several_promises(centre: Centre, recording: Recording) -> None:
    made = await of_a_business(centre)
    assert made.callback is not None
    assert made.promise is not None
    reply, callback = made.ticket.subject, made.callback.subject
    by_name = {promise.name: promise for promise in await centre.promised(reply, callback)}
    assert set(by_name) == {"reply", "ral-j", "callback", "gsm-9"}
    item = await centre.inbox.item(ALL, made.ticket.id)
    assert item.driving == by_name["ral-j"], "the strictest drives the work: one working day"
    assert by_name["ral-j"].due_on == date(2026, 11, 24)
    assert made.promise.due_on == by_name["gsm-9"].due_on == date(2026, 11, 25)
    assert (await centre.acts()).count("promise-made") == 4


async def test_each_is_kept_and_reported_by_itself(centre: Centre, recording: Recording) -> None:
    made = await of_a_business(centre)
    assert made.callback is not None
    centre.wait(days=1, hours=20)
    for _ in range(2):
        await centre.sweep()
    await centre.inbox.attempt(CARL, made.ticket.id, Outcome.REACHED, "besprochen")
    promised = await centre.promised(made.ticket.subject, made.callback.subject)
    assert {promise.name: promise.state for promise in promised} == {
        "reply": PromiseState.KEPT, "ral-j": PromiseState.KEPT_LATE, "callback": PromiseState.KEPT,
        "gsm-9": PromiseState.KEPT,
    }  # fmt: skip


async def test_a_citizen_gets_no_promise_made_to_businesses(centre: Centre, recording: Recording) -> None:
    made = await centre.forwarded()
    assert made.callback is not None
    promised = await centre.promised(made.ticket.subject, made.callback.subject)
    assert {promise.name for promise in promised} == {"reply", "callback"}
    assert await recording.offers(ALL, made.ticket.id) == []


async def test_the_fachamt_is_offered_what_the_handbook_promises(centre: Centre, recording: Recording) -> None:
    made = await of_a_business(centre)
    offers = {offer.kind.name: offer for offer in await recording.offers(ALL, made.ticket.id)}
    assert not set(offers) & {"callback", "reply", "gsm-9", "ral-j"}, "the program records these itself"
    assert set(offers) >= {"gsm-1", "gsm-3", "gsm-4", "gsm-5", "gsm-6", "gsm-7", "gsm-8", "gsm-10", "gsm-11", "ral-d"}
    assert (offers["gsm-4"].may_begin, offers["gsm-4"].may_be_fulfilled) == (True, False)
    assert (offers["gsm-1"].may_begin, offers["gsm-1"].may_be_fulfilled) == (False, True)


async def test_begun_watched_and_kept(centre: Centre, recording: Recording) -> None:
    made = await of_a_business(centre, by_mail=True)
    begun = await recording.begin(CARL, made.ticket.id, "gsm-4")
    assert (begun.due_on, begun.office, begun.clause[:4]) == (date(2026, 12, 2), "bauordnung", "§ 20")
    await centre.inbox.answer(CARL, made.ticket.id, "Ja.")
    states = {promise.name: promise.state for promise in await centre.promised(made.ticket.subject)}
    assert (states["reply"], states["gsm-4"]) == (PromiseState.KEPT, PromiseState.OPEN), "an answer confirms nothing"
    with pytest.raises(Conflict):
        await recording.begin(CARL, made.ticket.id, "gsm-4")
    centre.wait(days=10)
    await centre.sweep()
    kept = await recording.fulfil(CARL, made.ticket.id, "gsm-4")
    assert kept is not None
    assert kept.state is PromiseState.KEPT_LATE
    (details,) = await centre.details("promise-kept-late")
    assert details["minutes_late"] == 10 * 60, "due on Wednesday at 24:00, sent on Thursday at ten"
    again = await recording.begin(CARL, made.ticket.id, "gsm-4")
    assert again.id != begun.id, "a second application begins anew"


async def test_the_eight_weeks_count_only_after_a_consultation(centre: Centre, recording: Recording) -> None:
    made = await of_a_business(centre)
    with pytest.raises(Invalid, match="Bauberatung") as caught:
        await recording.begin(CARL, made.ticket.id, "gsm-7")
    assert caught.value.details["field"] == "confirmed"
    begun = await recording.begin(CARL, made.ticket.id, "gsm-7", confirmed=True)
    assert begun.due_on == date(2027, 1, 18), "the eighth Monday, § 188 (2) BGB"


async def test_it_counts_from_the_day_it_happened(centre: Centre, recording: Recording) -> None:
    made = await of_a_business(centre)
    begun = await recording.begin(CARL, made.ticket.id, "gsm-4", begun_on=date(2026, 11, 19))
    assert begun.due_on == date(2026, 11, 30)
    (details,) = [found for found in await centre.details("promise-made") if found["promise"] == "gsm-4"]
    assert details["begun_at"] == "2026-11-19T12:00:00+01:00"
    today = centre.clock.now().date()
    for wrong in (today + timedelta(days=1), today - timedelta(days=400)):
        with pytest.raises(Invalid):
            await recording.begin(CARL, made.ticket.id, "gsm-5", begun_on=wrong)


async def test_what_has_no_period_is_only_recorded(centre: Centre, recording: Recording) -> None:
    made = await of_a_business(centre)
    with pytest.raises(Invalid, match="keine Frist"):
        await recording.begin(CARL, made.ticket.id, "gsm-10")
    assert await recording.fulfil(CARL, made.ticket.id, "gsm-10") is None
    (details,) = await centre.details("promise-fulfilled")
    assert details["promise"] == "gsm-10"


async def test_what_was_never_begun_cannot_be_fulfilled(centre: Centre, recording: Recording) -> None:
    made = await of_a_business(centre)
    for name in ("gsm-4", "callback", "einhorn"):
        with pytest.raises(NotFound):
            await recording.fulfil(CARL, made.ticket.id, name)


@pytest.mark.parametrize("who", [SOFIA, replace(CARL, municipality="kreis-wesel")], ids=["office", "municipality"])
async def test_another_fachamt_records_nothing(centre: Centre, recording: Recording, who: Person) -> None:
    made = await of_a_business(centre)
    with pytest.raises(NotFound):
        await recording.begin(who, made.ticket.id, "gsm-4")


async def test_a_withdrawn_ticket_takes_its_promises_with_it(centre: Centre, recording: Recording) -> None:
    made = await of_a_business(centre)
    await recording.begin(CARL, made.ticket.id, "gsm-4")
    await centre.desk.undo(ANNA, made.contact.id)
    assert {promise.state for promise in await centre.promised(made.ticket.subject)} == {PromiseState.WITHDRAWN}
    assert await recording.offers(ALL, made.ticket.id) == []
