"""A PBX tells: contacts, instants, and nothing twice."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from servicecenter.access.model import Person, Role
from servicecenter.agreements.model import Flood
from servicecenter.calls.model import Cause
from servicecenter.clock import FixedClock
from servicecenter.contacts.model import ContactState, Outcome
from servicecenter.content.load import load
from servicecenter.telephony.pbx.model import Action, NumberOfAnother, PbxOff, TokenUnknown
from servicecenter.web.program import Program
from tests.conftest import CONTENT, somebody

from .conftest import ALL, CALLER, GELDERN, HAGEN, Telling, connected

SECOND = timedelta(seconds=1)


@pytest.mark.each_database
async def test_a_call_rings_is_answered_at_the_desk_and_ends(pbx: Telling, clock: FixedClock, agent: Person) -> None:
    assert (await pbx.new("1")).action is Action.TAKE
    contact = await pbx.contact("1")
    assert contact is not None
    assert (contact.municipality, contact.state, contact.caller) == ("geldern", ContactState.RINGING, "+492831398123")
    clock.advance(12 * SECOND)
    await pbx.answer("1", user="Anna.Agent")
    contact = await pbx.contact("1")
    assert contact is not None
    assert (contact.state, contact.agent) == (ContactState.OPEN, agent.id), "the screen follows the phone"
    clock.advance(90 * SECOND)
    await pbx.hangup("1")
    told, contact = await pbx.course("1"), await pbx.contact("1")
    assert contact is not None
    assert contact.call_ended_at == clock.now()
    assert (told.waited, told.talked, told.answered_by) == (12 * SECOND, 90 * SECOND, agent.id)
    assert told.cause is Cause.NORMAL


async def test_told_twice_late_and_out_of_order_nothing_more_happens(
    pbx: Telling, program: Program, clock: FixedClock, agent: Person
) -> None:
    for _ in range(2):
        await asyncio.gather(pbx.new("1"), pbx.new("1"))
    clock.advance(5 * SECOND)
    for _ in range(2):
        await pbx.hangup("1", cause="cancel")
    once = await pbx.course("1")
    clock.advance(5 * SECOND)
    await pbx.answer("1", user="anna.agent")
    await pbx.new("1")
    await pbx.hangup("1")
    contact = await pbx.contact("1")
    assert contact is not None
    assert (contact.state, contact.outcome) == (ContactState.CLOSED, Outcome.ABANDONED)
    assert await pbx.course("1") == once
    assert await program.desk.ringing(ALL) == []
    assert (await pbx.hangup("never heard of")).action is Action.TAKE
    assert await pbx.contact("never heard of") is None


async def test_an_answer_to_a_call_that_began_while_we_were_away_is_a_call(pbx: Telling, agent: Person) -> None:
    await pbx.answer("1", user="anna.agent")
    contact = await pbx.contact("1")
    assert contact is not None
    assert contact.agent == agent.id


async def test_who_lifts_a_telephone_without_the_screen_is_shown_and_is_no_abandoned_call(
    pbx: Telling, program: Program, agent: Person
) -> None:
    await pbx.new("1")
    await pbx.answer("1", user=["Empfang Rathaus"])
    (ringing,) = await program.desk.ringing(ALL)
    assert ringing.agent_name == "Empfang Rathaus"
    taken = await program.desk.take(agent, ringing.id)
    assert taken.agent_name == agent.name, "and may still be taken"
    await pbx.new("2")
    await pbx.answer("2", user="anna.agent")  # who has the first contact open
    await pbx.hangup("2")
    contact = await pbx.contact("2")
    assert contact is not None
    assert contact.outcome is Outcome.ELSEWHERE


async def test_a_name_that_two_people_have_is_nobody_s(pbx: Telling, program: Program) -> None:
    for login in ("b.meier", "c.meier"):
        await program.access.add_person(login, "B. Meier", Role.AGENT, by=None, must_change_password=False)
    await pbx.new("1")
    await pbx.answer("1", user="B. Meier")
    contact = await pbx.contact("1")
    assert contact is not None
    assert contact.agent is None


@pytest.mark.parametrize("told_first", ["newCall", "hangup"])
async def test_a_transfer_is_the_same_contact(
    pbx: Telling, clock: FixedClock, agent: Person, program: Program, told_first: str
) -> None:
    await pbx.new("1")
    await pbx.answer("1", user="anna.agent")
    clock.advance(30 * SECOND)
    if told_first == "hangup":
        await pbx.hangup("1", cause="forwarded")
    await pbx.new("2", origCallId="1", to="21")
    if told_first == "newCall":
        await pbx.hangup("1", cause="forwarded")
    assert await program.desk.ringing(ALL) == [], "no second contact"
    contact = await pbx.contact("1")
    assert contact is not None
    assert contact.call_ended_at is not None, "for the agent it is over"
    await pbx.answer("2", user="Bauamt")
    clock.advance(60 * SECOND)
    await pbx.hangup("2")
    told = await pbx.course("1")
    assert told.transferred_at is not None
    assert told.talked == 90 * SECOND, "for the caller it went on"


async def test_a_call_passed_on_while_it_rings_goes_on_ringing(pbx: Telling, program: Program) -> None:
    await pbx.new("1")
    await pbx.new("2", origCallId="1")
    await pbx.hangup("1", cause="forwarded")
    assert len(await program.desk.ringing(ALL)) == 1
    await pbx.hangup("2", cause="cancel")
    contact = await pbx.contact("1")
    assert contact is not None
    assert contact.outcome is Outcome.ABANDONED


@pytest.mark.parametrize(
    "caller", ["02831/398123", "+49 (0)2831 398123", "0049 2831 398123", "02831 39 81 23", "+492831398123"]
)
async def test_a_number_is_read_however_it_is_written(pbx: Telling, caller: str) -> None:
    await pbx.new("1", **{"from": caller})
    contact = await pbx.contact("1")
    assert contact is not None
    assert contact.caller == "+492831398123"


async def test_a_withheld_number_and_an_extension_lose_no_call(pbx: Telling) -> None:
    await pbx.new("1", **{"from": "anonymous", "to": "21"})
    contact = await pbx.contact("1")
    assert contact is not None
    assert (contact.municipality, contact.caller, contact.number_known) == ("geldern", None, True)


async def test_outside_the_agreed_hours_nobody_waits_and_the_call_is_a_contact_all_the_same(
    pbx: Telling, program: Program, clock: FixedClock
) -> None:
    clock.advance(timedelta(hours=12))  # ten in the evening
    await pbx.new("1")
    clock.advance(30 * SECOND)
    await pbx.hangup("1", cause="cancel")
    assert await pbx.contact("1") is not None
    assert (await pbx.course("1")).queued_at is None
    (line,) = (await program.figures.day(ALL, clock.now().date())).lines
    assert (line.calls.offered, line.calls.turned_away) == (0, 1)


# Who may tell


async def test_a_wrong_an_old_and_a_revoked_token_are_nobody_s(pbx: Telling, program: Program) -> None:
    _, new = await program.pbxes.renew(pbx.pbx.id, by=None)
    for token in (pbx.token, "", "x" * 500, "\ud800"):
        with pytest.raises(TokenUnknown):
            await Telling(program, pbx.pbx, token).new("1")
    renewed = Telling(program, pbx.pbx, new)
    await renewed.new("1")
    await program.pbxes.revoke(pbx.pbx.id, by=None)
    with pytest.raises(TokenUnknown):
        await renewed.new("2")


async def test_one_that_is_off_says_so(pbx: Telling, program: Program) -> None:
    await program.pbxes.switch(pbx.pbx.id, is_on=False, by=None)
    with pytest.raises(PbxOff):
        await pbx.new("1")
    await program.pbxes.switch(pbx.pbx.id, is_on=True, by=None)
    await pbx.new("1")


async def test_the_last_use_is_written_down_once_a_minute(pbx: Telling, program: Program, clock: FixedClock) -> None:
    first = clock.now()
    await pbx.new("1")
    clock.advance(59 * SECOND)
    await pbx.hangup("1")
    assert [each.last_used_at for each in await program.pbxes.all(ALL)] == [first]
    clock.advance(1 * SECOND)
    await pbx.new("2")
    assert [each.last_used_at for each in await program.pbxes.all(ALL)] == [clock.now()]


async def test_a_call_for_another_municipality_is_refused_and_written_down(pbx: Telling, program: Program) -> None:
    with pytest.raises(NumberOfAnother):
        await pbx.new("1", to=HAGEN)
    assert await pbx.contact("1") is None
    (seen,) = await program.pbxes.all(ALL)
    assert (seen.refused, seen.refused_at) == (1, program.clock.now())


async def test_the_centre_s_own_pbx_tells_of_every_municipality(program: Program) -> None:
    central = await connected(program, "kreis-wesel", is_central=True)
    for call, dialled in (("1", GELDERN), ("2", HAGEN), ("3", "21")):
        await central.new(call, to=dialled)
    contacts = [await central.contact(call) for call in "123"]
    assert [(c.municipality, c.number_known) for c in contacts if c] == [
        ("geldern", True), ("hagen", True), ("kreis-wesel", False),
    ]  # fmt: skip


async def test_calls_of_two_pbxes_never_meet(pbx: Telling, program: Program) -> None:
    other = await connected(program, "hagen")
    await pbx.new("1")
    await other.new("1", to=HAGEN)
    await other.hangup("1", cause="cancel")
    contact = await pbx.contact("1")
    assert contact is not None
    assert contact.state is ContactState.RINGING


# Floods


@pytest.mark.each_database
async def test_a_flood_from_one_number_is_limited_counted_and_over_in_time(
    pbx: Telling, program: Program, clock: FixedClock
) -> None:
    limit = Flood().calls
    put_through = [(await pbx.new(str(n))).action for n in range(limit)]
    assert set(put_through) == {Action.TAKE}
    assert [(await pbx.new(f"more-{n}")).action for n in range(3)] == [Action.REJECT] * 3
    assert (await pbx.new("more-0")).action is Action.REJECT, "told again it is refused again, and counted once"
    told = await pbx.course("more-0")
    assert (told.cause, told.offered_at, told.queued_at) == (Cause.FLOOD, clock.now(), None)
    await pbx.answer("more-0", user="anna")
    assert await pbx.contact("more-0") is None
    assert (await pbx.new("other", **{"from": "02831 398124"})).action is Action.TAKE
    assert (await pbx.new("withheld", **{"from": "anonymous"})).action is Action.TAKE
    clock.advance(timedelta(minutes=Flood().within_minutes))
    assert (await pbx.new("later")).action is Action.TAKE


async def test_which_calls_came_from_one_number_is_forgotten(pbx: Telling, program: Program, clock: FixedClock) -> None:
    await pbx.new("1")
    assert await program.webhooks.tidy(ALL) == 0
    clock.advance(timedelta(hours=1, seconds=1))
    assert await program.webhooks.tidy(ALL) == 1
    clock.advance(timedelta(days=7))
    assert await program.webhooks.tidy(ALL) == 1, "and the call itself, of which nobody will tell any more"
    assert (await pbx.course("1")).queued_at is not None, "what happened stays"


async def test_a_blocked_number_is_refused(pbx: Telling, program: Program, tmp_path: Path) -> None:
    content = shutil.copytree(CONTENT, tmp_path / "content")
    handbook = content / "geldern/handbook/2026-01-01.toml"
    text = handbook.read_text(encoding="utf-8")
    handbook.write_text(text.replace("blocked = []", f'blocked = ["{CALLER}"]'), encoding="utf-8")
    await load(program.db, ALL, content, program.clock.now())
    await program.rulebooks.refresh()
    assert (await pbx.new("1")).action is Action.REJECT
    assert (await pbx.course("1")).cause is Cause.REJECTED
    assert (await pbx.new("2", **{"from": "02831 398124"})).action is Action.TAKE


@pytest.mark.each_database
@pytest.mark.parametrize("said", [{"answeringNumber": "21"}, {"userId[]": ["20", "21"]}], ids=["phone", "users"])
async def test_the_screen_follows_the_extension_in_the_profile(
    program: Program, agent: Person, said: dict[str, object]
) -> None:
    await program.handset.set_phone(agent, "21")
    central = await connected(program, "kreis-wesel", is_central=True)
    await central.new("1")
    await central.answer("1", **said)
    contact = await central.contact("1")
    assert contact is not None
    assert (contact.municipality, contact.agent) == ("geldern", agent.id)


async def test_a_clerk_who_answers_takes_no_contact(pbx: Telling, program: Program) -> None:
    await somebody(program, Role.FACHAMT, "carl.clerk", "bauordnung", municipality="geldern")
    await pbx.new("1")
    await pbx.answer("1", user="carl.clerk")
    contact = await pbx.contact("1")
    assert contact is not None
    assert (contact.state, contact.agent_name) == (ContactState.RINGING, "Carl.Clerk")
