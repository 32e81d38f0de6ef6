"""A caller who has waited as long as the handbook names: passed on or offered a callback, once, and waits on."""

from dataclasses import replace

import pytest

from servicecenter.telephony.callflow import commands as cmd
from servicecenter.telephony.callflow import events as on
from servicecenter.telephony.callflow.model import Address, CallState, Cause, Overflow, Result, Role
from tests.telephony.callflow.floors import OFFICE, TERMS, Theatre, of, spoken

AFTER = 180


def waits(play: Theatre, substitute: Address | None = None, wish_key: str = "1") -> None:
    overflow = Overflow(AFTER, "queue-full", "§ 5.2", substitute)
    place_after = TERMS.place_after_seconds if wish_key else None
    play.arrive("c", terms=replace(TERMS, overflow=overflow, wish_key=wish_key, place_after_seconds=place_after))


@pytest.fixture
def play() -> Theatre:
    return Theatre()


def test_a_callback_is_offered_once_and_who_wants_none_waits_on_at_the_same_place(play: Theatre) -> None:
    waits(play)
    place = play.call("c").queued_at
    assert "wish-callback" not in spoken(play.after(AFTER - 1))
    assert spoken(play.after(1)) == ["wish-callback"]
    assert [each.to for each in of(play.commands, cmd.NoteOverflow)] == [None]
    assert spoken(play.after(AFTER)) == []
    assert (play.state("c"), play.call("c").queued_at) == (CallState.WAITING, place)
    play.sign_in("anna")
    play.answer("c", Role.AGENT)
    assert play.state("c") is CallState.TALKING


def test_the_key_then_means_a_callback_although_a_place_was_offered_before(play: Theatre) -> None:
    waits(play)
    play.after(60)
    play.after(AFTER - 60)
    play.happens(on.Key("c", "1"))
    play.played("c")
    play.happens(on.Key("c", "1"))
    assert of(play.commands, cmd.PromiseCallback)
    play.happens(on.Gone("c"))
    assert play.ended().result is Result.CALLBACK


def test_a_place_is_not_offered_after_a_callback_was(play: Theatre) -> None:
    play.arrive("c", terms=replace(TERMS, place_after_seconds=90, overflow=Overflow(60, "queue-full", "§ 5.2")))
    play.after(60)
    assert spoken(play.after(30)) == []


@pytest.mark.parametrize("how", ["no key", "gone"])
def test_who_begins_to_wish_and_does_not_end_has_not_been_turned_away(play: Theatre, how: str) -> None:
    waits(play)
    play.after(AFTER)
    play.happens(on.Key("c", "1"))
    assert play.state("c") is CallState.WISHING
    if how == "no key":
        play.after(60)
        assert play.state("c") is CallState.WAITING
    else:
        play.happens(on.Gone("c"))
        assert play.ended().result is Result.ABANDONED


def test_the_centre_that_stands_in_is_rung(play: Theatre) -> None:
    waits(play, OFFICE)
    passed = play.after(AFTER)
    assert [each.to for each in of(passed, cmd.Originate)] == [OFFICE]
    assert [each.to for each in of(passed, cmd.NoteOverflow)] == [OFFICE]
    play.answer("c", Role.TARGET)
    play.happens(on.Gone("c"))
    assert play.ended().result is Result.SUBSTITUTED


def test_where_nobody_answers_there_the_caller_has_the_place_again_and_the_other_offer(play: Theatre) -> None:
    waits(play, OFFICE)
    place = play.call("c").queued_at
    play.after(AFTER)
    back = play.fail("c", Role.TARGET, Cause.NO_ANSWER)
    assert (play.state("c"), play.call("c").queued_at, spoken(back)) == (CallState.WAITING, place, ["wish-callback"])
    assert not of(play.after(AFTER), cmd.Originate), "once"
    play.happens(on.Gone("c"))
    assert play.ended().result is Result.ABANDONED


def test_whoever_was_spoken_with_and_waits_again_stays(play: Theatre) -> None:
    play.talking(terms=replace(TERMS, overflow=Overflow(1, "queue-full", "§ 5.2")))
    play.happens(on.Pass("anna", OFFICE, "Bauamt"), on.SignOut("anna"))
    play.fail("c", Role.TARGET, Cause.BUSY)
    play.after(60)
    assert (play.state("c"), of(play.commands, cmd.NoteOverflow)) == (CallState.WAITING, [])


def test_where_no_callback_is_owed_none_is_offered(play: Theatre) -> None:
    waits(play, wish_key="")
    assert spoken(play.after(AFTER)) == []
    assert not of(play.commands, cmd.NoteOverflow)
