from string import Formatter

import pytest

from servicecenter.contacts import letter_words as words

LONGEST_LINE = 100  # mail programs break longer ones where they like


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        pytest.param(words.OFFICE_BODY, {"sentence", "case_number", "due", "link", "until"}, id="to the office"),
        pytest.param(words.UNTIL, {"day"}, id="how long the link works"),
        pytest.param(words.UNTIL_SOCIAL, {"day"}, id="the same, of a social concern"),
        pytest.param(words.CITIZEN_BODY, {"text", "office", "town", "case_number"}, id="to the citizen"),
        pytest.param(words.REFUSAL_BODY, {"why", "case_number"}, id="back to a sender"),
        pytest.param(words.CONFIRMATION, {"due"}, id="that it was received"),
    ],
)
def test_each_is_filled_with_what_its_addressee_may_know(text: str, filled: set[str]) -> None:
    assert {name for _, name, _, _ in Formatter().parse(text) if name} == filled
    assert max(map(len, text.splitlines())) <= LONGEST_LINE


def test_only_of_a_social_concern_the_office_is_asked_not_to_reply() -> None:
    assert "gilt als Antwort" in words.UNTIL
    assert "antworten Sie nicht auf diese E-Mail" in words.UNTIL_SOCIAL
    assert "§ 35 SGB I" in words.UNTIL_SOCIAL
