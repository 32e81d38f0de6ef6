import pytest

from servicecenter.knowledgebase.search import NOISE, USEFUL, Hit, without_noise


def hit(name: str, score: float, learned: float = 0.0) -> Hit:
    return Hit(name, name, "geldern", score, ("weil",), learned)


@pytest.mark.parametrize(
    ("hits", "left"),
    [
        pytest.param([], "", id="nothing"),
        pytest.param([hit("a", 0.01)], "a", id="the only one stays"),
        pytest.param(
            [hit("a", 0.8), hit("b", 0.8 * NOISE), hit("c", 0.8 * NOISE - 0.01)], "ab", id="far from the best"
        ),
        pytest.param([hit("a", 0.8, 0.5), hit("b", 0.31 * NOISE)], "ab", id="what was learned makes no other noise"),
        pytest.param([hit("a", 0.8), hit("b", 0.1, -0.2)], "a", id="what was learned against one counts"),
    ],
)
def test_noise_is_left_out(hits: list[Hit], left: str) -> None:
    assert "".join(one.id for one in without_noise(hits)) == left


def test_useful_from_a_score_on() -> None:
    assert hit("a", USEFUL).is_useful
    assert not hit("a", USEFUL - 0.01).is_useful
