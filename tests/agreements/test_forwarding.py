import pytest
from pydantic import ValidationError

from servicecenter.agreements.forwarding import LotseRule, Overload


@pytest.mark.parametrize(
    ("rule", "leistung", "group", "names", "is_open"),
    [
        pytest.param({}, "hund", "steuern", False, True, id="nothing-named"),
        pytest.param({"groups": ["steuern"]}, "hund", "steuern", True, False, id="group"),
        pytest.param({"leistungen": ["hund"]}, "hund", "steuern", True, False, id="leistung"),
        pytest.param({"leistungen": ["katze"], "groups": ["bauen"]}, "hund", "steuern", False, False, id="others"),
    ],
)
def test_a_rule_names_groups_and_single_leistungen(rule, leistung, group, names, is_open):
    lotse = LotseRule.model_validate(rule)
    assert (lotse.names(leistung, group), lotse.is_open) == (names, is_open)


@pytest.mark.parametrize(
    ("limits", "callers", "seconds", "reached"),
    [
        ({"callers": 5}, 5, 0, True),
        ({"callers": 5}, 4, 9999, False),
        ({"wait_seconds": 60}, 9999, 59, False),
        ({"wait_seconds": 60}, 0, 60, True),
        ({"callers": 5, "wait_seconds": 60}, 1, 61, True),
    ],
)
def test_one_limit_reached_is_enough(limits, callers, seconds, reached):
    assert Overload.model_validate(limits).is_reached(callers, seconds) is reached


def test_an_overload_without_a_limit_is_refused():
    with pytest.raises(ValidationError, match="callers oder wait_seconds"):
        Overload.model_validate({"substitute": "nebenan"})
