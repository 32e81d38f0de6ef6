from datetime import date
from typing import Any

import pytest

from servicecenter.agreements.model import Handbook
from servicecenter.routing.coverage_clauses import conflicts, scope_conflicts
from tests.routing.books import book

STAGE = book("geldern").agreement.stage[2]
DOG = book("geldern").catalogue.by_key["hundesteuer"]  # of the group "steuern"


def handbook(*rules: dict[str, Any]) -> Handbook:
    clauses = [{"number": str(number), **rule} for number, rule in enumerate(rules, start=1)]
    return Handbook.model_validate(
        {"municipality": "geldern", "title": "x", "valid_from": date(2026, 1, 1), "clause": clauses}
    )


def scope(
    mode: str, *, groups: tuple[str, ...] = (), leistungen: tuple[str, ...] = (), stages: tuple[int, ...] = ()
) -> dict[str, Any]:
    return {"scope": {"mode": mode, "groups": groups, "leistungen": leistungen, "stages": stages}}


def promise(name: str, working_days: int) -> dict[str, Any]:
    return {"promise": {"name": name, "working_days": working_days}}


TAXES, NAMED = {"groups": ("steuern",)}, {"leistungen": ("hundesteuer",)}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        pytest.param([scope("answer", **TAXES), scope("forward", **TAXES)], [("1", "2")], id="two-for-a-group"),
        pytest.param([scope("answer", **TAXES), scope("answer", **TAXES)], [], id="the-same-said-twice"),
        pytest.param([scope("answer", **TAXES), scope("forward", **NAMED)], [], id="named-beats-group"),
        pytest.param([scope("answer", **NAMED), scope("out", **NAMED)], [("1", "2")], id="two-for-a-leistung"),
        pytest.param([scope("forward"), scope("answer", **TAXES)], [], id="a-default-first"),
        pytest.param([scope("answer", **TAXES), scope("forward")], [("1", "2")], id="a-default-that-undoes-the-rest"),
        pytest.param([scope("forward"), scope("answer")], [("1", "2")], id="two-defaults"),
        pytest.param(
            [scope("answer", stages=(1, 2), **TAXES), scope("forward", stages=(3,), **TAXES)], [], id="other-stages"
        ),
        pytest.param([scope("answer", groups=("bauen",)), scope("forward", **TAXES)], [], id="other-groups"),
        pytest.param([], [], id="no-clause"),
    ],
)
def test_what_contradicts_what(rules, expected):
    found = scope_conflicts(handbook(*rules), DOG, STAGE)
    assert [(earlier.number, later.number) for earlier, later in found] == expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        pytest.param([{"hours": "a"}, {"hours": "b"}], [("1", "2")], id="two-service-hours"),
        pytest.param([{"hours": "a"}, {"hours": "a"}], [], id="the-same-twice"),
        pytest.param([promise("callback", 2), promise("callback", 3)], [("1", "2")], id="two-periods"),
        pytest.param([promise("callback", 2), promise("reply", 3)], [], id="two-promises"),
        pytest.param([{"emergency": True}, {"emergency": True}], [], id="two-clauses-on-danger"),
    ],
)
def test_what_a_handbook_says_once(rules, expected):
    assert [(earlier.number, later.number) for earlier, later in conflicts(handbook(*rules))] == expected
