from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicecenter.contacts.case_number import CaseNumberWrong, check_digit, draw, parse, shown

NUMBERS = st.from_regex(r"[0-9]{7}", fullmatch=True).map(lambda digits: digits + check_digit(digits))


def is_right(number: str) -> bool:
    return check_digit(number[:-1]) == number[-1]


@given(NUMBERS, st.integers(0, 7), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(number: str, place: int, off: int) -> None:
    wrong = str((int(number[place]) + off) % 10)
    assert not is_right(number[:place] + wrong + number[place + 1 :])


def test_most_swaps_of_two_neighbours_are_noticed() -> None:
    swapped = [
        number[:i] + b + a + number[i + 2 :]
        for number in (draw() for _ in range(3000))
        for i, (a, b) in enumerate(pairwise(number))
        if a != b
    ]
    noticed = sum(not is_right(number) for number in swapped) / len(swapped)
    assert noticed > 0.85


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert check_digit("0794") == "5"  # the example of ISO/IEC 7064 for MOD 11,10


@given(NUMBERS)
def test_a_number_is_found_again_as_it_is_shown(number: str) -> None:
    assert parse(shown(number)) == number


@pytest.mark.parametrize(
    "form",
    [
        "{0}{1}{2}{3}", "{0} {1} {2} {3}", "{0}-{1}-{2}-{3}", "{0}.{1}.{2}.{3}", "{0}/{1}/{2}/{3}", "  {0}{1} {2}{3}\n",
        "{0}\u00a0{1}\u00a0{2}\u00a0{3}", "{0}\t{1}{2}{3}", "{0}–{1}–{2}–{3}",
    ],
)  # fmt: skip
def test_blanks_and_marks_between_do_not_matter(form: str) -> None:
    number = draw()
    assert parse(form.format(number[:2], number[2:4], number[4:6], number[6:])) == number


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "1234", "123456789", "abcdefgh", "12345678901234567890", "x" * 10_000, "'; DROP TABLE contact; --",
        "<b>12345678</b>", "１２３４５６７８",
    ],
)  # fmt: skip
def test_what_is_no_case_number_is_refused_in_words(text: str) -> None:
    with pytest.raises(CaseNumberWrong, match="Das ist keine Vorgangsnummer") as caught:
        parse(text)
    assert caught.value.details == {"field": "case_number"}


def test_a_wrong_last_digit_is_refused() -> None:
    number = draw()
    with pytest.raises(CaseNumberWrong):
        parse(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_drawn_numbers_tell_nothing_about_how_many_calls_there_were() -> None:
    drawn = [draw() for _ in range(2000)]
    assert all(len(number) == 8 and is_right(number) for number in drawn)
    assert len(set(drawn)) > 1990
    for place in range(8):
        digits = Counter(number[place] for number in drawn)
        assert all(120 < digits[digit] < 290 for digit in "0123456789"), f"place {place}: {digits}"
