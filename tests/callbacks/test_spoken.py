from datetime import date

import pytest

from servicecenter.callbacks.spoken import FILLERS, MARKS, PARTS, WEEK, Days, Kind, words

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        pytest.param("ab 16 Uhr", [Kind.FROM, Kind.CLOCK], id="what says nothing is left out"),
        pytest.param("Mo–Fr", [Kind.DAY, Kind.UNTIL, Kind.DAY], id="a dash is until"),
        pytest.param("nach der Arbeit", [Kind.PART], id="three words that are one"),
        pytest.param("Freitagnachmittag", [Kind.DAY, Kind.PART], id="one word that is two"),
        pytest.param("Mo. und Di.", [Kind.DAY, Kind.AND, Kind.DAY], id="the dot of an abbreviation ends nothing"),
        pytest.param("ab 9. Freitag", [Kind.FROM, Kind.CLOCK, Kind.STOP, Kind.DAY], id="the dot of a sentence does"),
        pytest.param("Schwiegermutter", [Kind.UNKNOWN], id="what nobody knows is kept"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_words_are_told_apart(said: str, kinds: list[Kind]) -> None:
    assert [word.kind for word in words(said, MONDAY)] == kinds


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("16 Uhr", 960), ("16:30", 990), ("16.30 Uhr", 990), ("17h", 1020), ("4", 960), ("vier", 960), ("7", 420),
        ("halb zehn", 570), ("halb fünf", 990), ("24 Uhr", 1440), ("zwölf", 720), ("0:30", 30),
    ],
)  # fmt: skip
def test_a_time_of_the_day_is_meant_as_people_mean_it(said: str, minutes: int) -> None:
    (word,) = words(said, MONDAY)
    assert (word.kind, word.minutes) == (Kind.CLOCK, (minutes, minutes))


@pytest.mark.parametrize("said", ["25 Uhr", "12:75", "398123", "31.2."])
def test_what_is_no_time_is_not_made_one(said: str) -> None:
    assert words(said, MONDAY)[0].kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("mittwochs", Days(frozenset({2}))), ("werktags", Days(frozenset(range(5)))),
        ("heute", Days(first=MONDAY, last=MONDAY)),
        ("übermorgen", Days(first=date(2026, 11, 25), last=date(2026, 11, 25))),
        ("2.12.", Days(first=date(2026, 12, 2), last=date(2026, 12, 2))),
        ("4.1.", Days(first=date(2027, 1, 4), last=date(2027, 1, 4))),
        ("24.12.2027", Days(first=date(2027, 12, 24), last=date(2027, 12, 24))),
        ("nächste Woche", Days(first=date(2026, 11, 30), last=date(2026, 12, 6))),
        ("diese Woche", Days(first=MONDAY, last=date(2026, 11, 29))),
    ],
)  # fmt: skip
def test_days_are_those_after_the_day_on_which_they_were_named(said: str, days: Days) -> None:
    (word,) = words(said, MONDAY)
    assert word.days == days


def test_no_word_says_two_things() -> None:
    tables = [set(WEEK), set(PARTS), set(MARKS), set(FILLERS)]
    assert sum(map(len, tables)) == len(set().union(*tables))
