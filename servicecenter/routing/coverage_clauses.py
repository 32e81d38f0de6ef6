"""Clauses of one handbook that contradict each other: two answers to one question, one of them unheard. Pure."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from servicecenter.agreements.model import Clause, Handbook, ScopeRule, Stage
from servicecenter.directory.leistungen import Leistung

# Of these a handbook has one each: the first is followed, whatever a later one says.
SINGLE = (
    "greeting", "privacy", "hours", "forwarding", "callback", "retention", "service_level", "escalation", "finality",
    "reporting", "first_contact", "flood", "queue",
)  # fmt: skip

Conflict = tuple[Clause, Clause]  # in the order of the handbook


def conflicts(handbook: Handbook) -> Iterator[Conflict]:
    """Of rules that hold for every call: each pair once."""
    for name in SINGLE:
        told = [clause for clause in handbook.clause if getattr(clause, name) is not None]
        yield from _differing(told, name)
    promised = [clause for clause in handbook.clause if clause.promise is not None]
    for earlier, later in _differing(promised, "promise"):
        if _promised(earlier) == _promised(later):
            yield earlier, later


def scope_conflicts(handbook: Handbook, leistung: Leistung, stage: Stage) -> Iterator[Conflict]:
    """Of clauses on what the desk may do with this Leistung in this stage.

    A Leistung named beats its group, and a clause for everything may stand before the others as their default: those
    differ on purpose. Two of the same rank contradict each other.
    """
    scoped = [(clause, clause.scope) for clause in handbook.clause if clause.scope is not None]
    holding = [(clause, rule) for clause, rule in scoped if not rule.stages or stage.number in rule.stages]
    named = [clause for clause, rule in holding if leistung.key in rule.leistungen]
    if named:
        yield from _differing(named, "scope")
        return
    about = [(clause, rule) for clause, rule in holding if leistung.group in rule.groups or _is_default(rule)]
    after_default = next((place for place, (_, rule) in enumerate(about) if not _is_default(rule)), 0)
    yield from _differing([clause for clause, _ in about[after_default:]], "scope")


def _promised(clause: Clause) -> object:
    """Which promise it is, by whom and about what: other promises may have other periods."""
    return clause.model_dump(include={"partners": True, "promise": {"name", "groups", "leistungen"}})


def _is_default(rule: ScopeRule) -> bool:
    return not (rule.groups or rule.leistungen)


def _differing(clauses: Sequence[Clause], name: str) -> Iterator[Conflict]:
    for earlier, later in combinations(clauses, 2):
        if _answer(earlier, name) != _answer(later, name):
            yield earlier, later


def _answer(clause: Clause, name: str) -> object:
    """What the rule decides: of a scope the mode alone, for both cover the case."""
    return clause.scope.mode if name == "scope" and clause.scope is not None else getattr(clause, name)
