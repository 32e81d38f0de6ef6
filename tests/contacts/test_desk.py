import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from servicecenter.access.model import Scope
from servicecenter.contacts import store
from servicecenter.contacts.desk import LONGEST_NOTE
from servicecenter.contacts.model import Channel, Contact, ContactState, Outcome
from servicecenter.documents import store as documents
from servicecenter.documents.model import Kind, Origin
from servicecenter.errors import Conflict, Invalid, NotFound
from servicecenter.settings import Settings

from .conftest import ALEX, ALL, ANNA, BY_MAIL, CALLBACK, CALLER, CALLER_STORED, GELDERN, WESEL, Centre

races = pytest.mark.each_database


# The call arrives


@pytest.mark.parametrize(
    ("dialled", "municipality", "known"),
    [
        pytest.param(GELDERN, "geldern", True, id="Geldern"),
        pytest.param("03023125300", "geldern", True, id="Geldern, as another telephone writes it"),
        pytest.param(WESEL, "kreis-wesel", True, id="Kreis Wesel"),
        pytest.param("+49 30 23125 999", "kreis-wesel", False, id="unknown number: the operator's"),
        pytest.param("", "kreis-wesel", False, id="no number"),
        pytest.param("<script>" + "x" * 10_000, "kreis-wesel", False, id="rubbish"),
    ],
)
async def test_the_dialled_number_names_the_municipality(
    centre: Centre, dialled: str, municipality: str, *, known: bool
) -> None:
    contact = await centre.desk.ring("c1", dialled, "+49 2831 398123")
    assert (contact.municipality, contact.number_known) == (municipality, known)
    assert (contact.state, contact.channel, contact.handbook) == (
        ContactState.RINGING, Channel.TELEPHONE, date(2026, 1, 1),
    )  # fmt: skip
    assert await centre.acts() == ["contact-rang" if known else "contact-rang-on-unknown-number"]
    assert await centre.desk.ringing(ALL) == [contact]


@races
async def test_a_ring_told_twice_is_one_call(centre: Centre) -> None:
    first = await centre.desk.ring("c1", GELDERN, CALLER)
    assert await centre.desk.ring("c1", GELDERN, CALLER) == first
    assert len(await centre.desk.ringing(ALL)) == 1
    assert await centre.acts() == ["contact-rang"]


@races
async def test_a_ring_told_at_the_same_time_is_one_call(centre: Centre, second: Centre) -> None:
    both = await asyncio.gather(*(c.desk.ring("c1", GELDERN, CALLER) for c in (centre, second, centre)))
    assert len({contact.id for contact in both}) == 1


async def test_a_ring_told_after_the_end_opens_nothing(centre: Centre) -> None:
    contact = await centre.asked("sperrmuell")
    await centre.desk.close(ANNA, contact.id, Outcome.ANSWERED)
    assert (await centre.desk.ring("c1", GELDERN, CALLER)).state is ContactState.CLOSED
    assert await centre.desk.ringing(ALL) == []


@pytest.mark.parametrize("caller", [None, "", "anonymous", "115", "x" * 10_000])
async def test_an_anonymous_caller_is_served_like_any_other(centre: Centre, caller: str | None) -> None:
    contact = await centre.desk.ring("c1", GELDERN, caller)
    assert contact.caller is None
    assert (await centre.desk.take(ANNA, contact.id)).state is ContactState.OPEN


async def test_the_longest_waiting_caller_comes_first(centre: Centre) -> None:
    rang = []
    for number in range(3):
        rang.append((await centre.desk.ring(f"c{number}", GELDERN, CALLER)).id)
        centre.wait(seconds=5)
    assert [contact.id for contact in await centre.desk.ringing(ALL)] == rang


@races
async def test_two_agents_taking_the_same_call_one_wins_and_the_other_is_told_who(
    centre: Centre, second: Centre
) -> None:
    rang = await centre.desk.ring("c1", GELDERN, CALLER)
    results = await asyncio.gather(
        centre.desk.take(ANNA, rang.id), second.desk.take(ALEX, rang.id), return_exceptions=True
    )
    (won,) = [result for result in results if isinstance(result, Contact)]
    (lost,) = [result for result in results if isinstance(result, BaseException)]
    assert isinstance(lost, Conflict), lost
    assert lost.what == f"{won.agent_name} hat diesen Anruf angenommen."
    assert (await centre.acts()).count("contact-taken") == 1


async def test_taking_ones_own_call_again_changes_nothing(centre: Centre) -> None:
    contact = await centre.called()
    assert await centre.desk.take(ANNA, contact.id) == contact
    assert await centre.acts() == ["contact-rang", "contact-taken"]


@races
async def test_an_agent_has_one_contact_at_a_time(centre: Centre, second: Centre) -> None:
    await centre.called()
    other = await centre.desk.ring("c2", GELDERN, CALLER)
    for act in (centre.desk.take(ANNA, other.id), second.desk.open_by_hand(ANNA, "geldern")):
        with pytest.raises(Conflict, match="Es ist schon ein Kontakt offen"):
            await act
    assert [contact.id for contact in await centre.desk.ringing(ALL)] == [other.id]
    assert await centre.acts() == ["contact-rang", "contact-taken", "contact-rang"]


@races
async def test_two_windows_of_one_agent_open_one_contact(centre: Centre, second: Centre) -> None:
    results = await asyncio.gather(
        centre.desk.open_by_hand(ANNA, "geldern"), second.desk.open_by_hand(ANNA, "geldern"), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Contact"]


async def test_a_contact_without_telephone_is_opened_by_hand(centre: Centre) -> None:
    contact = await centre.desk.open_by_hand(ANNA, "geldern")
    assert (contact.channel, contact.state, contact.agent_name) == (Channel.DESK, ContactState.OPEN, "Anna Agent")
    assert await centre.desk.mine(ANNA) == contact
    with pytest.raises(NotFound):
        await centre.desk.open_by_hand(ALEX, "atlantis")


# The caller is gone


async def test_gone_while_ringing_is_abandoned_and_the_number_forgotten(centre: Centre) -> None:
    rang = await centre.desk.ring("c1", GELDERN, CALLER)
    for _ in range(2):
        await centre.desk.hung_up("c1")
    gone = await centre.desk.get(ALL, rang.id)
    assert (gone.state, gone.outcome, gone.caller) == (ContactState.CLOSED, Outcome.ABANDONED, None)
    with pytest.raises(Conflict, match="aufgelegt"):
        await centre.desk.take(ANNA, rang.id)
    with pytest.raises(Conflict):
        await centre.desk.undo(ANNA, rang.id)
    assert await centre.acts() == ["contact-rang", "contact-abandoned"]


async def test_gone_while_open_leaves_the_contact_to_the_agent(centre: Centre) -> None:
    contact = await centre.called()
    centre.wait(minutes=2)
    for _ in range(2):
        await centre.desk.hung_up("c1")
    ended = await centre.desk.get(ALL, contact.id)
    assert (ended.state, ended.call_ended_at) == (ContactState.OPEN, centre.clock.now())
    assert await centre.acts() == ["contact-rang", "contact-taken", "call-ended"]
    await centre.desk.read(ANNA, contact.id, "sperrmuell")
    await centre.desk.close(ANNA, contact.id, Outcome.ANSWERED)


async def test_gone_after_the_end_or_never_known_is_nothing(centre: Centre) -> None:
    contact = await centre.asked("sperrmuell")
    closed = await centre.desk.close(ANNA, contact.id, Outcome.ANSWERED)
    before = await centre.acts()
    await centre.desk.hung_up("c1")
    await centre.desk.hung_up("never heard of")
    assert await centre.desk.get(ALL, contact.id) == closed
    assert await centre.acts() == before


@races
@pytest.mark.parametrize("number", range(3))
async def test_a_caller_who_hangs_up_as_the_agent_takes_the_call_is_lost_to_nobody(
    centre: Centre, second: Centre, number: int
) -> None:
    rang = await centre.desk.ring("c1", GELDERN, CALLER)
    await asyncio.gather(centre.desk.take(ANNA, rang.id), second.desk.hung_up("c1"), return_exceptions=True)
    contact = await centre.desk.get(ALL, rang.id)
    assert contact.call_ended_at is not None
    assert contact.outcome is (Outcome.ABANDONED if contact.agent is None else None)


# While the caller speaks


async def test_the_note_is_kept_as_it_was_typed(centre: Centre) -> None:
    contact = await centre.called()
    for text in ("<b>Ümläute</b> & '; DROP TABLE contact; -- 😀\n\tzweite Zeile ", "x" * LONGEST_NOTE, ""):
        assert (await centre.desk.note(ANNA, contact.id, text)).note == text
        assert (await centre.desk.get(ALL, contact.id)).note == text


async def test_a_note_too_long_is_refused_and_the_old_one_stays(centre: Centre) -> None:
    contact = await centre.called()
    await centre.desk.note(ANNA, contact.id, "Carport")
    with pytest.raises(Invalid, match="Die Notiz ist zu lang") as caught:
        await centre.desk.note(ANNA, contact.id, "x" * 10_000)
    assert caught.value.details == {"field": "note"}
    assert (await centre.desk.get(ALL, contact.id)).note == "Carport"
    assert (await centre.acts()).count("contact-noted") == 1


async def test_what_is_typed_stands_in_no_journal(centre: Centre) -> None:
    contact = await centre.called()
    await centre.desk.note(ANNA, contact.id, "GEHEIM")
    await centre.desk.read(ANNA, contact.id, "baugenehmigung", "GEHEIM")
    await centre.desk.learn(ANNA, contact.id, leistung="baugenehmigung", person_asked="GEHEIM", district="Walbeck")
    wish = replace(CALLBACK, concern="GEHEIM", caller_name="GEHEIM", window="GEHEIM", already_said="GEHEIM")
    await centre.desk.learn(ANNA, contact.id, leistung="baugenehmigung", district="Walbeck")
    made = await centre.desk.forward(ANNA, contact.id, wish)
    told = str([await centre.details(act) for act in set(await centre.acts())])
    assert "GEHEIM" not in told
    assert CALLER_STORED not in told
    assert made.ticket.concern == "GEHEIM"


async def test_the_way_follows_the_article(centre: Centre) -> None:
    contact = await centre.asked("baugenehmigung")
    assert (contact.article, contact.leistung) == ("baugenehmigung", "baugenehmigung")
    changed = await centre.desk.learn(ANNA, contact.id, leistung="sperrmuell")
    assert (changed.article, changed.leistung) == (None, "sperrmuell")
    with pytest.raises(NotFound):
        await centre.desk.read(ANNA, contact.id, "gibt-es-nicht")
    with pytest.raises(NotFound):
        await centre.desk.learn(ANNA, contact.id, leistung="gibt-es-nicht")


async def test_a_place_that_the_directory_does_not_know_is_refused(centre: Centre) -> None:
    contact = await centre.called()
    assert (await centre.desk.learn(ANNA, contact.id, district="Walbeck")).district == "Walbeck"
    with pytest.raises(Invalid, match="Ort") as caught:
        await centre.desk.learn(ANNA, contact.id, district="Musterweg 1 bei P. Muster")
    assert caught.value.details == {"field": "district"}


async def test_another_agents_contact_is_not_changed(centre: Centre) -> None:
    contact = await centre.asked("sperrmuell")
    before = await centre.acts()
    for act in (
        centre.desk.note(ALEX, contact.id, "x"), centre.desk.read(ALEX, contact.id, "reisepass"),
        centre.desk.learn(ALEX, contact.id, business=True), centre.desk.close(ALEX, contact.id, Outcome.ANSWERED),
        centre.desk.correct_municipality(ALEX, contact.id, "kreis-wesel"), centre.desk.undo(ALEX, contact.id),
        centre.desk.forward(ALEX, contact.id, BY_MAIL),
    ):  # fmt: skip
        with pytest.raises(Conflict):
            await act
    assert await centre.desk.get(ALL, contact.id) == contact
    assert await centre.acts() == before


async def test_a_wrong_municipality_is_corrected_and_all_that_followed_is_asked_anew(centre: Centre) -> None:
    contact = await centre.asked("baugenehmigung")
    await centre.desk.note(ANNA, contact.id, "Carport in Xanten")
    changed = await centre.desk.correct_municipality(ANNA, contact.id, "kreis-wesel")
    assert (changed.municipality, changed.article, changed.note) == ("kreis-wesel", None, "Carport in Xanten")
    assert (changed.case_number, changed.stage) == (contact.case_number, 1)
    assert await centre.details("municipality-corrected") == [{"from": "geldern", "to": "kreis-wesel"}]
    with pytest.raises(NotFound):
        await centre.desk.correct_municipality(ANNA, contact.id, "atlantis")
    back = await centre.desk.correct_municipality(ANNA, contact.id, "geldern")
    assert back.stage == 3


async def test_a_ticket_after_a_correction_belongs_to_the_right_municipality(centre: Centre) -> None:
    contact = await centre.asked("baugenehmigung", dialled=WESEL)
    await centre.desk.correct_municipality(ANNA, contact.id, "geldern")
    await centre.desk.read(ANNA, contact.id, "baugenehmigung")
    made = await centre.desk.forward(ANNA, contact.id, CALLBACK)
    assert made.callback is not None
    assert (made.ticket.municipality, made.ticket.office) == ("geldern", "bauordnung")
    assert made.callback.municipality == "geldern"
    assert {p.municipality for p in await centre.promised(made.ticket.subject, made.callback.subject)} == {"geldern"}


async def test_a_contact_keeps_the_handbook_it_was_opened_under(centre: Centre, settings: Settings) -> None:
    contact = await centre.asked("baugenehmigung")
    text = (settings.content / "geldern/handbook/2026-01-01.toml").read_text(encoding="utf-8")
    newer = text.replace("valid_from = 2026-01-01", "valid_from = 2026-11-23").replace(
        "working_days = 2", "working_days = 9"
    )
    async with centre.db.write() as session:
        await documents.put(
            session,
            ALL,
            Kind.HANDBOOK,
            "geldern",
            "2026-11-23",
            newer,
            origin=Origin.FILE,
            at=centre.clock.now(),
            by="t",
        )
    assert await centre.rulebooks.refresh()
    assert centre.desk.rulebook(contact).handbook.valid_from == date(2026, 1, 1)
    made = await centre.desk.forward(ANNA, contact.id, CALLBACK)
    assert made.promise is not None
    assert (made.promise.handbook, made.promise.due_on) == (date(2026, 1, 1), date(2026, 11, 25))
    later = await centre.asked("baugenehmigung", call="c2")
    made = await centre.desk.forward(ANNA, later.id, CALLBACK)
    assert made.promise is not None
    assert (made.promise.handbook, made.promise.due_on) == (date(2026, 11, 23), date(2026, 12, 4))


# The end


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.REFERRED, Outcome.WRONG_NUMBER, Outcome.NO_CONCERN])
async def test_a_contact_ends_and_the_number_is_forgotten(centre: Centre, outcome: Outcome) -> None:
    contact = await centre.asked("sperrmuell")
    assert contact.caller == CALLER_STORED
    closed = await centre.desk.close(ANNA, contact.id, outcome)
    assert (closed.state, closed.outcome, closed.caller, closed.closed_at) == (
        ContactState.CLOSED, outcome, None, centre.clock.now(),
    )  # fmt: skip
    assert await centre.desk.mine(ANNA) is None
    assert (await centre.acts())[-1] == f"contact-{outcome.value.replace('_', '-')}"


async def test_answered_needs_an_article(centre: Centre) -> None:
    contact = await centre.called()
    with pytest.raises(Invalid, match="Es ist kein Artikel geöffnet") as caught:
        await centre.desk.close(ANNA, contact.id, Outcome.ANSWERED)
    assert caught.value.details == {"field": "article"}
    assert (await centre.desk.get(ALL, contact.id)).state is ContactState.OPEN
    await centre.desk.close(ANNA, contact.id, Outcome.NO_CONCERN)


@pytest.mark.parametrize("outcome", [Outcome.TICKET, Outcome.CALLBACK, Outcome.ABANDONED])
async def test_some_ends_come_another_way(centre: Centre, outcome: Outcome) -> None:
    contact = await centre.asked("baugenehmigung")
    with pytest.raises(Invalid):
        await centre.desk.close(ANNA, contact.id, outcome)


@races
async def test_a_contact_closed_twice_is_a_conflict_and_the_journal_stays(centre: Centre, second: Centre) -> None:
    contact = await centre.asked("sperrmuell")
    results = await asyncio.gather(
        centre.desk.close(ANNA, contact.id, Outcome.ANSWERED), second.desk.close(ANNA, contact.id, Outcome.REFERRED),
        return_exceptions=True,
    )  # fmt: skip
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Contact"]
    before = await centre.acts()
    for act in (
        centre.desk.close(ANNA, contact.id, Outcome.ANSWERED), centre.desk.note(ANNA, contact.id, "spät"),
        centre.desk.forward(ANNA, contact.id, CALLBACK), centre.desk.take(ANNA, contact.id),
    ):  # fmt: skip
        with pytest.raises(Conflict, match="schon abgeschlossen"):
            await act
    assert await centre.acts() == before
    assert len(before) == 4


async def test_a_social_concern_leaves_no_free_text_behind(centre: Centre) -> None:
    contact = await centre.called()
    await centre.desk.note(ANNA, contact.id, "GEHEIM")
    await centre.desk.read(ANNA, contact.id, "wohngeld", "GEHEIM")
    wish = replace(CALLBACK, concern="GEHEIM", already_said="GEHEIM")
    made = await centre.desk.forward(ANNA, contact.id, wish)
    assert "GEHEIM" not in str((made.ticket, made.callback, await centre.desk.get(ALL, contact.id)))
    assert made.ticket.concern.startswith("Sozialdaten: Es wird kein Freitext aufgenommen")
    assert made.ticket.office == "sozialamt"


# Undo


async def test_undo_takes_ticket_callback_and_promises_back_and_the_journal_keeps_all(centre: Centre) -> None:
    made = await centre.forwarded()
    assert made.callback is not None
    centre.wait(seconds=10)
    contact = await centre.desk.undo(ANNA, made.contact.id)
    assert (contact.state, contact.outcome, contact.closed_at) == (ContactState.OPEN, None, None)
    assert contact.caller == CALLER_STORED
    assert [p.state for p in await centre.promised(made.ticket.subject, made.callback.subject)] == ["withdrawn"] * 2
    assert await centre.inbox.items(ALL) == []
    assert await centre.acts() == [
        "contact-rang", "contact-taken", "article-opened", "way-decided", "ticket-opened", "promise-made",
        "promise-made", "ticket-withdrawn", "promise-withdrawn", "promise-withdrawn", "callback-withdrawn",
        "contact-reopened",
    ]  # fmt: skip
    again = await centre.desk.forward(ANNA, contact.id, BY_MAIL)
    assert [item.ticket.id for item in await centre.inbox.items(ALL)] == [again.ticket.id]
    assert (await centre.desk.undo(ANNA, contact.id)).state is ContactState.OPEN, "and once more"


async def test_undo_after_its_time_changes_nothing(centre: Centre) -> None:
    made = await centre.forwarded()
    before = await centre.acts()
    centre.wait(seconds=16)
    with pytest.raises(Conflict, match="nicht mehr zurücknehmen"):
        await centre.desk.undo(ANNA, made.contact.id)
    assert await centre.acts() == before


async def test_undo_waits_for_nobody_who_has_another_call(centre: Centre) -> None:
    made = await centre.forwarded()
    await centre.called(call="c2")
    with pytest.raises(Conflict, match="schon ein Kontakt offen"):
        await centre.desk.undo(ANNA, made.contact.id)
    assert len(await centre.inbox.items(ALL)) == 1, "the ticket stays where it is"


async def test_an_undone_answer_can_be_forwarded_after_all(centre: Centre) -> None:
    contact = await centre.asked("baugenehmigung")
    await centre.desk.close(ANNA, contact.id, Outcome.ANSWERED)
    await centre.desk.undo(ANNA, contact.id)
    made = await centre.desk.forward(ANNA, contact.id, CALLBACK)
    assert made.contact.outcome is Outcome.CALLBACK


# Restart, earlier promises, scope


async def test_a_restart_in_the_middle_of_a_contact_loses_nothing(centre: Centre, second: Centre) -> None:
    contact = await centre.asked("baugenehmigung")
    noted = await centre.desk.note(ANNA, contact.id, "Carport")
    assert await second.desk.mine(ANNA) == noted
    await second.desk.hung_up("c1")
    made = await second.desk.forward(ANNA, contact.id, CALLBACK)
    assert made.contact.call_ended_at is not None


async def test_a_contact_is_read_within_the_scope(centre: Centre) -> None:
    contact = await centre.called()
    with pytest.raises(NotFound):
        await centre.desk.get(Scope.municipality("kreis-wesel"), contact.id)
    async with centre.db.read() as session:
        assert await store.by_case(session, Scope.municipality("geldern"), contact.case_number) == contact
        with pytest.raises(NotFound):
            await store.by_case(session, Scope.municipality("kreis-wesel"), contact.case_number)


async def test_the_callback_said_to_the_caller_is_the_one_that_is_promised(centre: Centre) -> None:
    contact = await centre.asked("baugenehmigung")
    said = [step.due_on for step in centre.desk.way(contact).plan if step.kind == "callback"]
    made = await centre.desk.forward(ANNA, contact.id, CALLBACK)
    assert made.promise is not None
    assert said == [made.promise.due_on] == [date(2026, 11, 25)]
    assert made.promise.recorded_at + timedelta(days=2) < made.promise.due_at
