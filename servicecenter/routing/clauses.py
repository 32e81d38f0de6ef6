"""Which clause of the handbook a rule follows. Pure."""

from collections.abc import Iterable

from servicecenter.agreements.model import Clause, Mode
from servicecenter.routing.model import Facts
from servicecenter.routing.rulebook import Rulebook

PERSON_WISHED = "vermittlung"  # the Leistung of being put through to somebody


def mode_of(facts: Facts, rulebook: Rulebook) -> tuple[Mode | None, str]:
    if facts.leistung is None or facts.stage is None:
        return None, facts.stage.clause if facts.stage else rulebook.agreement.title
    agreed = rulebook.handbook.scope(facts.leistung.key, facts.leistung.group, facts.stage.number)
    return (agreed[0], agreed[1].cited) if agreed else (None, facts.stage.clause)


def scope_clause(facts: Facts, rulebook: Rulebook) -> str:
    return mode_of(facts, rulebook)[1]


def person_clause(facts: Facts, rulebook: Rulebook) -> str:
    """The clause on persons asked for by name, where the handbook has one; else the one on forwarding."""
    found = rulebook.handbook.scope(PERSON_WISHED, "", facts.stage.number) if facts.stage else None
    named = found is not None and found[1].scope is not None and PERSON_WISHED in found[1].scope.leistungen
    return found[1].cited if found and named else forwarding_clause(rulebook, facts)


def pledged(clauses: Iterable[Clause]) -> str:
    """What a partner has promised, in its own words; those nobody knows are named by their title."""
    return " ".join(f"{clause.cited} {clause.title}: {clause.text or 'Wortlaut nicht bekannt'}." for clause in clauses)


def forwarding_clause(rulebook: Rulebook, facts: Facts) -> str:
    agreed = rulebook.handbook.forwarding()
    return cited(agreed[1] if agreed else None, facts)


def cited(clause: Clause | None, facts: Facts) -> str:
    if clause is not None:
        return clause.cited
    return facts.stage.clause if facts.stage else "Vereinbarung"
