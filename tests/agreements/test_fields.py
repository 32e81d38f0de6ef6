from typing import get_args

import pytest

from servicecenter.agreements.fields import CHOICES, LABELS, PLAIN, RULES, Kind, fields_of
from servicecenter.agreements.model import Clause


def test_every_rule_of_a_clause_can_be_filled_in():
    assert set(RULES) == set(Clause.model_fields) - set(PLAIN)


def test_every_field_and_every_choice_has_german_words_and_none_too_many():
    fields = [each for rule in RULES for each in fields_of(rule)]
    assert {each.name for each in fields if each.name} == set(LABELS)
    assert {choice for each in fields for choice in each.choices} == set(CHOICES)


@pytest.mark.parametrize(
    ("rule", "name", "kind", "optional"),
    [
        ("greeting", "", Kind.TEXT, True),
        ("partners", "", Kind.WORDS, False),
        ("emergency", "", Kind.FLAG, False),
        ("promise", "working_days", Kind.NUMBER, True),
        ("promise", "at_risk_hours", Kind.NUMBER, False),
        ("promise", "office", Kind.CHOICE, False),
        ("forwarding", "transfer", Kind.FLAG, False),
        ("scope", "stages", Kind.NUMBERS, False),
        ("scope", "leistungen", Kind.WORDS, False),
        ("overload", "substitute", Kind.TEXT, True),
    ],
)
def test_what_is_asked_follows_from_the_model(rule: str, name: str, kind: Kind, *, optional: bool):
    (field,) = [each for each in fields_of(rule) if each.name == name]
    assert (field.kind, field.optional) == (kind, optional)


def test_a_choice_offers_what_the_model_allows():
    (mode,) = [each for each in fields_of("scope") if each.name == "mode"]
    assert mode.choices == get_args(Clause.model_fields["scope"].annotation.__args__[0].model_fields["mode"].annotation)
