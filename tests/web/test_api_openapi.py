"""The description says all of the API and nothing else; it is made from the same table that is served."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema_rs import meta

from servicecenter.web.api import ROUTES
from servicecenter.web.openapi import NAMED, describe
from servicecenter.web.table import PUBLIC, Route

DESCRIBED = describe(ROUTES)
OPERATIONS = [
    (path, method, operation) for path, item in DESCRIBED["paths"].items() for method, operation in item.items()
]


def described(route: Route) -> Any:
    return DESCRIBED["paths"][NAMED.sub(r"{\1}", route.path)][route.method.lower()]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_is_described(route: Route) -> None:
    operation = described(route)
    assert operation["summary"]
    assert re.fullmatch(r"[a-z_]+", operation["operationId"])
    [success] = [status for status in operation["responses"] if status < "300"]
    if route.answer is None:
        assert (success, "content" in operation["responses"]["204"]) == ("204", False)
    else:
        assert operation["responses"][success]["content"][route.media]["schema"]
    assert ("requestBody" in operation) is (route.writes and (route.body or route.webhook) is not None)
    assert operation["security"] == ([] if route.roles == PUBLIC else [{"bearer": []}])
    assert set(NAMED.sub("", route.path)).isdisjoint("{}")


def test_nothing_is_described_that_is_not_served() -> None:
    assert len(OPERATIONS) == len(ROUTES)
    assert all(route.is_api for route in ROUTES)


def test_each_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(names)) == len(names)


def test_every_reference_leads_somewhere_and_every_shape_is_used() -> None:
    schemas = DESCRIBED["components"]["schemas"]
    assert set(_references(DESCRIBED)) == {f"#/components/schemas/{name}" for name in schemas}
    assert not [name for name in schemas if "__" in name or "-" in name]  # no module of ours shows through


def test_each_shape_is_a_json_schema_of_2020_12() -> None:
    """The dialect of OpenAPI 3.1."""
    for schema in DESCRIBED["components"]["schemas"].values():
        meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema)


def test_a_path_names_its_parameters_and_what_they_may_be() -> None:
    for path, _, operation in OPERATIONS:
        in_path = {p["name"]: p["schema"] for p in operation.get("parameters", []) if p["in"] == "path"}
        assert set(in_path) == set(re.findall(r"\{(\w+)\}", path))
        for schema in in_path.values():
            assert schema["type"] == "integer" or schema["pattern"].startswith("^")


@pytest.mark.parametrize(
    ("operation", "statuses"),
    [
        ("login", "200 400 403 413 422 429"),
        ("logout", "204 401 403"),
        ("change_password", "204 400 401 403 413 422 429"),
        ("me", "200 401 403"),
        ("search", "200 401 403 404 422"),
        ("take", "200 401 403 404 409"),
        ("forward", "201 400 401 403 404 409 413 422"),
        ("openapi", "200"),
    ],
)
def test_the_problems_that_occur_are_named(operation: str, statuses: str) -> None:
    [found] = [found for _, _, found in OPERATIONS if found["operationId"] == operation]
    assert " ".join(sorted(found["responses"])) == statuses
    for status, response in found["responses"].items():
        if status >= "400":
            assert list(response["content"]) == ["application/problem+json"]


def test_it_is_plain_json() -> None:
    assert json.loads(json.dumps(DESCRIBED)) == DESCRIBED


def _references(node: Any) -> Iterator[str]:
    match node:
        case {"$ref": str() as reference}:
            yield reference
        case dict():
            for inner in node.values():
                yield from _references(inner)
        case list():
            for inner in node:
                yield from _references(inner)
