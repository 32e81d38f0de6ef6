"""A handbook as somebody types it, right or wrong: every field a text, to the file's text and back. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from servicecenter.agreements.fields import RULES, Field, Kind, fields_of
from servicecenter.documents.reading import parse
from servicecenter.documents.writing import toml

HEAD = ("municipality", "title", "valid_from", "valid_until", "sample")


@dataclass(frozen=True, slots=True)
class TypedClause:
    """`rules`: of each rule it holds, what stands in its fields."""

    number: str
    title: str = ""
    text: str = ""
    sample: bool = False
    rules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedHandbook:
    head: Mapping[str, Any]  # as the file has it; a form changes the title alone
    clauses: Sequence[TypedClause]


def typed_of(text: str) -> TypedHandbook:
    """Raises Unreadable for a text that is no TOML."""
    table = parse(text, "")
    head = {name: table[name] for name in HEAD if name in table}
    return TypedHandbook(head, [_clause(each) for each in table.get("clause", ()) if isinstance(each, Mapping)])


def text_of(typed: TypedHandbook) -> str:
    lines = [f"{name} = {toml(typed.head[name])}" for name in HEAD if name in typed.head]
    for clause in typed.clauses:
        lines += ["", "[[clause]]", *(f"{name} = {toml(value)}" for name, value in _said(clause))]
    return "\n".join([*lines, ""])


def blank(rule: str) -> Mapping[str, str]:
    """The fields of a rule before anybody has typed: what would hold without being said."""
    return _rule(rule, None)


def beginning_on(text: str, day: date, title: str = "") -> str:
    """The same handbook as a version that begins on that day; it holds until the next one, whatever this one said."""
    typed = typed_of(text)
    head = {name: value for name, value in typed.head.items() if name != "valid_until"} | {"valid_from": day}
    return text_of(TypedHandbook(head | ({"title": title} if title else {}), typed.clauses))


def _clause(table: Mapping[str, Any]) -> TypedClause:
    rules = {rule: _rule(rule, table[rule]) for rule in RULES if rule in table}
    number, title, text = (str(table.get(name, "")) for name in ("number", "title", "text"))
    return TypedClause(number, title, text, table.get("sample") is True, rules)


def _rule(rule: str, value: Any) -> dict[str, str]:
    fields = fields_of(rule)
    if fields[0].name == "":
        return {"": _typed(value)}
    given = value if isinstance(value, Mapping) else {}
    # What the file leaves out is shown as what it means then.
    return {each.name: _typed(given.get(each.name, each.default)) for each in fields}


def _typed(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else ""
        case list() | tuple():
            return ", ".join(map(str, value))
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _said(clause: TypedClause) -> Iterable[tuple[str, Any]]:
    yield "number", clause.number
    for name in ("title", "text"):
        if given := getattr(clause, name):
            yield name, given
    if clause.sample:
        yield "sample", True
    for rule in RULES:
        if rule in clause.rules:
            yield rule, _rule_value(rule, clause.rules[rule])


def _rule_value(rule: str, typed: Mapping[str, str]) -> Any:
    fields = fields_of(rule)
    if fields[0].name == "":
        return _value(fields[0], typed.get("", ""))
    values = {each.name: _value(each, typed.get(each.name, "")) for each in fields}
    return {each.name: values[each.name] for each in fields if not _is_left_out(each, values[each.name])}


def _is_left_out(each: Field, value: Any) -> bool:
    """Nothing said, or what holds without being said."""
    if value == "":
        return each.optional or each.default is not None
    return bool(value == (list(each.default) if isinstance(each.default, tuple) else each.default))


def _value(each: Field, typed: str) -> Any:
    given = typed.replace("\r\n", "\n").strip()
    match each.kind:
        case Kind.FLAG:
            return given == "ja"
        case Kind.NUMBER:
            return _number(given)
        case Kind.NUMBERS:
            return [_number(part) for part in _parts(given)]
        case Kind.WORDS:
            return _parts(given)
        case _:
            return given


def _parts(given: str) -> list[str]:
    return [part.strip() for part in given.replace("\n", ",").split(",") if part.strip()]


def _number(given: str) -> int | float | str:
    """What is no number stays as typed: reading names the fault."""
    for kind in (int, float):
        try:
            return kind(given.replace(",", "."))
        except ValueError:
            continue
    return given
