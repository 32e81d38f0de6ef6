"""What closed contacts teach: for the same words and a slip in them, bounded, fading, and undone by a person."""

from datetime import UTC, datetime, timedelta

import pytest

from servicecenter.knowledgebase import learning
from servicecenter.knowledgebase.learning import DOWN, UP, Lesson, Lessons, key_of

AT = datetime(2026, 11, 23, tzinfo=UTC)


def lesson(
    query: str = "hund anmelden", article: str = "hund", times: int = 1, municipality: str = "geldern"
) -> Lesson:
    made = Lesson(municipality, key_of(query), article, query, AT)
    for _ in range(times):
        made = learning.closed(made, query, AT)
    return made


def no_word(word: str) -> bool:
    return False


def boost(lessons: Lessons, text: str, article: str = "hund", municipality: str = "geldern", is_word=no_word) -> float:
    found = lessons.boosts(municipality, text, is_word)
    return found[article].value if article in found else 0.0


@pytest.mark.parametrize(
    ("query", "same"),
    [
        pytest.param("hund anmelden", "anmelden hund", id="order"),
        pytest.param("Hunde anmelden", "hund anmelden!", id="endings and signs"),
        pytest.param("Bürgeramt", "buergeramt", id="umlauts"),
        pytest.param("hund hund anmelden", "hund anmelden", id="repeated"),
    ],
)
def test_the_same_words_have_the_same_key(query: str, same: str) -> None:
    assert key_of(query) == key_of(same) != ""


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("", id="nothing"),
        pytest.param("?!", id="no words"),
        pytest.param("0170 1234567", id="telephone number"),
        pytest.param("geboren 12345", id="digits"),
        pytest.param("p@beispiel.example", id="address"),
        pytest.param("a b c d e f g h i", id="a whole sentence"),
        pytest.param("x" * 81, id="long"),
    ],
)
def test_nothing_is_learned_from(query: str) -> None:
    assert key_of(query) == ""


def test_more_closings_move_more_but_never_beyond_the_bound() -> None:
    moved = [boost(Lessons([lesson(times=times)], AT), "hund anmelden") for times in (1, 2, 10, 1000)]
    assert moved == sorted(moved)
    assert 0.8 * UP < moved[0] < moved[-1] < UP


def test_it_says_why() -> None:
    found = learning.boosts([lesson(times=3)], AT)
    assert found["hund"].why == "gelernt: 3-mal mit diesem Artikel geschlossen"


def test_articles_right_for_the_same_words_share_the_boost() -> None:
    lessons = Lessons([lesson(times=3), lesson(article="steuer", times=1)], AT)
    assert boost(lessons, "hund anmelden") > 2 * boost(lessons, "hund anmelden", "steuer") > 0
    assert boost(lessons, "hund anmelden") + boost(lessons, "hund anmelden", "steuer") < UP


def test_it_fades() -> None:
    later = AT + timedelta(days=learning.FADES_TO_HALF_IN_DAYS)
    assert learning.faded(lesson(), later).closed == pytest.approx(0.5)
    assert boost(Lessons([lesson()], later), "hund anmelden") < boost(Lessons([lesson()], AT), "hund anmelden")
    assert learning.closed(lesson(), "hund anmelden", later).closed == pytest.approx(1.5)
    assert learning.faded(lesson(), AT - timedelta(days=1)) == lesson()


def test_not_this_one_takes_back_and_then_down_within_the_bound() -> None:
    once = learning.rejected(lesson(), "hund anmelden", AT)
    assert boost(Lessons([once], AT), "hund anmelden") == 0
    for _ in range(100):
        once = learning.rejected(once, "hund anmelden", AT)
    assert -DOWN < boost(Lessons([once], AT), "hund anmelden") < -0.9 * DOWN
    found = learning.boosts([once], AT)
    assert found["hund"].why == "gelernt: 101-mal war es ein anderer Artikel"


def test_a_reopened_contact_and_a_forgotten_lesson_move_nothing() -> None:
    assert learning.reopened(lesson(), AT).is_forgotten
    assert learning.reopened(learning.reopened(lesson(), AT), AT).closed == 0
    assert Lessons([learning.forgotten(lesson(times=5), AT)], AT).boosts("geldern", "hund anmelden", no_word) == {}


@pytest.mark.parametrize(
    ("asked", "is_meant"),
    [
        pytest.param("hund anmelden", True, id="the same"),
        pytest.param("hunt anmelden", True, id="replaced"),
        pytest.param("hnud anmelden", True, id="swapped"),
        pytest.param("hund anmeldn", True, id="left out"),
        pytest.param("hundanmelden", True, id="blank left out"),
        pytest.param("hu nd anmelden", True, id="blank put in"),
        pytest.param("hund abmelden", False, id="another word of the texts"),
        pytest.param("katze anmelden", False, id="another animal"),
        pytest.param("hun", False, id="only begun"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_nearly_the_same_words(asked: str, is_meant: bool) -> None:
    words = {"hund", "anmelden", "abmelden"}
    assert (boost(Lessons([lesson()], AT), asked, is_word=words.__contains__) > 0) is is_meant


def test_never_a_neighbours() -> None:
    lessons = Lessons([lesson(municipality="kreis-wesel")], AT)
    assert boost(lessons, "hund anmelden") == boost(lessons, "hunt anmelden") == 0


def test_a_change_replaces_the_lesson_and_all_can_be_listed() -> None:
    lessons = Lessons([lesson()], AT)
    lessons.put(lesson(times=2))
    lessons.put(lesson("sperrmüll", "muell"))
    assert [(one.article, one.closed_times) for one in lessons] == [("hund", 2), ("muell", 1)]
