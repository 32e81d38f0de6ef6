from datetime import date

import pytest

from servicecenter.directory.calendars import BERLIN
from servicecenter.routing.coverage_week import WatchedRulebook, ordinary_week, stretches
from servicecenter.routing.engine import decide
from tests.routing.books import MONDAY, book, facts
from tests.routing.planting import with_directory

HOURS = {"id": "amt", "mon": (("08:00", "12:00"), ("13:00", "16:00")), "sun": (("22:00", "24:00"),)}


def with_hours(*calendars):
    office = {"id": "zentrale", "body": "geldern", "name": "Zentrale", "calendar": calendars[0]["id"]}
    empty = {"closing": (), "absence": (), "person": (), "responsibility": (), "body": ()}
    own = book("geldern").directory.municipality.model_dump() | {"kreis": None}
    return with_directory(book("geldern"), municipality=own, calendar=calendars, office=(office,), **empty)


def test_the_week_is_cut_wherever_an_office_opens_or_closes():
    week = stretches(with_hours(HOURS), date(2026, 11, 23))
    cuts = [(f"{stretch.at.astimezone(BERLIN):%a %H:%M}", sorted(stretch.hours)) for stretch in week]
    assert cuts == [
        ("Mon 00:00", []), ("Mon 08:00", ["amt"]), ("Mon 12:00", []), ("Mon 13:00", ["amt"]), ("Mon 16:00", []),
        ("Sun 22:00", ["amt"]),
    ]  # fmt: skip


def test_two_calendars_cut_each_other():
    other = {"id": "bauhof", "mon": (("07:00", "09:00"),)}
    hours = [sorted(stretch.hours) for stretch in stretches(with_hours(HOURS, other), date(2026, 11, 23))]
    assert hours[:4] == [[], ["bauhof"], ["amt", "bauhof"], ["amt"]]


@pytest.mark.parametrize(
    ("since", "monday"),
    [
        pytest.param(date(2026, 11, 9), date(2026, 11, 9), id="that-very-monday"),
        pytest.param(date(2026, 11, 10), date(2026, 11, 16), id="the-next"),
        pytest.param(date(2026, 11, 23), date(2026, 12, 7), id="somebody-is-away"),
        pytest.param(date(2026, 12, 15), date(2027, 1, 4), id="closings-and-holidays"),
        pytest.param(date(2026, 10, 19), date(2026, 11, 2), id="the-clock-changes"),
    ],
)
def test_an_ordinary_week_has_no_holiday_no_closing_no_absence_and_seven_whole_days(since, monday):
    assert ordinary_week(book("geldern"), since) == monday


def test_where_no_week_is_ordinary_the_first_is_taken_without_its_closings():
    always = [{"first": date(2020, 1, 1), "last": date(2040, 1, 1), "reason": "zu"}]
    rulebook = with_directory(book("geldern"), closing=always)
    week = stretches(rulebook, date(2026, 11, 23))
    assert week[0].at.astimezone(BERLIN).date() == date(2026, 11, 23)
    assert any("rathaus" in stretch.hours for stretch in week)


def test_a_watched_decision_tells_whose_hours_it_asked_for():
    watched = WatchedRulebook.of(book("geldern"))
    decide(facts("geldern", "geburtsurkunde"), watched)
    assert watched.calendars.asked == {"standesamt", "buergerbuero"}


def test_an_office_may_be_away_all_week():
    watched = WatchedRulebook.of(book("geldern"), "standesamt")
    decision = decide(facts("geldern", "geburtsurkunde", MONDAY), watched)
    assert decision.plan[0].target.id == "buergerbuero"
