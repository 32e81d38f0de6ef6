import pytest

from servicecenter.knowledgebase.ranking import company, title_grams, title_said


def test_a_title_in_good_company_counts_more() -> None:
    dog, dogs, waste = (title_grams((word,)) for word in ("hundesteuer", "hundehaltung", "sperrmull"))
    assert company(dog, [(1.0, dog)]) == 1
    assert company(dogs, [(0.7, dog), (0.3, waste)]) > company(waste, [(0.9, dog), (0.1, dogs)]) >= 0
    assert company(dog, []) == 0


@pytest.mark.parametrize("title", [(), ("", "")])
def test_an_empty_title_has_no_company(title: tuple[str, ...]) -> None:
    assert company(frozenset(), [(1.0, frozenset())]) == 0
    assert title_said(title, [], [1.0] * len(title)) == 0
