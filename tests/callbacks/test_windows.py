"""Ninety wishes as callers say them, and properties that hold for whatever is typed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.callbacks.spoken import FILLERS, MARKS, PARTS, WEEK
from servicecenter.callbacks.windows import in_words, window

MONDAY = date(2026, 11, 23)
WEEKDAYS = [MONDAY + timedelta(days=step) for step in range(7)]


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("ab 16 Uhr", "täglich ab 16:00"),
        ("nach 16 Uhr", "täglich ab 16:00"),
        ("ab 4", "täglich ab 16:00"),
        ("ab vier", "täglich ab 16:00"),
        ("gern ab 16 Uhr", "täglich ab 16:00"),
        ("am besten so gegen 14:30 Uhr", "täglich 14:30–15:30"),
        ("bis 12", "täglich bis 12:00"),
        ("vor 9 oder nach 16 Uhr", "täglich bis 09:00, ab 16:00"),
        ("bis 12 Uhr und ab 15 Uhr", "täglich bis 12:00, ab 15:00"),
        ("zwischen 10 und 12", "täglich 10:00–12:00"),
        ("zwischen 2 und 4", "täglich 14:00–16:00"),
        ("zwischen 11 und 2", "täglich 11:00–14:00"),
        ("von 8 bis 4", "täglich 08:00–16:00"),
        ("10-12 Uhr", "täglich 10:00–12:00"),
        ("10 bis 12", "täglich 10:00–12:00"),
        ("von 10", "täglich ab 10:00"),
        ("halb zehn", "täglich 09:30–10:30"),
        ("ab halb fünf", "täglich ab 16:30"),
        ("ab 9 bis 12", "täglich 09:00–12:00"),
        ("ab 9, nicht nach 17 Uhr", "täglich 09:00–17:00"),
        ("nicht vor 9", "täglich ab 09:00"),
        ("nicht nach 17 Uhr", "täglich bis 17:00"),
        ("nicht zwischen 12 und 14 Uhr", "nicht 12:00–14:00"),
        ("außer mittags", "nicht 12:00–14:00"),
        ("vormittags", "täglich bis 12:00"),
        ("am Vormittag", "täglich bis 12:00"),
        ("vormittags ab 9", "täglich 09:00–12:00"),
        ("vormittags und ab 16 Uhr", "täglich bis 12:00, ab 16:00"),
        ("abends", "täglich ab 17:00"),
        ("nach Feierabend", "täglich ab 17:00"),
        ("nach der Arbeit", "täglich ab 17:00"),
        ("jederzeit", "täglich ganztags"),
        ("egal", "täglich ganztags"),
        ("Dienstag", "Di"),
        ("Di und Do nachmittags", "Di, Do 12:00–18:00"),
        ("nachmittags Di und Do", "Di, Do 12:00–18:00"),
        ("ab 16 Uhr Dienstag", "Di ab 16:00"),
        ("Di, Do ab 14 Uhr", "Di, Do ab 14:00"),
        ("Montag, Dienstag oder Freitag zwischen 8 und 10 Uhr", "Mo, Di, Fr 08:00–10:00"),
        ("Mo-Fr 9-12 Uhr", "Mo–Fr 09:00–12:00"),
        ("Montag bis Donnerstag ab 14 Uhr", "Mo–Do ab 14:00"),
        ("Mo vormittags, Do ab 14 Uhr", "Mo bis 12:00; Do ab 14:00"),
        ("Mo vormittags und Do nachmittags", "Mo bis 12:00; Do 12:00–18:00"),
        ("Di 9-11, Do 14-16", "Di 09:00–11:00; Do 14:00–16:00"),
        ("Mo 9-12, 14-16", "Mo 09:00–12:00, 14:00–16:00"),
        ("Mittwochnachmittag", "Mi 12:00–18:00"),
        ("Mittwoch Morgen", "Mi bis 10:00"),
        ("Freitag bis 12 Uhr", "Fr bis 12:00"),
        ("montags nicht vor 10", "Mo ab 10:00"),
        ("werktags nach 17 Uhr", "Mo–Fr ab 17:00"),
        ("am Wochenende", "Sa, So"),
        ("nicht Mittwoch", "nicht Mi"),
        ("nicht am Mittwoch", "nicht Mi"),
        ("Mittwoch nicht", "nicht Mi"),
        ("mittwochs geht es nicht, sonst immer", "nicht Mi; täglich ganztags"),
        ("Dienstag, nicht Mittwoch", "Di; nicht Mi"),
        ("Dienstag nicht Mittwoch", "Di; nicht Mi"),
        ("ab 16 Uhr, nicht Mittwoch", "täglich ab 16:00; nicht Mi"),
        ("ab 16 Uhr. Mittwoch nicht.", "täglich ab 16:00; nicht Mi"),
        ("nicht Mittwoch, ab 16 Uhr", "nicht Mi; täglich ab 16:00"),
        ("nicht Mittwoch nachmittags", "nicht Mi 12:00–18:00"),
        ("nicht Di und Do", "nicht Di, Do"),
        ("nicht Di, Do", "nicht Di, Do"),
        ("nicht Mittwoch, Freitag ab 12", "nicht Mi; Fr ab 12:00"),
        ("nicht mittwochs und freitags, ab 15 Uhr", "nicht Mi, Fr; täglich ab 15:00"),
        ("nicht morgens und abends", "nicht bis 10:00, ab 17:00"),
        ("ganztägig außer Mittwoch", "täglich ganztags; nicht Mi"),
        ("heute Nachmittag", "Mo 23.11. 12:00–18:00"),
        ("morgen früh", "Di 24.11. bis 10:00"),
        ("übermorgen ab 10", "Mi 25.11. ab 10:00"),
        ("am 24.11. vormittags", "Di 24.11. bis 12:00"),
        ("ab Mittwoch", "ab 25.11."),
        ("bis Freitag", "bis 27.11."),
        ("nächste Woche", "ab 30.11. bis 06.12."),
        ("erst ab nächster Woche nachmittags", "ab 30.11. 12:00–18:00"),
        ("", ""),
    ],
)
def test_a_wish_is_understood_as_it_was_meant(said: str, understood: str) -> None:
    assert in_words(window(said, MONDAY)) == understood
    assert window(said, MONDAY).unread == ()


@pytest.mark.parametrize(
    ("said", "understood", "unread"),
    [
        ("ab 16 Uhr auf dem Handy", "täglich ab 16:00", ("auf", "handy")),
        ("wenn das Kind schläft", "", ("wenn", "kind", "schläft")),
        ("nicht in den Ferien", "", ("ferien",)),
        ("Mittwoch in den Ferien nicht", "", ("ferien",)),
        ("ab 25 Uhr", "", ("25",)),
    ],
)
def test_what_cannot_be_read_is_named_and_excludes_nothing(said: str, understood: str, unread: tuple[str, ...]) -> None:
    read = window(said, MONDAY)
    assert (in_words(read), read.unread, read.said) == (understood, unread, said)


def test_the_minutes_of_each_day() -> None:
    read = window("Di und Do nachmittags, nicht zwischen 14 und 15 Uhr, Sa vormittags", MONDAY)
    afternoon = ((720, 840), (900, 1080))
    assert [read.on(day) for day in WEEKDAYS] == [(), afternoon, (), afternoon, (), ((0, 720),), ()]
    assert window("nicht Mittwoch", MONDAY).on(WEEKDAYS[2]) == ()
    assert window("nicht Mittwoch", MONDAY).on(WEEKDAYS[3]) == ((0, 1440),)
    assert window("morgen früh", MONDAY).on(WEEKDAYS[1] + timedelta(days=7)) == (), "that morning is over"


SPOKEN = sorted({*WEEK, *PARTS, *MARKS, *FILLERS, "16", "9", "12:30", "Uhr", "24.11.", "Handy", "morgen"})


@given(st.lists(st.sampled_from(SPOKEN), max_size=12).map(" ".join) | st.text(max_size=80))
def test_whatever_is_typed_gives_minutes_in_order_that_do_not_touch(said: str) -> None:
    for day in WEEKDAYS:
        minutes = window(said, MONDAY).on(day)
        edges = [edge for span in minutes for edge in span]
        assert edges == sorted(set(edges))
        assert all(0 <= edge <= 1440 for edge in edges)


@given(first=st.integers(7, 23), length=st.integers(1, 12), day=st.sampled_from(WEEKDAYS))
def test_a_stretch_said_in_any_way_is_the_same(first: int, length: int, day: date) -> None:
    last = min(first + length, 24)
    ways = (
        f"zwischen {first} und {last}", f"von {first} bis {last} Uhr", f"{first}-{last} Uhr", f"ab {first} bis {last}",
        f"nicht vor {first}, nicht nach {last}",
    )  # fmt: skip
    assert {window(said, MONDAY).on(day) for said in ways} == {((first * 60, last * 60),)}


@given(st.sampled_from(sorted(WEEK)), st.sampled_from(sorted(PARTS)), st.sampled_from(WEEKDAYS))
def test_what_is_excluded_and_what_is_wanted_are_the_day(name: str, part: str, day: date) -> None:
    wanted, excluded = window(f"{name} {part}", MONDAY).on(day), window(f"nicht {name} {part}", MONDAY).on(day)
    assert sum(end - begin for begin, end in (*wanted, *excluded)) == 1440


@given(st.sampled_from(["ab 16 Uhr", "vormittags", "Di und Do nachmittags", "nicht Mittwoch", "egal"]))
def test_excluding_a_day_leaves_the_other_days_as_they_were(said: str) -> None:
    for day in WEEKDAYS:
        without = window(f"{said}, nicht Freitag", MONDAY).on(day)
        assert without == (() if day.weekday() == 4 else window(said, MONDAY).on(day))
