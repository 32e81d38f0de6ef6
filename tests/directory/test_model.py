from datetime import date

import pytest
from pydantic import ValidationError

from servicecenter.directory.model import Absence, Calendar, Closing, Municipality, Notice, Office
from tests.directory.towns import town

DAY = date(2026, 11, 23)
OWN = {"id": "stadt", "name": "Stadt Ort", "short": "Ort", "ags": "05154012", "status": "mittlere"}


@pytest.mark.parametrize(
    ("hours", "why"),
    [
        pytest.param([["16:00", "08:00"]], "endet nicht nach dem Anfang", id="ends-before-it-begins"),
        pytest.param([["08:00", "12:00"], ["11:00", "13:00"]], "überschneiden sich", id="overlap"),
        pytest.param([["8", "12:00"]], "keine Uhrzeit", id="no-time"),
        pytest.param([["08:00"]], "Field required", id="half-a-pair"),
        pytest.param([["08:00", "12:00", "13:00"]], "at most 2", id="three-times"),
    ],
)
def test_hours_nobody_can_mean_are_refused_where_they_are_written(hours, why):
    with pytest.raises(ValidationError, match=why):
        Calendar(id="amt", mon=hours)
    with pytest.raises(ValidationError, match=why):
        Closing(first=DAY, reason="x", hours=hours)


def test_a_day_left_out_is_closed():
    assert Calendar(id="amt", mon=(("08:00", "12:00"),)).weekly == {"mon": (("08:00", "12:00"),)}


def test_day_and_night_is_every_hour_of_every_day():
    always = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), (("00:00", "24:00"),))
    assert Calendar(id="immer", **always).is_always
    assert not Calendar(id="werktags", **{**always, "sun": ()}).is_always


def test_an_unknown_land_is_refused_before_its_holidays_are_asked_for():
    with pytest.raises(ValidationError, match="Ein Land mit dem Kürzel „NRW“ gibt es nicht"):
        Municipality(**OWN, land="NRW")


@pytest.mark.parametrize("ags", ["0515401", "5154012x", "051540120"])
def test_an_ags_has_five_or_eight_digits(ags):
    with pytest.raises(ValidationError, match="ags"):
        Municipality(**{**OWN, "ags": ags})


def test_a_span_without_its_last_day_is_one_day():
    notice = Notice(first=DAY, text="Heute")
    assert [notice.covers(day) for day in (date(2026, 11, 22), DAY, date(2026, 11, 24))] == [False, True, False]


def test_a_span_includes_both_its_ends():
    notice = Notice(first=date(2026, 11, 20), last=DAY, text="x")
    assert notice.covers(date(2026, 11, 20))
    assert notice.covers(DAY)


def test_a_span_that_ends_before_it_begins_is_refused_at_its_last_day():
    with pytest.raises(ValidationError, match="last liegt vor first") as refused:
        Notice(first=DAY, last=date(2026, 11, 22), text="x")
    assert refused.value.errors()[0]["loc"] == ("last",)


@pytest.mark.parametrize("who", [{}, {"person": "a", "office": "b"}], ids=["nobody", "both"])
def test_an_absence_names_a_person_or_an_office(who):
    with pytest.raises(ValidationError, match="genau eines von person und office"):
        Absence(first=DAY, **who)


def test_an_office_answers_to_its_words_or_else_to_its_id():
    assert Office(id="ordnungsamt", body="stadt", name="x", does=("fundbuero",)).is_for("fundbuero")
    assert not Office(id="ordnungsamt", body="stadt", name="x", does=("fundbuero",)).is_for("ordnungsamt")
    assert Office(id="ordnungsamt", body="stadt", name="x").is_for("ordnungsamt")


def test_a_closing_without_calendars_concerns_all():
    assert Closing(first=DAY, reason="x").concerns("amt")
    assert not Closing(first=DAY, reason="x", calendars=("rathaus",)).concerns("amt")


def test_an_unknown_key_is_a_mistake():
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Office(id="a", body="b", name="c", phnoe="1")


def test_offices_of_the_municipality_are_inside_and_others_are_not():
    assert town().is_inside(town().offices["bauordnung"])
    assert not town().is_inside(town().offices["kreis-zulassung"])


def test_bodies_have_names_by_id():
    assert town().bodies == {"stadt": "Stadt Ort", "kreis": "Kreis Land", "gericht": "Amtsgericht Ort"}


def test_an_absence_is_of_the_person_or_of_the_office_alone():
    directory = town(absence=[{"office": "bauordnung", "first": DAY}])
    assert directory.is_away(DAY, office="bauordnung")
    assert not directory.is_away(DAY, office="zentrale")
    assert not directory.is_away(DAY, person="bauordnung")
    assert not directory.is_away(date(2026, 11, 24), office="bauordnung")


def test_closings_and_notices_of_a_day():
    directory = town(closing=[{"first": DAY, "reason": "zu"}], notice=[{"first": DAY, "text": "Achtung"}])
    assert [closing.reason for closing in directory.closings_on(DAY)] == ["zu"]
    assert [notice.text for notice in directory.notices_on(DAY)] == ["Achtung"]
    assert directory.closings_on(date(2026, 11, 24)) == ()
