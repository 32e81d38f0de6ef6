import json

from servicecenter.routing.explained import explained
from tests.routing.books import decided


def test_facts_plan_and_every_rule_are_told_in_json():
    told = json.loads(json.dumps(explained(decided("geldern", "hundesteuer", has_article=True))))
    assert told["facts"] == {
        "at": "2026-11-23T09:00:00+00:00", "leistung": "hundesteuer", "district": None, "business": False,
        "person": None, "stage": 3,
    }  # fmt: skip
    assert [step["kind"] for step in told["plan"]] == ["say", "transfer", "transfer", "ticket", "callback"]
    assert {"id", "name", "body"} <= told["plan"][0]["target"].keys()
    assert [rule["rule"] for rule in told["asked"]][0::13] == ["emergency", "last"]
    assert all(rule["why"] and rule.keys() >= {"rule", "chose", "reason", "clause"} for rule in told["asked"])
