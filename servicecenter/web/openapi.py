"""OpenAPI 3.1, made from the route table: what the table says is what the program does, so nothing is written twice."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from servicecenter import __version__
from servicecenter.web.incoming import LARGEST_ID
from servicecenter.web.problems import Problem
from servicecenter.web.table import PUBLIC, Route

REF = "#/components/schemas/{model}"
Part: TypeAlias = tuple[str, Literal["body", "answer"]]  # of the operation with this id
NAMED = re.compile(r"\{(\w+)(?::([^{}]+))?\}")
PASSWORDS = ("/login", "/password")  # where guessing is throttled
PROBLEMS = {
    400: "Die Anfrage ist nicht lesbar.",
    401: "Die Anmeldung fehlt oder ist abgelaufen; das Token einer Telefonanlage gilt nicht.",
    403: "Diese Anmeldung darf das nicht.",
    404: "Das gibt es nicht, oder nicht für diese Anmeldung.",
    409: "Jemand war schneller, oder der Stand lässt es nicht mehr zu.",
    413: "Mehr als 1 MB auf einmal.",
    422: "Eine Angabe stimmt nicht; details.fields nennt jede.",
    429: "Zu viele falsche Passwörter; Retry-After nennt die Wartezeit.",
}


def describe(routes: Sequence[Route]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    schemas, definitions = _schemas(routes)
    for route in routes:
        path = paths.setdefault(NAMED.sub(r"{\1}", route.path), {})
        path[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "servicecenter",
            "version": __version__,
            "description": "Dieselben Schritte wie auf den Bildschirmen: vom Klingeln bis zum gehaltenen Rückruf.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "tags": [{"name": name} for name in dict.fromkeys(_tag(route) for route in routes)],
        "paths": paths,
        "components": {
            "schemas": definitions,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route, schemas: Mapping[Part, Any]) -> dict[str, Any]:
    name = route.handler.__name__
    operation: dict[str, Any] = {
        "operationId": name,
        "tags": [_tag(route)],
        "summary": route.summary,
        "description": _description(route),
        "security": [{"bearer": []}] if route.roles else [],
        "responses": _responses(route, schemas.get((name, "answer"))),
    }
    if parameters := [*_in_path(route), *_in_query(route)]:
        operation["parameters"] = parameters
    if (name, "body") in schemas:
        kinds = ("application/json", "application/x-www-form-urlencoded") if route.webhook else ("application/json",)
        content = {kind: {"schema": schemas[name, "body"]} for kind in kinds}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _tag(route: Route) -> str:
    return route.handler.__module__.rpartition(".")[2]


def _description(route: Route) -> str:
    who = f"Für: {', '.join(sorted(route.roles))}." if route.roles != PUBLIC else "Ohne Anmeldung."
    return f"{route.handler.__doc__ or ''}\n\n{who}".strip()


def _in_path(route: Route) -> Iterable[dict[str, Any]]:
    for name, pattern in NAMED.findall(route.path):
        number = {"type": "integer", "minimum": 0, "maximum": LARGEST_ID}
        text = {"type": "string"} | ({"pattern": f"^{pattern}$"} if pattern else {})
        schema = number if pattern == r"\d+" else text
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(route: Route) -> Iterable[dict[str, Any]]:
    """Each field of the model; its own type must be one that a query can carry."""
    if route.body is None or route.writes:
        return
    schema = route.body.model_json_schema(ref_template=REF)
    for name, field in schema["properties"].items():
        described = {"description": field.pop("description")} if "description" in field else {}
        required = name in schema.get("required", ())
        yield {"name": name, "in": "query", "required": required, "schema": field} | described


def _responses(route: Route, schema: Any) -> dict[str, Any]:
    responses: dict[str, Any] = {"204": {"description": "Geschehen."}}
    if schema is not None:
        content = {route.media: {"schema": schema}}
        responses = {str(route.status): {"description": route.summary, "content": content}}
    problem = {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}}
    for status in sorted(_problems(route)):
        responses[str(status)] = {"description": PROBLEMS[status], "content": problem}
    return responses


def _problems(route: Route) -> set[int]:
    """What may go wrong follows from what is asked: a role, a thing by its name, a change, a body."""
    found: set[int] = set()
    guarded = route.roles != PUBLIC
    throttled = route.path.endswith(PASSWORDS)
    if guarded or route.webhook:
        found |= {401, 403}
    if route.webhook:
        found |= {413, 422}
    if throttled:
        found |= {403, 429}
    if "{" in route.path or (route.body is not None and not throttled):
        found.add(404)  # what a path or a body names may not exist, or not for this person
    if route.writes and guarded and not route.path.endswith("/logout") and not throttled:
        found.add(409)
    if route.body is not None:
        found |= {400, 413, 422} if route.writes else {422}
    return found


def _schemas(routes: Iterable[Route]) -> tuple[dict[Part, Any], dict[str, Any]]:
    """Of every body and answer, and the definitions they share: made together, so that no two get the same name."""
    models: list[tuple[Part, JsonSchemaMode, TypeAdapter[Any]]] = []
    for route in routes:
        name = route.handler.__name__
        if (reads := route.webhook or route.body) is not None and route.writes:
            models.append(((name, "body"), "validation", TypeAdapter(reads)))
        if route.answer is not None:
            models.append(((name, "answer"), "serialization", TypeAdapter(route.answer)))
    models.append((("", "answer"), "serialization", TypeAdapter(Problem)))
    made, shared = TypeAdapter.json_schemas(models, ref_template=REF)
    schemas = {part: schema for (part, _), schema in made.items()}
    return schemas, _used(shared["$defs"], [schemas])


def _used(definitions: Mapping[str, Any], waiting: list[Any]) -> dict[str, Any]:
    """Those that are referred to, directly or by one another: pydantic leaves some lying about."""
    used: dict[str, Any] = {}
    while waiting:
        match waiting.pop():
            case {"$ref": str() as ref}:
                name = ref.rpartition("/")[2]
                if name not in used:
                    used[name] = definitions[name]
                    waiting.append(definitions[name])
            case Mapping() as inner:
                waiting.extend(inner.values())
            case list() as inner:
                waiting.extend(inner)
            case _:
                pass
    return dict(sorted(used.items()))
