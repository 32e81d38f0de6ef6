from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from servicecenter.journal.chain import Head
from servicecenter.journal.witness import FILE, Witness, WitnessUnreadable

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def head(count: int, mark: str = "a", strand: int = 1, at: datetime = AT) -> Head:
    return Head(strand, count, mark * 64, at)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness(tmp_path / "var" / FILE)


def test_a_file_that_is_not_there_knows_nothing(witness: Witness) -> None:
    assert witness.known() == {}
    witness.keep([], AT)
    assert not witness.file.exists()


def test_what_was_kept_is_known_by_strand_and_position(witness: Witness) -> None:
    witness.keep([head(3), head(1, strand=2)], AT)
    witness.keep([head(5, "b", at=LATER)], LATER)
    known = witness.known()
    assert known[1].kept == {3: head(3), 5: head(5, "b", at=LATER)}
    assert known[2].kept == {1: head(1, strand=2)}
    assert known[1].sound is None


def test_the_first_word_about_a_place_counts(witness: Witness) -> None:
    witness.keep([head(3)], AT)
    witness.keep([head(3, "b")], LATER)
    assert witness.known()[1].kept == {3: head(3)}


def test_what_was_verified_stands_for_all_before_it(witness: Witness) -> None:
    witness.keep([head(3)], AT)
    witness.keep([head(4, "b", at=LATER)], LATER, verified=True)
    assert witness.known()[1].kept == {4: head(4, "b", at=LATER)}
    assert witness.known()[1].sound == head(4, "b", at=LATER)


def test_only_growth_is_news_also_to_a_process_that_begins(witness: Witness) -> None:
    witness.keep([head(3)], AT)
    for each in (witness, Witness(witness.file)):
        assert each.news([head(3, "b"), head(2)]) == []
        assert each.news([head(4)]) == [head(4)]
        assert each.news([head(1, strand=2)]) == [head(1, strand=2)]


@pytest.mark.parametrize(
    "line", ["nonsense", "{}", '{"at": "x", "strand": 1, "count": 1, "hash": "", "verified": 0}', "1"]
)
def test_a_line_of_somebody_else_is_named(witness: Witness, line: str) -> None:
    witness.keep([head(3)], AT)
    with witness.file.open("a") as file:
        file.write(line + "\n")
    with pytest.raises(WitnessUnreadable) as caught:
        witness.known()
    assert caught.value.line == 2
